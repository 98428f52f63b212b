/** A kind of object that the pack reads. */
export interface ClusterKind {
    /** API group; empty for the core group. */
    readonly group: string;
    readonly kind: string;
    /** Name of its lists in paths. */
    readonly plural: string;
    /** Versions to try where the login may not see which there are. */
    readonly versions: readonly string[];
    /** False for a kind whose objects are of the whole cluster. */
    readonly inNamespaces: boolean;
    /** Dotted paths, through lists too, of all that is kept beside the metadata. */
    readonly keeps: readonly string[];
    /** True where the metadata alone is asked for. */
    readonly metadataOnly?: true;
}

type Rest = Partial<Pick<ClusterKind, "inNamespaces" | "keeps" | "metadataOnly">>;

function kind(apiVersion: string, name: string, plural: string, rest: Rest = {}): ClusterKind {
    const [versions = "", group = ""] = apiVersion.split("/").reverse();
    return { group, kind: name, plural, versions: versions.split(","), inNamespaces: true, keeps: ["spec"], ...rest };
}

/** Pods are told from the template's labels; what runs in them, and with which secrets, is not read. */
const WORKLOAD: Rest = { keeps: ["spec.replicas", "spec.template.metadata.labels"] };
const OF_CLUSTER: Rest = { inNamespaces: false };

/** Every kind that is looked for. What a cluster does not have is passed over. */
export const CLUSTER_KINDS: readonly ClusterKind[] = [
    kind("v1", "Service", "services", { keeps: ["spec", "status.loadBalancer"] }),
    kind("v1", "ReplicationController", "replicationcontrollers", WORKLOAD),
    kind("apps/v1", "Deployment", "deployments", WORKLOAD),
    kind("apps/v1", "StatefulSet", "statefulsets", WORKLOAD),
    kind("apps/v1", "ReplicaSet", "replicasets", WORKLOAD),
    kind("apps/v1", "DaemonSet", "daemonsets", WORKLOAD),
    kind("argoproj.io/v1alpha1", "Rollout", "rollouts", { keeps: [...(WORKLOAD.keeps ?? []), "spec.workloadRef"] }),
    kind("apps.kruise.io/v1alpha1", "CloneSet", "clonesets", WORKLOAD),
    kind("autoscaling/v2,v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers", {
        keeps: ["spec.scaleTargetRef", "spec.minReplicas", "spec.maxReplicas"],
    }),
    kind("keda.sh/v1alpha1", "ScaledObject", "scaledobjects", {
        keeps: ["spec.scaleTargetRef", "spec.minReplicaCount", "spec.maxReplicaCount", "spec.idleReplicaCount"],
    }),
    kind("http.keda.sh/v1alpha1", "HTTPScaledObject", "httpscaledobjects", {
        keeps: ["spec.scaleTargetRef", "spec.replicas"],
    }),
    kind("networking.k8s.io/v1", "Ingress", "ingresses", { keeps: ["spec", "status.loadBalancer"] }),
    kind("networking.k8s.io/v1", "IngressClass", "ingressclasses", OF_CLUSTER),
    kind("gateway.networking.k8s.io/v1,v1beta1", "Gateway", "gateways", { keeps: ["spec", "status.addresses"] }),
    kind("gateway.networking.k8s.io/v1,v1beta1", "GatewayClass", "gatewayclasses", OF_CLUSTER),
    kind("gateway.networking.k8s.io/v1,v1beta1", "HTTPRoute", "httproutes"),
    kind("gateway.networking.k8s.io/v1,v1alpha2", "GRPCRoute", "grpcroutes"),
    kind("gateway.networking.k8s.io/v1alpha2", "BackendLBPolicy", "backendlbpolicies"),
    kind("gateway.networking.x-k8s.io/v1alpha1", "XBackendTrafficPolicy", "xbackendtrafficpolicies"),
    kind("gateway.envoyproxy.io/v1alpha1", "BackendTrafficPolicy", "backendtrafficpolicies"),
    kind("alb.networking.azure.io/v1", "RoutePolicy", "routepolicies"),
    kind("alb.networking.azure.io/v1", "IngressExtension", "ingressextensions"),
    kind("traefik.io/v1alpha1", "IngressRoute", "ingressroutes"),
    kind("traefik.io/v1alpha1", "TraefikService", "traefikservices"),
    kind("projectcontour.io/v1", "HTTPProxy", "httpproxies"),
    kind("networking.istio.io/v1,v1beta1", "VirtualService", "virtualservices"),
    kind("networking.istio.io/v1,v1beta1", "DestinationRule", "destinationrules"),
    kind("k8s.nginx.org/v1", "VirtualServer", "virtualservers"),
    // Tells which channel of the Gateway API is installed; its schemas are large, and nobody reads them here.
    kind("apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions", {
        ...OF_CLUSTER,
        keeps: [],
        metadataOnly: true,
    }),
];
