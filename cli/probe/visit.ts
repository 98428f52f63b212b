/** A cookie that an answer set, without its value. */
export interface SetCookie {
    readonly name: string;
    readonly path?: string;
    readonly domain?: string;
    readonly secure: boolean;
    readonly httpOnly: boolean;
    readonly sameSite?: string;
    /** Seconds that the cookie lives from now on. Undefined: until the client ends its session. */
    readonly maxAgeSeconds?: number;
    /** Why the client's jar refuses it, so that it is never sent back. Undefined: it is kept. */
    readonly refused?: string;
    /** What else stops a client from sending it back. Absent: nothing. */
    readonly hindrances?: readonly string[];
    /** An address that its value holds. Absent: none was found. */
    readonly holdsAddress?: string;
    /** The client had it already, with this value or with another one. Absent: it is new to the client. */
    readonly again?: "same value" | "other value";
}

/** How long one visit took, in milliseconds from its start. */
export interface Timings {
    readonly firstByte: number;
    readonly total: number;
}

/** One request of one client (with the redirects that it followed), and what came of it. Times are in milliseconds. */
export interface Visit {
    readonly client: number;
    /** From 0. */
    readonly round: number;
    /** Which replica answered. Undefined: there was no answer, or the answer did not say. */
    readonly replica?: string;
    /** HTTP status. Undefined: there was no answer. */
    readonly status?: number;
    /** Why there was no answer. */
    readonly failure?: string;
    readonly cookiesSet: readonly SetCookie[];
    /** Names of the cookies that the client sent. */
    readonly cookiesSent: readonly string[];
    /** Since the series began. */
    readonly startedAt: number;
    readonly timings?: Timings;
    /** Number of the connection that carried the answer, unique within the series. */
    readonly connection?: number;
    /** Address that the client asked from. */
    readonly localAddress?: string;
    /** Address that answered. */
    readonly remoteAddress?: string;
    /** Another host, which the answer wanted to send the client to and where the client did not go. */
    readonly leftHost?: string;
}
