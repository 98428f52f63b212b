import { type Replicas } from "../../../components/affinity/vocabulary";
import { type Answer, describe, scopeOf, sharesCluster, sharesNamespace } from "../kubernetes-scope";
import { refersTo, referrersByUrn, sortByUrn } from "../references";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "../resource";
import { getOrAdd, ScopedIndex } from "../scoped-index";
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

const LABELS_PATH = "spec.template.metadata.labels";

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
    const matches = candidates(service, wanted, stack).flatMap((candidate) => {
        const match = sendsTo(service, wanted, candidate.workload, stack);
        return match === false ? [] : [{ ...candidate, match }];
    });
    if (matches.length === 0) return undefined;

    return {
        workloads: matches.map(({ workload }) => workload),
        replicas: together(
            matches.map(({ workload, byDefault, match }) =>
                match === true ? replicasOf(workload, byDefault, stack) : notYet<Replicas>(match.waitsFor),
            ),
        ),
    };
}

/** A workload, with its place in the order in which workloads are told of. */
interface Workload {
    readonly at: number;
    readonly workload: ParsedResource;
    readonly byDefault: number;
}

/** Stands for the label's value where that is not known yet. */
const NOT_YET = Symbol("a value that is not known yet");
/** Stands for whatever value a label has. */
const ANY = Symbol("any value");

const workloadsOf = oncePerStack((stack) => {
    const byLabel = new Map<string, ScopedIndex<unknown, Workload>>();
    const unlabelledYet = new ScopedIndex<undefined, Workload>();
    const all = WORKLOADS.flatMap(({ module, kind, byDefault }) =>
        stack.ofKind("kubernetes", module, kind).map((workload) => ({ workload, byDefault })),
    );
    for (const [at, one] of all.entries()) {
        if (one.workload.token.patch) continue;
        const labels = lookup(one.workload.properties, LABELS_PATH);
        const scope = scopeOf(one.workload, stack);
        if (labels.state === "unknown") unlabelledYet.add(undefined, scope, { at, ...one });
        if (labels.state !== "known" || !isRecord(labels.value)) continue;
        for (const [key, value] of Object.entries(labels.value)) {
            const values = getOrAdd(byLabel, key, () => new ScopedIndex<unknown, Workload>());
            values.add(isUnknown(value) ? NOT_YET : value, scope, { at, ...one });
            values.add(ANY, scope, { at, ...one });
        }
    }
    return { byLabel, unlabelledYet };
});

/** The workloads that may have all pairs of the selector: those that have its rarest one, or whose labels are not known yet. */
function candidates(service: ParsedResource, selector: Record<string, unknown>, stack: ResourceIndex): Workload[] {
    const { byLabel, unlabelledYet } = workloadsOf(stack);
    const scope = scopeOf(service, stack);
    const [rarest = []] = Object.entries(selector)
        .map(([key, value]) =>
            (isUnknown(value) ? [ANY] : [value, NOT_YET]).flatMap((one) => byLabel.get(key)?.near(one, scope) ?? []),
        )
        .sort((one, other) => sizeOf(one) - sizeOf(other));
    return [...rarest, ...unlabelledYet.near(undefined, scope)].flat().sort((one, other) => one.at - other.at);
}

function sizeOf(lists: readonly (readonly unknown[])[]): number {
    return lists.reduce((size, list) => size + list.length, 0);
}

/** Pods of several workloads behind one Service add up. What is known of them may be too many already. */
function together(parts: readonly Fact<Replicas>[]): Fact<Replicas> {
    const known = parts.flatMap((part) => (part.known ? [part.value] : []));
    const [missing] = parts.flatMap((part) => (part.known ? [] : [part.path]));
    const sum = (pick: (replicas: Replicas) => number) =>
        known.reduce((total, one) => total + Math.max(0, pick(one)), 0);
    const replicas = { min: sum(({ min }) => min), max: sum(({ max }) => max) };
    const source = known.map((one) => one.source).join(", and ");
    if (missing === undefined) return fact({ ...replicas, source });
    return replicas.max > 1
        ? fact({ min: replicas.min, max: Infinity, source: `${source}, and ${missing} is not known yet` })
        : notYet(missing);
}

function sendsTo(
    service: ParsedResource,
    selector: Record<string, unknown>,
    workload: ParsedResource,
    stack: ResourceIndex,
): Answer {
    const selected = selects(selector, workload);
    if (selected === false) return false;
    const near = sharesNamespace(service, workload, stack);
    return near === true ? selected : near;
}

function selects(selector: Record<string, unknown>, workload: ParsedResource): Answer {
    const labels = lookup(workload.properties, LABELS_PATH);
    if (labels.state === "unknown") return { waitsFor: `${labels.path} of ${describe(workload)}` };
    if (labels.state === "absent" || !isRecord(labels.value)) return false;
    const missing: string[] = [];
    for (const [key, value] of Object.entries(selector)) {
        const label = Object.hasOwn(labels.value, key) ? labels.value[key] : undefined;
        if (label === undefined) return false;
        if (isUnknown(value)) missing.push(`spec.selector.${key}`);
        else if (isUnknown(label)) missing.push(`${LABELS_PATH}.${key} of ${describe(workload)}`);
        else if (label !== value) return false;
    }
    return missing[0] === undefined ? true : { waitsFor: missing[0] };
}

function replicasOf(workload: ParsedResource, byDefault: number, stack: ResourceIndex): Fact<Replicas> {
    const scalers = mayScale(workload, stack).map((scaler) => ({ scaler, answer: scales(scaler, workload, stack) }));
    const found = scalers.find(({ answer }) => answer === true);
    if (found) return scaledReplicas(found.scaler, workload);
    for (const { answer } of scalers) if (typeof answer === "object") return notYet(answer.waitsFor);

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
    if (max.state === "unknown") return notYet(`${max.path} of ${describe(scaler)}`);
    if (max.state === "absent") return notYet(`spec.maxReplicas of ${describe(scaler)}`);
    const min = lookupNumber(scaler.properties, "spec.minReplicas");
    return fact({
        min: min.state === "known" ? min.value : 1,
        max: max.value,
        source: `spec.maxReplicas of ${describe(scaler)}, which scales ${describe(workload)}, = ${max.value}`,
    });
}

const scalersOf = oncePerStack((stack) => {
    const byName = new ScopedIndex<string, ParsedResource>();
    // By the kind that they scale; undefined: of any, or not known yet.
    const named = new ScopedIndex<string | undefined, ParsedResource>();
    const unnamedYet = new ScopedIndex<string | undefined, ParsedResource>();
    const all = stack.ofKind("kubernetes", "autoscaling", "HorizontalPodAutoscaler");
    for (const scaler of all) {
        if (scaler.token.patch) continue;
        const scope = scopeOf(scaler, stack);
        const { cluster } = scope;
        const kind = lookupText(scaler.properties, "spec.scaleTargetRef.kind");
        const key = kind.state === "known" ? kind.value : undefined;
        const target = lookupText(scaler.properties, "spec.scaleTargetRef.name");
        if (target.state === "known") {
            byName.add(target.value, scope, scaler);
            named.add(key, { cluster, namespace: undefined }, scaler);
        } else if (target.state === "unknown" && !scalesAnother(scaler, stack)) {
            unnamedYet.add(key, { cluster, namespace: undefined }, scaler);
        }
    }
    return { byName, named, unnamedYet, byUrn: referrersByUrn(all, "spec", stack) };
});

/**
 * The autoscalers that may scale the workload. Of those that are alike in what is not known yet, the first one says it
 * for all.
 */
function mayScale(workload: ParsedResource, stack: ResourceIndex): ParsedResource[] {
    const { byName, named, unnamedYet, byUrn } = scalersOf(stack);
    const scope = scopeOf(workload, stack);
    const firstOf = (scalers: ScopedIndex<string | undefined, ParsedResource>) =>
        [workload.token.kind, undefined]
            .flatMap((kind) => scalers.near(kind, { ...scope, namespace: undefined }))
            .flatMap(([first]) => first ?? []);
    const name = lookupText(workload.properties, "metadata.name");
    return sortByUrn([
        ...(byUrn.get(workload.urn) ?? []),
        ...firstOf(unnamedYet),
        ...(name.state === "known" ? byName.near(name.value, scope).flat() : []),
        ...(name.state === "unknown" ? firstOf(named) : []),
    ]);
}

/** Whether an autoscaler scales the workload: by the name that it holds, or by the workload that the name was made from. */
function scales(scaler: ParsedResource, workload: ParsedResource, stack: ResourceIndex): Answer {
    if (scaler.token.patch || !sharesCluster(scaler, workload)) return false;
    const kind = lookupText(scaler.properties, "spec.scaleTargetRef.kind");
    if (kind.state === "known" && kind.value !== workload.token.kind) return false;
    const target = lookupText(scaler.properties, "spec.scaleTargetRef.name");
    const name = lookupText(workload.properties, "metadata.name");
    if (target.state === "known" && name.state === "known") {
        return target.value === name.value && sharesNamespace(scaler, workload, stack);
    }
    if (refersTo(scaler, "spec", workload)) return true;
    if (target.state === "unknown") {
        return scalesAnother(scaler, stack) ? false : { waitsFor: `${target.path} of ${describe(scaler)}` };
    }
    const named = target.state === "known" && name.state === "unknown";
    return named && { waitsFor: `${name.path} of ${describe(workload)}` };
}

/** True where the name in the autoscaler was made from a workload of the stack. */
function scalesAnother(scaler: ParsedResource, stack: ResourceIndex): boolean {
    return (scaler.propertyDependencies["spec"] ?? []).some((urn) => {
        const token = stack.get(urn)?.token;
        return WORKLOADS.some(({ module, kind }) => token?.module === module && token.kind === kind);
    });
}
