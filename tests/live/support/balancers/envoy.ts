import { renameSync, writeFileSync } from "node:fs";
import path from "node:path";

import { type Visitor } from "../visitor";
import { until } from "../visits";
import { Balancer } from "./balancer";
import {
    bootstrap,
    cookieState,
    endpoints,
    envelopeState,
    type EnvoyAffinity,
    ROUND_ROBIN,
    statefulSession,
} from "./envoy-config";
import { CONNECTION, cookie, header, isSticky, type Mode, NONE, SOURCE_IP, type Traits } from "./mode";
import { balancerProgram } from "./wheels";

const ENDPOINTS = "endpoints.json";
const CONFIG = "envoy.json";

const envoy = (traits: Traits, affinity: EnvoyAffinity): Mode => ({
    ...traits,
    balancer: "envoy",
    needs: ["python3", "pip"],
    sticky: isSticky(traits.key),
    async launch({ folder, port, backends }) {
        const config = bootstrap(port, path.join(folder, ENDPOINTS), affinity);
        return {
            program: await balancerProgram("envoy"),
            args: [
                ...["-c", path.join(folder, CONFIG), "--concurrency", "1"],
                ...["--use-dynamic-base-id", "--log-level", "warning"],
            ],
            files: { [CONFIG]: JSON.stringify(config), [ENDPOINTS]: JSON.stringify(endpoints(backends)) },
        };
    },
});

/** Leaves out a replica that is gone, soon, and tries another one meanwhile. */
const watching = (affinity: EnvoyAffinity): EnvoyAffinity => ({
    ...affinity,
    retryPolicy: { retry_on: "connect-failure,refused-stream", num_retries: 3 },
    cluster: {
        ...affinity.cluster,
        // Where it collects changes, by default for a second, a replica is back that much later than it is healthy.
        common_lb_config: { healthy_panic_threshold: { value: 0 }, update_merge_window: "0s" },
        health_checks: [
            {
                ...{ timeout: "0.25s", interval: "0.3s", no_traffic_interval: "0.3s" },
                ...{ healthy_threshold: 1, unhealthy_threshold: 1, tcp_health_check: {} },
            },
        ],
    },
});

/** Tells a client its replica in a cookie that lives so long from the first answer on: `3600s`, `2s`. */
export function envoyStatefulSession(strict: boolean, ttl: string): Mode {
    const session = cookieState({ name: "envoy-sess", path: "/", ttl });
    return envoy(
        { name: `envoy-stateful-session-${strict ? "strict" : "lenient"}`, key: cookie("envoy-sess") },
        watching({ ...ROUND_ROBIN, ...statefulSession(session, strict) }),
    );
}

const BY_ADDRESS = { hashPolicy: [{ connection_properties: { source_ip: true } }] };

/** The ways of Envoy 1.40. */
export const ENVOY: readonly Mode[] = [
    envoy({ name: "envoy-roundrobin", key: NONE }, watching(ROUND_ROBIN)),
    ...[false, true].map((strict) => envoyStatefulSession(strict, "3600s")),
    envoy(
        // The cookie that it would give stands for the connection's addresses and ports.
        { name: "envoy-ring-hash-cookie", key: cookie("ehash"), otherwise: CONNECTION },
        watching({
            hashPolicy: [{ cookie: { name: "ehash", ttl: "3600s", path: "/" } }],
            cluster: { lb_policy: "RING_HASH" },
        }),
    ),
    envoy(
        { name: "envoy-ring-hash-source-ip", key: SOURCE_IP },
        watching({ ...BY_ADDRESS, cluster: { lb_policy: "RING_HASH" } }),
    ),
    envoy(
        { name: "envoy-maglev-source-ip", key: SOURCE_IP },
        watching({ ...BY_ADDRESS, cluster: { lb_policy: "MAGLEV" } }),
    ),
];

/** For the Model Context Protocol, by the header that its servers give a session's id in. */
export const ENVOY_MCP: readonly Mode[] = [
    envoy(
        { name: "envoy-envelope-mcp-session", key: header("mcp-session-id") },
        watching({ ...ROUND_ROBIN, ...statefulSession(envelopeState("mcp-session-id"), false) }),
    ),
];

/** A real Envoy on loopback, whose backends may change. */
export class Envoy {
    private constructor(private readonly balancer: Balancer) {}

    /** Starts one in front of these ports of 127.0.0.1, and waits until it answers. */
    static async start(affinity: EnvoyAffinity, backends: readonly number[]): Promise<Envoy> {
        return new Envoy(await Balancer.start(envoy({ name: "envoy", key: NONE }, affinity), backends));
    }

    /** Someone new. */
    visitor(keepsCookies = false): Visitor {
        return this.balancer.visitor({ keepsCookies });
    }

    /** Changes the backends, and waits until a new client reaches the last one. */
    async scale(backends: readonly number[]): Promise<void> {
        const file = path.join(this.balancer.folder, ENDPOINTS);
        writeFileSync(`${file}.new`, JSON.stringify(endpoints(backends)));
        // Envoy notices a file that is moved into place.
        renameSync(`${file}.new`, file);
        const last = String(backends.at(-1));
        await until(`a client reaches ${last}`, async () => (await this.visitor().ask()) === last);
    }

    stop(): Promise<void> {
        return this.balancer.stop();
    }
}
