import { type Limits } from "./budget";
import { type Hooks } from "./hooks/hooks";
import { type Target } from "./http/target";
import { type Connections } from "./http/transport";
import { type IdentitySource } from "./identification/source";
import { type Second } from "./second-address/run";
import { type Sources } from "./sources/sources";

/** All that a probe is asked to do. */
export interface ProbeSettings {
    readonly target: Target;
    /** The URL for reports: without what may be secret. */
    readonly shownUrl: string;
    readonly clients: number;
    readonly rounds: number;
    /** Omitted: two have to be seen. */
    readonly expectReplicas?: number;
    readonly seed: number;
    readonly concurrency: number;
    /** One series each, in this order. */
    readonly connections: readonly Connections[];
    /** Where answers name the replica. Omitted: found in a sample. */
    readonly source?: IdentitySource;
    readonly limits: Limits;
    /** Where the clients of the proof ask from. Omitted: as the system chooses, all from one address. */
    readonly sources?: Sources;
    /** Where the clients of the search for the key ask from. Omitted: as those of the proof. */
    readonly keySources?: Sources;
    /** JSON path at which answers name their client's address. Omitted: looked for. */
    readonly addressJson?: string;
    /** Whether to look for the key. */
    readonly findKey: boolean;
    /** Headers in which each client has a value of its own, any of which may be the key. */
    readonly clientHeaders: readonly string[];
    /** Rounds ahead of those that count. */
    readonly warmUp: number;
    /** What changes the replicas. */
    readonly hooks: Hooks;
    /** How long clients ask on after a command that changes the replicas. */
    readonly watchSeconds: number;
    /** Another address for the same replicas. Omitted: there is none to be tried. */
    readonly second?: Second;
    /** Times that clients are to rest. Empty: none. */
    readonly idleSeconds: readonly number[];
}
