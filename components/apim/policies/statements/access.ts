import type * as pulumi from "@pulumi/pulumi";

import { type Expression, type NamedValueReference } from "../expression";
import { count } from "../numbers";
import {
    checksOf,
    element,
    type Element,
    fixed,
    known,
    type PolicyNumber,
    type PolicyText,
    type Statement,
    text,
} from "../statement";

/** A claim that a token has to hold. */
export interface RequiredClaim {
    /** Name of the claim. */
    name: pulumi.Input<string>;
    /** `all`: it has to hold every value; `any`: one of them. Omitted: all. */
    match?: pulumi.Input<"all" | "any" | undefined> | undefined;
    /** What separates the values of a claim that is one text. Omitted: the claim is not taken apart. */
    separator?: pulumi.Input<string | undefined> | undefined;
    /** Values. Omitted or empty: any. */
    values?: readonly PolicyText[] | undefined;
}

/** A key that signs tokens: exactly one of the two. */
export interface IssuerSigningKey {
    /** Key in base64, kept in a named value. */
    value?: NamedValueReference | undefined;
    /** Name of a certificate in API Management. */
    certificateId?: PolicyText | undefined;
    /** Id of the key, as tokens name it. Omitted: tokens need not name it. */
    id?: pulumi.Input<string | undefined> | undefined;
}

/** Arguments of {@link validateJwt}: exactly one of `headerName`, `queryParameterName` and `tokenValue` says where the token is. */
export interface ValidateJwtArgs {
    /** Header with the token. */
    headerName?: PolicyText | undefined;
    /** Query parameter with the token. */
    queryParameterName?: PolicyText | undefined;
    /** Expression that yields the token, without "Bearer ". */
    tokenValue?: Expression | undefined;
    /** Status of the answer to a request without a valid token. Omitted: 401. */
    failedValidationHttpCode?: PolicyNumber | undefined;
    /** Message of that answer. Omitted: one that depends on what is wrong. */
    failedValidationErrorMessage?: PolicyText | undefined;
    /** False: tokens need not expire. Omitted: they have to. */
    requireExpirationTime?: pulumi.Input<boolean | undefined> | undefined;
    /** Scheme before the token, such as "Bearer". Omitted: any. */
    requireScheme?: PolicyText | undefined;
    /** False: tokens need not be signed. Omitted: they have to. */
    requireSignedTokens?: pulumi.Input<boolean | undefined> | undefined;
    /** Seconds by which clocks may differ. Omitted: 0. */
    clockSkewSeconds?: PolicyNumber | undefined;
    /** Variable that gets the token's contents. Omitted: none. */
    outputTokenVariableName?: pulumi.Input<string | undefined> | undefined;
    /** Addresses of OpenID configurations, whose keys sign tokens. */
    openIdConfigUrls?: readonly PolicyText[] | undefined;
    /** Other keys that sign tokens. */
    issuerSigningKeys?: readonly IssuerSigningKey[] | undefined;
    /** Keys that tokens are encrypted for. */
    decryptionKeys?: readonly IssuerSigningKey[] | undefined;
    /** Audiences, of which a token has to have one. Omitted: any. */
    audiences?: readonly PolicyText[] | undefined;
    /** Issuers, of which a token has to have one. Omitted: those of the OpenID configurations. */
    issuers?: readonly PolicyText[] | undefined;
    /** Claims that a token has to hold. Omitted: none. */
    requiredClaims?: readonly RequiredClaim[] | undefined;
}

/**
 * Refuses requests without a valid JSON web token. `validate-jwt`
 * https://learn.microsoft.com/azure/api-management/validate-jwt-policy
 *
 * It has to stand before anything that sets the header that it reads, as `authentication-managed-identity` does.
 *
 * @throws {pulumi.InputPropertyError} where none or several places of the token are given, or nothing to check it with.
 */
export function validateJwt(args: ValidateJwtArgs): Statement<"inbound"> {
    const check = checksOf("validate-jwt");
    check.exactlyOne("", args, ["headerName", "queryParameterName", "tokenValue"]);
    if (!args.openIdConfigUrls?.length && !args.issuerSigningKeys?.length && args.requireSignedTokens !== false) {
        check.missing(
            "openIdConfigUrls",
            "give it or args.issuerSigningKeys: no signature can be checked without a key.",
        );
    }
    const keys = (path: string, given: readonly IssuerSigningKey[] = []) =>
        given.map((key, index) => {
            check.exactlyOne(`${path}[${index}].`, key, ["value", "certificateId"]);
            return element("key", { id: fixed(key.id), "certificate-id": text(key.certificateId) }, text(key.value));
        });
    const texts = (name: string, given: readonly PolicyText[] = []) =>
        given.map((value) => element(name, {}, text(value)));
    // The service takes them in this order only.
    const children = [
        ...(args.openIdConfigUrls ?? []).map((url) => element("openid-config", { url: text(url) })),
        ...group("issuer-signing-keys", keys("issuerSigningKeys", args.issuerSigningKeys)),
        ...group("decryption-keys", keys("decryptionKeys", args.decryptionKeys)),
        ...group("audiences", texts("audience", args.audiences)),
        ...group("issuers", texts("issuer", args.issuers)),
        ...group(
            "required-claims",
            (args.requiredClaims ?? []).map((claim) =>
                element(
                    "claim",
                    { name: fixed(claim.name), match: fixed(claim.match), separator: fixed(claim.separator) },
                    texts("value", claim.values),
                ),
            ),
        ),
    ];
    return known(
        "validate-jwt",
        {
            "header-name": text(args.headerName),
            "query-parameter-name": text(args.queryParameterName),
            "token-value": text(args.tokenValue),
            "failed-validation-httpcode": text(args.failedValidationHttpCode),
            "failed-validation-error-message": text(args.failedValidationErrorMessage),
            "require-expiration-time": fixed(args.requireExpirationTime),
            "require-scheme": text(args.requireScheme),
            "require-signed-tokens": fixed(args.requireSignedTokens),
            "clock-skew": text(
                args.clockSkewSeconds === undefined
                    ? undefined
                    : count(check, "clockSkewSeconds", args.clockSkewSeconds, { min: 0, max: Number.MAX_SAFE_INTEGER }),
            ),
            "output-token-variable-name": fixed(args.outputTokenVariableName),
        },
        children,
    );
}

/** Arguments of {@link rateLimitByKey}. */
export interface RateLimitByKeyArgs {
    /** Calls that are let through in each period. */
    calls: PolicyNumber;
    /** Length of the period in seconds, 1 to 300. */
    renewalPeriodSeconds: PolicyNumber;
    /** What calls are counted by. */
    counterKey: PolicyText;
    /** Expression that says whether a call counts. Omitted: every one does. */
    incrementCondition?: Expression | undefined;
    /** By how much a call counts. Omitted: 1. */
    incrementCount?: PolicyNumber | undefined;
    /** Header of the answer with the seconds to wait. Omitted: Retry-After. */
    retryAfterHeaderName?: pulumi.Input<string | undefined> | undefined;
    /** Header of the answer with the calls that are left. Omitted: none. */
    remainingCallsHeaderName?: pulumi.Input<string | undefined> | undefined;
}

/**
 * Answers 429 to calls beyond a rate. Not in the Consumption tier. `rate-limit-by-key`
 * https://learn.microsoft.com/azure/api-management/rate-limit-by-key-policy
 *
 * @throws {pulumi.InputPropertyError} for a period that is not 1 to 300 seconds.
 */
export function rateLimitByKey(args: RateLimitByKeyArgs): Statement<"inbound"> {
    const check = checksOf("rate-limit-by-key");
    return known("rate-limit-by-key", {
        calls: text(count(check, "calls", args.calls)),
        "renewal-period": text(count(check, "renewalPeriodSeconds", args.renewalPeriodSeconds, { min: 1, max: 300 })),
        "counter-key": text(args.counterKey),
        "increment-condition": text(args.incrementCondition),
        "increment-count": text(
            args.incrementCount === undefined ? undefined : count(check, "incrementCount", args.incrementCount),
        ),
        "retry-after-header-name": fixed(args.retryAfterHeaderName),
        "remaining-calls-header-name": fixed(args.remainingCallsHeaderName),
    });
}

/** An element around others, unless there are none. */
function group(name: string, children: readonly Element[]): Element[] {
    return children.length === 0 ? [] : [element(name, {}, children)];
}
