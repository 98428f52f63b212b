import { PolicyPack } from "@pulumi/policy";

import { toPolicy } from "./crossguard";
import { rules } from "./rules";

new PolicyPack("session-affinity", {
    enforcementLevel: "mandatory",
    policies: rules.map((rule) => toPolicy(rule)),
});
