import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { contentSettings, type ContentShareArgs } from "../sites/content-share";

import { type HostStorageArgs, storageSettings } from "./host-storage";

/** What every Logic App (Standard) has. https://learn.microsoft.com/azure/logic-apps/edit-app-settings-host-settings */
const HOST = {
    APP_KIND: "workflowApp",
    FUNCTIONS_EXTENSION_VERSION: "~4",
    AzureFunctionsJobHost__extensionBundle__id: "Microsoft.Azure.Functions.ExtensionBundle.Workflows",
} as const;
const DEFAULT_BUNDLE_VERSION = "[1.*, 2.0.0)";
const DEFAULT_NODE_VERSION = "~20";

/** What workflows run on. */
export interface WorkflowRuntimeArgs {
    /** Language of the host: "dotnet" runs .NET functions of one's own too. Omitted: "dotnet", as the portal creates apps. */
    workerRuntime?: pulumi.Input<"dotnet" | "node" | undefined>;
    /** Version of Node for inline code, such as "~20". Omitted: "~20". */
    nodeVersion?: pulumi.Input<string | undefined>;
    /** Range of versions of the workflows' extension bundle. Omitted: "[1.*, 2.0.0)". */
    extensionBundleVersion?: pulumi.Input<string | undefined>;
    /** Application settings beside those that the host needs; values may be secret. Omitted: none. */
    appSettings?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/** Checks the settings; returns the host's, and the user's own as a secret. */
export function readWorkflowSettings(
    check: Checks,
    args: WorkflowRuntimeArgs,
    share: ContentShareArgs,
    hostStorage: HostStorageArgs | undefined,
) {
    const host: Record<string, pulumi.Input<string>> = {
        ...HOST,
        AzureFunctionsJobHost__extensionBundle__version: readBundleVersion(check, args),
        FUNCTIONS_WORKER_RUNTIME: check.oneOf("workerRuntime", args.workerRuntime, ["dotnet", "node"]) ?? "dotnet",
        WEBSITE_NODE_DEFAULT_VERSION:
            check.text("nodeVersion", args.nodeVersion, /^~\d+$/, 'it has to be a version such as "~20".') ??
            DEFAULT_NODE_VERSION,
        ...storageSettings(hostStorage, share.connectionString),
        ...contentSettings(share),
    };
    const reserved = [...Object.keys(host), "AzureWebJobsStorage", "WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT"];
    const given = check.without<Record<string, pulumi.Input<string>>>("appSettings", args.appSettings, reserved);
    return { host, appSettings: given === undefined ? undefined : pulumi.secret(given) };
}

function readBundleVersion(check: Checks, { extensionBundleVersion }: WorkflowRuntimeArgs): pulumi.Input<string> {
    const range = check.text(
        "extensionBundleVersion",
        extensionBundleVersion,
        /^[[(][^,[\]()]+,[^,[\]()]+[\])]$/,
        'it has to be a range of versions, such as "[1.*, 2.0.0)".',
    );
    return range ?? DEFAULT_BUNDLE_VERSION;
}
