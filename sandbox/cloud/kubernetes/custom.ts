import { type Kind } from "../kind";
import { object } from "./object";

/** Groups that come with Kubernetes: their kinds have rules, so one that is not modelled here is worth a warning. */
const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
    "core",
    "apps",
    "batch",
    "autoscaling",
    "policy",
    "extensions",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "events.k8s.io",
    "flowcontrol.apiserver.k8s.io",
    "networking.k8s.io",
    "node.k8s.io",
    "rbac.authorization.k8s.io",
    "resource.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
]);

/** Kinds outside namespaces that are common enough to be met. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
    "APIService",
    "CSIDriver",
    "ClusterIssuer",
    "CustomResourceDefinition",
    "GatewayClass",
    "MutatingWebhookConfiguration",
    "Node",
    "PersistentVolume",
    "PriorityClass",
    "RuntimeClass",
    "StorageClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
]);

/** Any other object: a custom resource, whose schema is in the user's cluster and not here, is kept as it was given. */
export function customObject(group: string, kind: string, patch: boolean): Kind | undefined {
    return object({
        group,
        kind,
        known: !BUILT_IN_GROUPS.has(group),
        clusterScoped: CLUSTER_SCOPED.has(kind),
    }).find((candidate) => Boolean(candidate.patch) === patch);
}
