import { type Replicas } from "../../../components/affinity/vocabulary";
import { type Answer, describe, scopeOf, sharesCluster, sharesNamespace } from "../kubernetes-scope";
import { patched } from "../patches";
import { refersTo, referrersByUrn, sortByUrn } from "../references";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "../resource";
import { ScopedIndex } from "../scoped-index";
import { type Fact, fact, type Lookup, lookup, lookupNumber, lookupText, notYet } from "../values";

import { isWorkload } from "./workload-kinds";

/** A kind that scales workloads by a reference, between two numbers. */
interface ScalerKind {
    readonly module: string;
    readonly kind: string;
    readonly minPath: string;
    readonly maxPath: string;
    /** The least where none is given. */
    readonly min: number;
    /** The most where none is given. Omitted: it has to be given. */
    readonly max?: number;
    /** Kind of the workload where the reference has none. Omitted: any. */
    readonly target?: string;
}

const SCALERS: readonly ScalerKind[] = [
    {
        module: "autoscaling",
        kind: "HorizontalPodAutoscaler",
        minPath: "spec.minReplicas",
        maxPath: "spec.maxReplicas",
        min: 1,
    },
    // https://keda.sh/docs/latest/reference/scaledobject-spec/
    {
        module: "keda.sh",
        kind: "ScaledObject",
        minPath: "spec.minReplicaCount",
        maxPath: "spec.maxReplicaCount",
        min: 0,
        max: 100,
        target: "Deployment",
    },
    // https://github.com/kedacore/http-add-on/blob/main/docs/ref/v0.10.0/http_scaled_object.md
    {
        module: "http.keda.sh",
        kind: "HTTPScaledObject",
        minPath: "spec.replicas.min",
        maxPath: "spec.replicas.max",
        min: 0,
        max: 100,
        target: "Deployment",
    },
];

/** Annotation by which KEDA holds a workload at a number. https://keda.sh/docs/latest/concepts/scaling-deployments/#pausing-autoscaling */
const PAUSED_REPLICAS = ["metadata", "annotations", "autoscaling.keda.sh/paused-replicas"];

/**
 * The autoscaler of a workload: by the name that it holds, or by the workload that the name was made from. Where it is not
 * known yet whether one scales it, the path that this waits for; undefined where none does.
 */
export function scalerOf(workload: ParsedResource, stack: ResourceIndex): Fact<ParsedResource> | undefined {
    const scalers = mayScale(workload, stack).map((scaler) => ({ scaler, answer: scales(scaler, workload, stack) }));
    const found = scalers.find(({ answer }) => answer === true);
    if (found) return fact(found.scaler);
    for (const { answer } of scalers) if (typeof answer === "object") return notYet(answer.waitsFor);
    return undefined;
}

/**
 * An autoscaler's bounds, which take the place of the workload's own number. KEDA's pause without a number holds whatever
 * number there is, up to the most.
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
export function scaledReplicas(
    scaler: ParsedResource,
    workload: ParsedResource,
    stack: ResourceIndex,
): Fact<Replicas> | undefined {
    const kind = SCALERS.find((one) => isOfKind(scaler, one));
    if (!kind) return undefined;
    const { properties } = patched(scaler, [kind.minPath, kind.maxPath], stack);
    const paused = kind.module === "keda.sh" ? pausedAt(properties, scaler) : undefined;
    if (paused) return paused;
    const max = lookupNumber(properties, kind.maxPath);
    if (max.state === "unknown") return notYet(`${max.path} of ${describe(scaler)}`);
    const most = max.state === "known" ? max.value : kind.max;
    if (most === undefined) return notYet(`${kind.maxPath} of ${describe(scaler)}`);
    const min = lookupNumber(properties, kind.minPath);
    const by = `${kind.maxPath} of ${describe(scaler)}, which scales ${describe(workload)}`;
    return fact({
        min: min.state === "known" ? min.value : kind.min,
        max: most,
        source: max.state === "known" ? `${by}, = ${most}` : `KEDA's default, as ${by}, is not set`,
    });
}

function pausedAt(properties: unknown, scaler: ParsedResource): Fact<Replicas> | undefined {
    const found = lookup(properties, PAUSED_REPLICAS);
    const path = 'metadata.annotations["autoscaling.keda.sh/paused-replicas"]';
    if (found.state === "absent") return undefined;
    if (found.state === "unknown") return notYet(`${path} of ${describe(scaler)}`);
    const count = lookupNumber({ count: found.value }, "count");
    if (count.state !== "known") return undefined;
    return fact({ min: count.value, max: count.value, source: `${path} of ${describe(scaler)} = ${count.value}` });
}

function isOfKind({ token }: ParsedResource, { module, kind }: ScalerKind): boolean {
    return token.family === "kubernetes" && token.module === module && token.kind === kind;
}

const scalersOf = oncePerStack((stack) => {
    const byName = new ScopedIndex<string, ParsedResource>();
    // By the kind that they scale; undefined: of any, or not known yet.
    const named = new ScopedIndex<string | undefined, ParsedResource>();
    const unnamedYet = new ScopedIndex<string | undefined, ParsedResource>();
    const all = SCALERS.flatMap(({ module, kind }) => stack.ofKind("kubernetes", module, kind));
    for (const scaler of all) {
        if (scaler.token.patch) continue;
        const scope = scopeOf(scaler, stack);
        const { cluster } = scope;
        const kind = targetKind(scaler);
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

/** Kind of the workloads that an autoscaler may scale; absent where it may be any. */
function targetKind(scaler: ParsedResource): Lookup<string> {
    const told = lookupText(scaler.properties, "spec.scaleTargetRef.kind");
    const target = SCALERS.find((one) => isOfKind(scaler, one))?.target;
    return told.state === "absent" && target !== undefined ? { state: "known", value: target } : told;
}
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
    const kind = targetKind(scaler);
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
        return token !== undefined && isWorkload(token);
    });
}
