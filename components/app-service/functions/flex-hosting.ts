import { type web as inputs } from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

import { type FunctionRuntime } from "./function-runtime";
import { type Hosting } from "./hosting";

/** https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan */
const DEFAULT_MAX_INSTANCES = 100;
const INSTANCE_LIMIT = 1000;
const DEFAULT_INSTANCE_MEMORY_MB = 2048;
/** The plan's smallest size; it may come to offer larger ones. https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan#instance-memory */
const SMALLEST_INSTANCE_MB = 512;

/** A Function App on a Flex Consumption plan (`sku.name` FC1), which holds one app. */
export interface FlexHostingArgs {
    /** Address of the blob container that holds the deployment package, `https://<account>.blob.core.windows.net/<container>`. */
    deploymentContainerUrl: pulumi.Input<string>;
    /** Most instances, 1 to 1000. Omitted: 100. */
    maximumInstanceCount?: pulumi.Input<number | undefined>;
    /** Instances kept ready for HTTP requests, 0 to 1000. Omitted: 0, the app scales to none. */
    alwaysReadyInstances?: pulumi.Input<number | undefined>;
    /** Memory of an instance, in MB, one of the sizes that the plan offers. Omitted: 2048. */
    instanceMemoryMB?: pulumi.Input<number | undefined>;
}

interface Instances {
    readonly min: number;
    readonly max: number;
}

/** Checks what Flex Consumption needs: all of it stands in `functionAppConfig`. */
export function readFlex(check: Checks, args: FlexHostingArgs, runtime: FunctionRuntime): Hosting {
    const instances = readInstances(check, args);
    return {
        kind: "functionapp,linux",
        plan: { size: "FC1", tier: "FlexConsumption", kind: "functionapp", linux: true },
        site: {
            functionAppConfig: {
                deployment: { storage: readStorage(check, args) },
                runtime: { name: runtime.name, version: runtime.version },
                scaleAndConcurrency: readScale(check, args, instances),
            },
        },
        // azure-native adds `netFrameworkVersion` to any, which this plan refuses. https://github.com/pulumi/pulumi-azure-native/issues/4168
        siteConfig: undefined,
        settings: {},
        replicas: instances.apply((known) => ({ ...known, source: "functionAppConfig.scaleAndConcurrency" })),
    };
}

function readInstances(check: Checks, args: FlexHostingArgs): pulumi.Output<Instances> {
    const bounds = { max: INSTANCE_LIMIT };
    return check.together<Instances>(
        {
            min: check.integer("flex.alwaysReadyInstances", args.alwaysReadyInstances, { min: 0, ...bounds }) ?? 0,
            max:
                check.integer("flex.maximumInstanceCount", args.maximumInstanceCount, { min: 1, ...bounds }) ??
                DEFAULT_MAX_INSTANCES,
        },
        (known) => {
            if (known.min <= known.max) return;
            const rule = `it cannot be more than flex.maximumInstanceCount, which is ${known.max}.`;
            check.fail("flex.alwaysReadyInstances", known.min, rule);
        },
    );
}

function readStorage(check: Checks, args: FlexHostingArgs): inputs.FunctionsDeploymentStorageArgs {
    const path = "flex.deploymentContainerUrl";
    return {
        type: "blobContainer",
        value: check.text(
            path,
            check.required(
                path,
                args.deploymentContainerUrl,
                "give the address of the blob container for the deployment package.",
            ),
            /^https:\/\/[^/]+\/[^/]+$/,
            "it has to be https://<account's blob host>/<container>.",
        ),
        authentication: { type: "SystemAssignedIdentity" },
    };
}

function readScale(
    check: Checks,
    args: FlexHostingArgs,
    instances: pulumi.Output<Instances>,
): inputs.FunctionsScaleAndConcurrencyArgs {
    return {
        maximumInstanceCount: instances.max,
        instanceMemoryMB:
            check.value("flex.instanceMemoryMB", args.instanceMemoryMB, (size) =>
                Number.isInteger(size) && size >= SMALLEST_INSTANCE_MB
                    ? undefined
                    : `it has to be a whole number from ${SMALLEST_INSTANCE_MB} up, one of the plan's sizes in MB.`,
            ) ?? DEFAULT_INSTANCE_MEMORY_MB,
        alwaysReady: instances.min.apply((min) => (min > 0 ? [{ name: "http", instanceCount: min }] : [])),
    };
}
