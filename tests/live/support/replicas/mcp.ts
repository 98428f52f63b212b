import { randomUUID } from "node:crypto";
import http from "node:http";

import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";

import { announce, replicaInput } from "./announce";

/** Where the protocol is spoken. Elsewhere every answer is 200, for those who ask whether the replica is there. */
const PATH = "/mcp";

const { name, port } = replicaInput();
/** A session lives in the memory of one replica only. */
const sessions = new Map<string, StreamableHTTPServerTransport>();

const server = http.createServer((request, response) => {
    response.setHeader("x-replica", name);
    if (request.url !== PATH) return void response.end(name);
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
});
announce(server, port);

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const id = request.headers["mcp-session-id"];
    if (id === undefined) return (await open()).handleRequest(request, response);
    const session = sessions.get(String(id));
    if (session !== undefined) return session.handleRequest(request, response);
    // As the specification has it: a client whose session is not there begins a new one.
    const error = { jsonrpc: "2.0", error: { code: -32001, message: "Session not found" }, id: null };
    response.writeHead(404, { "content-type": "application/json" }).end(JSON.stringify(error));
}

/** A session to be; the transport refuses whatever is not its first message. */
async function open(): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (id) => void sessions.set(id, transport),
        onsessionclosed: (id) => void sessions.delete(id),
    });
    const mcp = new McpServer({ name: "replica", version: "1.0.0" });
    mcp.registerTool("whoami", { description: "Name of the replica that answers." }, () => ({
        content: [{ type: "text", text: name }],
    }));
    await mcp.connect(transport);
    return transport;
}
