import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import lockfile from "proper-lockfile";

import { packageRoot } from "../package-root";

import { RunFailed } from "./errors";

const PASSPHRASE_BYTES = 24;

/** Where the sandbox keeps one program's state. */
export interface Folders {
    /** The program's own folder; it goes when the program is destroyed. */
    readonly home: string;
    /** Pulumi's state, a file backend. */
    readonly state: string;
    /** Pulumi's working directory, with the project's settings. */
    readonly work: string;
    /** The stand-in cloud. */
    readonly cloud: string;
    /** Stands while a deployment is under way, and after one that was killed. */
    readonly marker: string;
    /** What programs share: Pulumi's home, scripts, the passphrase. */
    readonly shared: string;
}

/** The folder that the sandbox keeps everything in: SESSION_AFFINITY_SANDBOX, else `.sandbox` in the checkout. */
export function sandboxFolder(env: NodeJS.ProcessEnv = process.env): string {
    return path.resolve(env["SESSION_AFFINITY_SANDBOX"] || path.join(packageRoot(), ".sandbox"));
}

/** The folders of a program. */
export function foldersOf(program: string, root: string): Folders {
    const home = path.join(root, program);
    return {
        home,
        state: path.join(home, "state"),
        work: path.join(home, "work"),
        cloud: path.join(home, "cloud.json"),
        marker: path.join(home, "under-way"),
        shared: path.join(root, "shared"),
    };
}

/** True where a program has been brought up and not been destroyed since. */
export function exists({ home }: Folders): boolean {
    return existsSync(home);
}

/**
 * Makes the folders and locks the program for this run.
 *
 * @returns what unlocks it.
 * @throws {RunFailed} where the folder cannot be written, or another run is at work in it.
 */
export async function openFolders(folders: Folders): Promise<() => Promise<void>> {
    const root = path.dirname(folders.home);
    try {
        for (const folder of [folders.state, folders.work, folders.shared]) await mkdir(folder, { recursive: true });
        const probe = path.join(folders.home, "writable");
        await writeFile(probe, "");
        // Another run may have removed it between the two.
        await rm(probe, { force: true });
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        throw new RunFailed(
            `The sandbox cannot write to ${root} (${code ?? String(error)}). ` +
                "Make it writable, or set SESSION_AFFINITY_SANDBOX to a folder that is.",
            { cause: error },
        );
    }
    try {
        return await lockfile.lock(folders.home, { lockfilePath: `${folders.home}.lock` });
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
        throw new RunFailed(
            `Another run is at work on ${path.basename(folders.home)} in ${root}. Wait until it has ended, and try again; ` +
                "one that was killed lets go after 10 seconds.",
            { cause: error },
        );
    }
}

/** The passphrase that secrets in the sandbox's state are encrypted with: made at random once, readable by its owner only. */
export async function passphrase({ shared }: Folders): Promise<string> {
    const file = path.join(shared, "passphrase");
    try {
        await writeFile(file, randomBytes(PASSPHRASE_BYTES).toString("hex"), { mode: 0o600, flag: "wx" });
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    return readFile(file, "utf8");
}
