import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { type SessionStoreConnection } from "../../affinity/session-store";
import { type StatelessArgs } from "../../affinity/stateless";

/** Kubernetes' own words: `ClientIP` keeps a client's address on one pod, `None` does not. */
export type ServiceAffinity = "ClientIP" | "None";

/** Kinds of workload that {@link StickyServiceArgs.workload} can make. */
export type ServiceWorkloadKind = "Deployment" | "StatefulSet";

/**
 * Kubernetes' own words for where a Service is reached from: inside the cluster, at a port of every node, or at a load
 * balancer. Headless and ExternalName Services keep nobody, and are refused.
 */
export type ServiceType = "ClusterIP" | "NodePort" | "LoadBalancer";

/** A load balancer in front of the Service. */
export interface ServiceLoadBalancerArgs {
    /** True: an address inside the Azure virtual network. Omitted: a public address. */
    internal?: boolean;
    /**
     * Name of the subnet, in the cluster's virtual network, that an internal address is taken from. Omitted: the nodes'
     * subnet. Only with `internal: true`. https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/
     */
    subnet?: pulumi.Input<string | undefined>;
}

/** One port of a Service that has several. */
export interface ServicePortArgs {
    /** Name of the port, at most 63 small letters, digits and hyphens. Needed where there are several ports. */
    name?: pulumi.Input<string | undefined>;
    /** Port of the Service, 1 to 65535. */
    port: pulumi.Input<number>;
    /** Port of the pods, 1 to 65535, or the name of a container's port. Omitted: the same as `port`. */
    targetPort?: pulumi.Input<number | string | undefined>;
    /** Omitted: "TCP". */
    protocol?: pulumi.Input<"TCP" | "UDP" | "SCTP" | undefined>;
}

/** Bounds between which Kubernetes chooses the number of pods. https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ */
export interface ServiceAutoscaleArgs {
    /** Fewest pods, 1 to 10000. Omitted: 1. */
    minReplicas?: pulumi.Input<number | undefined>;
    /** Most pods, 1 to 10000, at least `minReplicas`. */
    maxReplicas: pulumi.Input<number>;
    /**
     * CPU that the pods use on average, in percent of what they request, 1 to 1000: pods are added above it. Each
     * container has to request CPU. Omitted: 80, Kubernetes' own default, unless there are `metrics`.
     */
    averageCpuUtilization?: pulumi.Input<number | undefined>;
    /** Other metrics to scale by, as Kubernetes spells them. Omitted: CPU alone. */
    metrics?: pulumi.Input<pulumi.Input<kubernetes.types.input.autoscaling.v2.MetricSpec>[] | undefined>;
    /**
     * Seconds for which fewer pods have to be enough before one is taken away, 0 to 3600. Each pod that goes ends the
     * sessions that it holds. Omitted: 300, Kubernetes' own default.
     */
    scaleDownStabilizationSeconds?: pulumi.Input<number | undefined>;
}

/**
 * How many pods may be away while nodes are drained. Give exactly one of both: a number of pods, 0 or more, or a
 * percentage such as "25%". A budget that lets no pod go keeps its nodes from being drained at all.
 * https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export interface ServiceDisruptionBudgetArgs {
    /** Pods that have to stay. */
    minAvailable?: pulumi.Input<number | string | undefined>;
    /** Pods that may be away. */
    maxUnavailable?: pulumi.Input<number | string | undefined>;
}

/** How a pod says that it can take clients. */
export interface ServiceReadinessArgs {
    /** Path that answers an HTTP GET with 200 to 399, such as "/healthz". Omitted: it is enough that the port takes connections. */
    path?: pulumi.Input<string | undefined>;
    /** Port that is asked, 1 to 65535, or the name of the container's port. Omitted: the one that the Service's first port sends to. */
    port?: pulumi.Input<number | string | undefined>;
}

/** Arguments of {@link StickyService}. */
export interface StickyServiceArgs {
    /** The pods to run, as Kubernetes spells them. Give either this or `podLabels`. */
    podSpec?: pulumi.Input<kubernetes.types.input.core.v1.PodSpec | undefined>;
    /**
     * Labels, all of which the pods of a workload have that exists already, in the same namespace: the Service sends to
     * those, and no workload is made. Give either this or `podSpec`.
     */
    podLabels?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
    /**
     * What runs the pods. A rollout of a Deployment begins each new pod before it takes an old one away, so that none is
     * missing; pods that cannot stand side by side, as by a host port or a volume for one pod alone, never roll out so. A
     * rollout of a StatefulSet takes each pod away first; its pods have names and volumes of their own, and it gets the
     * headless Service that it needs. Omitted: "Deployment". A plain value, since it decides which resources there are.
     */
    workload?: ServiceWorkloadKind;
    /** Volumes that each pod has of its own, as Kubernetes spells them. Omitted: none. Only with `workload: "StatefulSet"`. */
    volumeClaimTemplates?: pulumi.Input<
        pulumi.Input<kubernetes.types.input.core.v1.PersistentVolumeClaim>[] | undefined
    >;
    /** Port of the Service, 1 to 65535. Give either this or `ports`. */
    port?: pulumi.Input<number | undefined>;
    /** Port of the pods, 1 to 65535, or the name of a container's port. Omitted: the same as `port`. */
    targetPort?: pulumi.Input<number | string | undefined>;
    /** Several ports. A client is pinned at each by itself, and may be on another pod at each. Give either this or `port`. */
    ports?: ServicePortArgs[];
    /** Pods to run, 0 to 10000. Omitted: Kubernetes runs one, unless there is `autoscale`. */
    replicas?: pulumi.Input<number | undefined>;
    /** Lets Kubernetes choose the number of pods. Omitted: the number is `replicas`. Give at most one of both. */
    autoscale?: ServiceAutoscaleArgs;
    /**
     * Bounds how many pods may be away while nodes are drained; false: nothing bounds it. Omitted: one at a time, where
     * more than one pod can run; nothing with `podLabels`, since a second budget for the same pods would stop every
     * eviction. https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
     */
    podDisruptionBudget?: ServiceDisruptionBudgetArgs | false;
    /**
     * Readiness probe of the first container. Omitted: `podSpec` brings its own; without any, a pod is sent clients as
     * soon as its containers run, of which the component warns.
     */
    readiness?: ServiceReadinessArgs;
    /**
     * Seconds that a pod which is to go still answers, 1 to 3600: each container sleeps so long before it is told to
     * stop, while new clients are sent elsewhere. The pod's `terminationGracePeriodSeconds`, which begin before that
     * sleep, have to be more; where `podSpec` has none they are 30 more. Omitted: containers are told to stop at once,
     * unless `podSpec` says otherwise. Needs Kubernetes 1.30.
     * https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
     */
    drainSeconds?: pulumi.Input<number | undefined>;
    /** Whether a client's address stays on its pod. Omitted: "ClientIP", or "None" where `stateless` or `sessionStore` is given. */
    sessionAffinity?: pulumi.Input<ServiceAffinity | undefined>;
    /**
     * Seconds after a client's last new connection for which it is still kept, 1 to 86400. Omitted: 10800 (3 hours),
     * Kubernetes' own default. Only with `sessionAffinity: "ClientIP"`. Windows nodes and Azure's load balancer do not
     * look at it.
     */
    timeoutSeconds?: pulumi.Input<number | undefined>;
    /**
     * Where the Service is reached from. Omitted: "LoadBalancer" where `loadBalancer` is given, else "ClusterIP", inside
     * the cluster only. A plain value, since it decides what address the component has.
     */
    type?: ServiceType;
    /** Gives the Service an address outside the cluster. Omitted: as `type` says. Only with `type: "LoadBalancer"`. */
    loadBalancer?: ServiceLoadBalancerArgs;
    /**
     * "Local" shows pods the client's own address and sends each connection to a pod of the node that it came in at, so
     * that a client is kept among those only. Omitted: "Cluster", any pod. Only where `type` is "NodePort" or
     * "LoadBalancer".
     */
    externalTrafficPolicy?: pulumi.Input<"Cluster" | "Local" | undefined>;
    /** Namespace of all that the component makes. Omitted: the provider's. */
    namespace?: pulumi.Input<string | undefined>;
    /** Name of the Service, a DNS label of at most 63 characters. Omitted: Pulumi makes one from the component's name. */
    serviceName?: pulumi.Input<string | undefined>;
    /** Labels beside those that the component sets. Omitted: none. */
    labels?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
    /** Annotations of the Service beside those that the component sets. Omitted: none. */
    annotations?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
    /** Declares that any pod can serve any request. Omitted: as `sessionStore` says, else the workload is taken to be stateful. */
    stateless?: StatelessArgs;
    /**
     * Where the pods keep their sessions, so that any pod can serve any request: the workload is declared stateless, and the
     * first container gets the store's variables, a key by a Secret of the component's. A store that lets identities in
     * takes `store.forIdentity`, with the identity that the pods' service account is federated with. With `podLabels` give
     * `stateless: store.stateless` instead. Omitted: in the pods.
     */
    sessionStore?: SessionStoreConnection;
}
