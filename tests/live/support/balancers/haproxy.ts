import path from "node:path";

import { neededProgram } from "../needs";
import {
    CONNECTION,
    cookie,
    header,
    isSticky,
    type Mode,
    nameOf,
    NONE,
    type Place,
    SOURCE_IP,
    type Traits,
} from "./mode";

/** What differs between the ways. */
interface Way {
    /** Lines of the backend. */
    readonly lines: readonly string[];
    /** Whether each server has a cookie value of its own. Omitted: no. */
    readonly cookies?: boolean;
    /** Omitted: http. */
    readonly protocol?: "http" | "tcp";
}

const CONFIG = "haproxy.cfg";

const haproxy = (traits: Traits, way: Way): Mode => ({
    ...traits,
    balancer: "haproxy",
    needs: ["haproxy"],
    sticky: isSticky(traits.key),
    async launch(place) {
        return {
            program: await neededProgram("haproxy"),
            args: ["-db", "-f", path.join(place.folder, CONFIG)],
            files: { [CONFIG]: config(place, way, traits.proxyProtocol) },
        };
    },
});

const ROUND_ROBIN = "balance roundrobin";
const CONSISTENT = "hash-type consistent sdbm avalanche";

/** Remembers each address for so long after its last request: `30m`, `2s`. */
export function haproxyStickTable(expire: string): Mode {
    return haproxy(
        { name: "haproxy-stick-table", key: SOURCE_IP, forgetful: true },
        { lines: [ROUND_ROBIN, `stick-table type ip size 10k expire ${expire}`, "stick on src"] },
    );
}

/** The ways of HAProxy 2.6. */
export const HAPROXY: readonly Mode[] = [
    haproxy({ name: "haproxy-roundrobin", key: NONE }, { lines: [ROUND_ROBIN] }),
    haproxy(
        { name: "haproxy-cookie-insert", key: cookie("SRV") },
        { lines: [ROUND_ROBIN, "cookie SRV insert indirect nocache httponly"], cookies: true },
    ),
    haproxy(
        {
            name: "haproxy-cookie-prefix",
            key: cookie("JSESSIONID"),
            sessions: { cookie: "JSESSIONID", store: "own" },
        },
        { lines: [ROUND_ROBIN, "cookie JSESSIONID prefix nocache"], cookies: true },
    ),
    haproxy({ name: "haproxy-source", key: SOURCE_IP }, { lines: ["balance source"] }),
    haproxy({ name: "haproxy-source-consistent", key: SOURCE_IP }, { lines: ["balance source", CONSISTENT] }),
    haproxyStickTable("30m"),
    haproxy({ name: "haproxy-tcp", key: CONNECTION }, { lines: [ROUND_ROBIN], protocol: "tcp" }),
    haproxy(
        { name: "haproxy-accept-proxy", key: SOURCE_IP, proxyProtocol: true },
        { lines: ["balance source", CONSISTENT] },
    ),
];

const MCP_SESSION = header("mcp-session-id");

/** For the Model Context Protocol, by the header that its servers give a session's id in. */
export const HAPROXY_MCP: readonly Mode[] = [
    haproxy(
        { name: "haproxy-hash-mcp-session", key: MCP_SESSION },
        { lines: ["balance hdr(Mcp-Session-Id)", CONSISTENT] },
    ),
    haproxy(
        { name: "haproxy-stick-mcp-session", key: MCP_SESSION, forgetful: true },
        {
            lines: [
                ROUND_ROBIN,
                "stick-table type string len 64 size 10k expire 30m",
                "stick store-response res.hdr(Mcp-Session-Id)",
                "stick match req.hdr(Mcp-Session-Id)",
            ],
        },
    ),
];

function config({ port, backends }: Place, { lines, cookies, protocol = "http" }: Way, proxyProtocol = false): string {
    return [
        "global",
        "    maxconn 1000",
        "defaults",
        `    mode ${protocol}`,
        "    timeout connect 1s",
        "    timeout client 30s",
        "    timeout server 30s",
        "    retries 3",
        "    option redispatch 1",
        // Without no-delay the head of a stream of events waits 200 ms for the first of them.
        ...(protocol === "http" ? ["    option forwardfor", "    option http-no-delay"] : []),
        "    default-server check inter 300 fall 2 rise 1",
        "frontend web",
        `    bind 127.0.0.1:${port}${proxyProtocol ? " accept-proxy" : ""}`,
        "    default_backend replicas",
        "backend replicas",
        ...lines.map((line) => `    ${line}`),
        ...backends.map((backend, index) => {
            const name = nameOf(index);
            return `    server ${name} 127.0.0.1:${backend}${cookies ? ` cookie ${name}` : ""}`;
        }),
        "",
    ].join("\n");
}
