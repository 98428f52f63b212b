import { type ResponseHeaders } from "./headers";
import { type Limit } from "./limit";

/** One HTTP request. */
export interface Request extends Limit {
    readonly url: URL;
    readonly headers: Readonly<Record<string, string>>;
}

/** One HTTP response. Times are in milliseconds since the request. */
export interface Response {
    readonly status: number;
    readonly headers: ResponseHeaders;
    /** The first part of the body, as text. */
    readonly body: string;
    readonly firstByte: number;
    readonly total: number;
    /** Identifies the connection within the process. */
    readonly connection: number;
    readonly localAddress?: string;
    readonly remoteAddress?: string;
}

/** Sends requests of one client, its connections its own. Follows no redirect, keeps no cookie. */
export interface Transport {
    /** Throws what the network threw. */
    send(request: Request): Promise<Response>;
    close(): Promise<void>;
}

/** The connections of a client: a new one for each request, or one that is kept. */
export type Connections = "fresh" | "keep-alive";

let connections = 0;

/** A number for a connection that was opened now. */
export function nextConnection(): number {
    return ++connections;
}
