import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as automation from "@pulumi/pulumi/automation";
import { analyzerPath, type Engine, EngineNotFoundError, findEngine } from "../../../sandbox/engine";
import { progressOn } from "../../../sandbox/progress";
import { startProviders, type Providers } from "../../../sandbox/providers";
import { engineEnvironment } from "../../../sandbox/run/environment";

let found: Promise<Engine> | undefined;
/** The reason is the same for all. */
let told = false;

/**
 * The engine to test with. Where there is none and none can be had, the suite is left out and says so; in CI that is a
 * failure.
 */
export async function engineFor(context: Mocha.Context): Promise<Engine> {
    // The first suite may have to build the engine.
    context.timeout(600_000);
    found ??= findEngine({ progress: progressOn(process.stderr) });
    try {
        return await found;
    } catch (error) {
        if (!(error instanceof EngineNotFoundError) || process.env["CI"]) throw error;
        if (!told) console.log(`      left out, here and below, for want of a Pulumi engine. ${error.message}`);
        told = true;
        return context.skip();
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

    /** @param drops property paths that the cloud drops without a word. */
    static async create(
        engine: Engine,
        program: automation.PulumiFn,
        project = "sandbox",
        drops: readonly string[] = [],
    ): Promise<TestStack> {
        const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-engine-"));
        const cloudFile = path.join(folder, "cloud.json");
        const providers = await startProviders({ stateFile: cloudFile, drops });
        fs.mkdirSync(path.join(folder, "state"));
        const stack = await automation.LocalWorkspace.createStack(
            { stackName: "test", projectName: project, program },
            {
                pulumiCommand: engine.command,
                pulumiHome: path.join(folder, "home"),
                projectSettings: { name: project, runtime: "nodejs" },
                envVars: engineEnvironment({
                    state: path.join(folder, "state"),
                    passphrase: "test",
                    providers: providers.environment,
                    scripts: await analyzerPath(engine, path.join(folder, "bin")),
                }),
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
