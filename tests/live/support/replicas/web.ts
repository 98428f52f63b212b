import { randomUUID } from "node:crypto";
import http from "node:http";
import { type Socket } from "node:net";

import { announce, replicaInput, type Sessions } from "./announce";
import { type Proxied } from "./proxy-protocol";
import { unwrapping } from "./unwrap";

/** What a replica answers, as JSON; its name is in the header `x-replica` too. */
export interface Answer {
    readonly replica: string;
    /** The peer's address: the balancer's, or a client's that comes directly. */
    readonly address: string;
    readonly headers: Readonly<Record<string, string>>;
    /** What a PROXY header ahead of the connection's first request said, or null where there was none. */
    readonly proxy: Proxied | null;
}

const { name, port, sessions } = replicaInput();
const proxied = new WeakMap<Socket, Proxied>();
/** The sessions that this process has begun. */
const begun = new Set<string>();

const server = http.createServer((request, response) => {
    const { socket, headers } = request;
    const proxy = proxied.get(socket) ?? null;
    response.setHeader("x-replica", name);
    response.setHeader("content-type", "application/json");
    if (sessions !== undefined && !isKnown(given(headers.cookie, sessions.cookie), sessions.store)) {
        const id = randomUUID();
        begun.add(id);
        response.setHeader("set-cookie", `${sessions.cookie}=${id}; Path=/; HttpOnly`);
    }
    response.end(JSON.stringify({ replica: name, address: socket.remoteAddress, headers, proxy }));
});
announce(unwrapping(server, proxied), port);

function isKnown(id: string, store: Sessions["store"]): boolean {
    return store === "shared" ? id !== "" : begun.has(id);
}

function given(cookies: string | undefined, wanted: string): string {
    for (const pair of cookies?.split(/; */) ?? []) {
        if (pair.startsWith(`${wanted}=`)) return pair.slice(wanted.length + 1);
    }
    return "";
}
