import path from "node:path";

import { neededProgram } from "../needs";
import { cookie, header, isSticky, type Key, type Mode, NONE, type Place, SOURCE_IP } from "./mode";
import { balancerProgram } from "./wheels";

const BUILDS = {
    caddy: { needs: ["caddy"], program: () => neededProgram("caddy") },
    "caddy-wheel": { needs: ["python3", "pip"], program: () => balancerProgram("caddy") },
} as const;

const POLICIES: readonly { readonly name: string; readonly key: Key; readonly policy: string }[] = [
    { name: "roundrobin", key: NONE, policy: "round_robin" },
    { name: "cookie", key: cookie("lbc"), policy: "cookie lbc secret" },
    { name: "ip-hash", key: SOURCE_IP, policy: "ip_hash" },
    { name: "header", key: header("x-user"), policy: "header X-User" },
];

function caddy(balancer: keyof typeof BUILDS): readonly Mode[] {
    const { needs, program } = BUILDS[balancer];
    return POLICIES.map(({ name, key, policy }) => ({
        name: `${balancer}-${name}`,
        ...{ balancer, needs, key, sticky: isSticky(key) },
        async launch(place) {
            return {
                program: await program(),
                args: ["run", "--adapter", "caddyfile", "--config", path.join(place.folder, "Caddyfile")],
                files: { Caddyfile: config(place, policy) },
                env: { HOME: place.folder, XDG_DATA_HOME: place.folder, XDG_CONFIG_HOME: place.folder },
            };
        },
    }));
}

/** The ways of Debian's Caddy 2.6. */
export const CADDY = caddy("caddy");
/** The ways of Caddy 2.11. */
export const CADDY_WHEEL = caddy("caddy-wheel");

function config({ port, backends }: Place, policy: string): string {
    return `{
    admin off
    auto_https off
}
http://127.0.0.1:${port} {
    bind 127.0.0.1
    reverse_proxy ${backends.map((backend) => `127.0.0.1:${backend}`).join(" ")} {
        lb_policy ${policy}
        lb_try_duration 2s
        lb_try_interval 50ms
        fail_duration 300ms
    }
}
`;
}
