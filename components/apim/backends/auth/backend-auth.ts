import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../../affinity/checks";
import { RESOURCE_MANAGER } from "../../../affinity/resource-manager";

import { type BackendCredentials } from "../backend-credentials";
import { identityInWords, type RequiredRole } from "../../secrets/key-vault-grant";
import { ApimNamedValue } from "../../secrets/apim-named-value";
import { BACKEND_TOKEN } from "../../policies/authorization";
import { expression, namedValue } from "../../policies/expression";
import { type Statement } from "../../policies/statement";
import { authenticationBasic, authenticationManagedIdentity } from "../../policies/statements/authentication";
import { type CachingType } from "../../policies/statements/caching";
import { setHeader } from "../../policies/statements/transformation";
import { GUID, type KeyVaultSecretArgs, letRead, readKeyVault, readValue, type SecretArgs } from "../../secrets/secret";
import { type ServicePlaceArgs } from "../../service-place";

import { faultOfTokenUrl, signByToken } from "./oauth2";

/** A secret that API Management keeps in a named value: exactly one of `value`, `keyVault` and `namedValue`. */
export interface BackendSecretArgs extends SecretArgs {
    /** A named value that is there already. Backends of one pool share it where they share what signs requests to them. */
    namedValue?: ApimNamedValue | undefined;
}

/** A key that the application asks for. */
export interface ApiKeyAuthArgs extends BackendSecretArgs {
    /** Header that it is sent in. Give exactly one of `header` and `query`. */
    header?: string | undefined;
    /** Query parameter that it is sent in. */
    query?: string | undefined;
}

/** API Management's managed identity. */
export interface ManagedIdentityAuthArgs {
    /** Application id of the application in Entra ID, or its application id URI: whom the token is for. */
    resource: pulumi.Input<string>;
    /** Client id of a user-assigned identity of API Management. Omitted: its system-assigned one. */
    clientId?: pulumi.Input<string | undefined> | undefined;
    /** Header that gets `Bearer <token>`. Omitted: Authorization. */
    header?: string | undefined;
}

/** A client certificate: exactly one of the three. */
export interface CertificateAuthArgs {
    /** Resource ids of certificates in API Management, 1 to 32. */
    certificateIds?: readonly pulumi.Input<string>[] | undefined;
    /** Certificate in a Key Vault, by the id of its secret, `https://<vault>/secrets/<certificate>`. */
    keyVault?: KeyVaultSecretArgs | undefined;
    /** PKCS#12 in base64. Kept secret. */
    data?: pulumi.Input<string | undefined>;
    /** Password of `data`. Kept secret. Omitted: it has none. */
    password?: pulumi.Input<string | undefined>;
}

/** OAuth 2.0 client credentials. */
export interface OAuth2AuthArgs {
    /** Address that tokens come from, `https://`. */
    tokenUrl: pulumi.Input<string>;
    /** Id of the client. */
    clientId: pulumi.Input<string>;
    /** Secret of the client. */
    clientSecret: BackendSecretArgs;
    /** What the token is for, such as "api://orders/.default". */
    scope: pulumi.Input<string>;
    /** Cache that tokens lie in until a minute before their end. Omitted: the one built in, which the Consumption tier does not have. */
    cachingType?: pulumi.Input<CachingType | undefined>;
}

/** User name and password. */
export interface BasicAuthArgs {
    /** User name. */
    username: pulumi.Input<string>;
    /** Password. */
    password: BackendSecretArgs;
}

/** How API Management signs requests to a backend: exactly one of them. */
export interface BackendAuthArgs {
    /** Not at all. */
    none?: true | undefined;
    /** Key of a Function App or of one function, sent in `x-functions-key`. */
    functionKey?: BackendSecretArgs | undefined;
    /** Any other key. */
    apiKey?: ApiKeyAuthArgs | undefined;
    /** A token of API Management's managed identity. The application has to ask for Entra ID tokens, and let the identity in. */
    managedIdentity?: ManagedIdentityAuthArgs | undefined;
    /** A client certificate (mutual TLS). */
    certificate?: CertificateAuthArgs | undefined;
    /** A token of the OAuth 2.0 client credentials flow. */
    oauth2?: OAuth2AuthArgs | undefined;
    /** User name and password in `Authorization: Basic`. */
    basic?: BasicAuthArgs | undefined;
    /** Headers whose values are secret, by name. */
    headers?: Readonly<Record<string, BackendSecretArgs>> | undefined;
    /** `sig` of the callback URL of a Logic App's trigger. Only with `logicApp`. */
    signature?: BackendSecretArgs | undefined;
}

const METHODS = [
    "none",
    "functionKey",
    "apiKey",
    "managedIdentity",
    "certificate",
    "oauth2",
    "basic",
    "headers",
    "signature",
] as const;

/** What signs requests to a backend. */
export interface BackendSignature {
    /** What the backend itself holds. */
    readonly credentials: BackendCredentials;
    /** What policies do beside picking the backend. */
    readonly statements: readonly Statement<"inbound">[];
    /** Roles that API Management's identity needs. */
    readonly requiredRoles: pulumi.Output<RequiredRole[]>;
}

/** Creates what a signature needs below a component, and returns the signature. */
export type Signer = (parent: pulumi.ComponentResource, name: string, place: ServicePlaceArgs) => BackendSignature;

/** A header's name. https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
const TOKEN_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const BASE64 = /^[A-Za-z0-9+/=\s]+$/;
const CERTIFICATE_ID =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ApiManagement\/service\/[^/]+\/certificates\/[^/]+$/i;

/**
 * Checks how requests are signed.
 *
 * @param isApplication true where the backend is an application of the user's, not any address.
 */
export function readAuth(check: Checks, auth: BackendAuthArgs | undefined, isApplication: boolean): Signer {
    if (auth === undefined) return unsigned;
    const method = check.exactlyOne("auth.", auth, METHODS);
    switch (method) {
        case "none":
            if (auth.none !== true) check.fail("auth.none", auth.none, "it can be true only.");
            return unsigned;
        case "functionKey":
            return byCredential(
                "header",
                "x-functions-key",
                readBackendSecret(check, "auth.functionKey", auth.functionKey),
            );
        case "apiKey":
            return byApiKey(check, auth.apiKey as ApiKeyAuthArgs);
        case "managedIdentity":
            return byManagedIdentity(check, auth.managedIdentity as ManagedIdentityAuthArgs, isApplication);
        case "certificate":
            return byCertificate(check, auth.certificate as CertificateAuthArgs);
        case "oauth2":
            return byOAuth2(check, auth.oauth2 as OAuth2AuthArgs);
        case "basic":
            return byBasic(check, auth.basic as BasicAuthArgs);
        case "headers":
            return byCustomHeaders(check, auth.headers as Record<string, BackendSecretArgs>);
        case "signature":
            return byCredential("query", "sig", readBackendSecret(check, "auth.signature", auth.signature));
    }
}

const unsigned: Signer = () => ({ credentials: {}, statements: [], requiredRoles: pulumi.output([]) });

/** Creates the named value of a secret, unless there is one. */
type SecretMaker = (parent: pulumi.ComponentResource, name: string, place: ServicePlaceArgs) => ApimNamedValue;

function readBackendSecret(check: Checks, path: string, secret: BackendSecretArgs | undefined): SecretMaker {
    const given = check.required(path, secret, "give its value, keyVault or namedValue.") as BackendSecretArgs;
    const alternative = check.exactlyOne(`${path}.`, given, ["value", "keyVault", "namedValue"]);
    if (alternative === "namedValue") return () => given.namedValue as ApimNamedValue;
    if (alternative === "value") {
        const value = readValue(check, `${path}.value`, given.value as pulumi.Input<string>);
        return (parent, name, place) => new ApimNamedValue(name, { ...place, value }, { parent });
    }
    const keyVault = given.keyVault as KeyVaultSecretArgs;
    readKeyVault(check, `${path}.keyVault`, keyVault);
    return (parent, name, place) => new ApimNamedValue(name, { ...place, keyVault }, { parent });
}

/** The backend itself sends a secret in a header or a query parameter. */
function byCredential(kind: "header" | "query", parameter: string, makeSecret: SecretMaker): Signer {
    return (parent, name, place) => {
        const secret = makeSecret(parent, `${name}-key`, place);
        return {
            statements: [],
            credentials: { [kind]: { [parameter]: [secret.reference] } },
            requiredRoles: secret.requiredRoles,
        };
    };
}

function byApiKey(check: Checks, args: ApiKeyAuthArgs): Signer {
    const kind = check.exactlyOne("auth.apiKey.", args, ["header", "query"]);
    const parameter = args[kind] as string;
    checkName(check, `auth.apiKey.${kind}`, parameter);
    return byCredential(kind, parameter, readBackendSecret(check, "auth.apiKey", args));
}

/** Checks the name of a header or a query parameter. */
function checkName(check: Checks, path: string, name: string): void {
    if (!TOKEN_NAME.test(name)) check.fail(path, name, "it has to have letters, digits and !#$%&'*+-.^_`|~ only.");
}

function byCustomHeaders(check: Checks, headers: Readonly<Record<string, BackendSecretArgs>>): Signer {
    const entries = Object.entries(headers);
    if (entries.length === 0) check.missing("auth.headers", "give one or more headers.");
    const makers = entries.map(([header, secret]) => {
        const path = `auth.headers.${header}`;
        checkName(check, path, header);
        return [header, readBackendSecret(check, path, secret)] as const;
    });
    return (parent, name, place) => {
        const made = makers.map(
            ([header, make]) => [header, make(parent, `${name}-${header.toLowerCase()}`, place)] as const,
        );
        return {
            statements: [],
            credentials: { header: Object.fromEntries(made.map(([header, { reference }]) => [header, [reference]])) },
            requiredRoles: pulumi
                .all(made.map(([, { requiredRoles }]) => requiredRoles))
                .apply((roles) => roles.flat()),
        };
    };
}

function byManagedIdentity(check: Checks, args: ManagedIdentityAuthArgs, isApplication: boolean): Signer {
    const path = "auth.managedIdentity";
    const resource = check.value<string>(
        `${path}.resource`,
        check.required(
            `${path}.resource`,
            args.resource,
            "give the application id that the application has in Entra ID.",
        ),
        (id) =>
            isApplication && RESOURCE_MANAGER.test(id)
                ? "a token for Azure Resource Manager opens no application. Give the application id that it has in Entra ID."
                : undefined,
    ) as pulumi.Input<string>;
    const clientId = check.text(`${path}.clientId`, args.clientId, GUID, "it has to be the client id of an identity.");
    const { header } = args;
    if (header !== undefined) checkName(check, `${path}.header`, header);
    const statements =
        header === undefined
            ? [authenticationManagedIdentity({ resource, clientId })]
            : [
                  authenticationManagedIdentity({ resource, clientId, outputTokenVariableName: BACKEND_TOKEN }),
                  setHeader({
                      name: header,
                      value: expression`"Bearer " + (string)context.Variables[${BACKEND_TOKEN}]`,
                  }),
              ];
    return () => ({
        credentials: {},
        statements,
        requiredRoles: pulumi.all([resource, clientId]).apply(([id, client]) => [appRole(id, client)]),
    });
}

function byCertificate(check: Checks, args: CertificateAuthArgs): Signer {
    const path = "auth.certificate";
    const alternative = check.exactlyOne(`${path}.`, args, ["certificateIds", "keyVault", "data"]);
    if (args.password !== undefined && alternative !== "data") {
        throw check.fault(`${path}.password`, `is that of args.${path}.data only. Leave it out.`);
    }
    const sent = (certificateIds: pulumi.Input<string>[], requiredRoles: BackendSignature["requiredRoles"]) => ({
        credentials: { certificateIds },
        statements: [],
        requiredRoles,
    });
    if (alternative === "certificateIds") {
        const given = args.certificateIds ?? [];
        if (given.length === 0) check.missing(`${path}.certificateIds`, "give one or more.");
        const ids = given.map(
            (id, index) =>
                check.text(
                    `${path}.certificateIds[${index}]`,
                    id,
                    CERTIFICATE_ID,
                    "it has to be the full resource id of a certificate of API Management.",
                ) as pulumi.Input<string>,
        );
        return () => sent(ids, pulumi.output([]));
    }
    if (alternative === "keyVault") {
        const keyVault = readKeyVault(check, `${path}.keyVault`, args.keyVault as KeyVaultSecretArgs);
        return (parent, name, place) => {
            const own = `${name}-certificate`;
            const certificate = new apimanagement.Certificate(
                own,
                { ...place, keyVault: keyVault.contract },
                letRead(keyVault, own, `ApimBackend ${name}: args.${path}.keyVault.secretId`, parent),
            );
            return sent([certificate.id], keyVault.requiredRoles);
        };
    }
    const { data } = check.together<{ data: string }>({ data: args.data as pulumi.Input<string> }, (known) => {
        // What was given is secret, and stays out of the error.
        if (!BASE64.test(known.data)) throw check.fault(`${path}.data`, "has to be PKCS#12 in base64.");
    });
    return (parent, name, place) => {
        const certificate = new apimanagement.Certificate(
            `${name}-certificate`,
            {
                ...place,
                data: pulumi.secret(data),
                ...(args.password === undefined ? {} : { password: pulumi.secret(args.password) }),
            },
            { parent, additionalSecretOutputs: ["data", "password"] },
        );
        return sent([certificate.id], pulumi.output([]));
    };
}

function byOAuth2(check: Checks, args: OAuth2AuthArgs): Signer {
    const path = "auth.oauth2";
    const tokenUrl = check.value<string>(
        `${path}.tokenUrl`,
        check.required(`${path}.tokenUrl`, args.tokenUrl, "give the address that tokens come from."),
        faultOfTokenUrl,
    ) as pulumi.Input<string>;
    const clientId = check.required(`${path}.clientId`, args.clientId, "give the id of the client.");
    const scope = check.required(`${path}.scope`, args.scope, "say what the token is for.");
    const cachingType =
        check.oneOf(`${path}.cachingType`, args.cachingType, ["internal", "external", "prefer-external"]) ?? "internal";
    const makeSecret = readBackendSecret(check, `${path}.clientSecret`, args.clientSecret);
    return (parent, name, place) => {
        const secret = makeSecret(parent, `${name}-client-secret`, place);
        return {
            credentials: {},
            statements: signByToken({ tokenUrl, clientId, secret: namedValue(secret), scope, cachingType }),
            requiredRoles: secret.requiredRoles,
        };
    };
}

function byBasic(check: Checks, args: BasicAuthArgs): Signer {
    const username = check.required("auth.basic.username", args.username, "give the user's name.");
    const makeSecret = readBackendSecret(check, "auth.basic.password", args.password);
    return (parent, name, place) => {
        const password = makeSecret(parent, `${name}-password`, place);
        return {
            credentials: {},
            statements: [authenticationBasic({ username, password: namedValue(password) })],
            requiredRoles: password.requiredRoles,
        };
    };
}

function appRole(resource: string, clientId: string | undefined): RequiredRole {
    return {
        role: "an app role of the application, or its user assignment turned off",
        scope: resource,
        principal: identityInWords(clientId),
        created: false,
    };
}
