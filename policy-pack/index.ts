import { PolicyPack } from "@pulumi/policy";

import { toPolicies } from "./policies";
import { shareConversions } from "./shared-conversions";

shareConversions();
new PolicyPack("session-affinity", { enforcementLevel: "mandatory", policies: toPolicies() });
