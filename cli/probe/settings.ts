import { type Limits } from "./budget";
import { type Target } from "./http/target";
import { type Connections } from "./http/transport";
import { type IdentitySource } from "./identification/source";

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
    /** Address that a client asks from, by its number. Omitted: as the system chooses. */
    readonly localAddressOf?: (client: number) => string;
}
