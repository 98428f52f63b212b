/** One HTTP request of a session, and what came of it. */
export interface McpAnswer {
    /** What was asked: the method of the JSON-RPC message (`initialize`, `tools/call`), or `GET` or `DELETE`. */
    readonly step: string;
    /** HTTP status. Undefined: there was no answer. */
    readonly status?: number;
    /** Why there was no answer. */
    readonly failure?: string;
    /** Which replica answered. Undefined: there was no answer, or it did not say. */
    readonly replica?: string;
    /** What the answer says of a session that it does not know; without the session's id. */
    readonly said?: string;
    /** Asked to see where the balancer sends the session, after the client had given it up. */
    readonly followUp: boolean;
}

/** Step that opens the stream of events. */
export const STREAM = "GET";
/** Step that ends the session. */
export const END = "DELETE";

const OK = 200;
const REDIRECTION = 300;
const BAD_REQUEST = 400;
const NOT_FOUND = 404;
const NOT_ALLOWED = 405;

/** Whether the answer is as good as the protocol wants: a server need not offer the stream, nor let clients end a session. */
export function isFine({ step, status, said }: McpAnswer): boolean {
    if (status === undefined || said !== undefined) return false;
    if (status === NOT_ALLOWED) return step === STREAM || step === END;
    return status >= OK && status < REDIRECTION;
}

/** Whether the answer says that its replica does not know the session. The protocol wants 404; some servers answer 400. */
export function isUnknownSession({ step, status, said }: McpAnswer): boolean {
    return step !== "initialize" && (status === NOT_FOUND || status === BAD_REQUEST || said !== undefined);
}
