import { type ParsedResource, type ResourceIndex } from "./resource";
import { type Lookup, lookupText } from "./values";

/** Whether something holds; where that is not known yet, the path that it waits for. */
export type Answer = boolean | { readonly waitsFor: string };

/** A Kubernetes object as findings name it. */
export function describe(resource: ParsedResource): string {
    return `${resource.token.kind} ${resource.name}`;
}

/** Where an object is, as far as it is known. */
export interface Scope {
    /** Undefined: no provider tells, and it may be any. */
    readonly cluster: string | undefined;
    /** Undefined: not known yet. */
    readonly namespace: string | undefined;
}

/** The cluster and the namespace of an object. */
export function scopeOf(object: ParsedResource, stack: ResourceIndex): Scope {
    const namespace = namespaceOf(object, stack);
    return { cluster: clusterOf(object), namespace: namespace.state === "known" ? namespace.value : undefined };
}

/** True for objects of one cluster: of one provider. */
export function sharesCluster(one: ParsedResource, other: ParsedResource): boolean {
    const [first, second] = [clusterOf(one), clusterOf(other)];
    return first === undefined || second === undefined || first === second;
}

/** Each version of the SDK brings a default provider of its own, and all of them take the stack's one configuration. */
function clusterOf({ provider }: ParsedResource): string | undefined {
    return provider !== undefined && /::default(_[\d_]+.*)?$/.test(provider) ? "::default" : provider;
}

/** Whether two objects are of one namespace. */
export function sharesNamespace(one: ParsedResource, other: ParsedResource, stack: ResourceIndex): Answer {
    const [first, second] = [namespaceOf(one, stack), namespaceOf(other, stack)];
    if (first.state === "known" && second.state === "known") return first.value === second.value;
    if (first.state === "unknown" && second.state === "unknown" && madeFromOneNamespace(one, other, stack)) return true;
    return { waitsFor: (first.state === "unknown" ? first : (second as { path: string })).path };
}

/** The object's namespace, also where it takes that over from others that it was made from. */
function namespaceOf(object: ParsedResource, stack: ResourceIndex): Exclude<Lookup<string>, { state: "absent" }> {
    const own = ownNamespace(object, stack);
    const taken = own.state === "unknown" ? takenOver(object, stack) : undefined;
    return taken === undefined ? own : { state: "known", value: taken };
}

/** The object's own namespace, else its provider's, else Kubernetes' default. What a kubeconfig says is not seen. */
function ownNamespace(object: ParsedResource, stack: ResourceIndex): Exclude<Lookup<string>, { state: "absent" }> {
    const own = lookupText(object.properties, "metadata.namespace");
    if (own.state === "known") return own;
    if (own.state === "unknown") return { state: "unknown", path: `${own.path} of ${describe(object)}` };
    const provider = object.provider === undefined ? undefined : stack.get(object.provider);
    const byProvider = lookupText(provider?.properties, "namespace");
    if (byProvider.state === "known") return byProvider;
    if (byProvider.state === "unknown") return { state: "unknown", path: `namespace of provider ${provider?.name}` };
    return { state: "known", value: "default" };
}

/**
 * The namespace of the objects that an object's metadata was made from, where they are all of one: a route takes the
 * namespace that its Service tells, which before the deployment the Service's own inputs say already.
 */
function takenOver(object: ParsedResource, stack: ResourceIndex): string | undefined {
    if (lookupText(object.properties, "metadata.namespace").state !== "unknown") return undefined;
    const namespaces = (object.propertyDependencies["metadata"] ?? [])
        .flatMap((urn) => stack.get(urn) ?? [])
        .filter(({ token }) => token.family === "kubernetes" && !OF_THE_CLUSTER.includes(token.kind))
        .map((from) => ownNamespace(from, stack));
    const names = new Set(namespaces.map((one) => (one.state === "known" ? one.value : undefined)));
    return names.size === 1 ? [...names][0] : undefined;
}

/** Kinds that objects are made from and that are of no namespace. */
const OF_THE_CLUSTER = ["Namespace", "IngressClass", "GatewayClass"];

/** True where the names of both objects' namespaces come from the same Namespace of the stack. */
function madeFromOneNamespace(one: ParsedResource, other: ParsedResource, stack: ResourceIndex): boolean {
    const [first, second] = [one, other].map((object) =>
        (object.propertyDependencies["metadata"] ?? []).filter((urn) => stack.get(urn)?.token.kind === "Namespace"),
    );
    return first?.length === 1 && second?.length === 1 && first[0] === second[0];
}
