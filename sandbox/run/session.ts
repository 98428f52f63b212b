import { existsSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { LocalWorkspace, type ProjectSettings, Stack } from "@pulumi/pulumi/automation";

import { fromState, type StackResource, type StateEntry } from "../../policy-pack/topology";
import { isUnknown } from "../../policy-pack/topology/values";
import { Cloud } from "../cloud";
import { analyzerPath, type Engine, findEngine } from "../engine";
import { packageRoot } from "../package-root";
import { type Progress } from "../progress";
import { type Providers, startProviders } from "../providers";

import { engineEnvironment } from "./environment";
import { RunFailed } from "./errors";
import { Observation } from "./observation";
import { inline, type Program } from "./program";
import { foldersOf, type Folders, openFolders, passphrase, sandboxFolder } from "./workspace";

/** Name of the stack of every program in the sandbox. */
const STACK = "sandbox";

/** What a session needs. */
export interface SessionOptions {
    readonly program: Program;
    readonly progress: Progress;
    /** Settings of the program for this run; settings of earlier runs do not last. */
    readonly settings: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
}

/** A deployment that was let go on, and what it told of itself. */
export interface Deployed {
    readonly observation: Observation;
    readonly outputs: Readonly<Record<string, unknown>>;
    readonly resources: readonly StackResource[];
}

/** What is read of a stack's exported state. */
interface Checkpoint {
    readonly resources?: StateEntry[];
    readonly pending_operations?: unknown[];
}

type Operation = "preview" | "up" | "destroy";

const DOING: Record<Operation, string> = { preview: "Previewing", up: "Bringing up", destroy: "Destroying" };

/**
 * One program in the sandbox, on the real Pulumi engine with stand-in providers, while this run holds it. To be closed.
 */
export class Session {
    private constructor(
        private readonly options: SessionOptions,
        readonly folders: Folders,
        readonly engine: Engine,
        private readonly providers: Providers,
        private readonly stack: Stack,
        private readonly unlock: () => Promise<void>,
    ) {}

    /**
     * Finds the engine, starts the providers, and clears what a killed run left behind.
     *
     * @throws {RunFailed} where the sandbox cannot be written or is in use.
     * @throws {EngineNotFoundError} where there is no Pulumi CLI and none can be had.
     */
    static async open(options: SessionOptions): Promise<Session> {
        const { program, progress, signal } = options;
        const folders = foldersOf(program.name, sandboxFolder());
        const unlock = await openFolders(folders);
        try {
            const engine = await findEngine({ progress, ...(signal ? { signal } : {}) });
            await recover(folders, engine, program);
            const providers = await startProviders({ stateFile: folders.cloud });
            try {
                const stack = await openStack(options, folders, engine, providers.environment);
                return new Session(options, folders, engine, providers, stack, unlock);
            } catch (error) {
                await providers.stop();
                throw error;
            }
        } catch (error) {
            await unlock();
            throw error;
        }
    }

    /** Shows what an update would do, with the policy pack attached. A rejection is an observation, not an error. */
    async preview(): Promise<Observation> {
        return this.run("preview");
    }

    /**
     * Brings the program up, with the policy pack attached.
     *
     * @throws {RunFailed} where the program or the engine fails.
     */
    async up(): Promise<Deployed> {
        const observation = await this.whileMarked(() => this.run("up"));
        return { observation, ...(await readStack(this.stack)) };
    }

    /** Takes everything down, and removes the program's state once nothing is left. */
    async destroy(): Promise<Observation> {
        const observation = await this.whileMarked(() => this.run("destroy"));
        await this.stack.workspace.removeStack(STACK);
        await this.providers.stop();
        const left = Cloud.open(this.folders.cloud).list();
        if (left.length > 0) {
            throw new RunFailed(
                `${left.length} resources are left in the sandbox after the destruction; see ${this.folders.cloud}.`,
            );
        }
        await rm(this.folders.home, { recursive: true });
        return observation;
    }

    /** What the stand-ins said of types that they do not know. */
    get warnings(): readonly string[] {
        return this.providers.warnings();
    }

    /** Versions of the provider SDKs that the stand-ins stand for. */
    get versions(): Readonly<Record<string, string>> {
        return this.providers.versions;
    }

    /** Ends the providers and lets the next run in. */
    async close(): Promise<void> {
        await this.providers.stop();
        await this.unlock();
    }

    private async run(operation: Operation): Promise<Observation> {
        const { program, progress, signal } = this.options;
        const step = progress.step(`${DOING[operation]} ${program.name}`);
        const observation = new Observation((seen) =>
            step.update(`${DOING[operation]} ${program.name}: ${seen} resources`),
        );
        const failure = new ProgramFailure();
        const settings = {
            onEvent: observation.take,
            signal: signal ? AbortSignal.any([signal, failure.signal]) : failure.signal,
        };
        const policed = { ...settings, policyPacks: [path.join(packageRoot(), "policy-pack")] };
        try {
            if (operation === "preview") await this.stack.preview(policed);
            else if (operation === "up") await this.stack.up(policed);
            else await this.stack.destroy(settings);
        } catch (error) {
            step.fail();
            // A rejection alone is no failure of the run.
            if (observation.mandatory.length > 0 && observation.errors.length === 0) return observation;
            throw failureOf(operation, program, observation, error);
        } finally {
            failure.stopWatching();
        }
        step.done(`${DOING[operation]} ${program.name}`);
        return observation;
    }

    /** A killed run leaves the marker, so that the next one knows. */
    private async whileMarked<T>(work: () => Promise<T>): Promise<T> {
        await writeFile(this.folders.marker, "");
        const result = await work();
        await rm(this.folders.marker, { force: true });
        return result;
    }
}

/**
 * Watches for an error that the program throws where nothing awaits it, as in an `apply`. `pulumi up` ends the program
 * then; the Automation API reports it and goes on waiting for outputs that will never come.
 */
class ProgramFailure {
    private readonly controller = new AbortController();
    private readonly take = () => this.controller.abort();

    constructor() {
        process.on("unhandledRejection", this.take);
    }

    get signal(): AbortSignal {
        return this.controller.signal;
    }

    stopWatching(): void {
        process.off("unhandledRejection", this.take);
    }
}

/** Opens the stack of a program, with the settings of one run. */
export async function openStack(
    { program, settings }: Pick<SessionOptions, "program" | "settings">,
    folders: Folders,
    engine: Engine,
    providers?: Readonly<Record<string, string>>,
): Promise<Stack> {
    const workspace = await LocalWorkspace.create({
        pulumiCommand: engine.command,
        pulumiHome: path.join(folders.shared, "pulumi"),
        workDir: folders.work,
        projectSettings: program.project as unknown as ProjectSettings,
        program: inline(program),
        envVars: engineEnvironment({
            state: folders.state,
            passphrase: await passphrase(folders),
            scripts: await analyzerPath(engine, path.join(folders.shared, "bin")),
            ...(providers ? { providers } : {}),
        }),
    });
    const stack = await Stack.createOrSelect(STACK, workspace);
    const { encryptionSalt } = await workspace.stackSettings(STACK).catch(() => ({ encryptionSalt: undefined }));
    await workspace.saveStackSettings(STACK, {
        ...(encryptionSalt === undefined ? {} : { encryptionSalt }),
        config: Object.fromEntries(
            Object.entries(settings).map(([key, value]) => [`${program.project.name}:${key}`, value]),
        ),
    });
    return stack;
}

/**
 * Clears what a killed run left: the engine's lock, operations that it never heard the end of, and resources of the
 * stand-in cloud that it never wrote down.
 */
async function recover(folders: Folders, engine: Engine, program: Program): Promise<void> {
    if (!existsSync(folders.marker)) return;
    await removeEngineLocks(folders);
    const stack = await openStack({ program, settings: {} }, folders, engine);
    const exported = await stack.exportStack();
    const deployment = exported.deployment as Checkpoint;
    if (deployment.pending_operations?.length) {
        await stack.importStack({ ...exported, deployment: { ...deployment, pending_operations: [] } });
    }
    const cloud = Cloud.open(folders.cloud);
    cloud.retain((deployment.resources ?? []).flatMap(({ type, id }) => (id === undefined ? [] : { type, id })));
    await cloud.saved();
    await rm(folders.marker);
}

/** This run holds the program, so whoever holds the engine's own lock is gone. */
async function removeEngineLocks({ state }: Folders): Promise<void> {
    const locks = path.join(state, ".pulumi", "locks");
    for (const file of await readdir(locks, { recursive: true }).catch(() => [])) {
        if (file.endsWith(".json")) await rm(path.join(locks, file));
    }
}

/** What the state says of the stack, outputs included: one call where the Automation API's own needs several. */
async function readStack(stack: Stack): Promise<Pick<Deployed, "outputs" | "resources">> {
    const exported = await stack.exportStack();
    const resources = fromState((exported.deployment as Checkpoint).resources ?? []);
    const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    const outputs = Object.entries(root?.properties ?? {}).map(([key, value]) => [
        key,
        isUnknown(value) ? "[secret]" : value,
    ]);
    return { resources, outputs: Object.fromEntries(outputs) as Record<string, unknown> };
}

function failureOf(operation: Operation, program: Program, { errors }: Observation, cause: unknown): RunFailed {
    const why = errors.length > 0 ? errors : [cause instanceof Error ? cause.message.trim() : String(cause)];
    const next =
        operation === "preview"
            ? "Nothing was changed."
            : "Run it again: it goes on from what was recorded, and clears what was left half done.";
    return new RunFailed(`${DOING[operation]} ${program.name} failed.\n${why.join("\n")}\n${next}`, { cause });
}
