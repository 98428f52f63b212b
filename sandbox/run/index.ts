import { type StackResource } from "../../policy-pack/topology";
import { type Progress } from "../progress";

import { type Drawn, drawMap } from "./map";
import { type Observation } from "./observation";
import { readProgram, readSettings } from "./program";
import { type Report, reportHops } from "./report";
import { Session } from "./session";
import { exists, foldersOf, sandboxFolder } from "./workspace";

/** What to do with a program. */
export interface RunOptions {
    readonly program: string;
    readonly action: "preview" | "up" | "destroy";
    /** `key=value` settings of the program. */
    readonly set: readonly string[];
    readonly progress: Progress;
    readonly signal?: AbortSignal;
}

/** What came of it. */
export interface RunResult {
    readonly report: Report & { readonly engine: NonNullable<Report["engine"]> };
    readonly observation: Observation;
    /** What the preview told before it: every update is previewed. Omitted for a destruction. */
    readonly preview?: Observation;
    /**
     * How the policy pack rejected the stack: in the preview, and nothing was changed; or in the update, on what was not
     * known before, and what came earlier was done.
     */
    readonly rejected?: "preview" | "update";
    readonly outputs: Readonly<Record<string, unknown>>;
    readonly versions: Readonly<Record<string, string>>;
    readonly warnings: readonly string[];
    /** Folder of Pulumi's state. */
    readonly state: string;
    /** The page with the stack's map, from the working directory. Omitted: it was not drawn. */
    readonly map?: string;
}

/**
 * Previews, brings up or destroys a sample program in the sandbox. An update is previewed first, so that what the policy
 * pack rejects changes nothing.
 *
 * @returns undefined where there was nothing to destroy.
 * @throws {UsageError} for an unknown program or setting.
 * @throws {RunFailed} where the program, the engine or the sandbox fails.
 * @throws {EngineNotFoundError} where there is no Pulumi CLI and none can be had.
 */
export async function runProgram(options: RunOptions): Promise<RunResult | undefined> {
    const started = Date.now();
    const program = readProgram(options.program);
    const settings = readSettings(program, options.set);
    const folders = foldersOf(program.name, sandboxFolder());
    if (options.action === "destroy" && !exists(folders)) return undefined;

    const { progress, signal } = options;
    const session = await Session.open({ program, settings, progress, ...(signal ? { signal } : {}) });
    try {
        const done = await perform(session, options.action);
        const today = new Date().toISOString().slice(0, "YYYY-MM-DD".length);
        const { findings, changes } = done.observation;
        const drawn: Drawn =
            options.action === "destroy" ? {} : await drawMap(program.name, done.resources, findings, today);
        return {
            ...done,
            ...(drawn.file === undefined ? {} : { map: drawn.file }),
            report: {
                program: program.name,
                engine: { version: session.engine.version, origin: session.engine.origin },
                changes:
                    done.rejected === "preview" ? { ...changes, create: 0, update: 0, delete: 0, replace: 0 } : changes,
                hops: reportHops(done.resources, findings, today),
                findings: findings.map(({ fix: _, ...finding }) => finding),
                seconds: Math.round((Date.now() - started) / 100) / 10,
            },
            versions: session.versions,
            warnings: [...session.warnings, ...(drawn.fault === undefined ? [] : [drawn.fault])],
            state: folders.state,
        };
    } finally {
        await session.close();
    }
}

type Performed = Pick<RunResult, "observation" | "preview" | "outputs" | "rejected"> & {
    resources: readonly StackResource[];
};

async function perform(session: Session, action: RunOptions["action"]): Promise<Performed> {
    if (action === "destroy") return { observation: await session.destroy(), resources: [], outputs: {} };
    const preview = await session.preview();
    const rejected = preview.mandatory.length > 0;
    if (rejected || action === "preview") {
        const { resources } = preview;
        return { observation: preview, preview, resources, outputs: {}, ...(rejected ? { rejected: "preview" } : {}) };
    }
    const deployed = await session.up();
    return { ...deployed, preview, ...(deployed.observation.mandatory.length > 0 ? { rejected: "update" } : {}) };
}

export { RunFailed, UsageError } from "./errors";
export { listPrograms } from "./program";
