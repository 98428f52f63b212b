import { type Kind } from "../kind";
import { pick } from "../stable";
import { object } from "./object";

/** Kinds with little or no behaviour of their own. */
export const PLAIN_OBJECTS: readonly Kind[] = [
    ...object({
        group: "core",
        kind: "Namespace",
        clusterScoped: true,
        nameIsLabel: false,
        computed: (inputs) => ({
            spec: { ...inputs.properties("spec"), finalizers: ["kubernetes"] },
            status: { phase: "Active" },
        }),
    }),
    ...object({ group: "core", kind: "ServiceAccount" }),
    ...object({ group: "core", kind: "ConfigMap" }),
    // https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
    ...object({
        group: "core",
        kind: "Secret",
        immutable: ["type"],
        computed: (inputs) => ({ type: inputs.text("type") ?? "Opaque" }),
    }),
    ...object({
        group: "networking.k8s.io",
        kind: "Ingress",
        computed: (_inputs, { id }) => ({
            status: { loadBalancer: { ingress: [{ ip: `203.0.113.${1 + pick(id, 254)}` }] } },
        }),
    }),
    ...object({ group: "networking.k8s.io", kind: "IngressClass", clusterScoped: true }),
    ...object({ group: "networking.k8s.io", kind: "NetworkPolicy" }),
    ...object({ group: "rbac.authorization.k8s.io", kind: "Role" }),
    ...object({
        group: "rbac.authorization.k8s.io",
        kind: "RoleBinding",
        required: ["roleRef"],
        immutable: ["roleRef"],
    }),
    ...object({ group: "rbac.authorization.k8s.io", kind: "ClusterRole", clusterScoped: true }),
    ...object({
        group: "rbac.authorization.k8s.io",
        kind: "ClusterRoleBinding",
        clusterScoped: true,
        required: ["roleRef"],
        immutable: ["roleRef"],
    }),
];
