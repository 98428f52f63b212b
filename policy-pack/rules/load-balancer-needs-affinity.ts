import { declareBy, needsAffinity } from "./needs-affinity";

/** A Load Balancer with several members keeps its clients. */
export const loadBalancerNeedsAffinity = needsAffinity(
    {
        name: "load-balancer-needs-affinity",
        displayName: "Load Balancer rules with several members keep client addresses",
        description:
            "A Load Balancer whose rules send to a pool of several members distributes by the client's address, or is declared " +
            "stateless.",
        severity: "high",
        scope: "stack",
        tags: ["session-affinity", "azure", "load-balancer"],
    },
    {
        platform: "load-balancer",
        targets: "members",
        fix: 'Set loadDistribution of each of the loadBalancingRules to "SourceIP" (StickyLoadBalancer does)',
        declare: declareBy("tag"),
    },
);
