import { UsageError } from "../../errors";
import { isLoopback } from "../command";

import { type Hooks } from "./hooks";

/** The options that change the replicas. */
export interface HookFlags {
    readonly kill?: string;
    readonly killPid?: number;
    readonly restore?: string;
    readonly scale?: string;
    /** Seconds that clients ask on after each. Omitted: 5. */
    readonly watch?: number;
    readonly yes?: boolean;
}

/** The commands that the options ask for. Throws UsageError where they do not go together. */
export function hooksOf({ kill, killPid, restore, scale, watch }: HookFlags): Hooks {
    if (kill !== undefined && killPid !== undefined) {
        throw new UsageError("Give --kill or --kill-pid: both take a replica away.");
    }
    const taking = kill ?? killPid;
    if (taking === undefined && restore !== undefined) {
        throw new UsageError("--restore needs --kill: it brings back what was taken away.");
    }
    if (taking === undefined && scale === undefined && watch !== undefined) {
        throw new UsageError(
            "--watch needs --kill, --kill-pid or --scale: it says for how long clients ask on after it.",
        );
    }
    return {
        ...(taking === undefined ? {} : { kill: taking }),
        ...(restore === undefined ? {} : { restore }),
        ...(scale === undefined ? {} : { scale }),
    };
}

/** Asks a person. Undefined: nobody is there to be asked. */
export type Confirm = ((question: string) => Promise<boolean>) | undefined;

/** Asks before others lose a replica: anything but this machine may be in use. Throws UsageError where the answer is no. */
export async function allowHooks(hooks: Hooks, url: URL, yes: boolean, confirm: Confirm): Promise<void> {
    const { kill, scale } = hooks;
    if ((kill === undefined && scale === undefined) || yes || isLoopback(url)) return;
    const what = kill === undefined ? "--scale changes the replicas" : "--kill takes a replica";
    const doing = `${what} of ${url.host}${kill === undefined ? "" : " away"}, and others may be using it.`;
    if (confirm === undefined) throw new UsageError(`${doing} Add --yes if that is meant.`);
    if (!(await confirm(`${doing} Go on?`))) throw new UsageError("Nothing was done: the answer was no.");
}
