/** How a hop recognises a client that it has seen before. */
export type AffinityKind = "cookie" | "client-ip" | "header" | "none";

/**
 * How firmly a client is kept: `strong` where the choice itself is stored (an inserted cookie, session persistence),
 * `soft` where it is a hash that moves when targets come or go, `none` where nothing keeps it.
 */
export type AffinityStrength = "strong" | "soft" | "none";

/** What keeps a client on one of a hop's targets. */
export interface Affinity {
    readonly kind: AffinityKind;
    readonly strength: AffinityStrength;
    /** Name of the cookie or header, where the platform tells it. */
    readonly key?: string;
    /** Seconds after which an idle client is let go, where the platform tells it. */
    readonly ttlSeconds?: number;
    /** The setting that this was read from or written to: a property path, or a sentence where there is none. */
    readonly source: string;
}

/** Among how many targets a hop chooses. */
export interface Replicas {
    /** Fewest targets at any time. */
    readonly min: number;
    /** Most targets at any time; `Infinity` where only the platform's size bounds it. */
    readonly max: number;
    /** The setting that says so: a property path, or the service's default. */
    readonly source: string;
}

/** A workload's owner says that any replica can serve any request. */
export interface StatelessDeclaration {
    /** Why, in 10 to 256 characters. */
    readonly reason: string;
    /** Last day on which the declaration holds, `YYYY-MM-DD`; omitted: it holds until taken back. */
    readonly expiresOn?: string;
}

/** One place that chooses among several targets, as a component registers it for policies and reports. */
export interface HopDescription {
    readonly platform: Platform;
    readonly replicas: Replicas;
    readonly affinity: Affinity;
    /** True where clients reach this hop without another hop of the stack before it. */
    readonly clientFacing: boolean;
    readonly stateless?: StatelessDeclaration;
}

/** The platforms whose affinity this package sets and reads. */
export type Platform =
    | "api-management"
    | "app-service"
    | "application-gateway"
    | "container-apps"
    | "front-door"
    | "functions"
    | "gateway-for-containers"
    | "kubernetes"
    | "kubernetes-route"
    | "load-balancer";

/** Any number of targets, none among them. Pulumi's state has a mark of its own for infinity, and gives it back. */
export function anyReplicas(source: string): Replicas {
    return { min: 0, max: Infinity, source };
}

/** The affinity of a hop that keeps nobody. */
export function noAffinity(source: string): Affinity {
    return { kind: "none", strength: "none", source };
}
