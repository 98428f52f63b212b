import { type web as inputs } from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type Replicas } from "../../affinity/vocabulary";
import { type OwnPlan } from "../sites/own-plan";

import { type ConsumptionHostingArgs, hideConsumption, readConsumption } from "./consumption-hosting";
import { type DedicatedHostingArgs, readDedicated } from "./dedicated-hosting";
import { type ElasticPremiumHostingArgs, hideElasticPremium, readElasticPremium } from "./elastic-premium-hosting";
import { type FlexHostingArgs, readFlex } from "./flex-hosting";
import { type FunctionRuntime } from "./function-runtime";

/** Plan that a Function App runs on. Give exactly one. */
export interface FunctionHostingArgs {
    /** Flex Consumption: scales from none, its storage and its package reached by the app's identity. */
    flex?: FlexHostingArgs | undefined;
    /** Consumption, the older plan that scales from none. */
    consumption?: ConsumptionHostingArgs | undefined;
    /** Elastic Premium: scales, with instances that are always there. */
    elasticPremium?: ElasticPremiumHostingArgs | undefined;
    /** An App Service plan, which needs `serverFarmId`: the number of instances is the plan's. */
    dedicated?: DedicatedHostingArgs | undefined;
}

/** What a plan asks of the app, and where its limits are written. */
export interface Hosting {
    readonly kind: pulumi.Input<string>;
    /** The plan that the component creates where none is given; undefined where one has to be given. */
    readonly plan: OwnPlan | undefined;
    /** Properties of the app beside its configuration. */
    readonly site: { functionAppConfig?: inputs.FunctionAppConfigArgs; reserved?: pulumi.Input<boolean> };
    /** Undefined where the plan takes none. */
    readonly siteConfig: pulumi.Output<inputs.SiteConfigArgs> | undefined;
    /** Application settings that the host needs on this plan. */
    readonly settings: pulumi.Input<Record<string, pulumi.Input<string>>>;
    readonly replicas: pulumi.Output<Replicas>;
}

const PLANS = ["flex", "consumption", "elasticPremium", "dedicated"] as const;

/** Checks the plan, and what it needs. */
export function readHosting(
    check: Checks,
    args: FunctionHostingArgs,
    runtime: FunctionRuntime,
    ownPlan: boolean,
): Hosting {
    switch (check.exactlyOne("", args, PLANS)) {
        case "flex":
            return readFlex(check, args.flex as FlexHostingArgs, runtime);
        case "consumption":
            return readConsumption(check, args.consumption as ConsumptionHostingArgs, runtime);
        case "elasticPremium":
            return readElasticPremium(check, args.elasticPremium as ElasticPremiumHostingArgs, runtime, ownPlan);
        case "dedicated":
            return readDedicated(check, args.dedicated as DedicatedHostingArgs, runtime, ownPlan);
    }
}

/** The plan's arguments as the engine may store them. */
export function hideHosting(args: FunctionHostingArgs): FunctionHostingArgs {
    return {
        ...(args.consumption && { consumption: hideConsumption(args.consumption) }),
        ...(args.elasticPremium && { elasticPremium: hideElasticPremium(args.elasticPremium) }),
    };
}
