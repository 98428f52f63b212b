import { PolicyPack } from "@pulumi/policy";

import { foreignPolicies, initialConfig } from "./policies";

new PolicyPack("foreign", { policies: foreignPolicies }, initialConfig);
