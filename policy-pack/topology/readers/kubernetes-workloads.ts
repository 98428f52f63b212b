import { type Replicas } from "../../../components/affinity/vocabulary";
import { type Answer, describe, scopeOf, sharesNamespace } from "../kubernetes-scope";
import { patched } from "../patches";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "../resource";
import { getOrAdd, ScopedIndex } from "../scoped-index";
import { type Fact, fact, isRecord, isUnknown, lookup, lookupNumber, notYet } from "../values";

import { scaledReplicas, scalerOf } from "./autoscalers";
import { WORKLOADS } from "./workload-kinds";

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
    const scaler = scalerOf(workload, stack);
    if (scaler?.known === false) return scaler;
    const scaled = scaler && scaledReplicas(scaler.value, workload, stack);
    if (scaled) return scaled;

    const replicas = lookupNumber(patched(workload, ["spec.replicas"], stack).properties, "spec.replicas");
    if (replicas.state === "unknown") return notYet(`${replicas.path} of ${describe(workload)}`);
    if (replicas.state === "known" && byDefault !== Infinity) {
        const source = `spec.replicas of ${describe(workload)} = ${replicas.value}`;
        return fact({ min: replicas.value, max: replicas.value, source });
    }
    const source = byDefault === Infinity ? "one pod on each node" : "Kubernetes' default, as spec.replicas is not set";
    return fact({ min: 1, max: byDefault, source: `${describe(workload)}: ${source}` });
}
