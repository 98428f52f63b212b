import { type web as inputs } from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { accountNameOf, grantStorage, readStorageAccountId, STORAGE_ROLES } from "../sites/storage-account";

const IDENTITY_ID =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i;
const SETTING = "AzureWebJobsStorage";

/**
 * Storage of a Logic App's runs, reached by a user-assigned identity: the service takes no other one. It gets the four
 * roles on the account that the service asks for.
 * https://learn.microsoft.com/azure/logic-apps/create-single-tenant-workflows-azure-portal#set-up-managed-identity-access-to-your-storage-account
 */
export interface HostStorageArgs {
    /** Resource id of the storage account, in Azure's public cloud. */
    storageAccountId: pulumi.Input<string>;
    /** Resource id of the user-assigned identity. */
    identityId: pulumi.Input<string>;
    /** Object id of the same identity, its `principalId`. */
    identityPrincipalId: pulumi.Input<string>;
}

/** Checks the storage of runs. */
export function readHostStorage(check: Checks, given: HostStorageArgs | undefined): HostStorageArgs | undefined {
    if (given === undefined) return undefined;
    const at = (argument: keyof HostStorageArgs) => `hostStorage.${argument}`;
    return {
        storageAccountId: readStorageAccountId(check, at("storageAccountId"), given.storageAccountId),
        identityId: check.text(
            at("identityId"),
            check.required(at("identityId"), given.identityId, "give the id of a user-assigned identity."),
            IDENTITY_ID,
            "it has to be the resource id of a user-assigned identity.",
        ) as pulumi.Input<string>,
        identityPrincipalId: check.required(
            at("identityPrincipalId"),
            given.identityPrincipalId,
            "give the identity's principalId, which the roles are assigned to.",
        ),
    };
}

/** The app's identities: its own, and that of its storage. */
export function identityOf(storage: HostStorageArgs | undefined): inputs.ManagedServiceIdentityArgs {
    if (storage === undefined) return { type: "SystemAssigned" };
    return { type: "SystemAssigned, UserAssigned", userAssignedIdentities: [storage.identityId] };
}

/** Settings by which the host finds its storage: by the identity, or by a connection string with a key. */
export function storageSettings(
    storage: HostStorageArgs | undefined,
    connectionString: pulumi.Input<string>,
): Record<string, pulumi.Input<string>> {
    if (storage === undefined) return { [SETTING]: connectionString };
    const account = accountNameOf(storage.storageAccountId);
    const address = (service: string) => account.apply((name) => `https://${name}.${service}.core.windows.net`);
    return {
        [`${SETTING}__blobServiceUri`]: address("blob"),
        [`${SETTING}__queueServiceUri`]: address("queue"),
        [`${SETTING}__tableServiceUri`]: address("table"),
        [`${SETTING}__credential`]: "managedIdentity",
        [`${SETTING}__managedIdentityResourceId`]: storage.identityId,
    };
}

/** Lets the identity use the account. */
export function grantHostStorage(parent: pulumi.ComponentResource, name: string, storage: HostStorageArgs): void {
    for (const [part, role] of Object.entries(STORAGE_ROLES)) {
        grantStorage(parent, `${name}-storage-${part}`, storage.storageAccountId, role, storage.identityPrincipalId);
    }
}
