import type { TokenCredential } from "@azure/identity";

import { type Patience } from "../azure/retry";

/** What a test puts in place of the process's surroundings. */
export interface VerifySurroundings {
    /** Omitted: the process's own. */
    readonly env?: NodeJS.ProcessEnv;
    /** Omitted: what the environment has. */
    readonly credential?: TokenCredential;
    readonly patience?: Patience;
}

/** How anything is read. */
export interface Reading {
    /** Aborted when the user asks to stop. */
    readonly signal: AbortSignal;
    /** Hears of pauses, in one sentence each. */
    readonly notice: (text: string) => void;
    /** Hears how far it is. */
    readonly progress: (text: string) => void;
}
