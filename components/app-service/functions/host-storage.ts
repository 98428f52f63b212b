import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { CONTENT_CONNECTION, CONTENT_SHARE } from "../sites/content-share";
import { accountNameOf } from "../sites/storage-account";

import { RUN_FROM_PACKAGE } from "./function-code";

/** Settings by which the Functions host finds its storage. https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity */
const HOST_STORAGE = "AzureWebJobsStorage__accountName";
const HOST_CREDENTIAL = "AzureWebJobsStorage__credential";

/** Settings that are the component's to write on one plan or another, or that would go before what it writes. */
const RESERVED = [
    "AzureWebJobsStorage",
    HOST_STORAGE,
    HOST_CREDENTIAL,
    "FUNCTIONS_EXTENSION_VERSION",
    "FUNCTIONS_WORKER_RUNTIME",
    "WEBSITE_NODE_DEFAULT_VERSION",
    "WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT",
    RUN_FROM_PACKAGE,
    CONTENT_CONNECTION,
    CONTENT_SHARE,
];

/** The host finds its storage by the account's name and the app's own identity. */
export function hostSettings(storageAccountId: pulumi.Input<string>): Record<string, pulumi.Input<string>> {
    return { [HOST_STORAGE]: accountNameOf(storageAccountId), [HOST_CREDENTIAL]: "managedidentity" };
}

/** The user's own settings, as a secret; undefined where there are none. */
export function readAppSettings(
    check: Checks,
    given: pulumi.Input<Record<string, pulumi.Input<string>> | undefined> | undefined,
): pulumi.Input<Record<string, pulumi.Input<string>>> | undefined {
    return check.without<Record<string, pulumi.Input<string>>>("appSettings", given, RESERVED);
}
