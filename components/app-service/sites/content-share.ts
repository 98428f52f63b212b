import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

/** Settings by which a site finds the file share with its content. https://learn.microsoft.com/azure/azure-functions/functions-app-settings#website_contentazurefileconnectionstring */
export const CONTENT_CONNECTION = "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING";
export const CONTENT_SHARE = "WEBSITE_CONTENTSHARE";
/** https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-shares--directories--files--and-metadata */
const SHARE_NAME = /^(?=.{3,63}$)[a-z0-9](?:-?[a-z0-9])*$/;

/** A file share that holds the app's code, reached by a key: Azure Files takes no identity for it. */
export interface ContentShareArgs {
    /** Connection string of the storage account, with its key. Kept secret. */
    connectionString: pulumi.Input<string>;
    /** Name of the share, which Azure makes where it is not there; the same at every update, or the app loses its code. */
    shareName: pulumi.Input<string>;
}

/** Checks a share, and returns it with its key as a secret. */
export function readContentShare(check: Checks, path: string, given: ContentShareArgs | undefined): ContentShareArgs {
    const share = check.required(path, given, "give connectionString and shareName.") as ContentShareArgs;
    return {
        connectionString: pulumi.secret(
            check.required(
                `${path}.connectionString`,
                share.connectionString,
                "give the connection string of the storage account.",
            ),
        ),
        shareName: check.text(
            `${path}.shareName`,
            check.required(`${path}.shareName`, share.shareName, "give the name of the share."),
            SHARE_NAME,
            "it has to have 3 to 63 small letters, digits and single hyphens, and neither begin nor end with a hyphen.",
        ) as pulumi.Input<string>,
    };
}

/** The settings of a share. */
export function contentSettings(share: ContentShareArgs): Record<string, pulumi.Input<string>> {
    return { [CONTENT_CONNECTION]: share.connectionString, [CONTENT_SHARE]: share.shareName };
}

/** The share with its key as a secret, where there is one: as the engine may store it. */
export function hideKey({ contentShare }: { contentShare?: ContentShareArgs | undefined }) {
    if (contentShare === undefined) return {};
    return { contentShare: { ...contentShare, connectionString: pulumi.secret(contentShare.connectionString) } };
}
