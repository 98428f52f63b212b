import { type Edge } from "../../../../policy-pack/topology";
import { sharesCluster, sharesNamespace } from "../../../../policy-pack/topology/kubernetes-scope";
import { refersTo } from "../../../../policy-pack/topology/references";
import { type ParsedResource, type ResourceIndex } from "../../../../policy-pack/topology/resource";
import { isUnknown, lookup, lookupText } from "../../../../policy-pack/topology/values";

/*
 * What a topology joins, found by trying every pair of resources, without any index: the measure of what an index finds.
 */

const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);

const WORKLOADS = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "DaemonSet"];

/** True for what runs pods. */
export function isWorkload({ token }: ParsedResource): boolean {
    return WORKLOADS.includes(token.kind);
}

/** True, false, or not known yet. */
type Perhaps = boolean | "perhaps";

const perhaps = (answer: ReturnType<typeof sharesNamespace>): Perhaps =>
    typeof answer === "object" ? "perhaps" : answer;

/** The workloads behind a Service, kind by kind, each with whether that is certain. */
export function workloadsBehind(service: ParsedResource, stack: ResourceIndex): [urn: string, certain: Perhaps][] {
    const selector = lookup(service.properties, "spec.selector");
    if (selector.state !== "known" || !isRecord(selector.value)) return [];
    const pairs = Object.entries(selector.value);
    if (pairs.length === 0) return [];
    return WORKLOADS.flatMap((kind) =>
        [...stack.all()]
            .filter(({ token }) => token.family === "kubernetes" && token.kind === kind && !token.patch)
            .filter((workload) => sharesCluster(service, workload))
            .flatMap((workload): [string, Perhaps][] => {
                const selected = hasPairs(workload, pairs);
                const near = perhaps(sharesNamespace(service, workload, stack));
                if (selected === false || near === false) return [];
                return [[workload.urn, near === true ? selected : near]];
            }),
    );
}

function hasPairs(workload: ParsedResource, pairs: readonly [string, unknown][]): Perhaps {
    const labels = lookup(workload.properties, "spec.template.metadata.labels");
    if (labels.state === "unknown") return "perhaps";
    if (labels.state === "absent" || !isRecord(labels.value)) return false;
    const { value: own } = labels as { value: Record<string, unknown> };
    const has = pairs.map(([key, value]): Perhaps => {
        if (own[key] === undefined) return false;
        return isUnknown(value) || isUnknown(own[key]) ? "perhaps" : own[key] === value;
    });
    return !has.includes(false) && (has.includes("perhaps") ? "perhaps" : true);
}

/** The first autoscaler that certainly scales the workload; else the first that perhaps does. */
export function scalerOf(workload: ParsedResource, stack: ResourceIndex): ParsedResource | undefined {
    const answers = [...stack.all()]
        .filter(({ token }) => token.kind === "HorizontalPodAutoscaler" && !token.patch)
        .map((scaler) => [scaler, scales(scaler, workload, stack)] as const);
    const [scaler] =
        answers.find(([, answer]) => answer === true) ?? answers.find(([, answer]) => answer === "perhaps") ?? [];
    return scaler;
}

function scales(scaler: ParsedResource, workload: ParsedResource, stack: ResourceIndex): Perhaps {
    if (!sharesCluster(scaler, workload)) return false;
    const kind = lookupText(scaler.properties, "spec.scaleTargetRef.kind");
    if (kind.state === "known" && kind.value !== workload.token.kind) return false;
    const target = lookupText(scaler.properties, "spec.scaleTargetRef.name");
    const name = lookupText(workload.properties, "metadata.name");
    if (target.state === "known" && name.state === "known") {
        return target.value === name.value && perhaps(sharesNamespace(scaler, workload, stack));
    }
    if (refersTo(scaler, "spec", workload)) return true;
    if (target.state === "unknown") {
        const made = (scaler.propertyDependencies["spec"] ?? []).map((urn) => stack.get(urn)?.token.kind ?? "");
        return made.some((one) => WORKLOADS.includes(one)) ? false : "perhaps";
    }
    return target.state === "known" && name.state === "unknown" ? "perhaps" : false;
}

/** The edges of the hops with the URNs. */
export function edgesOf(hops: readonly string[], stack: ResourceIndex): Edge[] {
    const all = [...stack.all()];
    const targets = all.filter(({ urn }) => hops.includes(urn));
    const members = all.filter(({ token }) => token.module === "apimanagement" && token.kind === "Backend");
    const edges: Edge[] = [];
    for (const pool of targets.filter(({ token }) => token.module === "apimanagement")) {
        for (const member of members) {
            for (const target of targets) {
                if (pool === member || pool === target) continue;
                if (!refersTo(pool, "pool", member) || !addresses(member, target)) continue;
                edges.push({ from: pool.urn, to: target.urn, via: member.urn });
            }
        }
    }
    return edges;
}

function addresses(member: ParsedResource, target: ParsedResource): boolean {
    const { resourceId, url } = member.properties;
    const { configuration, defaultHostName, status } = target.properties as {
        configuration?: { ingress?: { fqdn?: unknown } };
        defaultHostName?: unknown;
        status?: { loadBalancer?: { ingress?: { ip?: unknown; hostname?: unknown }[] } };
    };
    const hosts = [configuration?.ingress?.fqdn, defaultHostName].concat(
        (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => [ip, hostname]),
    );
    const host = typeof url === "string" && URL.canParse(url) ? new URL(url).hostname : undefined;
    const address = `https://management.azure.com${target.id}`;
    return (
        refersTo(member, "url", target) ||
        refersTo(member, "resourceId", target) ||
        (target.id !== undefined && String(resourceId).toLowerCase() === address.toLowerCase()) ||
        (host !== undefined && hosts.some((one) => typeof one === "string" && one.toLowerCase() === host))
    );
}

/** The Ingresses, then the HTTPRoutes, that send to a Service. */
export function routesOf(service: ParsedResource, stack: ResourceIndex): string[] {
    return ["Ingress", "HTTPRoute"].flatMap((kind) =>
        [...stack.all()]
            .filter(({ token }) => token.kind === kind)
            .filter((route) => refersTo(route, "spec", service) || names(route, service, stack))
            .map(({ urn }) => urn),
    );
}

function names(route: ParsedResource, service: ParsedResource, stack: ResourceIndex): boolean {
    const name = lookupText(service.properties, "metadata.name");
    if (name.state !== "known" || !sharesCluster(route, service)) return false;
    const { defaultBackend, rules } = (route.properties["spec"] ?? {}) as {
        defaultBackend?: { service: { name: unknown } };
        rules?: { backendRefs: { name: unknown; namespace?: string }[] }[];
    };
    const named: readonly { name: unknown; namespace?: string }[] = [
        ...(defaultBackend ? [defaultBackend.service] : []),
        ...(rules ?? []).flatMap(({ backendRefs }) => backendRefs),
    ];
    return named.some((one) => {
        if (one.name !== name.value || isUnknown(one.name)) return false;
        const beside = one.namespace === undefined || isUnknown(one.namespace) ? undefined : one.namespace;
        const as = beside === undefined ? route : { ...route, properties: { metadata: { namespace: beside } } };
        return sharesNamespace(as, service, stack) !== false;
    });
}

/** The first plan that an app refers to. */
export function planOf(app: ParsedResource, stack: ResourceIndex): ParsedResource | undefined {
    return [...stack.all()].find((plan) => plan.token.kind === "AppServicePlan" && refersTo(app, "serverFarmId", plan));
}
