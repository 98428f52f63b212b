import { apimPoolNeedsAffinity } from "./apim-pool-needs-affinity";
import { containerAppNeedsAffinity } from "./container-app-needs-affinity";
import { kubernetesServiceNeedsAffinity } from "./kubernetes-service-needs-affinity";
import { type Rule } from "./rule";
import { webAppNeedsAffinity } from "./web-app-needs-affinity";

/** All rules of the pack; a new rule is one file and one line here. */
export const rules: readonly Rule[] = [
    apimPoolNeedsAffinity,
    containerAppNeedsAffinity,
    kubernetesServiceNeedsAffinity,
    webAppNeedsAffinity,
];

export { type RuleConfig } from "./config";
export { judge, type Judgement } from "./judge";
export { type Finding, type Rule } from "./rule";
