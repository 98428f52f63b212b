import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";

/**
 * AppGw for Containers Configuration Manager: its data actions are in no other role, Owner's included.
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/networking
 */
const CONFIGURATION_MANAGER = "fbc52c3f-28ad-4303-a892-8a056630b8f1";
/** Network Contributor, to join the subnet. https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/networking#network-contributor */
const NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7";
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Checks the object id of the controller's identity. */
export function readPrincipal(check: Checks, path: string, given: pulumi.Input<string>): pulumi.Input<string> {
    return check.text(
        path,
        check.required(path, given, "give the object id (principal id) of the ALB controller's identity."),
        GUID,
        "it has to be an object id (principal id), a GUID.",
    ) as pulumi.Input<string>;
}

/** Gives the controller's identity the two roles that it works with. */
export function assignControllerRoles(
    parent: pulumi.Resource,
    name: string,
    grant: {
        readonly principalId: pulumi.Input<string>;
        readonly resourceGroupId: pulumi.Input<string>;
        readonly subnetId: pulumi.Input<string>;
    },
): authorization.RoleAssignment[] {
    const assign = (suffix: string, role: string, scope: pulumi.Input<string>) =>
        new authorization.RoleAssignment(
            `${name}-${suffix}`,
            {
                scope,
                roleDefinitionId: pulumi.output(scope).apply((id) => definitionId(id, role)),
                principalId: grant.principalId,
                principalType: "ServicePrincipal",
            },
            { parent },
        );
    return [
        assign("configuration-manager", CONFIGURATION_MANAGER, grant.resourceGroupId),
        assign("network-contributor", NETWORK_CONTRIBUTOR, grant.subnetId),
    ];
}

/** A role's definition in the subscription of its scope. */
function definitionId(scope: string, role: string): string {
    const subscription = scope.split("/").slice(0, 3).join("/");
    return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
}
