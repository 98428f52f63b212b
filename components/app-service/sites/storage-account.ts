import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

const ACCOUNT_ID =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Storage\/storageAccounts\/[^/]+$/i;

/** Roles on storage, which hosts need. https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage */
export const STORAGE_ROLES = {
    blob: "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
    queue: "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
    table: "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
    account: "17d1049b-9a84-46fb-8f53-869881c3d3ab",
} as const;

/** Checks the id of a storage account. */
export function readStorageAccountId(
    check: Checks,
    path: string,
    id: pulumi.Input<string> | undefined,
): pulumi.Input<string> {
    return check.text(
        path,
        check.required(path, id, "give the id of the storage account."),
        ACCOUNT_ID,
        "it has to be the resource id of a storage account.",
    ) as pulumi.Input<string>;
}

/** Name of the account with the id. */
export function accountNameOf(storageAccountId: pulumi.Input<string>): pulumi.Output<string> {
    return pulumi.output(storageAccountId).apply((id) => id.split("/").at(-1) ?? "");
}

/** Lets an identity use a storage account. */
export function grantStorage(
    parent: pulumi.ComponentResource,
    name: string,
    storageAccountId: pulumi.Input<string>,
    role: string,
    principalId: pulumi.Input<string>,
): void {
    new authorization.RoleAssignment(
        name,
        {
            scope: storageAccountId,
            roleDefinitionId: roleDefinitionId(storageAccountId, role),
            principalId,
            principalType: "ServicePrincipal",
        },
        { parent },
    );
}

function roleDefinitionId(scope: pulumi.Input<string>, role: string): pulumi.Output<string> {
    return pulumi.output(scope).apply((id) => {
        const subscription = id.split("/").slice(0, 3).join("/");
        return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
    });
}
