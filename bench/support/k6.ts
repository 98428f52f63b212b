import { access, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import path from "node:path";

import { cacheFolder } from "../../sandbox/engine/cache";
import { onPath, programName } from "../../sandbox/engine/paths";
import { run } from "../../sandbox/engine/run";

const VERSION = "v1.8.1";

/**
 * The program k6: the one on PATH, or else one that Go builds once and that is kept in the project's cache folder.
 * Undefined where there is neither it nor a Go that can build it.
 */
export async function findK6(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | undefined> {
    const found = await onPath("k6", env);
    if (found !== undefined) return found;
    const folder = path.join(cacheFolder(env), "k6");
    const kept = path.join(folder, VERSION, programName("k6"));
    if (await isThere(kept)) return kept;
    const go = await onPath("go", env);
    if (go === undefined) return undefined;
    await mkdir(folder, { recursive: true });
    const staging = await mkdtemp(path.join(folder, "staging-"));
    try {
        const built = { ...env, GOBIN: staging, CGO_ENABLED: "0", GOWORK: "off" };
        await run(go, ["install", `go.k6.io/k6@${VERSION}`], { cwd: staging, env: built, signal });
        await mkdir(path.dirname(kept), { recursive: true });
        await rename(path.join(staging, programName("k6")), kept);
        return kept;
    } catch (error) {
        if (signal.aborted) throw error;
        return undefined;
    } finally {
        await rm(staging, { recursive: true, force: true });
    }
}

async function isThere(file: string): Promise<boolean> {
    return access(file).then(
        () => true,
        () => false,
    );
}
