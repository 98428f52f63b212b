import { type View } from "../view";
import { arm, refuse } from "./arm";
import { needs, oneOf, within } from "./parts";

const OPERATORS = [
    "IPMatch",
    "Equal",
    "Contains",
    "LessThan",
    "GreaterThan",
    "LessThanOrEqual",
    "GreaterThanOrEqual",
    "BeginsWith",
    "EndsWith",
    "Regex",
    "GeoMatch",
    "Any",
];

/** https://learn.microsoft.com/azure/templates/microsoft.network/applicationgatewaywebapplicationfirewallpolicies */
function validateRule(rule: View): void {
    const where = `The custom rule ${rule.text("name") ?? ""}`;
    needs(rule, where, ["priority", "ruleType", "action", "matchConditions"]);
    oneOf(rule, "ruleType", ["MatchRule", "RateLimitRule", "Invalid"]);
    oneOf(rule, "action", ["Allow", "Block", "Log", "JSChallenge"]);
    within(rule, "priority", 1, 100);
    for (const condition of rule.list("matchConditions")) {
        needs(condition, where, ["matchVariables", "operator", "matchValues"]);
        oneOf(condition, "operator", OPERATORS);
    }
}

export const FIREWALL_POLICY = arm({
    modules: ["network"],
    kind: "WebApplicationFirewallPolicy",
    path: "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/{policyName}",
    apiVersion: "2024-05-01",
    name: { maximum: 128 },
    required: ["managedRules"],
    writeOnly: ["id"],
    validate(inputs) {
        oneOf(inputs, "policySettings.mode", ["Prevention", "Detection"]);
        oneOf(inputs, "policySettings.state", ["Enabled", "Disabled"]);
        const rules = inputs.list("customRules");
        for (const rule of rules) validateRule(rule);
        const priorities = rules.flatMap((rule) => rule.number("priority") ?? []);
        if (new Set(priorities).size < priorities.length) {
            refuse(400, "WebApplicationFirewallCustomRulePriorityNotUnique", "Each custom rule has its own priority.");
        }
    },
    computed: () => ({ provisioningState: "Succeeded", resourceState: "Enabled" }),
});
