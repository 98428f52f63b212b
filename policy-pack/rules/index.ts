import { affinityHasEffect } from "./affinity-has-effect";
import { apimPoolNeedsAffinity } from "./apim-pool-needs-affinity";
import { applicationGatewayNeedsAffinity } from "./application-gateway-needs-affinity";
import { containerAppNeedsAffinity } from "./container-app-needs-affinity";
import { frontDoorNeedsAffinity } from "./front-door-needs-affinity";
import { kubernetesServiceNeedsAffinity } from "./kubernetes-service-needs-affinity";
import { loadBalancerNeedsAffinity } from "./load-balancer-needs-affinity";
import { type Rule } from "./rule";
import { webAppNeedsAffinity } from "./web-app-needs-affinity";

/** All rules of the pack; a new rule is one file and one line here. */
export const rules: readonly Rule[] = [
    affinityHasEffect,
    apimPoolNeedsAffinity,
    applicationGatewayNeedsAffinity,
    containerAppNeedsAffinity,
    frontDoorNeedsAffinity,
    kubernetesServiceNeedsAffinity,
    loadBalancerNeedsAffinity,
    webAppNeedsAffinity,
];

export { type RuleConfig } from "./config";
export { judge, type Judgement } from "./judge";
export { type Finding, type Rule } from "./rule";
