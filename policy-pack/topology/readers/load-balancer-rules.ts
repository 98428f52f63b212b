import { type Replicas } from "../../../components/affinity/vocabulary";
import { readDeclarations } from "../declaration";
import { type HopReader } from "../hop";
import { referredTo, referrersByUrn } from "../references";
import { oncePerStack, type ParsedResource, type ResourceIndex } from "../resource";
import { getOrAdd } from "../scoped-index";
import { isKind, kindKey } from "../type-token";
import { type Fact, fact, lookupList, lookupText, notYet } from "../values";

import { hasPublicFrontend } from "./balancer-ways";
import { ruleAffinity } from "./load-balancer";
import { lastOf, wholeOf } from "./parts";
import { type Joining, joiningOf } from "./pool-members";
import { weakestWay } from "./weakest-way";

const AFFINITY_PATH = "loadDistribution";
const POOLS_PATH = "backendAddressPoolIds";
const FAMILY = "azure";

/**
 * Load Balancer by the classic package "azure", where a rule is a resource of its own: a hop chooses among the members of
 * the rule's pools, which are resources too. A rule whose pools are not in the stack cannot be told anything of.
 * https://www.pulumi.com/registry/packages/azure/api-docs/lb/rule/
 */
export const loadBalancerRules: HopReader = {
    platform: "load-balancer",
    kinds: [kindKey({ family: FAMILY, module: "lb", kind: "Rule" })],
    read(resource, stack) {
        const { urn, type, name, properties } = resource;
        const affinity = ruleAffinity(wholeOf(properties));
        const ways = poolsOf(resource, stack).map((pool) => ({ replicas: countMembers(pool, stack), affinity }));
        const way = weakestWay(ways);
        if (!way) return undefined;
        const balancer = balancerOf(resource, stack);
        const facing = balancer ? hasPublicFrontend(balancer.properties) : undefined;
        return {
            urn,
            type,
            name,
            platform: "load-balancer",
            ...way,
            affinityPath: AFFINITY_PATH,
            ...(facing === undefined ? {} : { clientFacing: facing }),
            ...(balancer ? readDeclarations(balancer.properties, "tags") : {}),
        };
    },
};

/** The balancer of a rule or a pool, where it is in the stack. */
export function balancerOf(part: ParsedResource, stack: ResourceIndex): ParsedResource | undefined {
    return referredTo(part, "loadbalancerId", stack).find(({ token }) =>
        isKind(token, "azure-native", "network", "LoadBalancer"),
    );
}

const poolsByEnd = oncePerStack((stack) => {
    const found = new Map<string, ParsedResource>();
    for (const pool of stack.ofKind(FAMILY, "lb", "BackendAddressPool")) {
        const end = endOf(pool);
        if (end !== undefined) found.set(end, pool);
    }
    return found;
});

/** The pools of a rule: those that it was made from, or whose ids it holds. */
function poolsOf(rule: ParsedResource, stack: ResourceIndex): ParsedResource[] {
    const ids = lookupList(rule.properties, POOLS_PATH);
    const held = (ids.state === "known" ? ids.value : []).flatMap((id) =>
        typeof id === "string" ? (poolsByEnd(stack).get(endOfId(id)) ?? []) : [],
    );
    const made = referredTo(rule, POOLS_PATH, stack).filter(({ token }) =>
        isKind(token, FAMILY, "lb", "BackendAddressPool"),
    );
    return [...new Set([...made, ...held])];
}

const membersOf = oncePerStack((stack) => {
    const byEnd = new Map<string, Joining[]>();
    const byUrn = new Map<string, Joining[]>();
    for (const joining of joiningOf(stack)) {
        for (const id of joining.pools) getOrAdd(byEnd, endOfId(id), () => []).push(joining);
        for (const urn of joining.unknownFrom) getOrAdd(byUrn, urn, () => []).push(joining);
    }
    const addresses = stack.ofKind(FAMILY, "lb", "BackendAddressPoolAddress");
    const addressesByEnd = new Map<string, ParsedResource[]>();
    for (const one of addresses) {
        const id = lookupText(one.properties, "backendAddressPoolId");
        if (id.state === "known") getOrAdd(addressesByEnd, endOfId(id.value), () => []).push(one);
    }
    return { byEnd, byUrn, addressesByEnd, addressesByUrn: referrersByUrn(addresses, "backendAddressPoolId", stack) };
});

/** How many members a pool has: addresses that are resources, and what joins it by naming it. */
function countMembers(pool: ParsedResource, stack: ResourceIndex): Fact<Replicas> {
    const { byEnd, byUrn, addressesByEnd, addressesByUrn } = membersOf(stack);
    const end = endOf(pool) ?? "";
    const joining = new Set([...(byUrn.get(pool.urn) ?? []), ...(byEnd.get(end) ?? [])]);
    const addresses = new Set([...(addressesByUrn.get(pool.urn) ?? []), ...(addressesByEnd.get(end) ?? [])]);
    const sizes = [...joining].map(({ size }) => size);
    const known = sizes.reduce((sum, size) => sum + (size.known ? size.value : 0), addresses.size);
    const missing = sizes.flatMap((size) => (size.known ? [] : [size.path]))[0];
    const source = `BackendAddressPool ${pool.name}`;
    if (missing === undefined) return fact({ min: known, max: known, source });
    return known > 1 ? fact({ min: known, max: Infinity, source }) : notYet(missing);
}

/** The balancer's name and the pool's, as ids end with them; undefined where they are not known. */
function endOf({ properties }: ParsedResource): string | undefined {
    const [balancer, name] = [lookupText(properties, "loadbalancerId"), lookupText(properties, "name")];
    if (balancer.state !== "known" || name.state !== "known") return undefined;
    return endOfId(`/loadBalancers/${lastOf(balancer.value)}/backendAddressPools/${name.value}`);
}

function endOfId(id: string): string {
    return id.split("/").slice(-4).join("/").toLowerCase();
}
