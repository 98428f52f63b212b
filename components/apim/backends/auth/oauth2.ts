import type * as pulumi from "@pulumi/pulumi";

import { BACKEND_TOKEN } from "../../policies/authorization";
import { type Expression, expression, isUnset, type NamedValueReference } from "../../policies/expression";
import { type Statement } from "../../policies/statement";
import { cacheLookupValue, cacheStoreValue, type CachingType } from "../../policies/statements/caching";
import { choose, returnResponse, sendRequest, setVariable } from "../../policies/statements/control";
import { setHeader } from "../../policies/statements/transformation";

/** Seconds before its end at which a token is fetched anew. */
const EARLY_SECONDS = 60;
const TOKEN_TIMEOUT_SECONDS = 10;
/** Variable of the request with the answer that has the token. */
const ANSWER = `${BACKEND_TOKEN}-answer`;

/** What an OAuth 2.0 token is asked for with. */
export interface TokenRequest {
    readonly tokenUrl: pulumi.Input<string>;
    readonly clientId: pulumi.Input<string>;
    /** The client's secret. */
    readonly secret: NamedValueReference;
    readonly scope: pulumi.Input<string>;
    readonly cachingType: pulumi.Input<CachingType>;
}

/** An address that a token can be asked for at. */
export function faultOfTokenUrl(url: string): string | undefined {
    return URL.canParse(url) && new URL(url).protocol === "https:"
        ? undefined
        : "it has to be an address with https://.";
}

/**
 * Signs requests by a token of the OAuth 2.0 client credentials flow, kept in the cache until shortly before its end.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export function signByToken(request: TokenRequest): Statement<"inbound">[] {
    const { tokenUrl, clientId, secret, scope, cachingType } = request;
    const key = expression`"backend-token " + ${tokenUrl} + " " + ${clientId} + " " + ${scope}`;
    const body = expression`"grant_type=client_credentials&client_id=" + System.Net.WebUtility.UrlEncode(${clientId}) + "&scope=" + System.Net.WebUtility.UrlEncode(${scope}) + "&client_secret=" + System.Net.WebUtility.UrlEncode(${secret})`;
    return [
        cacheLookupValue({ key, variableName: BACKEND_TOKEN, cachingType }),
        choose([
            {
                condition: isUnset(BACKEND_TOKEN),
                then: [
                    sendRequest({
                        responseVariableName: ANSWER,
                        url: tokenUrl,
                        method: "POST",
                        headers: { "Content-Type": "application/x-www-form-urlencoded" },
                        body,
                        timeoutSeconds: TOKEN_TIMEOUT_SECONDS,
                        ignoreError: false,
                    }),
                    // Its text may tell what the client must not see.
                    choose([
                        {
                            condition: expression`((IResponse)context.Variables[${ANSWER}]).StatusCode != 200`,
                            then: [returnResponse({ status: { code: 502, reason: "No token for the backend" } })],
                        },
                    ]),
                    setVariable({ name: BACKEND_TOKEN, value: expression`(string)${field("access_token")}` }),
                    cacheStoreValue({
                        key,
                        value: expression`(string)context.Variables[${BACKEND_TOKEN}]`,
                        durationSeconds: expression`Math.Max(1, (int)${field("expires_in")} - ${EARLY_SECONDS})`,
                        cachingType,
                    }),
                ],
            },
        ]),
        setHeader({
            name: "Authorization",
            value: expression`"Bearer " + (string)context.Variables[${BACKEND_TOKEN}]`,
        }),
    ];
}

/** A field of the answer, which is read more than once. */
function field(name: string): Expression {
    return expression`((IResponse)context.Variables[${ANSWER}]).Body.As<JObject>(preserveContent: true)[${name}]`;
}
