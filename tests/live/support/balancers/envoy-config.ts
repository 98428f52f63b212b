import { type Manifest } from "../kubernetes/manifests";

/** What Envoy is told of affinity. */
export interface EnvoyAffinity {
    /** Of the route. */
    readonly hashPolicy?: readonly object[];
    /** Of the route. */
    readonly retryPolicy?: object;
    /** Of the cluster. */
    readonly cluster?: object;
    /** Ahead of the router. */
    readonly filters?: readonly object[];
}

/** Takes turns. */
export const ROUND_ROBIN: EnvoyAffinity = { cluster: { lb_policy: "ROUND_ROBIN" } };

const CLUSTER = "backends";

/**
 * What istiod makes of a DestinationRule with `consistentHash.httpCookie`. A rule without `ttl` gives a policy without.
 * https://github.com/istio/istio/blob/86c9f01f/pilot/pkg/networking/core/route/route.go (ConsistentHashToHashPolicy)
 */
export function fromDestinationRule({ spec }: Manifest): EnvoyAffinity {
    const { httpCookie } = (spec as DestinationRule).trafficPolicy.loadBalancer.consistentHash;
    const { name, path, ttl } = httpCookie;
    return {
        hashPolicy: [{ cookie: { name, path, ...(ttl === undefined ? {} : { ttl: seconds(ttl) }) } }],
        cluster: { lb_policy: "RING_HASH", ring_hash_lb_config: { minimum_ring_size: 1024 } },
    };
}

/**
 * What Envoy Gateway makes of its BackendTrafficPolicy with a cookie: Maglev with its default table.
 * https://gateway.envoyproxy.io/docs/api/extension_types/#consistenthash
 */
export function fromBackendTrafficPolicy({ spec }: Manifest): EnvoyAffinity {
    const { name, ttl, attributes } = (spec as BackendTrafficPolicy).loadBalancer.consistentHash.cookie;
    const listed = Object.entries(attributes).map(([key, value]) => ({ name: key, value }));
    return {
        hashPolicy: [{ cookie: { name, ttl: seconds(ttl), attributes: listed } }],
        cluster: { lb_policy: "MAGLEV", maglev_lb_config: { table_size: 65537 } },
    };
}

/**
 * What Envoy Gateway makes of `sessionPersistence` with a cookie: Max-Age only where it is permanent.
 * https://gateway.envoyproxy.io/docs/tasks/traffic/session-persistence/
 */
export function fromHttpRoute({ spec }: Manifest): EnvoyAffinity {
    const [rule] = (spec as HttpRoute).rules;
    if (rule === undefined) throw new Error("The HTTPRoute has no rule");
    const { sessionName, absoluteTimeout, cookieConfig } = rule.sessionPersistence;
    const lasting = cookieConfig.lifetimeType === "Permanent" && absoluteTimeout !== undefined;
    const cookie = { name: sessionName, path: "/", ...(lasting ? { ttl: seconds(absoluteTimeout) } : {}) };
    return { ...statefulSession(cookieState(cookie), false), ...ROUND_ROBIN };
}

/** Sessions whose replica the client is told in a cookie. */
export const cookieState = (cookie: object): object => ({
    name: "envoy.http.stateful_session.cookie",
    typed_config: type("http.stateful_session.cookie.v3.CookieBasedSessionState", { cookie }),
});

/** Sessions whose replica is added to the id that the replica gave in a header. */
export const envelopeState = (header: string): object => ({
    name: "envoy.http.stateful_session.envelope",
    typed_config: type("http.stateful_session.envelope.v3.EnvelopeSessionState", { header: { name: header } }),
});

/**
 * Sends a session to its replica.
 *
 * @param strict whether nothing else may answer it.
 */
export function statefulSession(state: object, strict: boolean): Pick<EnvoyAffinity, "filters"> {
    const filter = type("filters.http.stateful_session.v3.StatefulSession", { session_state: state, strict });
    return { filters: [{ name: "envoy.filters.http.stateful_session", typed_config: filter }] };
}

/** Envoy's configuration, with the backends in a file of their own. */
export function bootstrap(port: number, endpointsFile: string, affinity: EnvoyAffinity): object {
    const route = {
        cluster: CLUSTER,
        ...(affinity.hashPolicy ? { hash_policy: affinity.hashPolicy } : {}),
        ...(affinity.retryPolicy ? { retry_policy: affinity.retryPolicy } : {}),
    };
    const router = { name: "envoy.filters.http.router", typed_config: type("filters.http.router.v3.Router", {}) };
    const manager = type("filters.network.http_connection_manager.v3.HttpConnectionManager", {
        stat_prefix: "live",
        // As at the edge: the client is the peer, not what a header says.
        use_remote_address: true,
        http_filters: [...(affinity.filters ?? []), router],
        route_config: { virtual_hosts: [{ name: "all", domains: ["*"], routes: [{ match: { prefix: "/" }, route }] }] },
    });
    const filter = { name: "envoy.filters.network.http_connection_manager", typed_config: manager };
    const eds = { path_config_source: { path: endpointsFile }, resource_api_version: "V3" };
    return {
        node: { id: "live", cluster: "live" },
        static_resources: {
            listeners: [{ name: "web", address: at(port), filter_chains: [{ filters: [filter] }] }],
            clusters: [
                {
                    ...{ name: CLUSTER, type: "EDS", connect_timeout: "1s" },
                    eds_cluster_config: { eds_config: eds },
                    ...affinity.cluster,
                },
            ],
        },
    };
}

/** Content of the file with the backends. */
export function endpoints(ports: readonly number[]): object {
    const lbEndpoints = ports.map((port) => ({ endpoint: { address: at(port) } }));
    const assignment = { cluster_name: CLUSTER, endpoints: [{ lb_endpoints: lbEndpoints }] };
    return {
        resources: [{ "@type": "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment", ...assignment }],
    };
}

const at = (port: number) => ({ socket_address: { address: "127.0.0.1", port_value: port } });
const type = (name: string, value: object) => ({
    "@type": `type.googleapis.com/envoy.extensions.${name}`,
    ...value,
});

/** `1h30m` as Envoy spells it: `5400s`. */
function seconds(duration: string): string {
    const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };
    const parts = [...duration.matchAll(/(\d+)([hms])/g)];
    return `${parts.reduce((sum, [, count, unit = ""]) => sum + Number(count) * (units[unit] ?? NaN), 0)}s`;
}

interface DestinationRule {
    trafficPolicy: {
        loadBalancer: { consistentHash: { httpCookie: { name: string; path: string; ttl?: string } } };
    };
}

interface BackendTrafficPolicy {
    loadBalancer: { consistentHash: { cookie: { name: string; ttl: string; attributes: Record<string, string> } } };
}

interface HttpRoute {
    rules: {
        sessionPersistence: {
            sessionName: string;
            absoluteTimeout?: string;
            cookieConfig: { lifetimeType: "Permanent" | "Session" };
        };
    }[];
}
