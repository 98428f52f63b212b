import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { PLAN_REPLICAS } from "../sites/plan-replicas";

import { packageSettings } from "./function-code";
import { type FunctionRuntime, holdRuntime, runtimeConfig, runtimeSettings } from "./function-runtime";
import { type Hosting } from "./hosting";
import { functionAppKind, type OperatingSystem, readLinux } from "./operating-system";

/** A Function App on an App Service plan. */
export interface DedicatedHostingArgs {
    /** What its machines run. Omitted: "linux". */
    operatingSystem?: pulumi.Input<OperatingSystem | undefined>;
    /** Address of the deployment package, a blob that the app's identity may read. Omitted: the package that is uploaded to the app. */
    packageUrl?: pulumi.Input<string | undefined>;
}

/** Checks what an App Service plan needs: no file share, and an app that stays loaded, or only requests would wake it. */
export function readDedicated(
    check: Checks,
    args: DedicatedHostingArgs,
    given: FunctionRuntime,
    ownPlan: boolean,
): Hosting {
    if (ownPlan) check.missing("serverFarmId", "give the id of the App Service plan: the component creates none.");
    const code = packageSettings(check, "dedicated.packageUrl", args.packageUrl);
    const linux = readLinux(check, "dedicated.operatingSystem", args.operatingSystem, "linux");
    const runtime = holdRuntime(check, given, linux);
    return {
        kind: functionAppKind(linux),
        plan: undefined,
        site: { reserved: linux },
        // https://learn.microsoft.com/azure/azure-functions/dedicated-plan#always-on
        siteConfig: runtimeConfig(runtime, linux).apply((config) => ({ ...config, alwaysOn: true })),
        settings: runtimeSettings(runtime, linux).apply((settings) => ({ ...settings, ...code })),
        replicas: pulumi.output(PLAN_REPLICAS),
    };
}
