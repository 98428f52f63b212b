import { type TypeToken } from "../type-token";

/** A kind that runs pods from a template. */
export interface WorkloadKind {
    readonly module: string;
    readonly kind: string;
    /** The replicas that it runs where none are given. */
    readonly byDefault: number;
}

/** Kinds that run pods from a template, those of Argo Rollouts and OpenKruise among them. */
export const WORKLOADS: readonly WorkloadKind[] = [
    { module: "apps", kind: "Deployment", byDefault: 1 },
    { module: "apps", kind: "StatefulSet", byDefault: 1 },
    { module: "apps", kind: "ReplicaSet", byDefault: 1 },
    { module: "core", kind: "ReplicationController", byDefault: 1 },
    // https://argoproj.github.io/argo-rollouts/features/specification/
    { module: "argoproj.io", kind: "Rollout", byDefault: 1 },
    // https://openkruise.io/docs/user-manuals/cloneset
    { module: "apps.kruise.io", kind: "CloneSet", byDefault: 1 },
    // One pod on each node that fits, however many there are.
    { module: "apps", kind: "DaemonSet", byDefault: Infinity },
];

/** True for the token of a workload. */
export function isWorkload(token: TypeToken): boolean {
    return (
        token.family === "kubernetes" &&
        WORKLOADS.some(({ module, kind }) => token.module === module && token.kind === kind)
    );
}
