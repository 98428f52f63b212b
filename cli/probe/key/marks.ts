import { type Connections } from "../http/transport";

/** By which marks the clients of a run can be told apart. */
export interface Marks {
    /** Cookies that a client sends back: none, all, or those of these names. */
    readonly cookies: "none" | "all" | readonly string[];
    readonly connections: Connections;
    /**
     * Where clients ask from: all from one address; each from its own; each from its own network of 256, and from another
     * address in it every time; or all from another one every time.
     */
    readonly address: "one" | "own" | "network" | "roaming";
    /** A header that has a value of its own for each client. Absent: none. */
    readonly header?: string;
}

/** What a run shows of its marks. */
export type Outcome =
    /** They keep clients on their replicas, over several replicas. */
    | "holds"
    /** They keep some. */
    | "partly"
    /** Clients move as if there were no marks. */
    | "moves"
    /** All answers came from one replica. */
    | "one replica"
    /** It could be chance, or too much is missing. */
    | "unsure";

/** A run that was made. */
export interface KeyRun {
    readonly marks: Marks;
    readonly outcome: Outcome;
    /** Names of the cookies that its clients sent. */
    readonly cookieNames: readonly string[];
}

/** Whether two runs have the same marks. */
export function sameMarks(one: Marks, other: Marks): boolean {
    return (
        String(one.cookies) === String(other.cookies) &&
        one.connections === other.connections &&
        one.address === other.address &&
        one.header === other.header
    );
}
