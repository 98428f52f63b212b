import * as assert from "node:assert/strict";

import { type Properties, UNKNOWN } from "../../../../sandbox/cloud";
import { furnished, GROUP_ID, inRg, refused } from "./support";

const POLICY = "azure-native:network:WebApplicationFirewallPolicy";
const CONDITION = {
    matchVariables: [{ variableName: "RequestHeaders", selector: "X-Azure-FDID" }],
    operator: "Equal",
    negationConditon: true,
    matchValues: ["id"],
};
const RULE = { name: "others", priority: 1, ruleType: "MatchRule", action: "Block", matchConditions: [CONDITION] };

function create(customRules: Properties[], more: Properties = {}): string {
    const managedRules = { managedRuleSets: [{ ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1" }] };
    return furnished().cloud.create(POLICY, inRg({ policyName: "waf", managedRules, customRules, ...more })).id;
}

describe("cloud: firewall policies", () => {
    it("lie where Application Gateways look for them", () => {
        const id = `${GROUP_ID}/providers/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/waf`;
        assert.equal(create([RULE, { ...RULE, name: "more", priority: 100 }]), id);
        create([{ ...RULE, priority: UNKNOWN, matchConditions: UNKNOWN }]);
        const { failures } = furnished().cloud.check(POLICY, "waf", inRg({ policyName: "waf" }));
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["managedRules"],
        );
    });

    const refusals: [about: string, rule: Properties, message: RegExp][] = [
        ["without a priority", { priority: null }, /The custom rule others has no priority/],
        ["of no type", { ruleType: null }, /has no ruleType/],
        ["without an action", { action: null }, /has no action/],
        ["without conditions", { matchConditions: null }, /has no matchConditions/],
        ["of a type that does not exist", { ruleType: "Match" }, /'Match' of ruleType/],
        ["of an action that does not exist", { action: "Deny" }, /'Deny' of action/],
        ["of a priority out of bounds", { priority: 101 }, /101 of priority is out of range/],
        ["of no variable", { matchConditions: [{ ...CONDITION, matchVariables: null }] }, /has no matchVariables/],
        ["of no values", { matchConditions: [{ ...CONDITION, matchValues: null }] }, /has no matchValues/],
        [
            "of an operator that does not exist",
            { matchConditions: [{ ...CONDITION, operator: "NotEqual" }] },
            /'NotEqual' of operator/,
        ],
    ];
    for (const [about, changed, message] of refusals) {
        it(`are refused with a rule ${about}`, () => refused(() => create([{ ...RULE, ...changed }]), message));
    }

    it("are refused with two rules of one priority, and with settings that do not exist", () => {
        refused(
            () => create([RULE, { ...RULE, name: "again" }]),
            /"WebApplicationFirewallCustomRulePriorityNotUnique"/,
        );
        refused(() => create([], { policySettings: { mode: "Block" } }), /'Block' of policySettings\.mode/);
        refused(() => create([], { policySettings: { state: "On" } }), /'On' of policySettings\.state/);
    });
});
