import { faultOfDeclaration } from "../../../components/affinity/stateless";
import { noAffinity, type StatelessDeclaration } from "../../../components/affinity/vocabulary";
import { declarations, readDeclaration, readStateful } from "../declaration";
import { type HopReader, type SeenAffinity } from "../hop";
import { patched } from "../patches";
import { type ParsedResource } from "../resource";
import { type Fact, fact, type Lookup, lookup, lookupNumber, lookupText, notYet } from "../values";

import { podsBehind } from "./kubernetes-workloads";
import { onePodOfOwnNode } from "./own-node";

const AFFINITY_PATH = "spec.sessionAffinity";
/** What a ServicePatch may change of what is read here. */
const PATCHED_PATHS = [AFFINITY_PATH, "spec.sessionAffinityConfig", "spec.type"];
/** https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity */
const DEFAULT_TIMEOUT_SECONDS = 10800;

/**
 * Kubernetes: a hop chooses among the pods behind a Service. Headless and ExternalName Services choose nothing, and one
 * whose pods are not in the stack cannot be told anything of.
 */
export const kubernetes: HopReader = {
    platform: "kubernetes",
    kinds: ["kubernetes:core:Service"],
    read(service, stack) {
        // A patch tells of some properties only; the object that it patches is the hop.
        if (service.token.patch) return undefined;
        const resource = patched(service, PATCHED_PATHS, stack);
        const { properties } = resource;
        if (whyNoChoice(properties).state === "known") return undefined;
        const pods = podsBehind(resource, stack);
        if (!pods) return undefined;

        const type = lookupText(properties, "spec.type");
        const stateless =
            readDeclaration(properties, "metadata.annotations") ?? weakest(pods.workloads.map(readDeclarationOf));
        return {
            urn: resource.urn,
            type: resource.type,
            name: resource.name,
            platform: "kubernetes",
            replicas: onePodOfOwnNode(resource, pods.workloads, stack) ?? pods.replicas,
            affinity: serviceAffinity(properties),
            affinityPath: AFFINITY_PATH,
            ...(type.state === "unknown"
                ? {}
                : { clientFacing: type.state === "known" && ["LoadBalancer", "NodePort"].includes(type.value) }),
            ...declarations(stateless, statefulOf([resource, ...pods.workloads])),
        };
    },
};

/** Whether clients outside the cluster reach a Service at an address of its own. A node port is a way for balancers. */
export function hasOwnAddress(properties: unknown): Fact<boolean> {
    const type = lookupText(properties, "spec.type");
    return type.state === "unknown" ? notYet(type.path) : fact(type.state === "known" && type.value === "LoadBalancer");
}

/** What makes a Service one that picks no pod, so that nothing reads its affinity. */
export function whyNoChoice(properties: unknown): Lookup<string> {
    const type = lookupText(properties, "spec.type");
    if (type.state === "known" && type.value === "ExternalName") {
        return { state: "known", value: 'spec.type = "ExternalName"' };
    }
    const clusterIp = lookupText(properties, "spec.clusterIP");
    if (clusterIp.state === "known" && clusterIp.value === "None") {
        return { state: "known", value: 'spec.clusterIP = "None", a headless Service' };
    }
    return [type, clusterIp].find(({ state }) => state === "unknown") ?? { state: "absent" };
}

/** One of them is enough: the Service, or a workload behind it. */
function statefulOf(objects: readonly ParsedResource[]): Fact<true> | undefined {
    const said = objects.map(({ properties }) => readStateful(properties, "metadata.annotations"));
    return said.find((one) => one?.known) ?? said.find(Boolean);
}

function readDeclarationOf(workload: ParsedResource) {
    return readDeclaration(workload.properties, "metadata.annotations");
}

/**
 * What several workloads' declarations come to: they speak for the Service only where every workload has one, and then
 * the one that is weakest does: not known yet, not a valid one, or the first to expire.
 */
function weakest(
    declarations: readonly (Fact<StatelessDeclaration> | undefined)[],
): Fact<StatelessDeclaration> | undefined {
    const given = declarations.filter((declaration) => declaration !== undefined);
    if (given.length < declarations.length) return undefined;
    const waiting = given.find(({ known }) => !known);
    if (waiting) return waiting;
    const known = given.flatMap((declaration) => (declaration.known ? [declaration.value] : []));
    const faulty = known.find((declaration) => faultOfDeclaration(declaration, "") !== undefined);
    const last = (declaration: StatelessDeclaration) => declaration.expiresOn ?? "9999-12-31";
    const first = faulty ?? [...known].sort((one, other) => (last(one) < last(other) ? -1 : 1))[0];
    return first && fact(first);
}

/** What keeps the clients of a Service that picks a pod. */
export function serviceAffinity(properties: unknown): Fact<SeenAffinity> {
    const affinity = lookupText(properties, AFFINITY_PATH);
    if (affinity.state === "unknown") return notYet(affinity.path);
    if (affinity.state === "absent") {
        // Without ClientIP beside it, Kubernetes discards the configuration without a word.
        const dropped = lookup(properties, "spec.sessionAffinityConfig").state !== "absent";
        return fact(
            noAffinity(
                `${AFFINITY_PATH} is not set${dropped ? ", so that spec.sessionAffinityConfig does nothing" : ""}`,
            ),
        );
    }
    const source = `${AFFINITY_PATH} = "${affinity.value}"`;
    if (affinity.value !== "ClientIP") return fact(noAffinity(source));
    const timeout = lookupNumber(properties, "spec.sessionAffinityConfig.clientIP.timeoutSeconds");
    return fact({
        kind: "client-ip",
        strength: "strong",
        source,
        ...(timeout.state === "unknown"
            ? { ttlWaitsFor: timeout.path }
            : { ttlSeconds: timeout.state === "known" ? timeout.value : DEFAULT_TIMEOUT_SECONDS }),
    });
}
