import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import envPaths from "env-paths";
import { AttemptFailed, reasonOf } from "./errors";

const STAGING = "staging-";

/**
 * The project's cache folder: SESSION_AFFINITY_CACHE where it is set, otherwise the usual place for caches on this
 * system.
 */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
    return env.SESSION_AFFINITY_CACHE
        ? path.resolve(env.SESSION_AFFINITY_CACHE)
        : envPaths("pulumi-session-affinity", { suffix: "" }).cache;
}

/** Where copies of the CLI are kept in a cache folder, each below its version. */
export function pulumiFolder(cache: string): string {
    return path.join(cache, "pulumi");
}

/** Makes the folder for copies of the CLI. Throws AttemptFailed, naming the cache folder, where that cannot be done. */
export async function openCache(cache: string): Promise<string> {
    const folder = pulumiFolder(cache);
    try {
        await mkdir(folder, { recursive: true });
        // mkdir is content with a folder that is there and cannot be written.
        await rm(await mkdtemp(path.join(folder, STAGING)), { recursive: true });
    } catch (error) {
        throw new AttemptFailed({
            where: `cache folder ${cache}`,
            reason: `it cannot be written (${reasonOf(error)}), so the CLI can be neither downloaded nor built`,
            remedy: "Make that folder writable, or set SESSION_AFFINITY_CACHE to one that is.",
        });
    }
    return folder;
}

/** A place beside the copies of the CLI, where a new one is put together before it is moved in whole. */
export interface Staging {
    /** Will be the copy: it must end up with bin/pulumi in it. */
    readonly root: string;
    /** For whatever else the work leaves behind. */
    readonly scratch: string;
    /**
     * Moves `root` to where copies of this version are looked for, in place of one that is there. Returns its new path.
     */
    publish(version: string): Promise<string>;
}

/** Lends a staging folder to `work` and removes it afterwards. Only for the run that holds the lock. */
export async function withStaging<T>(folder: string, work: (staging: Staging) => Promise<T>): Promise<T> {
    const staging = await mkdtemp(path.join(folder, STAGING));
    const root = path.join(staging, "root");
    const scratch = path.join(staging, "scratch");
    try {
        await mkdir(scratch);
        return await work({
            root,
            scratch,
            publish: async (version) => {
                const target = path.join(folder, version);
                await rename(target, path.join(staging, "replaced")).catch((error: NodeJS.ErrnoException) => {
                    if (error.code !== "ENOENT") throw error;
                });
                await rename(root, target);
                return target;
            },
        });
    } finally {
        await remove(staging);
    }
}

/**
 * Removes the staging folders of runs that were killed. Only for the run that holds the lock: nobody else is at work in
 * them.
 */
export async function removeLeftovers(folder: string): Promise<void> {
    const entries = await readdir(folder);
    await Promise.all(
        entries.filter((name) => name.startsWith(STAGING)).map((name) => remove(path.join(folder, name))),
    );
}

async function remove(folder: string): Promise<void> {
    // A compiler that outlives a killed build may write here for a moment longer; what cannot be removed now is a
    // leftover of the next run.
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
}
