/** One HTTP request. */
export interface Request {
    readonly url: URL;
    readonly headers: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
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

/** Longest part of a body that is read: replicas name themselves at the beginning, and a stream would never end. */
export const LONGEST_BODY = 65_536;

let connections = 0;

/** A number for a connection that was opened now. */
export function nextConnection(): number {
    return ++connections;
}

/** Collects the first part of a body; the rest is left unread. */
export async function readBody(chunks: AsyncIterable<Uint8Array>): Promise<string> {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of chunks) {
        parts.push(chunk);
        length += chunk.length;
        if (length >= LONGEST_BODY) break;
    }
    return Buffer.concat(parts).subarray(0, LONGEST_BODY).toString("utf8");
}

/** Pairs of a flat list of names and values. */
export function headerPairs(raw: readonly string[]): (readonly [string, string])[] {
    return raw.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1] ?? ""] as const] : []));
}
