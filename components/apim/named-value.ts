import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";

import { readService, type ServicePlaceArgs } from "./backend-args";
import { type RequiredRole, SecretReader, secretsUser } from "./key-vault-grant";

/** Bounds of a named value. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/namedvalues */
const VALUE_LIMIT = 4096;
const DISPLAY_NAME = /^[A-Za-z0-9\-._]{1,256}$/;
/** A component's name that Pulumi can make an id from, with eight hexadecimal digits. */
const AUTO_NAME = /^[^*#&+:<>?/]{1,248}$/;
/** Address of a secret: its vault's name, its own name, and its version where there is one. */
const SECRET_ID = /^https:\/\/([^/.\s]+)\.[^/\s]+\/secrets\/([A-Za-z0-9-]{1,127})(?:\/([A-Za-z0-9]+))?\/?$/;
const VAULT_ID = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.KeyVault\/vaults\/([^/]+)$/i;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A named value's secret in Key Vault. */
export interface NamedValueKeyVaultArgs {
    /** Address of the secret, `https://<vault's host>/secrets/<name>`. With a version at its end it works, and API Management stops following the secret's rotation: that is a warning. */
    secretId: pulumi.Input<string>;
    /** Client id of the service's user-assigned identity that reads the secret. Omitted: the service's system-assigned identity. */
    identityClientId?: pulumi.Input<string | undefined>;
    /** Assigns *Key Vault Secrets User* on this one secret before the named value is created. Omitted: nothing is assigned, and the identity has to have the role. Azure may take minutes to apply a new assignment. */
    grant?: {
        /** Resource id of the secret's vault, which has to use role-based access control. */
        vaultId: pulumi.Input<string>;
        /** Object id of the identity that reads the secret. */
        principalId: pulumi.Input<string>;
    };
}

/** Arguments of {@link ApimNamedValue}. */
export interface ApimNamedValueArgs extends ServicePlaceArgs {
    /** Name that policies refer to, which no other named value of the service may have, 1 to 256 letters, digits, hyphens, dots and underscores. Omitted: the component's name, each other character of it a hyphen. */
    displayName?: pulumi.Input<string | undefined>;
    /** The value itself, 1 to 4096 characters, kept secret. Give exactly one of `value` and `keyVault`. */
    value?: pulumi.Input<string | undefined>;
    /** Where the value is in Key Vault; API Management reads it anew within four hours of a change. */
    keyVault?: NamedValueKeyVaultArgs;
}

/**
 * A secret of an API Management service under a name, which policies and backends' credentials refer to. The value shows
 * in request traces. https://learn.microsoft.com/azure/api-management/api-management-howto-properties
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class ApimNamedValue extends pulumi.ComponentResource {
    /** The named value itself. */
    public readonly namedValue: apimanagement.NamedValue;
    /** Id of the named value in its service. */
    public readonly name: pulumi.Output<string>;
    /** Name that policies refer to. */
    public readonly displayName: pulumi.Output<string>;
    /** What stands for the value in policies and credentials, `{{<display name>}}`; known once the named value exists. */
    public readonly reference: pulumi.Output<string>;
    /** Roles that the named value needs to be read, whether they are assigned here or not; none for a `value`. */
    public readonly requiredRoles: pulumi.Output<RequiredRole[]>;

    /**
     * @param name name of the component, at most 248 characters without `*#&+:<>?/`; the named value's id is made from it.
     * @param args see {@link ApimNamedValueArgs}.
     * @param opts options of the component; an azure-native provider given here reaches its children.
     */
    constructor(name: string, args: ApimNamedValueArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:ApimNamedValue", name, { ...args, value: settings.value }, opts);

        const { keyVault } = settings;
        if (keyVault) warnOfVersion(this, name, keyVault.secretId);
        const reader =
            keyVault?.grant &&
            new SecretReader(
                `${name}-reader`,
                { scope: keyVault.grant.scope, principalId: keyVault.grant.principalId },
                { parent: this },
            );
        this.namedValue = new apimanagement.NamedValue(
            name,
            {
                resourceGroupName: settings.resourceGroupName,
                serviceName: settings.serviceName,
                displayName: settings.displayName,
                secret: true,
                ...(keyVault
                    ? {
                          keyVault: {
                              secretIdentifier: keyVault.secretId,
                              ...(keyVault.identityClientId === undefined
                                  ? {}
                                  : { identityClientId: keyVault.identityClientId }),
                          },
                      }
                    : { value: settings.value }),
            },
            { parent: this, additionalSecretOutputs: ["value"], ...(reader ? { dependsOn: [reader] } : {}) },
        );

        this.name = this.namedValue.name;
        this.displayName = this.namedValue.displayName;
        // The id is known when the named value exists; its display name is known before.
        this.reference = pulumi
            .all([this.namedValue.id, this.displayName])
            .apply(([, displayName]) => `{{${displayName}}}`);
        this.requiredRoles = keyVault ? keyVault.requiredRoles : pulumi.output([]);
        this.registerOutputs({
            namedValue: this.namedValue,
            name: this.name,
            displayName: this.displayName,
            reference: this.reference,
            requiredRoles: this.requiredRoles,
        });
    }
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: ApimNamedValueArgs) {
    const check = new Checks("ApimNamedValue", name);
    if (!AUTO_NAME.test(name)) {
        check.failOwnName(
            "it has to have at most 248 characters and none of *#&+:<>?/, since the named value's id is made from it.",
        );
    }
    const alternative = check.exactlyOne("", args, ["value", "keyVault"]);
    return {
        ...readService(check, args),
        displayName: check.text(
            "displayName",
            args.displayName ?? name.replace(/[^A-Za-z0-9\-._]/g, "-"),
            DISPLAY_NAME,
            "it has to have 1 to 256 letters, digits, hyphens, dots and underscores.",
        ) as pulumi.Input<string>,
        value: alternative === "value" ? readValue(check, args.value as pulumi.Input<string>) : undefined,
        keyVault: args.keyVault && readKeyVault(check, args.keyVault),
    };
}

/** The value as a secret; no error shows it. */
function readValue(check: Checks, value: pulumi.Input<string>): pulumi.Output<string> {
    const held = check.together<{ value: string }>({ value }, (known) => {
        if (typeof known.value !== "string") throw check.fault("value", "has to be a text.");
        const { length } = known.value;
        if (length < 1 || length > VALUE_LIMIT) {
            throw check.fault("value", `has ${length} characters: it has to have 1 to ${VALUE_LIMIT}.`);
        }
    });
    return pulumi.secret(held.value);
}

function readKeyVault(check: Checks, args: NamedValueKeyVaultArgs) {
    const secretId = check.text(
        "keyVault.secretId",
        check.required("keyVault.secretId", args.secretId, "give the address of the secret."),
        SECRET_ID,
        "it has to be the address of a secret, https://<vault's host>/secrets/<name>.",
    ) as pulumi.Input<string>;
    const identityClientId = check.text(
        "keyVault.identityClientId",
        args.identityClientId,
        GUID,
        "it has to be the client id of a user-assigned identity.",
    );
    const grant = args.grant && readGrant(check, args.grant, secretId);
    const requiredRoles = grant
        ? pulumi.all([grant.scope, grant.principalId]).apply(([scope, id]) => [secretsUser(scope, id, true)])
        : pulumi
              .all([secretId, identityClientId])
              .apply(([id, client]) => [
                  secretsUser(
                      withoutVersion(id),
                      client === undefined
                          ? "the system-assigned identity of the API Management service"
                          : `the user-assigned identity with the client id ${client}`,
                      false,
                  ),
              ]);
    return { secretId, identityClientId, grant, requiredRoles };
}

function readGrant(
    check: Checks,
    grant: NonNullable<NamedValueKeyVaultArgs["grant"]>,
    secretId: pulumi.Input<string>,
): { scope: pulumi.Output<string>; principalId: pulumi.Input<string> } {
    const path = "keyVault.grant";
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
        scope: held.apply((known) => `${known.vaultId}/secrets/${SECRET_ID.exec(known.secretId)?.[2]}`),
        principalId: check.text(
            `${path}.principalId`,
            check.required(`${path}.principalId`, grant.principalId, "give the object id of the service's identity."),
            GUID,
            "it has to be the object id of an identity.",
        ) as pulumi.Input<string>,
    };
}

function withoutVersion(secretId: string): string {
    return secretId.replace(/(\/secrets\/[^/]+).*$/, "$1");
}

function warnOfVersion(component: pulumi.Resource, name: string, secretId: pulumi.Input<string>): void {
    pulumi.output(secretId).apply((id) => {
        const version = SECRET_ID.exec(id)?.[3];
        if (version === undefined) return;
        void pulumi.log.warn(
            `ApimNamedValue ${name}: args.keyVault.secretId ends in the version ${version}, so that API Management goes on ` +
                `with it when the secret is rotated. Take the version out: ${withoutVersion(id)}.`,
            component,
        );
    });
}
