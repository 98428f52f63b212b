import { type Replicas } from "../../../components/affinity/vocabulary";
import { refersTo } from "../references";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { type Fact, fact, isRecord, isUnknown, lookup, lookupNumber, lookupText, notYet } from "../values";

/** Kinds that run pods from a template, and the replicas that each runs where none are given. */
const WORKLOADS = [
    { module: "apps", kind: "Deployment", byDefault: 1 },
    { module: "apps", kind: "StatefulSet", byDefault: 1 },
    { module: "apps", kind: "ReplicaSet", byDefault: 1 },
    { module: "core", kind: "ReplicationController", byDefault: 1 },
    // One pod on each node that fits, however many there are.
    { module: "apps", kind: "DaemonSet", byDefault: Infinity },
] as const;

/** The workloads behind a Service and the pods that they can reach together. */
export interface Pods {
    readonly workloads: readonly ParsedResource[];
    readonly replicas: Fact<Replicas>;
}

/**
 * Finds the pods that a Service sends to: those whose template's labels have all pairs of its selector, in its namespace
 * and its cluster. Labels of the workload itself do not count.
 * https://kubernetes.io/docs/concepts/services-networking/service/
 *
 * @returns undefined for a Service without a selector, or whose pods are not in the stack.
 */
export function podsBehind(service: ParsedResource, stack: ResourceIndex): Pods | undefined {
    const selector = lookup(service.properties, "spec.selector");
    if (selector.state === "absent") return undefined;
    if (selector.state === "unknown") return { workloads: [], replicas: notYet(selector.path) };
    if (!isRecord(selector.value) || Object.keys(selector.value).length === 0) return undefined;

    const wanted = selector.value;
    const matches = WORKLOADS.flatMap(({ module, kind, byDefault }) =>
        stack
            .ofKind("kubernetes", module, kind)
            .filter(
                (workload) =>
                    !workload.token.patch && sharesCluster(service, workload) && sharesNamespace(service, workload),
            )
            .map((workload) => ({ workload, byDefault, match: selects(wanted, workload) })),
    ).filter(({ match }) => match !== "no");
    if (matches.length === 0) return undefined;

    return {
        workloads: matches.map(({ workload }) => workload),
        replicas: matches
            .map(({ workload, byDefault, match }) =>
                match === "yes"
                    ? replicasOf(workload, byDefault, stack)
                    : notYet<Replicas>(`spec.template.metadata.labels of ${describe(workload)}`),
            )
            .reduce(together),
    };
}

/** Pods of several workloads behind one Service add up. */
function together(one: Fact<Replicas>, other: Fact<Replicas>): Fact<Replicas> {
    if (!one.known) return one;
    if (!other.known) return other;
    return fact({
        min: one.value.min + other.value.min,
        max: one.value.max + other.value.max,
        source: `${one.value.source}, and ${other.value.source}`,
    });
}

function selects(selector: Record<string, unknown>, workload: ParsedResource): "yes" | "no" | "unknown" {
    const labels = lookup(workload.properties, "spec.template.metadata.labels");
    if (labels.state === "unknown") return "unknown";
    if (labels.state === "absent" || !isRecord(labels.value)) return "no";
    let undecided = false;
    for (const [key, value] of Object.entries(selector)) {
        const label = labels.value[key];
        if (isUnknown(value) || isUnknown(label)) undecided = true;
        else if (label !== value) return "no";
    }
    return undecided ? "unknown" : "yes";
}

function replicasOf(workload: ParsedResource, byDefault: number, stack: ResourceIndex): Fact<Replicas> {
    const scaler = stack
        .ofKind("kubernetes", "autoscaling", "HorizontalPodAutoscaler")
        .find((candidate) => scales(candidate, workload));
    if (scaler) return scaledReplicas(scaler, workload);

    const replicas = lookupNumber(workload.properties, "spec.replicas");
    if (replicas.state === "unknown") return notYet(`${replicas.path} of ${describe(workload)}`);
    if (replicas.state === "known" && byDefault !== Infinity) {
        const source = `spec.replicas of ${describe(workload)} = ${replicas.value}`;
        return fact({ min: replicas.value, max: replicas.value, source });
    }
    const source = byDefault === Infinity ? "one pod on each node" : "Kubernetes' default, as spec.replicas is not set";
    return fact({ min: 1, max: byDefault, source: `${describe(workload)}: ${source}` });
}

/** An autoscaler's bounds take the place of the workload's own number. https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ */
function scaledReplicas(scaler: ParsedResource, workload: ParsedResource): Fact<Replicas> {
    const max = lookupNumber(scaler.properties, "spec.maxReplicas");
    if (max.state !== "known") return notYet(`spec.maxReplicas of ${describe(scaler)}`);
    const min = lookupNumber(scaler.properties, "spec.minReplicas");
    return fact({
        min: min.state === "known" ? min.value : 1,
        max: max.value,
        source: `spec.maxReplicas of ${describe(scaler)}, which scales ${describe(workload)}, = ${max.value}`,
    });
}

function scales(scaler: ParsedResource, workload: ParsedResource): boolean {
    if (!sharesCluster(scaler, workload) || !sharesNamespace(scaler, workload)) return false;
    const kind = lookupText(scaler.properties, "spec.scaleTargetRef.kind");
    if (kind.state === "known" && kind.value !== workload.token.kind) return false;
    const target = lookupText(scaler.properties, "spec.scaleTargetRef.name");
    const name = lookupText(workload.properties, "metadata.name");
    return target.state === "known" && name.state === "known"
        ? target.value === name.value
        : refersTo(scaler, "spec", workload);
}

function sharesCluster(one: ParsedResource, other: ParsedResource): boolean {
    return one.provider === undefined || other.provider === undefined || one.provider === other.provider;
}

function sharesNamespace(one: ParsedResource, other: ParsedResource): boolean {
    const namespaces = [one, other].map(({ properties }) => lookupText(properties, "metadata.namespace"));
    if (namespaces.some(({ state }) => state === "unknown")) return true;
    // No namespace means the provider's, which is "default" unless it was given another.
    const [first, second] = namespaces.map((found) => (found.state === "known" ? found.value : "default"));
    return first === second;
}

function describe(resource: ParsedResource): string {
    return `${resource.token.kind} ${resource.name}`;
}
