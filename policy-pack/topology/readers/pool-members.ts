import { type Replicas } from "../../../components/affinity/vocabulary";
import { inOwnWords } from "../classic";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "../resource";
import { isKind } from "../type-token";
import { type Fact, fact, isRecord, isUnknown, lookupNumber, lookupText, notYet } from "../values";

import { lastOf, type Part, partsIn, textIn, wholeOf } from "./parts";

/** How one kind of balancer has its pools. */
export interface PoolKind {
    /** Segment of its ids: "loadBalancers". */
    readonly segment: string;
    /** Input with its name. */
    readonly nameProperty: string;
    /** List of addresses in a pool. */
    readonly addresses: string;
}

/** Kinds whose resources join a pool by naming it, and the property that does so. */
const JOINING = [
    { module: "network", kind: "NetworkInterface", property: "ipConfigurations" },
    { module: "compute", kind: "VirtualMachineScaleSet", property: "virtualMachineProfile" },
] as const;
const POOL_LISTS = ["loadBalancerBackendAddressPools", "applicationGatewayBackendAddressPools"];

/** A resource that joins pools. */
export interface Joining {
    readonly resource: ParsedResource;
    /** Ids of the pools, in lower case. */
    readonly pools: readonly string[];
    /** URNs that ids which are not known yet were made from. */
    readonly unknownFrom: readonly string[];
    readonly size: Fact<number>;
}

/** The resources that join pools, those of classic packages among them. */
export const joiningOf = oncePerStack((stack) =>
    JOINING.flatMap(({ module, kind, property }) =>
        stack.ofKind("azure-native", module, kind).map((resource): Joining => {
            const ids = POOL_LISTS.flatMap((list) => idsBelow(resource.properties[property], list));
            const hidden = isUnknown(resource.properties[property]) || ids.some(isUnknown);
            return {
                resource,
                pools: ids.flatMap((id) => (typeof id === "string" && !isUnknown(id) ? [id.toLowerCase()] : [])),
                unknownFrom: hidden ? (resource.propertyDependencies[property] ?? []) : [],
                size: kind === "NetworkInterface" ? fact(1) : sizeOfScaleSet(resource),
            };
        }),
    ),
);

/** The instances of a scale set. What it has without a capacity no source says. */
function sizeOfScaleSet({ properties, name, type }: ParsedResource): Fact<number> {
    const capacity = lookupNumber(properties, "sku.capacity");
    return capacity.state === "known"
        ? fact(Math.max(0, capacity.value))
        : notYet(`${inOwnWords(type, "sku.capacity")} of VirtualMachineScaleSet ${name}`);
}

/** The ids in a list of references of one name, however deep. */
function idsBelow(value: unknown, list: string): unknown[] {
    if (Array.isArray(value)) return value.flatMap((item) => idsBelow(item, list));
    if (!isRecord(value)) return [];
    return Object.entries(value).flatMap(([key, below]) => {
        if (key !== list) return idsBelow(below, list);
        if (isUnknown(below)) return [below];
        return (Array.isArray(below) ? (below as unknown[]) : []).map((one) => (isRecord(one) ? one["id"] : one));
    });
}

/** How many members a pool of a balancer has: its addresses, and what joins it by naming it. */
export function countMembers(
    pool: Part,
    only: boolean,
    balancer: ParsedResource,
    kind: PoolKind,
    stack: ResourceIndex,
): Fact<Replicas> {
    const listed = partsIn(pool, kind.addresses);
    const name = textIn(pool, "name");
    const shownName = name.state === "known" ? name.value : pool.path;
    const source = `backendAddressPools "${shownName}"`;
    const parts: Fact<number>[] = [
        listed.state === "unknown" ? notYet(listed.path) : fact(listed.state === "known" ? listed.value.length : 0),
        ...addedAddresses(shownName, balancer, kind, stack),
        ...joiningOf(stack).flatMap((joining) => membership(joining, shownName, only, balancer, kind, stack)),
    ];
    const known = parts.reduce((sum, part) => sum + (part.known ? part.value : 0), 0);
    const missing = parts.find((part) => !part.known);
    if (!missing || missing.known) return fact({ min: known, max: known, source });
    return known > 1 ? fact({ min: known, max: Infinity, source }) : notYet(missing.path);
}

/** Addresses that a pool has from a resource of its own. */
function addedAddresses(pool: string, balancer: ParsedResource, kind: PoolKind, stack: ResourceIndex): Fact<number>[] {
    return poolsOf(balancer, kind, stack)
        .filter(({ properties }) => {
            const name = lookupText(properties, "backendAddressPoolName");
            return name.state === "known" && name.value.toLowerCase() === pool.toLowerCase();
        })
        .map(({ properties, name }) => {
            const addresses = partsIn(wholeOf(properties), kind.addresses);
            if (addresses.state === "unknown")
                return notYet(`${addresses.path} of LoadBalancerBackendAddressPool ${name}`);
            return fact(addresses.state === "known" ? addresses.value.length : 0);
        });
}

/** Pools of a load balancer that are resources of their own. */
function poolsOf(balancer: ParsedResource, kind: PoolKind, stack: ResourceIndex): ParsedResource[] {
    if (!isKind(balancer.token, "azure-native", "network", "LoadBalancer")) return [];
    const own = nameOf(balancer, kind);
    return stack
        .ofKind("azure-native", "network", "LoadBalancerBackendAddressPool")
        .filter(({ properties, propertyDependencies }) => {
            const name = lookupText(properties, kind.nameProperty);
            return (
                (propertyDependencies[kind.nameProperty] ?? []).includes(balancer.urn) ||
                (own !== undefined && name.state === "known" && name.value.toLowerCase() === own)
            );
        });
}

/** What a resource that joins pools adds to one of them; nothing where it is in others. */
function membership(
    { resource, pools, unknownFrom, size }: Joining,
    pool: string,
    only: boolean,
    balancer: ParsedResource,
    kind: PoolKind,
    stack: ResourceIndex,
): Fact<number>[] {
    const own = nameOf(balancer, kind);
    const end = own && `/${kind.segment.toLowerCase()}/${own}/backendaddresspools/${pool.toLowerCase()}`;
    if (end !== undefined && pools.some((id) => id.endsWith(end))) return [size];
    const made = [balancer, ...poolsOf(balancer, kind, stack)].some(({ urn }) => unknownFrom.includes(urn));
    if (!made) return [];
    return [only ? size : notYet<number>(`the pool of ${resource.token.kind} ${resource.name}`)];
}

/** The balancer's own name in lower case, where it is known. */
function nameOf({ properties, id }: ParsedResource, { nameProperty }: PoolKind): string | undefined {
    for (const property of [nameProperty, "name"]) {
        const name = lookupText(properties, property);
        if (name.state === "known") return name.value.toLowerCase();
    }
    return id === undefined ? undefined : lastOf(id);
}
