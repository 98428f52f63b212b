import * as pulumi from "@pulumi/pulumi";

import { azureNativeVersion } from "../apim-package";

/** Key Vault Secrets User: reads the values of secrets. https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/security#key-vault-secrets-user */
const SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6";

/** A role that somebody needs for a resource to work. */
export interface RequiredRole {
    /** Name of the role. */
    readonly role: string;
    /** Resource id of the role's definition, which is the same in every subscription; absent for an app role, which the application defines. */
    readonly roleDefinitionId?: string;
    /** What it is needed on: a resource id where it is known, else the address of the secret. */
    readonly scope: string;
    /** Who needs it: an object id where it is known, else whose identity it is, in words. */
    readonly principal: string;
    /** True where the component assigns it, false where that is left to others. */
    readonly created: boolean;
}

/** One of API Management's identities, by its client id where it is a user-assigned one. */
export function identityInWords(clientId: string | undefined): string {
    return clientId === undefined
        ? "the system-assigned identity of the API Management service"
        : `the user-assigned identity with the client id ${clientId}`;
}

/** The role that lets a principal read a secret. */
export function secretsUser(scope: string, principal: string, created: boolean): RequiredRole {
    return { role: "Key Vault Secrets User", roleDefinitionId: definitionId(""), scope, principal, created };
}

/**
 * Lets a principal read one secret. azure-native's own class would load its whole `authorization` module for every
 * program that imports this folder, so the assignment is registered by its token.
 */
export class SecretReader extends pulumi.CustomResource {
    constructor(
        name: string,
        args: { scope: pulumi.Output<string>; principalId: pulumi.Input<string> },
        opts: pulumi.CustomResourceOptions,
    ) {
        super(
            "azure-native:authorization:RoleAssignment",
            name,
            {
                scope: args.scope,
                roleDefinitionId: args.scope.apply((scope) => definitionId(scope.split("/").slice(0, 3).join("/"))),
                principalId: args.principalId,
                principalType: "ServicePrincipal",
            },
            pulumi.mergeOptions({ version: azureNativeVersion() }, opts),
        );
    }
}

function definitionId(subscription: string): string {
    return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${SECRETS_USER}`;
}
