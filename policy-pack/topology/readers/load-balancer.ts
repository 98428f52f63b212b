import { type Affinity, noAffinity } from "../../../components/affinity/vocabulary";
import { type HopReader } from "../hop";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { type Fact, fact, notYet } from "../values";

import { balancerHop, poolCounter } from "./balancer-ways";
import { type Part, partsIn, textIn, wholeOf } from "./parts";
import { type PoolKind } from "./pool-members";
import { type Way } from "./weakest-way";

const AFFINITY_PATH = "loadBalancingRules.loadDistribution";
/** Distributions that keep an address on a member. https://learn.microsoft.com/azure/load-balancer/distribution-mode-concepts */
const STICKY = ["SourceIP", "SourceIPProtocol"];

const POOLS: PoolKind = {
    segment: "loadBalancers",
    nameProperty: "loadBalancerName",
    addresses: "loadBalancerBackendAddresses",
};

/**
 * Load Balancer: a hop chooses among the members of a rule's pool. Of several rules the weakest speaks for the balancer.
 * One without rules balances nothing, so it is no hop.
 */
export const loadBalancer: HopReader = {
    platform: "load-balancer",
    kinds: ["azure-native:network:LoadBalancer"],
    read(resource, stack) {
        return balancerHop(resource, "load-balancer", waysOf(resource, stack), AFFINITY_PATH);
    },
};

function waysOf(resource: ParsedResource, stack: ResourceIndex): Way[] {
    const rules = partsIn(wholeOf(resource.properties), "loadBalancingRules");
    if (rules.state === "unknown") return [{ replicas: notYet(rules.path), affinity: notYet(rules.path) }];
    const count = poolCounter(resource, POOLS, stack);
    return (rules.state === "known" ? rules.value : []).flatMap((rule) => {
        const affinity = ruleAffinity(rule);
        const pools = partsIn(rule, "backendAddressPools");
        const references = [
            textIn(rule, "backendAddressPool.id"),
            ...(pools.state === "known" ? pools.value.map((pool) => textIn(pool, "id")) : []),
        ];
        return references.flatMap((reference) => {
            const replicas = count(reference);
            return replicas ? [{ replicas, affinity }] : [];
        });
    });
}

/** What a rule keeps clients by. */
export function ruleAffinity(rule: Part): Fact<Affinity> {
    const path = rule.path === "" ? "loadDistribution" : `${rule.path}.loadDistribution`;
    const distribution = textIn(rule, "loadDistribution");
    if (distribution.state === "unknown") return notYet(distribution.path);
    if (distribution.state === "absent") return fact(noAffinity(`${path} is not set`));
    const source = `${path} = "${distribution.value}"`;
    return fact(
        STICKY.includes(distribution.value) ? { kind: "client-ip", strength: "soft", source } : noAffinity(source),
    );
}
