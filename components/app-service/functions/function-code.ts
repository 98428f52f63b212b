import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { contentSettings, type ContentShareArgs, readContentShare } from "../sites/content-share";

/** Setting that says where the code is. https://learn.microsoft.com/azure/azure-functions/functions-app-settings#website_run_from_package */
export const RUN_FROM_PACKAGE = "WEBSITE_RUN_FROM_PACKAGE";
/** The package that was last uploaded to the app. */
const UPLOADED = "1";

/** Where the code of an app on a plan that scales comes from. Give exactly one. */
export interface FunctionCodeArgs {
    /**
     * Address of the deployment package, a blob that the app's identity may read: no key is needed. A new package needs
     * a new address or a restart, and the service says that scaling may be limited.
     * https://learn.microsoft.com/azure/azure-functions/storage-considerations#create-an-app-without-azure-files
     */
    packageUrl?: pulumi.Input<string | undefined>;
    /** A file share that packages are uploaded to. Azure Files takes a key only, kept secret, and no identity. */
    contentShare?: ContentShareArgs | undefined;
}

/** Checks where the code comes from; returns the settings that say so. */
export function readFunctionCode(
    check: Checks,
    path: string,
    args: FunctionCodeArgs,
): Record<string, pulumi.Input<string>> {
    if (check.exactlyOne(`${path}.`, args, ["packageUrl", "contentShare"]) === "packageUrl") {
        return packageSettings(check, `${path}.packageUrl`, args.packageUrl);
    }
    const share = readContentShare(check, `${path}.contentShare`, args.contentShare);
    return { [RUN_FROM_PACKAGE]: UPLOADED, ...contentSettings(share) };
}

/** The setting for a package by its address, or for the uploaded one where there is none. */
export function packageSettings(
    check: Checks,
    path: string,
    packageUrl: pulumi.Input<string | undefined> | undefined,
): Record<string, pulumi.Input<string>> {
    const url = check.text(
        path,
        packageUrl,
        /^https:\/\/[^/?#]+\/[^?#]+$/,
        "it has to be the address of a blob, https://<account's blob host>/<container>/<blob>, without a signature: the app's identity reads it.",
    );
    return { [RUN_FROM_PACKAGE]: url ?? UPLOADED };
}
