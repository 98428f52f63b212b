import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as automation from "@pulumi/pulumi/automation";
import { startProviders, type Providers } from "../../../sandbox/providers";

/** The engine to test with, or undefined where there is none: then these tests are left out. */
export async function findTestEngine(): Promise<automation.PulumiCommand | undefined> {
    const root = process.env["SANDBOX_TEST_PULUMI_ROOT"];
    try {
        return await automation.PulumiCommand.get(root === undefined ? {} : { root });
    } catch {
        return undefined;
    }
}

/** A stack of its own in a new folder: state, Pulumi home and cloud are all in it. */
export class TestStack {
    private constructor(
        readonly stack: automation.Stack,
        readonly cloudFile: string,
        private readonly folder: string,
        private providers: Providers,
    ) {}

    static async create(command: automation.PulumiCommand, program: automation.PulumiFn): Promise<TestStack> {
        const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-engine-"));
        const cloudFile = path.join(folder, "cloud.json");
        const providers = await startProviders({ stateFile: cloudFile });
        fs.mkdirSync(path.join(folder, "state"));
        const stack = await automation.LocalWorkspace.createStack(
            { stackName: "test", projectName: "sandbox", program },
            {
                pulumiCommand: command,
                pulumiHome: path.join(folder, "home"),
                projectSettings: {
                    name: "sandbox",
                    runtime: "nodejs",
                    backend: { url: `file://${path.join(folder, "state")}` },
                },
                envVars: {
                    ...providers.environment,
                    PULUMI_CONFIG_PASSPHRASE: "test",
                    PULUMI_SKIP_UPDATE_CHECK: "1",
                },
            },
        );
        await stack.setConfig("azure-native:location", { value: "westeurope" });
        return new TestStack(stack, cloudFile, folder, providers);
    }

    /** Runs `change` while no provider has the cloud open: each keeps its own copy in memory. */
    async whileStopped<T>(change: () => T | Promise<T>): Promise<T> {
        await this.providers.stop();
        const result = await change();
        this.providers = await startProviders({ stateFile: this.cloudFile });
        const { workspace } = this.stack;
        Object.assign(workspace.envVars, this.providers.environment);
        return result;
    }

    warnings(): readonly string[] {
        return this.providers.warnings();
    }

    cloudText(): string {
        return fs.readFileSync(this.cloudFile, "utf8");
    }

    /** Everything that the engine has written of the stack. */
    stateText(): string {
        const files = fs.readdirSync(path.join(this.folder, "state"), { recursive: true, encoding: "utf8" });
        return files
            .map((file) => path.join(this.folder, "state", file))
            .filter((file) => fs.statSync(file).isFile())
            .map((file) => fs.readFileSync(file, "utf8"))
            .join("\n");
    }

    async close(): Promise<void> {
        await this.providers.stop();
        fs.rmSync(this.folder, { recursive: true, force: true });
    }
}
