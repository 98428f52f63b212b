import { type Policies } from "@pulumi/policy";

import { toPolicy } from "./crossguard";
import { readingsOf } from "./readings";
import { rules as allRules, type Rule } from "./rules";
import { SeenInputs } from "./seen-inputs";

export { type Finding, type Rule, type RuleConfig, rules } from "./rules";

/**
 * The rules as CrossGuard policies, for a pack of your own:
 * `new PolicyPack("ours", { enforcementLevel: "mandatory", policies: [...toPolicies(), ...others] })`. Call it once in a
 * pack: the rules that join resources look at inputs that the others were shown.
 *
 * @param rules some of {@link allRules}, by their `name`. Omitted: all of them.
 */
export function toPolicies(rules: readonly Rule[] = allRules): Policies {
    const seen = new SeenInputs();
    const readings = readingsOf(seen);
    return rules.map((rule) => toPolicy(rule, undefined, seen, readings));
}
