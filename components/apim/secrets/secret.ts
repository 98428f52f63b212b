import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

import { identityInWords, type RequiredRole, SecretReader, secretsUser } from "./key-vault-grant";

/** Bound of a named value. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/namedvalues */
const VALUE_LIMIT = 4096;
/** Address of a secret: its vault's name, its own name, and its version where there is one. */
const SECRET_ID = /^https:\/\/([^/.\s]+)\.[^/\s]+\/secrets\/([A-Za-z0-9-]{1,127})(?:\/([A-Za-z0-9]+))?\/?$/;
const VAULT_ID = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.KeyVault\/vaults\/([^/]+)$/i;
/** Client and object ids of identities. */
export const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A secret in Key Vault that API Management reads itself. */
export interface KeyVaultSecretArgs {
    /** Address of the secret, `https://<vault's host>/secrets/<name>`. With a version at its end it works, and API Management stops following the secret's rotation: that is a warning. */
    secretId: pulumi.Input<string>;
    /** Client id of the service's user-assigned identity that reads the secret. Omitted: the service's system-assigned identity. */
    identityClientId?: pulumi.Input<string | undefined>;
    /** Assigns *Key Vault Secrets User* on this one secret before API Management reads it. Omitted: nothing is assigned, and the identity has to have the role. Azure may take minutes to apply a new assignment. */
    grant?: {
        /** Resource id of the secret's vault, which has to use role-based access control. */
        vaultId: pulumi.Input<string>;
        /** Object id of the identity that reads the secret. */
        principalId: pulumi.Input<string>;
    };
}

/** A secret: exactly one of `value` and `keyVault`. */
export interface SecretArgs {
    /** The value itself, 1 to 4096 characters, kept secret. */
    value?: pulumi.Input<string | undefined>;
    /** Where the value is in Key Vault; API Management reads it anew within four hours of a change. */
    keyVault?: KeyVaultSecretArgs | undefined;
}

/** A secret in Key Vault, checked. */
export interface KeyVaultSecret {
    /** As API Management takes it. */
    readonly contract: { secretIdentifier: pulumi.Input<string>; identityClientId?: pulumi.Input<string> };
    readonly grant: { scope: pulumi.Output<string>; principalId: pulumi.Input<string> } | undefined;
    readonly requiredRoles: pulumi.Output<RequiredRole[]>;
}

/** The value as a secret; no error shows it. */
export function readValue(check: Checks, path: string, value: pulumi.Input<string>): pulumi.Output<string> {
    const held = check.together<{ value: string }>({ value }, (known) => {
        if (typeof known.value !== "string") throw check.fault(path, "has to be a text.");
        const { length } = known.value;
        if (length < 1 || length > VALUE_LIMIT) {
            throw check.fault(path, `has ${length} characters: it has to have 1 to ${VALUE_LIMIT}.`);
        }
    });
    return pulumi.secret(held.value);
}

/** Checks where a secret is in Key Vault. */
export function readKeyVault(check: Checks, path: string, args: KeyVaultSecretArgs): KeyVaultSecret {
    const secretId = check.text(
        `${path}.secretId`,
        check.required(`${path}.secretId`, args.secretId, "give the address of the secret."),
        SECRET_ID,
        "it has to be the address of a secret, https://<vault's host>/secrets/<name>.",
    ) as pulumi.Input<string>;
    const identityClientId = check.text(
        `${path}.identityClientId`,
        args.identityClientId,
        GUID,
        "it has to be the client id of a user-assigned identity.",
    );
    const grant = args.grant && readGrant(check, `${path}.grant`, args.grant, secretId);
    const requiredRoles = grant
        ? pulumi.all([grant.scope, grant.principalId]).apply(([scope, id]) => [secretsUser(scope, id, true)])
        : pulumi
              .all([secretId, identityClientId])
              .apply(([id, client]) => [secretsUser(withoutVersion(id), identityInWords(client), false)]);
    return {
        contract: {
            secretIdentifier: inTheClear(secretId),
            ...(identityClientId === undefined ? {} : { identityClientId }),
        },
        grant,
        requiredRoles,
    };
}

function readGrant(
    check: Checks,
    path: string,
    grant: NonNullable<KeyVaultSecretArgs["grant"]>,
    secretId: pulumi.Input<string>,
): { scope: pulumi.Output<string>; principalId: pulumi.Input<string> } {
    const vaultId = check.text(
        `${path}.vaultId`,
        check.required(`${path}.vaultId`, grant.vaultId, "give the resource id of the secret's vault."),
        VAULT_ID,
        "it has to be the resource id of a key vault.",
    ) as pulumi.Input<string>;
    const held = check.together<{ vaultId: string; secretId: string }>({ vaultId, secretId }, (known) => {
        const vault = SECRET_ID.exec(known.secretId)?.[1];
        if (VAULT_ID.exec(known.vaultId)?.[1]?.toLowerCase() !== vault?.toLowerCase()) {
            check.fail(`${path}.vaultId`, known.vaultId.split("/").at(-1), `the secret is in the vault "${vault}".`);
        }
    });
    return {
        scope: pulumi.unsecret(
            held.apply((known) => `${known.vaultId}/secrets/${SECRET_ID.exec(known.secretId)?.[2]}`),
        ),
        principalId: check.text(
            `${path}.principalId`,
            check.required(`${path}.principalId`, grant.principalId, "give the object id of the service's identity."),
            GUID,
            "it has to be the object id of an identity.",
        ) as pulumi.Input<string>,
    };
}

/**
 * Assigns the role that a secret in Key Vault needs, where that was asked for, and warns of a version in its address.
 *
 * @returns what depends on the role.
 */
export function letRead(
    { contract, grant }: KeyVaultSecret,
    name: string,
    label: string,
    parent: pulumi.Resource,
): pulumi.CustomResourceOptions {
    warnOfVersion(parent, label, contract.secretIdentifier);
    if (!grant) return { parent };
    return { parent, dependsOn: [new SecretReader(`${name}-reader`, grant, { parent })] };
}

/** Where a secret is is none: what is read off a secret's own outputs only comes out as one. */
function inTheClear(secretId: pulumi.Input<string>): pulumi.Input<string> {
    return typeof secretId === "string" ? secretId : pulumi.unsecret(pulumi.output(secretId));
}

function withoutVersion(secretId: string): string {
    return secretId.replace(/(\/secrets\/[^/]+).*$/, "$1");
}

function warnOfVersion(component: pulumi.Resource, label: string, secretId: pulumi.Input<string>): void {
    pulumi.output(secretId).apply((id) => {
        const version = SECRET_ID.exec(id)?.[3];
        if (version === undefined) return;
        void pulumi.log.warn(
            `${label} ends in the version ${version}, so that API Management goes on ` +
                `with it when the secret is rotated. Take the version out: ${withoutVersion(id)}.`,
            component,
        );
    });
}
