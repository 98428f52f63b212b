import { mkdir } from "node:fs/promises";
import path from "node:path";

import {
    LocalWorkspace,
    type PreviewOptions,
    type PreviewResult,
    type PulumiFn,
    Stack,
} from "@pulumi/pulumi/automation";

import { analyzerPath, findEngine } from "../../sandbox/engine";
import { type Providers, startProviders } from "../../sandbox/providers";
import { engineEnvironment } from "../../sandbox/run/environment";

const NAME = "bench";

/** What a stack in a folder is made of. */
export interface EngineStackOptions {
    /** Folder for state, settings and the stand-in cloud. Whoever made it removes it, after the stack is closed. */
    readonly folder: string;
    readonly program: PulumiFn;
    /** Environment of the engine, beside this process's. */
    readonly environment?: Readonly<Record<string, string>>;
}

/** A new stack on the real engine with stand-in providers, which leaves nothing outside its folder. To be closed. */
export class EngineStack {
    private constructor(
        private readonly stack: Stack,
        private readonly providers: Providers,
    ) {}

    /** @throws {EngineNotFoundError} where there is no Pulumi CLI and none can be had. */
    static async open({ folder, program, environment }: EngineStackOptions): Promise<EngineStack> {
        const engine = await findEngine();
        const [state, work] = [path.join(folder, "state"), path.join(folder, "work")];
        for (const each of [state, work]) await mkdir(each, { recursive: true });
        const providers = await startProviders({ stateFile: path.join(folder, "cloud.json") });
        try {
            const workspace = await LocalWorkspace.create({
                pulumiCommand: engine.command,
                pulumiHome: path.join(folder, "home"),
                workDir: work,
                projectSettings: { name: NAME, runtime: "nodejs" },
                program,
                envVars: {
                    ...engineEnvironment({
                        state,
                        passphrase: NAME,
                        providers: providers.environment,
                        scripts: await analyzerPath(engine, path.join(folder, "bin")),
                    }),
                    ...environment,
                },
            });
            return new EngineStack(await Stack.create(NAME, workspace), providers);
        } catch (error) {
            await providers.stop();
            throw error;
        }
    }

    /** Shows what an update would do. */
    preview(options: PreviewOptions = {}): Promise<PreviewResult> {
        return this.stack.preview(options);
    }

    /** Ends the providers. */
    close(): Promise<void> {
        return this.providers.stop();
    }
}
