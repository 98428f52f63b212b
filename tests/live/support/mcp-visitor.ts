import http from "node:http";
import { Readable } from "node:stream";

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

/** Whom a client of the Model Context Protocol asks, and as whom. */
export interface McpAsking {
    readonly url: string;
    /** Source address. Omitted: the system's choice. */
    readonly from?: string;
    /** Sends back the cookies that it was given. Omitted: it forgets them, as the SDK's client does. */
    readonly keepsCookies?: boolean;
}

/** A request of a client, and the replica that answered it. */
export interface McpAnswer {
    readonly method: string;
    readonly replica: string;
    readonly status: number;
}

/** The SDK's own client, with one session. Each of its requests is on a connection of its own. */
export class McpVisitor {
    /** All that was answered, in the order of the answers. */
    readonly answers: McpAnswer[] = [];
    private readonly client = new Client({ name: "visitor", version: "1.0.0" });
    private readonly transport: StreamableHTTPClientTransport;
    private readonly jar = new Map<string, string>();

    constructor(private readonly asking: McpAsking) {
        this.transport = new StreamableHTTPClientTransport(new URL(asking.url), {
            fetch: (url, init) => this.fetch(new URL(url), init),
        });
    }

    /** Begins the session. Throws the SDK's Error where a replica does not know it. */
    connect(): Promise<void> {
        return this.client.connect(this.transport);
    }

    /** The id that the client was given. */
    get sessionId(): string | undefined {
        return this.transport.sessionId;
    }

    /** Name of the replica that answers in the session. Throws the SDK's Error where it does not know it. */
    async whoami(): Promise<string> {
        const { content } = await this.client.callTool({ name: "whoami" });
        const [first] = content as { text?: string }[];
        return first?.text ?? "";
    }

    close(): Promise<void> {
        return this.client.close();
    }

    private fetch(url: URL, init: RequestInit = {}): Promise<Response> {
        const { from, keepsCookies } = this.asking;
        const { method = "GET", body, signal } = init;
        const headers = Object.fromEntries(new Headers(init.headers));
        if (keepsCookies && this.jar.size > 0) {
            headers["cookie"] = [...this.jar].map(([key, value]) => `${key}=${value}`).join("; ");
        }
        const options = {
            ...{ method, headers, agent: false as const, ...(signal ? { signal } : {}) },
            ...(from === undefined ? {} : { localAddress: from }),
        };
        return new Promise((resolve, reject) => {
            const request = http.request(url, options, (message) => {
                const response = asResponse(message);
                const replica = response.headers.get("x-replica") ?? "";
                this.answers.push({ method, replica, status: response.status });
                for (const line of response.headers.getSetCookie()) this.keep(line);
                resolve(response);
            });
            request.on("error", reject).end(body);
        });
    }

    private keep(line: string): void {
        const [, name = "", value = ""] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
        this.jar.set(name, value);
    }
}

function asResponse(message: http.IncomingMessage): Response {
    const headers = new Headers();
    for (let at = 0; at < message.rawHeaders.length; at += 2) {
        headers.append(message.rawHeaders[at] ?? "", message.rawHeaders[at + 1] ?? "");
    }
    return new Response(Readable.toWeb(message) as ReadableStream, { status: message.statusCode ?? 0, headers });
}
