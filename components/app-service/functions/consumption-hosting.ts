import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type Replicas } from "../../affinity/vocabulary";
import { hideKey } from "../sites/content-share";

import { type FunctionCodeArgs, readFunctionCode } from "./function-code";
import { type FunctionRuntime, holdRuntime, runtimeConfig, runtimeSettings } from "./function-runtime";
import { type Hosting } from "./hosting";
import { functionAppKind, type OperatingSystem, readLinux } from "./operating-system";

/** Most instances of an app. https://learn.microsoft.com/azure/azure-functions/event-driven-scaling#limit-scale-out */
const INSTANCE_LIMIT = 200;
const LIMIT_PATH = "consumption.functionAppScaleLimit";

/** A Function App on a Consumption plan (`sku.name` Y1). */
export interface ConsumptionHostingArgs extends FunctionCodeArgs {
    /** What its machines run. Omitted: "windows"; the service retires Linux here in favour of Flex Consumption. With "linux" give `packageUrl`. */
    operatingSystem?: pulumi.Input<OperatingSystem | undefined>;
    /** Most instances, 1 to 200. Omitted: as many as the plan gives, 200 at most. */
    functionAppScaleLimit?: pulumi.Input<number | undefined>;
}

/** Checks what a Consumption plan needs. */
export function readConsumption(check: Checks, args: ConsumptionHostingArgs, given: FunctionRuntime): Hosting {
    const code = readFunctionCode(check, "consumption", args);
    const linux = readOwnLinux(check, args);
    const runtime = holdRuntime(check, given, linux);
    const limit = check.integer(LIMIT_PATH, args.functionAppScaleLimit, { min: 1, max: INSTANCE_LIMIT });
    return {
        kind: functionAppKind(linux),
        plan: { size: "Y1", tier: "Dynamic", kind: "functionapp", linux },
        site: { reserved: linux },
        siteConfig: runtimeConfig(runtime, linux).apply((config) => ({
            ...config,
            ...(limit === undefined ? {} : { functionAppScaleLimit: limit }),
        })),
        settings: runtimeSettings(runtime, linux).apply((settings) => ({ ...settings, ...code })),
        replicas: pulumi.output(limit).apply(replicasOf),
    };
}

/** The arguments as the engine may store them. */
export function hideConsumption(args: ConsumptionHostingArgs): ConsumptionHostingArgs {
    return { ...args, ...hideKey(args) };
}

/** Linux has no share here: it takes its package from an address only. https://learn.microsoft.com/azure/azure-functions/run-functions-from-deployment-package */
function readOwnLinux(check: Checks, args: ConsumptionHostingArgs): pulumi.Input<boolean> {
    const path = "consumption.operatingSystem";
    const linux = readLinux(check, path, args.operatingSystem, "windows");
    if (args.contentShare === undefined) return linux;
    return check.together<{ linux: boolean }>({ linux }, (known) => {
        if (!known.linux) return;
        const rule = "on Linux this plan takes its code from consumption.packageUrl only.";
        check.conflict(path, "consumption.contentShare", rule);
    }).linux;
}

function replicasOf(limit: number | undefined): Replicas {
    return limit === undefined
        ? { min: 0, max: INSTANCE_LIMIT, source: "the Consumption plan's own limit" }
        : { min: 0, max: limit, source: "siteConfig.functionAppScaleLimit" };
}
