import { balancerOf } from "../readers/load-balancer-rules";

import { type LinkReader } from "./link";

/** A Load Balancer of the classic package "azure" leads to its rules, which are resources of their own. */
export const loadBalancerRuleLinks: LinkReader = (stack) =>
    stack.ofKind("azure", "lb", "Rule").flatMap((rule) => {
        const balancer = balancerOf(rule, stack);
        return balancer ? [{ from: balancer.urn, to: rule.urn, via: rule.urn }] : [];
    });
