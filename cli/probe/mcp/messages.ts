/** A JSON-RPC message, as far as it is read here. */
export interface Message {
    readonly id?: string | number | null;
    readonly result?: Readonly<Record<string, unknown>>;
    readonly error?: { readonly code?: number; readonly message?: string };
}

/** The last revision of the protocol that has sessions. */
export const SESSIONS_REVISION = "2025-11-25";
/** The first revision that has none. https://modelcontextprotocol.io/specification/2026-07-28/changelog */
export const STATELESS_REVISION = "2026-07-28";

/** Headers of every message. */
export const MESSAGE_HEADERS = {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
} as const;

/** How the probe calls itself. */
export const clientInfo = (version: string) => ({ name: "session-affinity", version });

/** Asks for a session, as clients did up to 2025-11-25. */
export function initialize(version: string): string {
    const params = { protocolVersion: SESSIONS_REVISION, capabilities: {}, clientInfo: clientInfo(version) };
    return request("initialize", params);
}

/** Asks a server of 2026-07-28 what it is. */
export function discover(version: string): string {
    const meta = {
        "io.modelcontextprotocol/protocolVersion": STATELESS_REVISION,
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": clientInfo(version),
    };
    return request("server/discover", { _meta: meta });
}

/** Asks for nothing. */
export function ping(): string {
    return request("ping", {});
}

/** The method of a JSON-RPC message; undefined where it has none. */
export function methodOf(text: string): string | undefined {
    const { method } = (parse(text) ?? {}) as { method?: unknown };
    return typeof method === "string" ? method : undefined;
}

/** The first response in a body, which is JSON or a stream of events. */
export function responseIn(body: string): Message | undefined {
    const events = body.split(/\r?\n/).flatMap((line) => (line.startsWith("data:") ? [line.slice(5)] : []));
    return [body, ...events]
        .map(parse)
        .find((message) => message?.result !== undefined || message?.error !== undefined);
}

function request(method: string, params: object): string {
    return JSON.stringify({ jsonrpc: "2.0", id: "session-affinity", method, params });
}

function parse(text: string): Message | undefined {
    try {
        const value: unknown = JSON.parse(text);
        return typeof value === "object" && value !== null ? value : undefined;
    } catch {
        return undefined;
    }
}
