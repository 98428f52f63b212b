import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    authenticationBasic,
    authenticationCertificate,
    authenticationManagedIdentity,
    base,
    cacheLookup,
    cacheLookupValue,
    cacheStore,
    cacheStoreValue,
    choose,
    expression,
    forwardRequest,
    includeFragment,
    limitConcurrency,
    namedValue,
    part,
    rateLimitByKey,
    retry,
    returnResponse,
    rewriteUri,
    type Section,
    sendRequest,
    setBackendService,
    setBody,
    setHeader,
    setMethod,
    setQueryParameter,
    setStatus,
    setVariable,
    statement,
    type Statement,
    trace,
    validateJwt,
} from "../../../../../components/apim/policies";
import { laterRefusal, refusal, runError, written } from "./written";

const ALL: readonly Section[] = ["inbound", "backend", "outbound", "on-error"];
const key = namedValue("key");

/** One call of a statement, and the XML that it makes. */
type Case = readonly [title: string, made: () => Statement<never>, xml: string];
/** A call that is refused: the statement, the property path, and how the message goes on. */
type Refused = readonly [title: string, made: () => unknown, statement: string, path: string, rest: string];

function writes(cases: readonly Case[]): void {
    for (const [title, made, xml] of cases) {
        it(title, async () => assert.equal(await written(made()), xml));
    }
}

function refuses(cases: readonly Refused[]): void {
    describe("refuse", () => {
        for (const [title, made, name, path, rest] of cases) {
            it(title, () => assert.deepEqual(refusal(made), [path, `policy statement ${name}: args.${path} ${rest}`]));
        }
    });
}

function standsIn(made: Statement<never>, sections: readonly Section[]): void {
    assert.deepEqual(made.sections, sections, made.name);
}

/** Numbers that are no whole number from 1 on. */
const NO_COUNTS = [0, -1, 1.5, NaN, "5" as never];
const COUNT_RULE = `it has to be a whole number from 1 to ${Number.MAX_SAFE_INTEGER}.`;

function refusesNoCounts(name: string, path: string, make: (value: number) => unknown): void {
    describe(`refuse as ${path} of ${name}`, () => {
        for (const value of NO_COUNTS) {
            it(JSON.stringify(value), async () => {
                const [at, reason] = refusal(() => make(value));
                assert.equal(at, path);
                assert.equal(
                    reason,
                    `policy statement ${name}: args.${path} is ${JSON.stringify(value)}: ${COUNT_RULE}`,
                );
                const made = make(pulumi.output(value) as never) as Statement<never>;
                assert.deepEqual(await laterRefusal(pulumi.output(made)), [at, reason]);
            });
        }
        it("nothing that is one, nor an expression", async () => {
            for (const value of [1, 300, expression`a`, pulumi.output(7)]) {
                await written(make(value as never) as Statement<never>);
            }
        });
    });
}

describe("statements of access", () => {
    writes([
        [
            "validate-jwt, with no more than it needs",
            () => validateJwt({ headerName: "Authorization", openIdConfigUrls: ["https://a/b"] }),
            `<validate-jwt header-name="Authorization">
    <openid-config url="https://a/b" />
</validate-jwt>`,
        ],
        [
            "validate-jwt with all that it takes, its elements in the order of the service",
            () =>
                validateJwt({
                    requiredClaims: [
                        { name: "aud", match: "any", separator: ",", values: ["a", expression`b`] },
                        { name: "sub" },
                    ],
                    issuers: ["i1", "i2"],
                    audiences: ["a1", namedValue("a2")],
                    decryptionKeys: [{ certificateId: "cert" }, { value: key }],
                    issuerSigningKeys: [{ value: key, id: "k1" }, { certificateId: "cert", id: "k2" }, { value: key }],
                    openIdConfigUrls: ["https://a/b", "https://c/d"],
                    outputTokenVariableName: "jwt",
                    clockSkewSeconds: 5,
                    requireSignedTokens: true,
                    requireScheme: "Bearer",
                    requireExpirationTime: false,
                    failedValidationErrorMessage: "No.",
                    failedValidationHttpCode: 403,
                    headerName: "Authorization",
                }),
            `<validate-jwt header-name="Authorization" failed-validation-httpcode="403" failed-validation-error-message="No." require-expiration-time="false" require-scheme="Bearer" require-signed-tokens="true" clock-skew="5" output-token-variable-name="jwt">
    <openid-config url="https://a/b" />
    <openid-config url="https://c/d" />
    <issuer-signing-keys>
        <key id="k1">{{key}}</key>
        <key id="k2" certificate-id="cert" />
        <key>{{key}}</key>
    </issuer-signing-keys>
    <decryption-keys>
        <key certificate-id="cert" />
        <key>{{key}}</key>
    </decryption-keys>
    <audiences>
        <audience>a1</audience>
        <audience>{{a2}}</audience>
    </audiences>
    <issuers>
        <issuer>i1</issuer>
        <issuer>i2</issuer>
    </issuers>
    <required-claims>
        <claim name="aud" match="any" separator=",">
            <value>a</value>
            <value>@(b)</value>
        </claim>
        <claim name="sub" />
    </required-claims>
</validate-jwt>`,
        ],
        [
            "validate-jwt of a query parameter",
            () => validateJwt({ queryParameterName: "token", issuerSigningKeys: [{ value: key }] }),
            `<validate-jwt query-parameter-name="token">
    <issuer-signing-keys>
        <key>{{key}}</key>
    </issuer-signing-keys>
</validate-jwt>`,
        ],
        [
            "validate-jwt of an expression, its tokens not signed",
            () => validateJwt({ tokenValue: expression`a["t"]`, requireSignedTokens: false, audiences: [] }),
            `<validate-jwt token-value="@(a["t"])" require-signed-tokens="false" />`,
        ],
        [
            "rate-limit-by-key, with no more than it needs",
            () => rateLimitByKey({ calls: 10, renewalPeriodSeconds: 300, counterKey: expression`a` }),
            `<rate-limit-by-key calls="10" renewal-period="300" counter-key="@(a)" />`,
        ],
        [
            "rate-limit-by-key with all that it takes",
            () =>
                rateLimitByKey({
                    calls: expression`a`,
                    renewalPeriodSeconds: pulumi.output(1),
                    counterKey: "all",
                    incrementCondition: expression`b`,
                    incrementCount: 2,
                    retryAfterHeaderName: "Wait",
                    remainingCallsHeaderName: "Left",
                }),
            `<rate-limit-by-key calls="@(a)" renewal-period="1" counter-key="all" increment-condition="@(b)" increment-count="2" retry-after-header-name="Wait" remaining-calls-header-name="Left" />`,
        ],
    ]);
    const RATE = { calls: 1, renewalPeriodSeconds: 1, counterKey: "a" };
    refuses([
        [
            "validate-jwt without a token",
            () => validateJwt({ openIdConfigUrls: ["https://a"] }),
            "validate-jwt",
            "headerName",
            "or args.queryParameterName or args.tokenValue is missing: give exactly one of them.",
        ],
        [
            "validate-jwt with two tokens",
            () => validateJwt({ headerName: "a", tokenValue: expression`b`, openIdConfigUrls: ["https://a"] }),
            "validate-jwt",
            "tokenValue",
            "cannot stand beside args.headerName: give exactly one of headerName, queryParameterName, tokenValue.",
        ],
        ...[undefined, []].map((none): Refused => [
            `validate-jwt with ${none ? "empty lists of keys" : "no keys"}`,
            () => validateJwt({ headerName: "a", openIdConfigUrls: none, issuerSigningKeys: none }),
            "validate-jwt",
            "openIdConfigUrls",
            "is missing: give it or args.issuerSigningKeys: no signature can be checked without a key.",
        ]),
        [
            "a signing key that is none",
            () => validateJwt({ headerName: "a", issuerSigningKeys: [{ value: key }, { id: "a" }] }),
            "validate-jwt",
            "issuerSigningKeys[1].value",
            "or args.issuerSigningKeys[1].certificateId is missing: give exactly one of them.",
        ],
        [
            "a decryption key that is two",
            () =>
                validateJwt({
                    headerName: "a",
                    openIdConfigUrls: ["https://a"],
                    decryptionKeys: [{ value: key, certificateId: "b" }],
                }),
            "validate-jwt",
            "decryptionKeys[0].certificateId",
            "cannot stand beside args.decryptionKeys[0].value: give exactly one of decryptionKeys[0].value, decryptionKeys[0].certificateId.",
        ],
        ...[0, 301, 1.5].map((period): Refused => [
            `a period of ${period} seconds`,
            () => rateLimitByKey({ ...RATE, renewalPeriodSeconds: period }),
            "rate-limit-by-key",
            "renewalPeriodSeconds",
            `is ${period}: it has to be a whole number from 1 to 300.`,
        ]),
    ]);
    refusesNoCounts("rate-limit-by-key", "incrementCount", (incrementCount) =>
        rateLimitByKey({ ...RATE, incrementCount }),
    );
    refusesNoCounts("rate-limit-by-key", "calls", (calls) => rateLimitByKey({ ...RATE, calls }));

    it("stand in inbound only", () => {
        standsIn(validateJwt({ headerName: "a", openIdConfigUrls: ["https://a"] }), ["inbound"]);
        standsIn(rateLimitByKey(RATE), ["inbound"]);
    });
});

describe("statements of authentication", () => {
    writes([
        [
            "authentication-basic",
            () => authenticationBasic({ username: "a", password: key }),
            `<authentication-basic username="a" password="{{key}}" />`,
        ],
        [
            "authentication-certificate by its id",
            () => authenticationCertificate({ certificateId: "cert" }),
            `<authentication-certificate certificate-id="cert" />`,
        ],
        [
            "authentication-certificate by its thumbprint",
            () => authenticationCertificate({ thumbprint: "AB12" }),
            `<authentication-certificate thumbprint="AB12" />`,
        ],
        [
            "authentication-certificate by its bytes, with a password",
            () => authenticationCertificate({ body: expression`a`, password: key }),
            `<authentication-certificate body="@(a)" password="{{key}}" />`,
        ],
        [
            "authentication-managed-identity, with no more than it needs",
            () => authenticationManagedIdentity({ resource: "api://a" }),
            `<authentication-managed-identity resource="api://a" />`,
        ],
        [
            "authentication-managed-identity with all that it takes",
            () =>
                authenticationManagedIdentity({
                    resource: expression`a`,
                    clientId: pulumi.output("id"),
                    outputTokenVariableName: "token",
                    ignoreError: true,
                }),
            `<authentication-managed-identity resource="@(a)" client-id="id" output-token-variable-name="token" ignore-error="true" />`,
        ],
    ]);
    refuses([
        [
            "a certificate that is none",
            () => authenticationCertificate({}),
            "authentication-certificate",
            "certificateId",
            "or args.thumbprint or args.body is missing: give exactly one of them.",
        ],
        [
            "a certificate that is two",
            () => authenticationCertificate({ certificateId: "a", thumbprint: "b" }),
            "authentication-certificate",
            "thumbprint",
            "cannot stand beside args.certificateId: give exactly one of certificateId, thumbprint, body.",
        ],
        [
            "a password without a body",
            () => authenticationCertificate({ certificateId: "a", password: key }),
            "authentication-certificate",
            "password",
            "is of a certificate in args.body only. Leave it out.",
        ],
    ]);

    it("stand in inbound only", () => {
        standsIn(authenticationBasic({ username: "a", password: key }), ["inbound"]);
        standsIn(authenticationCertificate({ thumbprint: "a" }), ["inbound"]);
        standsIn(authenticationManagedIdentity({ resource: "a" }), ["inbound"]);
    });
});

describe("statements of the backend", () => {
    writes([
        [
            "set-backend-service of a backend",
            () => setBackendService({ backend: { name: pulumi.output("west") } }),
            `<set-backend-service backend-id="west" />`,
        ],
        [
            "set-backend-service of a backend's name",
            () => setBackendService({ backendId: expression`a ? "b" : "c"` }),
            `<set-backend-service backend-id="@(a ? "b" : "c")" />`,
        ],
        [
            "set-backend-service with all that it takes",
            () =>
                setBackendService({
                    baseUrl: "https://a",
                    sfResolveCondition: expression`a`,
                    sfServiceInstanceName: "b",
                    sfPartitionKey: "c",
                    sfListenerName: "d",
                }),
            `<set-backend-service base-url="https://a" sf-resolve-condition="@(a)" sf-service-instance-name="b" sf-partition-key="c" sf-listener-name="d" />`,
        ],
        ["forward-request, with no more than it needs", () => forwardRequest(), `<forward-request />`],
        [
            "forward-request with all that it takes",
            () =>
                forwardRequest({
                    timeoutSeconds: 20,
                    continueTimeoutSeconds: 5,
                    httpVersion: "2or1",
                    followRedirects: true,
                    bufferRequestBody: false,
                    bufferResponse: false,
                    failOnErrorStatusCode: pulumi.output(true),
                }),
            `<forward-request timeout="20" continue-timeout="5" http-version="2or1" follow-redirects="true" buffer-request-body="false" buffer-response="false" fail-on-error-status-code="true" />`,
        ],
        [
            "forward-request with a timeout in milliseconds",
            () => forwardRequest({ timeoutMilliseconds: expression`a` }),
            `<forward-request timeout-ms="@(a)" />`,
        ],
        ["base", () => base(), `<base />`],
    ]);
    refuses([
        [
            "no place to send requests to",
            () => setBackendService({ sfListenerName: "a" }),
            "set-backend-service",
            "backend",
            "or args.backendId or args.baseUrl is missing: give exactly one of them.",
        ],
        [
            "two places to send requests to",
            () => setBackendService({ backendId: "a", baseUrl: "https://a" }),
            "set-backend-service",
            "baseUrl",
            "cannot stand beside args.backendId: give exactly one of backend, backendId, baseUrl.",
        ],
        [
            "an address with a slash at its end",
            () => setBackendService({ baseUrl: "https://a/" }),
            "set-backend-service",
            "baseUrl",
            'is "https://a/": it must not end with a slash.',
        ],
        [
            "two timeouts",
            () => forwardRequest({ timeoutSeconds: 1, timeoutMilliseconds: 1 }),
            "forward-request",
            "timeoutMilliseconds",
            "cannot stand beside args.timeoutSeconds: give one of them.",
        ],
        [
            "a version of HTTP that there is not",
            () => forwardRequest({ httpVersion: "3" as never }),
            "forward-request",
            "httpVersion",
            'is "3": it has to be one of "1", "2or1", "2".',
        ],
    ]);
    for (const path of ["timeoutSeconds", "timeoutMilliseconds", "continueTimeoutSeconds"] as const) {
        refusesNoCounts("forward-request", path, (value) => forwardRequest({ [path]: value }));
    }

    it("stand where API Management takes them", () => {
        standsIn(setBackendService({ backendId: "a" }), ["inbound", "backend"]);
        standsIn(forwardRequest(), ["backend"]);
        standsIn(base(), ALL);
    });
});

describe("statements of caching", () => {
    writes([
        [
            "cache-lookup, with no more than it needs",
            () => cacheLookup(),
            `<cache-lookup vary-by-developer="false" vary-by-developer-groups="false" />`,
        ],
        [
            "cache-lookup with all that it takes",
            () =>
                cacheLookup({
                    varyByDeveloper: true,
                    varyByDeveloperGroups: expression`a`,
                    varyByQueryParameters: ["q", expression`r`],
                    varyByHeaders: ["Accept", "Accept-Language"],
                    cachingType: "internal",
                    downstreamCachingType: "private",
                    mustRevalidate: false,
                    allowPrivateResponseCaching: true,
                }),
            `<cache-lookup vary-by-developer="true" vary-by-developer-groups="@(a)" caching-type="internal" downstream-caching-type="private" must-revalidate="false" allow-private-response-caching="true">
    <vary-by-header>Accept</vary-by-header>
    <vary-by-header>Accept-Language</vary-by-header>
    <vary-by-query-parameter>q</vary-by-query-parameter>
    <vary-by-query-parameter>@(r)</vary-by-query-parameter>
</cache-lookup>`,
        ],
        ["cache-store", () => cacheStore({ durationSeconds: 60 }), `<cache-store duration="60" />`],
        [
            "cache-store of any answer",
            () => cacheStore({ durationSeconds: expression`a`, cacheResponse: true }),
            `<cache-store duration="@(a)" cache-response="true" />`,
        ],
        [
            "cache-lookup-value, with no more than it needs",
            () => cacheLookupValue({ key: "k", variableName: "v" }),
            `<cache-lookup-value key="k" variable-name="v" />`,
        ],
        [
            "cache-lookup-value with all that it takes",
            () =>
                cacheLookupValue({
                    key: expression`k`,
                    variableName: pulumi.output("v"),
                    defaultValue: 0,
                    cachingType: "external",
                }),
            `<cache-lookup-value key="@(k)" variable-name="v" default-value="0" caching-type="external" />`,
        ],
        [
            "cache-store-value, with no more than it needs",
            () => cacheStoreValue({ key: "k", value: true, durationSeconds: 1 }),
            `<cache-store-value key="k" value="true" duration="1" />`,
        ],
        [
            "cache-store-value with all that it takes",
            () => cacheStoreValue({ key: "k", value: "v", durationSeconds: 1, cachingType: "prefer-external" }),
            `<cache-store-value key="k" value="v" duration="1" caching-type="prefer-external" />`,
        ],
    ]);
    refusesNoCounts("cache-store", "durationSeconds", (durationSeconds) => cacheStore({ durationSeconds }));
    refusesNoCounts("cache-store-value", "durationSeconds", (durationSeconds) =>
        cacheStoreValue({ key: "k", value: "v", durationSeconds }),
    );

    it("stand where API Management takes them", () => {
        standsIn(cacheLookup(), ["inbound"]);
        standsIn(cacheStore({ durationSeconds: 1 }), ["outbound"]);
        standsIn(cacheLookupValue({ key: "k", variableName: "v" }), ALL);
        standsIn(cacheStoreValue({ key: "k", value: "v", durationSeconds: 1 }), ALL);
    });
});

describe("statements of control", () => {
    const again = { condition: expression`a`, count: 3, intervalSeconds: 1 };
    writes([
        [
            "choose with one condition",
            () => choose([{ condition: expression`a < b`, then: [setMethod("PUT")] }]),
            `<choose>
    <when condition="@(a < b)">
        <set-method>PUT</set-method>
    </when>
</choose>`,
        ],
        [
            "choose with several conditions and another way",
            () =>
                choose(
                    [
                        { condition: expression`a`, then: [setMethod("PUT"), rewriteUri({ template: "/a" })] },
                        { condition: expression`b`, then: [] },
                    ],
                    [choose([{ condition: expression`c`, then: [rewriteUri({ template: "/c" })] }])],
                ),
            `<choose>
    <when condition="@(a)">
        <set-method>PUT</set-method>
        <rewrite-uri template="/a" />
    </when>
    <when condition="@(b)" />
    <otherwise>
        <choose>
            <when condition="@(c)">
                <rewrite-uri template="/c" />
            </when>
        </choose>
    </otherwise>
</choose>`,
        ],
        [
            "choose with another way that does nothing",
            () => choose([{ condition: expression`a`, then: [] }], []),
            `<choose>
    <when condition="@(a)" />
    <otherwise />
</choose>`,
        ],
        [
            "retry, with no more than it needs",
            () => retry(again, [setHeader({ name: "a", value: "b" })]),
            `<retry condition="@(a)" count="3" interval="1">
    <set-header name="a" exists-action="override">
        <value>b</value>
    </set-header>
</retry>`,
        ],
        [
            "retry with all that it takes",
            () =>
                retry(
                    {
                        condition: expression`a`,
                        count: pulumi.output(50),
                        intervalSeconds: expression`b`,
                        maxIntervalSeconds: 10,
                        deltaSeconds: 2,
                        firstFastRetry: true,
                    },
                    [forwardRequest()],
                ),
            `<retry condition="@(a)" count="50" interval="@(b)" max-interval="10" delta="2" first-fast-retry="true">
    <forward-request buffer-request-body="true" />
</retry>`,
        ],
        [
            "retry keeps the request's body at any depth, and what was given",
            () =>
                retry(again, [
                    forwardRequest({ timeoutSeconds: 5, bufferRequestBody: true }),
                    choose(
                        [
                            {
                                condition: expression`b`,
                                then: [limitConcurrency({ key: "k", maxCount: 1 }, [forwardRequest()])],
                            },
                        ],
                        [forwardRequest({ bufferRequestBody: expression`c` })],
                    ),
                ]),
            `<retry condition="@(a)" count="3" interval="1">
    <forward-request timeout="5" buffer-request-body="true" />
    <choose>
        <when condition="@(b)">
            <limit-concurrency key="k" max-count="1">
                <forward-request buffer-request-body="true" />
            </limit-concurrency>
        </when>
        <otherwise>
            <forward-request buffer-request-body="@(c)" />
        </otherwise>
    </choose>
</retry>`,
        ],
        [
            "limit-concurrency",
            () => limitConcurrency({ key: expression`a`, maxCount: 5 }, [setMethod("PUT")]),
            `<limit-concurrency key="@(a)" max-count="5">
    <set-method>PUT</set-method>
</limit-concurrency>`,
        ],
        ["return-response, with no more than it needs", () => returnResponse({}), `<return-response />`],
        [
            "return-response with all that it takes",
            () =>
                returnResponse({
                    body: "no",
                    headers: { "Retry-After": "5", Link: ["a", expression`b`] },
                    status: { code: 503 },
                    responseVariableName: "answer",
                }),
            `<return-response response-variable-name="answer">
    <set-status code="503" reason="Service Unavailable" />
    <set-header name="Retry-After" exists-action="override">
        <value>5</value>
    </set-header>
    <set-header name="Link" exists-action="override">
        <value>a</value>
        <value>@(b)</value>
    </set-header>
    <set-body>no</set-body>
</return-response>`,
        ],
        [
            "return-response with an empty body",
            () => returnResponse({ body: "" }),
            `<return-response>
    <set-body></set-body>
</return-response>`,
        ],
        [
            "send-request, with no more than it needs",
            () => sendRequest({ responseVariableName: "answer", url: "https://a" }),
            `<send-request mode="new" response-variable-name="answer">
    <set-url>https://a</set-url>
    <set-method>GET</set-method>
</send-request>`,
        ],
        [
            "send-request with all that it takes",
            () =>
                sendRequest({
                    authentication: authenticationManagedIdentity({ resource: "api://a", clientId: "b" }),
                    body: expression`c`,
                    headers: { Accept: "d" },
                    method: "POST",
                    url: expression`e`,
                    responseVariableName: pulumi.output("answer"),
                    mode: "copy",
                    timeoutSeconds: 5,
                    ignoreError: true,
                }),
            `<send-request mode="copy" response-variable-name="answer" timeout="5" ignore-error="true">
    <set-url>@(e)</set-url>
    <set-method>POST</set-method>
    <set-header name="Accept" exists-action="override">
        <value>d</value>
    </set-header>
    <set-body>@(c)</set-body>
    <authentication-managed-identity resource="api://a" client-id="b" />
</send-request>`,
        ],
        [
            "send-request of a copy, which has an address and a method",
            () =>
                sendRequest({
                    responseVariableName: "answer",
                    mode: "copy",
                    authentication: authenticationCertificate({ certificateId: "cert" }),
                }),
            `<send-request mode="copy" response-variable-name="answer">
    <authentication-certificate certificate-id="cert" />
</send-request>`,
        ],
        ["set-variable", () => setVariable({ name: "a", value: 5 }), `<set-variable name="a" value="5" />`],
        [
            "trace, with no more than it needs",
            () => trace({ source: "a", message: "b" }),
            `<trace source="a">
    <message>b</message>
</trace>`,
        ],
        [
            "trace with all that it takes",
            () =>
                trace({
                    source: "a",
                    metadata: { c: "d", "e f": expression`g` },
                    severity: "error",
                    message: expression`b`,
                }),
            `<trace source="a" severity="error">
    <message>@(b)</message>
    <metadata name="c" value="d" />
    <metadata name="e f" value="@(g)" />
</trace>`,
        ],
        [
            "include-fragment",
            () => includeFragment({ fragmentId: pulumi.output("shared"), sections: ["inbound"] }),
            `<include-fragment fragment-id="shared" />`,
        ],
        [
            "a statement that has no function",
            () =>
                statement("cors", ["inbound"], { "allow-credentials": true, "terminate-unmatched-request": "a" }, [
                    part("allowed-origins", {}, [part("origin", {}, "https://a"), part("origin")]),
                    part("expose-headers", { a: 5 }, expression`b`),
                ]),
            `<cors allow-credentials="true" terminate-unmatched-request="a">
    <allowed-origins>
        <origin>https://a</origin>
        <origin />
    </allowed-origins>
    <expose-headers a="5">@(b)</expose-headers>
</cors>`,
        ],
        ["a statement of a name only", () => statement("cross-domain", ["inbound"]), `<cross-domain />`],
        [
            "a statement with a text that is a named value",
            () => statement("a", ["inbound"], {}, namedValue("b")),
            `<a>{{b}}</a>`,
        ],
    ]);
    refuses([
        [
            "a choice without conditions",
            () => choose([], [setMethod("PUT")]),
            "choose",
            "conditions",
            "is missing: give one or more.",
        ],
        ["nothing to try again", () => retry(again, []), "retry", "statements", "is missing: give one or more."],
        ...[0, 51, 1.5].map((count): Refused => [
            `to try again ${count} times`,
            () => retry({ ...again, count }, [setMethod("PUT")]),
            "retry",
            "count",
            `is ${count}: it has to be a whole number from 1 to 50.`,
        ]),
        ...([0, 1, 2] as const).map((depth): Refused => [
            `a second try whose body would be gone, at depth ${depth}`,
            () => {
                const forward = forwardRequest({ bufferRequestBody: false });
                const within = choose([{ condition: expression`b`, then: [forward] }]);
                const deeper = limitConcurrency({ key: "k", maxCount: 1 }, [within]);
                return retry(again, [([forward, within, deeper] as const)[depth]]);
            },
            "retry",
            "statements",
            "have a forwardRequest with bufferRequestBody: false, whose second try would send no body. Leave it out.",
        ]),
        [
            "to limit nothing",
            () => limitConcurrency({ key: "k", maxCount: 1 }, []),
            "limit-concurrency",
            "statements",
            "is missing: give one or more.",
        ],
        ...[0, -1, 1.5, "3", expression`a`].map((maxCount): Parameters<typeof refuses>[0][number] => [
            `to let ${JSON.stringify(maxCount)} through at a time`,
            () => limitConcurrency({ key: "k", maxCount: maxCount as number }, [setMethod("PUT")]),
            "limit-concurrency",
            "maxCount",
            `is ${JSON.stringify(maxCount)}: it has to be a whole number from 1 to 9007199254740991.`,
        ]),
        [
            "a new request without an address",
            () => sendRequest({ responseVariableName: "a" }),
            "send-request",
            "url",
            "is missing: a new request has to have an address.",
        ],
        [
            "a mode that there is not",
            () => sendRequest({ responseVariableName: "a", mode: "old" as never, url: "https://a" }),
            "send-request",
            "mode",
            'is "old": it has to be one of "new", "copy".',
        ],
        [
            "a statement that signs no request of its own",
            () =>
                sendRequest({
                    responseVariableName: "a",
                    url: "https://a",
                    authentication: authenticationBasic({ username: "a", password: key }),
                }),
            "send-request",
            "authentication",
            'is "authentication-basic": it has to be one of authentication-certificate, authentication-managed-identity.',
        ],
        [
            "a status of an answer that there is not",
            () => returnResponse({ status: { code: 99 } }),
            "set-status",
            "code",
            "is 99: it has to be a whole number from 100 to 599.",
        ],
        [
            "a header of an answer without a value",
            () => returnResponse({ headers: { a: [] } }),
            "return-response",
            "headers.a",
            "is missing: give a value, or leave the header out.",
        ],
    ]);
    for (const path of ["maxIntervalSeconds", "deltaSeconds"]) {
        refusesNoCounts("retry", path, (value) => retry({ ...again, [path]: value }, [setMethod("PUT")]));
    }
    refusesNoCounts("retry", "intervalSeconds", (intervalSeconds) =>
        retry({ ...again, intervalSeconds }, [setMethod("PUT")]),
    );
    refusesNoCounts("send-request", "timeoutSeconds", (timeoutSeconds) =>
        sendRequest({ responseVariableName: "a", url: "https://a", timeoutSeconds }),
    );

    for (const name of ["", "A", "1a", "a b", 'a"', "a><b", "a:b", "ä", "-a", "a\n"]) {
        it(`refuse the name ${JSON.stringify(name)} of an element`, () => {
            const message = `policy element ${JSON.stringify(name)}: its name has to have small letters, digits and "-" only, as in "allowed-origins".`;
            assert.equal(
                runError(() => part(name)),
                message,
            );
            assert.equal(
                runError(() => statement(name, ["inbound"])),
                message,
            );
        });
    }

    for (const name of ["", "1a", "a b", 'a="b" c', "a>", "a:b", "ä", "__proto__", "a\n"]) {
        it(`refuse the name ${JSON.stringify(name)} of an attribute`, () => {
            assert.equal(
                runError(() => part("origin", JSON.parse(`{${JSON.stringify(name)}: "b"}`) as Record<string, string>)),
                `policy element "origin": its attribute ${JSON.stringify(name)} has to have letters, digits and "-" only, as in "allow-credentials".`,
            );
        });
    }

    it("stand where they and all that they hold may", () => {
        standsIn(choose([{ condition: expression`a`, then: [] }]), ALL);
        standsIn(choose([{ condition: expression`a`, then: [forwardRequest()] }]), ["backend"]);
        standsIn(choose([{ condition: expression`a`, then: [] }], [cacheStore({ durationSeconds: 1 })]), ["outbound"]);
        standsIn(
            choose<"inbound">([
                { condition: expression`a`, then: [setBackendService({ backendId: "a" }), setMethod("PUT")] },
            ]),
            ["inbound"],
        );
        standsIn(retry(again, [setHeader({ name: "a", value: "b" })]), ALL);
        standsIn(retry(again, [choose([{ condition: expression`a`, then: [setMethod("PUT")] }])]), [
            "inbound",
            "on-error",
        ]);
        standsIn(limitConcurrency({ key: "k", maxCount: 1 }, [forwardRequest()]), ["backend"]);
        standsIn(returnResponse({}), ALL);
        standsIn(sendRequest({ responseVariableName: "a", url: "https://a" }), ALL);
        standsIn(setVariable({ name: "a", value: "b" }), ALL);
        standsIn(trace({ source: "a", message: "b" }), ALL);
        standsIn(includeFragment({ fragmentId: "a", sections: ["outbound"] }), ["outbound"]);
        standsIn(statement("cors", ["inbound"]), ["inbound"]);
        standsIn(statement("a", ["inbound", "backend"], {}, [part("b", {}, [forwardRequest()])]), ["backend"]);
    });

    it("sign a request beside the one under way in every section", () => {
        const authentication = authenticationCertificate({ certificateId: "a" });
        standsIn(sendRequest({ responseVariableName: "a", url: "https://a", authentication }), ALL);
    });

    it("refuse to hold what no section allows together", () => {
        assert.equal(
            runError(() =>
                choose([
                    { condition: expression`a`, then: [forwardRequest(), cacheStore({ durationSeconds: 1 }) as never] },
                ]),
            ),
            "policy statement choose: no section allows all that it holds: forward-request (backend); cache-store (outbound). Take them apart.",
        );
    });
});

describe("statements of transformation", () => {
    writes([
        [
            "set-header, with no more than it needs",
            () => setHeader({ name: "a", value: "b" }),
            `<set-header name="a" exists-action="override">
    <value>b</value>
</set-header>`,
        ],
        [
            "set-header with several values",
            () => setHeader({ name: expression`a`, value: ["b", key, expression`c`], existsAction: "append" }),
            `<set-header name="@(a)" exists-action="append">
    <value>b</value>
    <value>{{key}}</value>
    <value>@(c)</value>
</set-header>`,
        ],
        [
            "set-header that deletes it",
            () => setHeader({ name: "a", existsAction: "delete" }),
            `<set-header name="a" exists-action="delete" />`,
        ],
        [
            "set-query-parameter, with no more than it needs",
            () => setQueryParameter({ name: "a", value: "b" }),
            `<set-query-parameter name="a" exists-action="override">
    <value>b</value>
</set-query-parameter>`,
        ],
        [
            "set-query-parameter that leaves what is there",
            () => setQueryParameter({ name: "a", value: pulumi.output("b"), existsAction: "skip" }),
            `<set-query-parameter name="a" exists-action="skip">
    <value>b</value>
</set-query-parameter>`,
        ],
        [
            "set-query-parameter that deletes it",
            () => setQueryParameter({ name: "a", value: [], existsAction: "delete" }),
            `<set-query-parameter name="a" exists-action="delete" />`,
        ],
        ["set-body of a text", () => setBody({ value: "a < b" }), `<set-body>a &lt; b</set-body>`],
        ["set-body of an expression", () => setBody({ value: expression`a < b` }), `<set-body>@(a < b)</set-body>`],
        [
            "set-body of a Liquid template, whose braces are its own",
            () => setBody({ liquid: ' {"a": "{{body.a}}", "b": {% if c < d %}1{% endif %}} ' }),
            `<set-body template="liquid"> {"a": "{{body.a}}", "b": {% if c &lt; d %}1{% endif %}} </set-body>`,
        ],
        ["rewrite-uri", () => rewriteUri({ template: "/a/{b}?c=d" }), `<rewrite-uri template="/a/{b}?c=d" />`],
        [
            "rewrite-uri with all that it takes",
            () => rewriteUri({ template: expression`a`, copyUnmatchedParams: false }),
            `<rewrite-uri template="@(a)" copy-unmatched-params="false" />`,
        ],
        ["set-method", () => setMethod("PATCH"), `<set-method>PATCH</set-method>`],
        ["set-status", () => setStatus({ code: 200 }), `<set-status code="200" reason="OK" />`],
        [
            "set-status with all that it takes",
            () => setStatus({ code: expression`a`, reason: "Fine" }),
            `<set-status code="@(a)" reason="Fine" />`,
        ],
    ]);
    const named = { "set-header": setHeader, "set-query-parameter": setQueryParameter };
    refuses([
        ...Object.entries(named).flatMap(([name, set]): Refused[] => [
            [
                `a ${name} without a value`,
                () => set({ name: "a" }),
                name,
                "value",
                'is missing: give one, or existsAction: "delete".',
            ],
            [
                `a ${name} with an empty list of values`,
                () => set({ name: "a", value: [], existsAction: "append" }),
                name,
                "value",
                'is missing: give one, or existsAction: "delete".',
            ],
            [
                `a ${name} that deletes and has a value`,
                () => set({ name: "a", value: "b", existsAction: "delete" }),
                name,
                "value",
                "cannot stand beside args.existsAction: what is deleted has no value. Leave one of them out.",
            ],
            [
                `a ${name} that does what there is not`,
                () => set({ name: "a", value: "b", existsAction: "add" as never }),
                name,
                "existsAction",
                'is "add": it has to be one of "override", "skip", "append", "delete".',
            ],
        ]),
        [
            "a body that is none",
            () => setBody({}),
            "set-body",
            "value",
            "or args.liquid is missing: give exactly one of them.",
        ],
        [
            "a body that is two",
            () => setBody({ value: "a", liquid: "b" }),
            "set-body",
            "liquid",
            "cannot stand beside args.value: give exactly one of value, liquid.",
        ],
        [
            "a path that does not begin with a slash",
            () => rewriteUri({ template: "a/b" }),
            "rewrite-uri",
            "template",
            'is "a/b": it has to begin with "/".',
        ],
        ...[99, 600, 200.5].map((code): Refused => [
            `a status of ${code}`,
            () => setStatus({ code }),
            "set-status",
            "code",
            `is ${code}: it has to be a whole number from 100 to 599.`,
        ]),
    ]);

    it("take the first and the last status that there is", async () => {
        assert.equal(await written(setStatus({ code: 100 })), `<set-status code="100" reason="Continue" />`);
        assert.equal(await written(setStatus({ code: 599 })), `<set-status code="599" reason="" />`);
    });

    it("stand where API Management takes them", () => {
        standsIn(setHeader({ name: "a", value: "b" }), ALL);
        standsIn(setQueryParameter({ name: "a", value: "b" }), ["inbound", "backend"]);
        standsIn(setBody({ value: "a" }), ALL);
        standsIn(rewriteUri({ template: "/a" }), ["inbound"]);
        standsIn(setMethod("PUT"), ["inbound", "on-error"]);
        standsIn(setStatus({ code: 200 }), ALL);
    });
});
