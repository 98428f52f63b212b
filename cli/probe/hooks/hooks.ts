import { CouldNotRunError } from "../../errors";
import { runCommand } from "../command";

/** What takes a replica away: a command of the user's, or the id of a process on this machine that is killed. */
export type Kill = string | number;

/** The commands that change the replicas. */
export interface Hooks {
    /** Omitted: none is taken away. */
    readonly kill?: Kill;
    /** Omitted: what was taken away stays away. */
    readonly restore?: string;
    /** Omitted: none is added. */
    readonly scale?: string;
}

/** Takes a replica away. Throws CouldNotRunError where that fails. */
export async function takeAway(kill: Kill): Promise<void> {
    if (typeof kill === "string") return runCommand("--kill", kill);
    try {
        process.kill(kill, "SIGKILL");
    } catch (error) {
        const why = (error as NodeJS.ErrnoException).code === "EPERM" ? "it is another user's" : "there is none";
        throw new CouldNotRunError(`--kill-pid: the process ${kill} cannot be killed: ${why}.`);
    }
}

/** Brings the replica back. Throws CouldNotRunError where that fails. */
export function bringBack(restore: string): Promise<void> {
    return runCommand("--restore", restore);
}

/** Adds a replica. Throws CouldNotRunError where that fails. */
export function addReplica(scale: string): Promise<void> {
    return runCommand("--scale", scale);
}
