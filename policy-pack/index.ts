import { PolicyPack } from "@pulumi/policy";

import { toPolicy } from "./crossguard";
import { rules } from "./rules";
import { SeenInputs } from "./seen-inputs";

const seen = new SeenInputs();

new PolicyPack("session-affinity", {
    enforcementLevel: "mandatory",
    policies: rules.map((rule) => toPolicy(rule, undefined, seen)),
});
