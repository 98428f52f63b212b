import type * as pulumi from "@pulumi/pulumi";

import { type Expression, type NamedValueReference } from "../expression";
import { type Statement, checksOf, fixed, known, type PolicyText, text } from "../statement";

/** Arguments of {@link authenticationBasic}. */
export interface AuthenticationBasicArgs {
    /** User name. */
    username: PolicyText;
    /** Password, kept in a named value. */
    password: NamedValueReference;
}

/**
 * Signs requests to the backend with a user name and a password. `authentication-basic`
 * https://learn.microsoft.com/azure/api-management/authentication-basic-policy
 */
export function authenticationBasic(args: AuthenticationBasicArgs): Statement<"inbound"> {
    return known("authentication-basic", { username: text(args.username), password: text(args.password) });
}

/** Arguments of {@link authenticationCertificate}: exactly one of `certificateId`, `thumbprint` and `body`. */
export interface AuthenticationCertificateArgs {
    /** Name of the certificate in API Management. The only one that outlives the certificate's rotation. */
    certificateId?: PolicyText | undefined;
    /** Thumbprint of the certificate in API Management. It changes when the certificate is renewed. */
    thumbprint?: PolicyText | undefined;
    /** Expression that yields the certificate's bytes. */
    body?: Expression | undefined;
    /** Password of the certificate in `body`, kept in a named value. */
    password?: NamedValueReference | undefined;
}

/**
 * Presents a client certificate to the backend. `authentication-certificate`
 * https://learn.microsoft.com/azure/api-management/authentication-certificate-policy
 *
 * @throws {pulumi.InputPropertyError} where none or several of the alternatives are given, or a password without a body.
 */
export function authenticationCertificate(args: AuthenticationCertificateArgs): Statement<"inbound"> {
    const check = checksOf("authentication-certificate");
    check.exactlyOne("", args, ["certificateId", "thumbprint", "body"]);
    if (args.password !== undefined && args.body === undefined) {
        throw check.fault("password", "is of a certificate in args.body only. Leave it out.");
    }
    return known("authentication-certificate", {
        "certificate-id": text(args.certificateId),
        thumbprint: text(args.thumbprint),
        body: text(args.body),
        password: text(args.password),
    });
}

/** Arguments of {@link authenticationManagedIdentity}. */
export interface AuthenticationManagedIdentityArgs {
    /** Application id of the target in Entra ID, or its application id URI. */
    resource: PolicyText;
    /** Client id of a user-assigned identity of API Management. Omitted: its system-assigned one. */
    clientId?: pulumi.Input<string | undefined> | undefined;
    /** Variable that gets the token. Omitted: the token is sent in `Authorization`, in place of what was there. */
    outputTokenVariableName?: pulumi.Input<string | undefined> | undefined;
    /** True: requests go on where no token was to be had. Omitted: they fail. */
    ignoreError?: pulumi.Input<boolean | undefined> | undefined;
}

/**
 * Gets a token for API Management's managed identity. `authentication-managed-identity`
 * https://learn.microsoft.com/azure/api-management/authentication-managed-identity-policy
 */
export function authenticationManagedIdentity(args: AuthenticationManagedIdentityArgs): Statement<"inbound"> {
    return known("authentication-managed-identity", {
        resource: text(args.resource),
        "client-id": fixed(args.clientId),
        "output-token-variable-name": fixed(args.outputTokenVariableName),
        "ignore-error": fixed(args.ignoreError),
    });
}
