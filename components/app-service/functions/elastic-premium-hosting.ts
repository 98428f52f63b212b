import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { hideKey } from "../sites/content-share";
import { type ElasticScaleArgs, readElasticScale, refuseForeignPlan } from "../sites/elastic-scale";

import { type FunctionCodeArgs, readFunctionCode } from "./function-code";
import { type FunctionRuntime, holdRuntime, runtimeConfig, runtimeSettings } from "./function-runtime";
import { type Hosting } from "./hosting";
import { functionAppKind, type OperatingSystem, readLinux } from "./operating-system";

/** A Function App on an Elastic Premium plan (`sku.name` EP1, EP2 or EP3). */
export interface ElasticPremiumHostingArgs extends FunctionCodeArgs, ElasticScaleArgs {
    /** What its machines run. Omitted: "linux". */
    operatingSystem?: pulumi.Input<OperatingSystem | undefined>;
    /** Size of the machines. Only without `serverFarmId`, since it is the plan's. Omitted: "EP1". */
    size?: pulumi.Input<"EP1" | "EP2" | "EP3" | undefined>;
}

/** Checks what an Elastic Premium plan needs. */
export function readElasticPremium(
    check: Checks,
    args: ElasticPremiumHostingArgs,
    given: FunctionRuntime,
    ownPlan: boolean,
): Hosting {
    refuseForeignPlan(check, "elasticPremium.size", args.size, ownPlan);
    const code = readFunctionCode(check, "elasticPremium", args);
    const linux = readLinux(check, "elasticPremium.operatingSystem", args.operatingSystem, "linux");
    const runtime = holdRuntime(check, given, linux);
    const scale = readElasticScale(check, (argument) => `elasticPremium.${argument}`, args, ownPlan);
    return {
        kind: functionAppKind(linux),
        plan: {
            size: check.oneOf("elasticPremium.size", args.size, ["EP1", "EP2", "EP3"]) ?? "EP1",
            tier: "ElasticPremium",
            kind: "elastic",
            linux,
            maximumElasticWorkerCount: scale.maximumElasticWorkerCount,
        },
        site: { reserved: linux },
        siteConfig: runtimeConfig(runtime, linux).apply((config) => ({ ...config, ...scale.siteConfig })),
        settings: runtimeSettings(runtime, linux).apply((settings) => ({ ...settings, ...code })),
        replicas: scale.replicas,
    };
}

/** The arguments as the engine may store them. */
export function hideElasticPremium(args: ElasticPremiumHostingArgs): ElasticPremiumHostingArgs {
    return { ...args, ...hideKey(args) };
}
