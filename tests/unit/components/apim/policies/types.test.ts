import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    authenticationBasic,
    authenticationCertificate,
    authenticationManagedIdentity,
    base,
    cacheLookup,
    cacheLookupValue,
    cacheResponses,
    cacheStore,
    cacheStoreValue,
    choose,
    expression,
    type Expression,
    fallBackTo,
    forwardHost,
    forwardRequest,
    includeFragment,
    limitConcurrency,
    multiStatement,
    namedValue,
    type PolicyDocument,
    rateLimitByKey,
    refuseWhileUnhealthy,
    retry,
    returnResponse,
    rewriteUri,
    routeRequests,
    sendRequest,
    sendTo,
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

// The compiler is the test here: it refuses a line that should compile and does not, and an expected error that is none.

const condition: Expression = expression`context.Response != null`;
const again = { condition, count: 1, intervalSeconds: 1 };
const limit = { key: "k", maxCount: 1 };
const header = setHeader({ name: "a", value: "b" });
const backend = setBackendService({ backendId: "a" });
const jwt = validateJwt({ headerName: "a", openIdConfigUrls: ["https://a"] });
const identity = authenticationManagedIdentity({ resource: "a" });
const west = { name: pulumi.output("west") };

/** Documents that are what the compiler says of them. */
const good: PolicyDocument[] = [
    // A statement of every section, within others of every section.
    ...[
        choose([{ condition, then: [header] }], [header]),
        retry(again, [header]),
        limitConcurrency(limit, [header]),
    ].map((made): PolicyDocument => ({ inbound: [made], backend: made, outbound: [made], onError: [made] })),
    {
        inbound: [choose([{ condition, then: [header] }])],
        outbound: [choose([{ condition, then: [header] }])],
        onError: [choose([{ condition, then: [header] }])],
    },
    // Statements of several sections, mixed.
    { inbound: [choose([{ condition, then: [backend, header] }])] },
    { inbound: [choose([{ condition, then: [header, backend] }], [identity, setBody({ value: "a" })])] },
    {
        inbound: [
            choose([
                { condition, then: [backend] },
                { condition, then: [setMethod("PUT"), jwt] },
            ]),
        ],
    },
    // The compiler has to be told the section where none of the statements' own says it for all of them.
    { inbound: [choose<"inbound">([{ condition, then: [backend, setMethod("PUT")] }])] },
    { backend: choose([{ condition, then: [backend, header] }]) },
    { backend: choose([{ condition, then: [header, forwardRequest()] }], [backend, forwardRequest()]) },
    {
        backend: retry(again, [
            choose([{ condition, then: [backend] }]),
            setQueryParameter({ name: "a", value: "b" }),
            forwardRequest(),
        ]),
    },
    { backend: limitConcurrency(limit, [retry(again, [forwardRequest()])]) },
    // Each statement where it may stand.
    {
        inbound: [
            ...[jwt, identity, backend, header, base(), cacheLookup(), rewriteUri({ template: "/a" })],
            authenticationBasic({ username: "a", password: namedValue("b") }),
            authenticationCertificate({ body: condition, password: namedValue("b") }),
            rateLimitByKey({ calls: 1, renewalPeriodSeconds: 1, counterKey: "a" }),
            setMethod("PUT"),
            setStatus({ code: 200 }),
            setVariable({ name: "a", value: true }),
            setQueryParameter({ name: "a", value: ["b", condition, namedValue("c")] }),
            returnResponse({ body: multiStatement`return "a";` }),
            sendRequest({ responseVariableName: "a", url: "https://a", authentication: identity }),
            trace({ source: "a", message: "b" }),
            includeFragment({ fragmentId: "a", sections: ["inbound", "outbound"] }),
            statement("cors", ["inbound"]),
            forwardHost(),
            ...refuseWhileUnhealthy({ url: "https://a" }),
            ...sendTo(west),
            routeRequests([{ backend: west, path: "/a" }], "refuse"),
        ],
        backend: base(),
        outbound: [
            cacheStore({ durationSeconds: 1 }),
            cacheLookupValue({ key: "a", variableName: "b" }),
            cacheStoreValue({ key: "a", value: 1, durationSeconds: 1 }),
            includeFragment({ fragmentId: "a", sections: ["inbound", "outbound"] }),
        ],
        onError: [setMethod("PUT"), setStatus({ code: 500 }), sendRequest({ responseVariableName: "a", mode: "copy" })],
    },
    cacheResponses({ durationSeconds: 1 }),
    fallBackTo(west),
    // Where a statement may stand is read from what it is put into, and kept.
    { inbound: [header satisfies Statement<"inbound">] satisfies readonly Statement<"inbound">[] },
];

/** Documents that the compiler refuses, none of which is run. */
export const bad = (): PolicyDocument[] => [
    // @ts-expect-error forward-request stands in backend only
    { inbound: [forwardRequest()] },
    // @ts-expect-error beside others too
    { inbound: [header, forwardRequest()] },
    // @ts-expect-error and in outbound
    { outbound: [forwardRequest()] },
    // @ts-expect-error and in on-error
    { onError: [forwardRequest()] },
    // @ts-expect-error set-backend-service stands in inbound and backend only
    { outbound: [backend] },
    // @ts-expect-error and not in on-error, where nothing can be sent
    { onError: [backend] },
    // @ts-expect-error cache-store stands in outbound only
    { inbound: [cacheStore({ durationSeconds: 1 })] },
    // @ts-expect-error and not in backend
    { backend: cacheStore({ durationSeconds: 1 }) },
    // @ts-expect-error cache-lookup stands in inbound only
    { outbound: [cacheLookup()] },
    // @ts-expect-error authentication-managed-identity stands in inbound only
    { backend: identity },
    // @ts-expect-error as does authentication-certificate
    { backend: authenticationCertificate({ certificateId: "a" }) },
    // @ts-expect-error and authentication-basic
    { backend: authenticationBasic({ username: "a", password: namedValue("b") }) },
    // @ts-expect-error and validate-jwt
    { outbound: [jwt] },
    // @ts-expect-error and rate-limit-by-key
    { outbound: [rateLimitByKey({ calls: 1, renewalPeriodSeconds: 1, counterKey: "a" })] },
    // @ts-expect-error and rewrite-uri
    { backend: rewriteUri({ template: "/a" }) },
    // @ts-expect-error set-method stands in inbound and on-error only
    { outbound: [setMethod("PUT")] },
    // @ts-expect-error set-query-parameter stands in inbound and backend only
    { outbound: [setQueryParameter({ name: "a", value: "b" })] },
    // @ts-expect-error choose stands where all that it holds may
    { inbound: [choose([{ condition, then: [forwardRequest()] }])] },
    // @ts-expect-error beside others too
    { inbound: [choose([{ condition, then: [header, forwardRequest()] }])] },
    // @ts-expect-error and in its other way
    { inbound: [choose([{ condition, then: [header] }], [forwardRequest()])] },
    {
        outbound: [
            // @ts-expect-error and in its second condition
            choose([
                { condition, then: [header] },
                { condition, then: [backend] },
            ]),
        ],
    },
    // @ts-expect-error and deeper
    { inbound: [choose([{ condition, then: [retry(again, [limitConcurrency(limit, [forwardRequest()])])] }])] },
    // @ts-expect-error retry stands where all that it holds may
    { outbound: [retry(again, [forwardRequest()])] },
    // @ts-expect-error as does limit-concurrency
    { outbound: [limitConcurrency(limit, [backend])] },
    // @ts-expect-error a fragment stands where all that it holds may
    { inbound: [includeFragment({ fragmentId: "a", sections: ["outbound"] })] },
    // @ts-expect-error a statement without a function stands where it is said to
    { outbound: [statement("cors", ["inbound"])] },
    // @ts-expect-error a route stands in inbound only
    { outbound: [routeRequests([{ backend: west, path: "/a" }], "refuse")] },
    // @ts-expect-error as does what refuses requests
    { onError: refuseWhileUnhealthy({ url: "https://a" }) },
    // @ts-expect-error backend has one statement
    { backend: [forwardRequest()] },
    // @ts-expect-error no statement holds what no section allows together
    { inbound: [choose([{ condition, then: [backend, cacheStore({ durationSeconds: 1 })] }])] },
];

/** Values that the compiler refuses. */
export const badValues = (): unknown[] => [
    // @ts-expect-error a password is kept in a named value
    authenticationBasic({ username: "a", password: "b" }),
    // @ts-expect-error and comes from no Output
    authenticationBasic({ username: "a", password: pulumi.secret("b") }),
    // @ts-expect-error as is one of a certificate
    authenticationCertificate({ body: condition, password: "b" }),
    // @ts-expect-error and a key that signs tokens
    validateJwt({ headerName: "a", issuerSigningKeys: [{ value: "a" }] }),
    // @ts-expect-error a condition is an expression
    choose([{ condition: "a", then: [header] }]),
    // @ts-expect-error of retry too
    retry({ ...again, condition: "@(a)" }, [header]),
    // @ts-expect-error a token's value is an expression
    validateJwt({ tokenValue: "a", requireSignedTokens: false }),
    // @ts-expect-error a variable's name is no expression
    setVariable({ name: condition, value: "a" }),
    // @ts-expect-error nor a named value
    setVariable({ name: namedValue("a"), value: "a" }),
    // @ts-expect-error a Liquid template is no expression
    setBody({ liquid: condition }),
    // @ts-expect-error a number is no text
    forwardRequest({ timeoutSeconds: "5" }),
    // @ts-expect-error a header has an action of its own words
    setHeader({ name: "a", value: "b", existsAction: "add" }),
    // @ts-expect-error an expression holds no value that may be missing
    expression`a == ${undefined}`,
    // @ts-expect-error nor an object
    expression`a == ${{ b: "c" }}`,
];

describe("the types of policies", () => {
    it("let through what may stand where it is put", () => {
        for (const { inbound = [], backend: sent, outbound = [], onError = [] } of good) {
            for (const { sections } of inbound) assert.ok(sections.includes("inbound"));
            for (const { sections } of sent ? [sent] : []) assert.ok(sections.includes("backend"));
            for (const { sections } of outbound) assert.ok(sections.includes("outbound"));
            for (const { sections } of onError) assert.ok(sections.includes("on-error"));
        }
    });
});
