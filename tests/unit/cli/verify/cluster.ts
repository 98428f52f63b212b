import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, type Socket } from "node:net";
import os from "node:os";
import path from "node:path";

import { type JsonObject } from "../../../../cli/azure/json";

/** Something that goes wrong with the next requests whose path matches. */
export interface ClusterFault {
    readonly path: RegExp;
    /** Omitted: 1. */
    readonly times?: number;
    /** Omitted: the connection is cut. */
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly message?: string;
    /** In place of a Status: what a proxy in between would say. */
    readonly text?: string;
}

/** Lists of objects, by the path of the list for all namespaces. */
export type Lists = Readonly<Record<string, readonly JsonObject[]>>;

/** A tiny stand-in for an API server, with a kubeconfig for it. */
export class Cluster {
    readonly seen: { readonly method: string; readonly path: string; readonly headers: IncomingMessage["headers"] }[] =
        [];
    private readonly faults: { fault: ClusterFault; times: number }[] = [];
    private readonly open = new Set<Socket>();
    readonly folder = mkdtempSync(path.join(os.tmpdir(), "verify-"));

    private constructor(
        private readonly server: Server,
        private readonly lists: Lists,
        private readonly pageSize: number,
    ) {}

    /** @param pageSize objects on a page, whatever is asked for. */
    static async start(lists: Lists, pageSize = 1_000): Promise<Cluster> {
        const server = createServer();
        const cluster = new Cluster(server, lists, pageSize);
        server.on("connection", (socket) => {
            cluster.open.add(socket);
            socket.on("close", () => cluster.open.delete(socket));
        });
        server.on("request", (request, response) => cluster.serve(request, response));
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return cluster;
    }

    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    /** A kubeconfig with the contexts `prod` and `test`. */
    kubeconfig(server = this.url, token = "canary-of-the-kubeconfig"): string {
        const file = path.join(this.folder, "config");
        const context = (name: string) => ({ name, context: { cluster: "c", user: "u" } });
        const config = {
            apiVersion: "v1",
            kind: "Config",
            clusters: [{ name: "c", cluster: { server, "insecure-skip-tls-verify": true } }],
            users: [{ name: "u", user: { token } }],
            contexts: [context("prod"), context("test"), { name: "torn", context: { cluster: "gone", user: "u" } }],
            "current-context": "test",
        };
        writeFileSync(file, JSON.stringify(config));
        return file;
    }

    inject(...faults: readonly ClusterFault[]): void {
        for (const fault of faults) this.faults.push({ fault, times: fault.times ?? 1 });
    }

    async stop(): Promise<void> {
        for (const socket of this.open) socket.destroy();
        await new Promise<void>((resolve) => this.server.close(() => resolve()));
        rmSync(this.folder, { recursive: true, force: true });
    }

    private serve(request: IncomingMessage, response: ServerResponse): void {
        const { method = "", url = "", headers } = request;
        this.seen.push({ method, path: url, headers });
        const entry = this.faults.find(({ fault, times }) => times > 0 && fault.path.test(url));
        if (entry !== undefined) {
            entry.times--;
            const { status, headers: extra, message = "a fault of the test", text } = entry.fault;
            if (status === undefined) return void request.socket.destroy();
            return send(response, status, text ?? { kind: "Status", status: "Failure", message, code: status }, extra);
        }
        const { pathname, searchParams } = new URL(url, this.url);
        if (pathname === "/apis") return send(response, 200, { kind: "APIGroupList", groups: this.groups() });
        const [, above = "", namespace, plural] = /^(.*?)(?:\/namespaces\/([^/]+)\/(.+))?$/.exec(pathname) ?? [];
        const list = this.lists[plural === undefined ? pathname : `${above}/${plural}`];
        if (list === undefined) {
            const [, named] = /^\/api\/v1\/namespaces\/([^/]+)$/.exec(pathname) ?? [];
            if (named === "shop") return send(response, 200, { kind: "Namespace", metadata: { name: named } });
            return send(response, 404, { kind: "Status", message: "the server could not find it", code: 404 });
        }
        const all = list.filter(
            ({ metadata }) => namespace === undefined || (metadata as JsonObject)["namespace"] === namespace,
        );
        const from = Number(searchParams.get("continue") ?? 0);
        const to = from + this.pageSize;
        const metadata: JsonObject = to < all.length ? { continue: String(to) } : {};
        return send(response, 200, { metadata, items: all.slice(from, to) });
    }

    private groups(): JsonObject[] {
        const found = new Map<string, string[]>();
        for (const place of Object.keys(this.lists)) {
            const [, group, version] = /^\/apis\/([^/]+)\/([^/]+)\//.exec(place) ?? [];
            if (group === undefined || version === undefined) continue;
            found.set(group, [...new Set([...(found.get(group) ?? []), version])]);
        }
        return [...found].map(([name, versions]) => ({
            name,
            versions: versions.map((version) => ({ version })),
            preferredVersion: { version: versions[0] ?? "" },
        }));
    }
}

function send(response: ServerResponse, status: number, body: JsonObject | string, headers = {}): void {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(text);
}
