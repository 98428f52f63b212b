import { randomUUID } from "node:crypto";
import http from "node:http";
import { type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** One request before the simulated balancer. */
export interface McpAsked {
    /** JSON-RPC method, or the HTTP method where there is no message. */
    readonly step: string;
    readonly headers: http.IncomingHttpHeaders;
    /** Number of requests before this one. */
    readonly count: number;
    /** Id of the session that the request is of. */
    readonly session: string | undefined;
}

/** Chooses the replica, from 0. */
export type Route = (asked: McpAsked, service: McpService) => number;

/** How the replicas behave. */
export interface McpBehaviour {
    /** Revisions that they speak. Omitted: those with sessions. */
    readonly speaks?: "sessions" | "both" | "2026-07-28" | "no sessions" | "another protocol";
    /** Whether all replicas know every session. Omitted: no. */
    readonly shared?: boolean;
    /** Status of an answer to a session that is not known. Omitted: 404. */
    readonly unknown?: number;
    /** Whether answers name their replica in a header. Omitted: yes. */
    readonly named?: boolean;
    /** Status of GET. Omitted: 200, with a stream. */
    readonly stream?: number;
    /** Whether there is a tool. Omitted: yes. */
    readonly tools?: boolean;
    /** Milliseconds until the stream is answered. Omitted: none. */
    readonly streamDelay?: number;
    /** Whether the answer to a session that is not known repeats its id. Omitted: no. */
    readonly tellsId?: boolean;
    /** Every replica answers this step with this status. `from`: only after so many requests. */
    readonly failing?: { readonly step: string; readonly status: number; readonly from?: number };
}

const REPLICAS = 3;

/** Three replicas of a server of the Model Context Protocol and their balancer, in one. */
export class McpService {
    /** Everything that was asked. */
    readonly asked: McpAsked[] = [];
    /** Replicas that are there. */
    readonly alive = new Set(Array.from({ length: REPLICAS }, (_, index) => index));
    /** Sessions that are open, and the replica that each began on. */
    readonly sessions = new Map<string, number>();

    private constructor(
        private readonly server: http.Server,
        readonly port: number,
    ) {}

    static async start(route: Route, behaviour: McpBehaviour = {}): Promise<McpService> {
        const server = http.createServer();
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const service = new McpService(server, (server.address() as AddressInfo).port);
        server.on("request", (request, response) => void service.answer(request, response, route, behaviour));
        return service;
    }

    get url(): string {
        return `http://127.0.0.1:${this.port}/mcp`;
    }

    /** A command that has this path of the service fetched: /kill/1, /restore/1. */
    command(path: string): string {
        return `"${process.execPath}" -e "fetch('http://127.0.0.1:${this.port}${path}')"`;
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    private async answer(
        request: http.IncomingMessage,
        response: http.ServerResponse,
        route: Route,
        behaviour: McpBehaviour,
    ): Promise<void> {
        const [, hook, which] = /^\/(kill|restore)\/(\d)$/.exec(request.url ?? "") ?? [];
        if (hook !== undefined) {
            this.switch(hook, Number(which));
            return void response.end();
        }
        const body = await text(request);
        const message = (body === "" ? {} : JSON.parse(body)) as Message;
        const step = message.method ?? request.method ?? "";
        const session = request.headers["mcp-session-id"] as string | undefined;
        const asked = { step, headers: request.headers, count: this.asked.length, session };
        this.asked.push(asked);
        const replica = route(asked, this);
        if (behaviour.named !== false) response.setHeader("x-replica", `r${replica + 1}`);
        const { failing } = behaviour;
        if (failing?.step === step && asked.count >= (failing.from ?? 0))
            return void response.writeHead(failing.status).end();
        this.serve(message, asked, replica, response, behaviour);
    }

    private serve(
        message: Message,
        { step, session }: McpAsked,
        replica: number,
        response: http.ServerResponse,
        { speaks = "sessions", shared, unknown = 404, stream = 200, tools = true, ...rest }: McpBehaviour,
    ): void {
        const reply = (status: number, content: object, headers = {}) =>
            void response
                .writeHead(status, { "content-type": "application/json", ...headers })
                .end(JSON.stringify({ jsonrpc: "2.0", id: message.id ?? null, ...content }));
        const result = (value: object, headers = {}) => reply(200, { result: value }, headers);
        const error = (status: number, code: number, text: string) => reply(status, { error: { code, message: text } });
        if (speaks === "another protocol") return void response.writeHead(200).end("hello");
        if (step === "server/discover" && (speaks === "2026-07-28" || speaks === "both")) {
            return result({ supportedVersions: ["2026-07-28"], capabilities: {} });
        }
        if (speaks === "2026-07-28") return error(404, -32601, "Method not found");
        if (step === "initialize") {
            const id = randomUUID();
            if (speaks !== "no sessions") this.sessions.set(id, replica);
            const capabilities = tools ? { tools: {} } : {};
            const value = { protocolVersion: "2025-11-25", capabilities, serverInfo: { name: "s", version: "1" } };
            return result(value, speaks === "no sessions" ? {} : { "mcp-session-id": id });
        }
        if (speaks !== "no sessions") {
            if (session === undefined) return error(400, -32000, "Bad Request: Server not initialized");
            const home = this.sessions.get(session);
            if (home === undefined || (home !== replica && !shared))
                return error(unknown, -32001, `Session not found${rest.tellsId ? ` ${session}` : ""}`);
        }
        switch (step) {
            case "GET":
                if (stream !== 200) return void response.writeHead(stream).end();
                return void setTimeout(
                    () => response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders(),
                    rest.streamDelay ?? 0,
                );
            case "DELETE":
                this.sessions.delete(session ?? "");
                return void response.end();
            case "tools/list":
                return result({ tools: [{ name: "whoami", inputSchema: { type: "object" } }] });
            case "tools/call":
                return result({ content: [{ type: "text", text: `on r${replica + 1}` }] });
            case "ping":
                return result({});
            default:
                return void response.writeHead(202).end();
        }
    }

    private switch(hook: string, replica: number): void {
        if (hook === "restore") return void this.alive.add(replica);
        this.alive.delete(replica);
        for (const [id, home] of this.sessions) if (home === replica) this.sessions.delete(id);
    }
}

interface Message {
    readonly id?: number | string;
    readonly method?: string;
}

/** One replica after the other. */
export const mcpInTurn: Route = ({ count }) => count % REPLICAS;

/** As a balancer that learns which replica issued an id: a replica that is gone hands its sessions to the next. */
export const bySession: Route = ({ session, count }, { sessions, alive }) => {
    const home = sessions.get(session ?? "") ?? count % REPLICAS;
    return alive.has(home) ? home : ([...alive][count % alive.size] ?? 0);
};

/** By a hash of the id, and in turn where there is none. */
export const bySessionHash: Route = ({ session, count }) =>
    session === undefined ? count % REPLICAS : Buffer.from(session).reduce((sum, byte) => sum + byte, 0) % REPLICAS;

/** By an address that is the same for all. */
export const mcpByOneAddress: Route = () => 1;
