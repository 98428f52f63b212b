import { PolicyPack } from "@pulumi/policy";

import { toPolicies } from "./policies";

new PolicyPack("session-affinity", { enforcementLevel: "mandatory", policies: toPolicies() });
