import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";
import { plainWord } from "../affinity/plain-word";
import { type SessionStoreArgs, type SessionStoreClustering } from "./args";
import { checkPrefix } from "./variables";

const DEFAULT_PREFIX = "REDIS_";
const SKU = /^(?:Balanced_B|MemoryOptimized_M|ComputeOptimized_X|FlashOptimized_A)(\d+)$/;
/** Most that a store without shards holds, in GB. https://learn.microsoft.com/azure/redis/choose-clustering-policy */
const LARGEST_UNSHARDED = 25;
const NAME = /^(?=.{1,60}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/;
/** A component's name that Pulumi can make a store's from, with eight hexadecimal digits. */
const AUTO_NAME = /^(?=.{1,52}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/;

/** Checks the arguments and completes them with the component's defaults. */
export function readArgs(check: Checks, name: string, args: SessionStoreArgs) {
    const prefix = args.variablePrefix ?? DEFAULT_PREFIX;
    checkPrefix(check, "variablePrefix", prefix);
    const { sku, clusteringPolicy } = readSize(check, args);
    return {
        prefix,
        sku,
        clusteringPolicy,
        resourceGroupName: check.required(
            "resourceGroupName",
            args.resourceGroupName,
            "give the name of the resource group.",
        ),
        access: plainWord(check, "access", args.access, ["identity", "key"]) ?? "identity",
        highAvailability: pulumi
            .output(args.highAvailability)
            .apply((asked) => (asked === false ? "Disabled" : "Enabled")),
        publicNetworkAccess:
            check.oneOf("publicNetworkAccess", args.publicNetworkAccess, ["Enabled", "Disabled"]) ?? "Enabled",
        clusterName: readName(check, name, args),
    };
}

/** The size, and what clients see of its shards, held against each other once both are known. */
function readSize(check: Checks, args: SessionStoreArgs) {
    const sku = check.value(
        "sku",
        check.required("sku", args.sku, 'give a family and size, such as "Balanced_B1".'),
        faultOfSku,
    ) as pulumi.Input<string>;
    const clusteringPolicy =
        check.oneOf("clusteringPolicy", args.clusteringPolicy, ["EnterpriseCluster", "OSSCluster", "NoCluster"]) ??
        "EnterpriseCluster";
    return check.together<{ sku: string; clusteringPolicy: SessionStoreClustering }>(
        { sku, clusteringPolicy },
        (known) => {
            if (known.clusteringPolicy !== "NoCluster" || gigabytesAtLeast(known.sku) <= LARGEST_UNSHARDED) return;
            check.fail(
                "clusteringPolicy",
                known.clusteringPolicy,
                `a store without shards has at most ${LARGEST_UNSHARDED} GB, and ${known.sku} has more. ` +
                    'Use "EnterpriseCluster", or a smaller size.',
            );
        },
    );
}

function faultOfSku(sku: string): string | undefined {
    if (typeof sku === "string" && SKU.test(sku)) return undefined;
    const families = '"Balanced_B1", "MemoryOptimized_M10", "ComputeOptimized_X3" or "FlashOptimized_A250"';
    return typeof sku === "string" && sku.startsWith("Enterprise")
        ? `the Enterprise sizes retire on 2027-03-31. Use one such as ${families}.`
        : `it has to be a family and size such as ${families}.`;
}

/** A size's number is never more than its gigabytes. */
function gigabytesAtLeast(sku: string): number {
    return Number(SKU.exec(sku)?.[1]);
}

function readName(check: Checks, name: string, args: SessionStoreArgs): pulumi.Input<string> | undefined {
    const rule = "letters, digits and hyphens, with no hyphen at either end or beside another";
    if (args.clusterName !== undefined) {
        return check.text("clusterName", args.clusterName, NAME, `it has to have 1 to 60 ${rule}.`);
    }
    if (!AUTO_NAME.test(name)) {
        check.missing(
            "clusterName",
            `the store's name cannot be made from the component's name ${JSON.stringify(name)}, which has to have at most 52 ` +
                `${rule}. Change it, or give clusterName.`,
        );
    }
    return undefined;
}
