import { affinityCookiesDistinct } from "./affinity-cookies-distinct";
import { affinityHasEffect } from "./affinity-has-effect";
import { affinityOnEveryHop } from "./affinity-on-every-hop";
import { affinityOutlivesNextHop } from "./affinity-outlives-next-hop";
import { affinitySurvivesDrift } from "./affinity-survives-drift";
import { apimPoolNeedsAffinity } from "./apim-pool-needs-affinity";
import { applicationGatewayNeedsAffinity } from "./application-gateway-needs-affinity";
import { clientIpBehindProxy } from "./client-ip-behind-proxy";
import { containerAppNeedsAffinity } from "./container-app-needs-affinity";
import { cookieAffinityNeedsCookieClient } from "./cookie-affinity-needs-cookie-client";
import { exemptionIsValid } from "./exemption-is-valid";
import { frontDoorNeedsAffinity } from "./front-door-needs-affinity";
import { headerHashNeedsClientHeader } from "./header-hash-needs-client-header";
import { kubernetesServiceNeedsAffinity } from "./kubernetes-service-needs-affinity";
import { loadBalancerNeedsAffinity } from "./load-balancer-needs-affinity";
import { poolFailoverNeedsCircuitBreaker } from "./pool-failover-needs-circuit-breaker";
import { type Rule } from "./rule";
import { webAppNeedsAffinity } from "./web-app-needs-affinity";

/** All rules of the pack; a new rule is one file and one line here. */
export const rules: readonly Rule[] = [
    affinityCookiesDistinct,
    affinityHasEffect,
    affinityOnEveryHop,
    affinityOutlivesNextHop,
    affinitySurvivesDrift,
    apimPoolNeedsAffinity,
    applicationGatewayNeedsAffinity,
    clientIpBehindProxy,
    containerAppNeedsAffinity,
    cookieAffinityNeedsCookieClient,
    frontDoorNeedsAffinity,
    headerHashNeedsClientHeader,
    kubernetesServiceNeedsAffinity,
    loadBalancerNeedsAffinity,
    poolFailoverNeedsCircuitBreaker,
    webAppNeedsAffinity,
    // Last: the others have told by then what they were given to exempt.
    exemptionIsValid,
];

export { type RuleConfig } from "./config";
export { judge, type Judgement } from "./judge";
export { type Finding, type Rule } from "./rule";
