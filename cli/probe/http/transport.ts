import { type Limit } from "./limit";

/** One HTTP request. */
export interface Request extends Limit {
    readonly url: URL;
    readonly headers: Readonly<Record<string, string>>;
}

/** One HTTP response. Times are in milliseconds since the request. */
export interface Response {
    readonly status: number;
    /** Names in lower case, in the order of the response, repeated as there. */
    readonly headers: readonly (readonly [name: string, value: string])[];
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

/** Pairs of a flat list of names and values. */
export function headerPairs(raw: readonly (string | Buffer)[]): (readonly [string, string])[] {
    const pairs: (readonly [string, string])[] = [];
    for (let index = 0; index < raw.length; index += 2) {
        pairs.push([String(raw[index]).toLowerCase(), String(raw[index + 1] ?? "")]);
    }
    return pairs;
}
