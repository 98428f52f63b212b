import assert from "node:assert/strict";
import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";
import { ApimApi, type ApimApiArgs, ApimBackend, policies } from "../../../../../components/apim";
import { SERVICE_ID } from "../../../support/furniture";
import { refusesFaults } from "../../../support/faults";
import { childrenOf, inputsOf } from "../../../support/registered";
import { known, type Recorded, reference, run, UNKNOWN, urnOf } from "../../../support/program";

const COMPONENT = "session-affinity:index:ApimApi";
const API = "azure-native:apimanagement:Api";
const OPERATION = "azure-native:apimanagement:ApiOperation";
const POLICY = "azure-native:apimanagement:ApiPolicy";
const OPERATION_POLICY = "azure-native:apimanagement:ApiOperationPolicy";

const { authenticationManagedIdentity, expression, setHeader, validateJwt } = policies;
const inService = { resourceGroupName: "rg", serviceName: "gw" };
const minimal = (): ApimApiArgs => ({
    ...inService,
    path: "orders",
    operations: [{ method: "GET", urlTemplate: "/{id}" }],
});
const signed = () => ({
    name: pulumi.output("west"),
    statements: [authenticationManagedIdentity({ resource: "app" })],
});
const checking = () => validateJwt({ headerName: "Authorization", openIdConfigUrls: ["https://login.example.com"] });

const created = (recorded: Recorded) => childrenOf(recorded, urnOf(COMPONENT, "orders"));
const document = (recorded: Recorded, type = POLICY, name = "orders") =>
    String(inputsOf(recorded, type, name)["value"]);

describe("ApimApi", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            const apiId = (id: string) => (preview ? UNKNOWN : id);

            it("registers an API, its operations and nothing else", async () => {
                const recorded = await run(() => new ApimApi("orders", { ...minimal(), apiId: "orders" }), { preview });
                assert.equal(recorded.resources.length, 3);
                assert.deepEqual(created(recorded), ["Api orders", "ApiOperation orders-get-id"]);
                assert.deepEqual(inputsOf(recorded, API), {
                    ...inService,
                    apiId: "orders",
                    path: "orders",
                    displayName: "orders",
                    protocols: ["https"],
                    subscriptionRequired: true,
                });
                assert.deepEqual(inputsOf(recorded, OPERATION, "orders-get-id"), {
                    ...inService,
                    apiId: apiId("orders"),
                    operationId: "get-id",
                    method: "GET",
                    urlTemplate: "/{id}",
                    displayName: "GET /{id}",
                    templateParameters: [{ name: "id", type: "string", required: true }],
                });
            });

            it("hands every argument on", async () => {
                // In another subscription, which the sandbox does not see.
                const set = `${SERVICE_ID.replace(/0(?=\/resourceGroups)/, "9")}/apiVersionSets/orders`;
                const recorded = await run(
                    () =>
                        new ApimApi("orders", {
                            ...minimal(),
                            apiId: "shop-orders",
                            displayName: "Orders",
                            description: "What was bought.",
                            protocols: ["https", "wss"],
                            subscriptionRequired: false,
                            subscriptionKeyNames: { header: "X-Key", query: "key" },
                            version: { name: "v2", set },
                            operations: [
                                {
                                    method: "POST",
                                    urlTemplate: "/{customer}/orders/{id}",
                                    operationId: "buy",
                                    displayName: "Buy",
                                    description: "Buys it.",
                                },
                            ],
                        }),
                    { preview },
                );
                assert.deepEqual(inputsOf(recorded, API), {
                    ...inService,
                    apiId: "shop-orders",
                    path: "orders",
                    displayName: "Orders",
                    description: "What was bought.",
                    protocols: ["https", "wss"],
                    subscriptionRequired: false,
                    subscriptionKeyParameterNames: { header: "X-Key", query: "key" },
                    apiVersion: "v2",
                    apiVersionSetId: set,
                });
                assert.deepEqual(inputsOf(recorded, OPERATION, "orders-buy"), {
                    ...inService,
                    apiId: apiId("shop-orders"),
                    operationId: "buy",
                    method: "POST",
                    urlTemplate: "/{customer}/orders/{id}",
                    displayName: "Buy",
                    description: "Buys it.",
                    templateParameters: ["customer", "id"].map((name) => ({ name, type: "string", required: true })),
                });
            });

            it("takes every path and each of the usual methods where it has no operations", async () => {
                const recorded = await run(() => new ApimApi("orders", { ...minimal(), operations: undefined }), {
                    preview,
                });
                assert.deepEqual(created(recorded), [
                    "Api orders",
                    ...["delete", "get", "head", "options", "patch", "post", "put"].map(
                        (method) => `ApiOperation orders-${method}-all`,
                    ),
                ]);
                assert.equal(inputsOf(recorded, OPERATION, "orders-put-all")["urlTemplate"], "/*");
            });

            it("sends requests to its backend, and signs them after the policy's own statements", async () => {
                const recorded = await run(
                    () =>
                        new ApimApi("orders", {
                            ...minimal(),
                            backend: signed(),
                            policy: [
                                { inbound: [checking()] },
                                { inbound: [setHeader({ name: "X-Source", value: "gateway" })] },
                                policies.streamResponses(),
                            ],
                        }),
                    { preview },
                );
                assert.deepEqual(created(recorded), ["Api orders", "ApiOperation orders-get-id", "ApiPolicy orders"]);
                const { value, ...rest } = inputsOf(recorded, POLICY);
                assert.deepEqual(
                    { ...rest, apiId: preview ? rest["apiId"] : /^orders[0-9a-f]{8}$/.test(String(rest["apiId"])) },
                    { ...inService, apiId: preview ? UNKNOWN : true, policyId: "policy", format: "rawxml" },
                );
                assert.equal(
                    value,
                    `<policies>
    <inbound>
        <base />
        <set-backend-service backend-id="west" />
        <validate-jwt header-name="Authorization">
            <openid-config url="https://login.example.com" />
        </validate-jwt>
        <set-header name="X-Source" exists-action="override">
            <value>gateway</value>
        </set-header>
        <authentication-managed-identity resource="app" />
    </inbound>
    <backend>
        <forward-request buffer-response="false" />
    </backend>
    <outbound>
        <base />
    </outbound>
    <on-error>
        <base />
    </on-error>
</policies>`,
                );
            });

            it("gives an operation a policy of its own", async () => {
                const recorded = await run(
                    () =>
                        new ApimApi("orders", {
                            ...minimal(),
                            operations: [
                                { method: "GET", urlTemplate: "/" },
                                { method: "POST", urlTemplate: "/", policy: { inbound: [checking()] } },
                            ],
                        }),
                    { preview },
                );
                assert.deepEqual(created(recorded), [
                    "Api orders",
                    "ApiOperation orders-get",
                    "ApiOperation orders-post",
                    "ApiOperationPolicy orders-post",
                ]);
                const { value, apiId: api, ...rest } = inputsOf(recorded, OPERATION_POLICY, "orders-post");
                assert.deepEqual(rest, {
                    ...inService,
                    operationId: apiId("post"),
                    policyId: "policy",
                    format: "rawxml",
                });
                assert.equal(api, inputsOf(recorded, OPERATION, "orders-post")["apiId"]);
                assert.match(String(value), /<base \/>\n\s+<validate-jwt header-name="Authorization">/);
            });

            for (const [format, text] of [
                [
                    "openapi+json",
                    JSON.stringify({ openapi: "3.0.1", paths: { "/": { get: { operationId: "list" } } } }),
                ],
                ["openapi", "openapi: 3.1.0\npaths:\n  /:\n    get:\n      operationId: list\n"],
                ["swagger-json", JSON.stringify({ swagger: "2.0", paths: { "/": { get: { operationId: "list" } } } })],
            ]) {
                it(`imports ${format}, with policies of its operations`, async () => {
                    const recorded = await run(
                        () =>
                            new ApimApi("orders", {
                                ...minimal(),
                                operations: undefined,
                                openApi: pulumi.output(text),
                                operationPolicies: { list: { inbound: [checking()] } },
                            }),
                        { preview },
                    );
                    assert.deepEqual(created(recorded), ["Api orders", "ApiOperationPolicy orders-list"]);
                    const api = inputsOf(recorded, API);
                    assert.deepEqual([api["format"], api["value"]], [format, text]);
                    assert.equal(inputsOf(recorded, OPERATION_POLICY, "orders-list")["operationId"], "list");
                });
            }
        });
    }

    it("answers with its name, id and operations", async () => {
        const { result, outputs } = await run(() => new ApimApi("orders", { ...minimal(), apiId: "shop" }));
        const { name, resourceId, operations, componentName } = result;
        const expected = { name: "shop", resourceId: `${SERVICE_ID}/apis/shop` };
        assert.deepEqual(await known(pulumi.output({ name, resourceId })), expected);
        assert.equal(operations.length, 1);
        assert.equal(componentName, "orders");
        assert.deepEqual(outputs.get(urnOf(COMPONENT, "orders")), {
            ...expected,
            api: reference(urnOf(API, "orders", COMPONENT)),
        });
    });

    it("takes a version set by itself", async () => {
        const recorded = await run(() => {
            const set = new apimanagement.ApiVersionSet("orders", {
                ...inService,
                versionSetId: "orders",
                displayName: "Orders",
                versioningScheme: "Segment",
            });
            return new ApimApi("orders", { ...minimal(), version: { name: "v1", set } });
        });
        assert.equal(inputsOf(recorded, API)["apiVersionSetId"], `${SERVICE_ID}/apiVersionSets/orders`);
    });

    it("names its backend as the backend names itself", async () => {
        const recorded = await run(() => {
            const backend = new ApimBackend("shop", {
                ...inService,
                url: "https://shop.example.com",
                backendId: "shop",
            });
            return new ApimApi("orders", { ...minimal(), backend });
        });
        assert.match(document(recorded), /<set-backend-service backend-id="shop" \/>/);
    });

    it("knows whether a policy of its own checks the client's token", async () => {
        const { result } = await run(() => [
            new ApimApi("plain", {
                ...minimal(),
                path: "a",
                policy: { inbound: [setHeader({ name: "a", value: "b" })] },
            }),
            new ApimApi("api", {
                ...minimal(),
                path: "b",
                policy: { inbound: [setHeader({ name: "a", value: "b" }), checking()] },
            }),
            new ApimApi("operation", {
                ...minimal(),
                path: "c",
                operations: [{ method: "GET", urlTemplate: "/", policy: { inbound: [checking()] } }],
            }),
        ]);
        assert.deepEqual(
            result.map(({ checksAuthorization }) => checksAuthorization),
            [false, true, true],
        );
    });

    it("lets an operation check a token that the API's policy keeps in a variable", async () => {
        const token = validateJwt({
            tokenValue: expression`(string)context.Variables["t"]`,
            openIdConfigUrls: ["https://a"],
        });
        await run(
            () =>
                new ApimApi("orders", {
                    ...minimal(),
                    backend: signed(),
                    operations: [{ method: "GET", urlTemplate: "/", policy: { inbound: [token] } }],
                }),
        );
    });

    refusesFaults<ApimApiArgs>(
        {
            component: "ApimApi",
            good: minimal,
            make: (name, args) => new ApimApi(name, args),
            children: [API, OPERATION, POLICY],
            // Operations are made beside the API, which they need the name of.
            without: () => [OPERATION, POLICY],
        },
        [
            {
                title: "no resource group",
                args: { resourceGroupName: undefined },
                path: "resourceGroupName",
                says: ["missing"],
            },
            { title: "no service", args: { serviceName: "" }, path: "serviceName", says: ["missing"] },
            {
                title: "no path",
                args: { path: undefined },
                path: "path",
                says: ["missing", 'or "" for'],
                plainOnly: true,
            },
            ...["/orders", "orders/", "/", "o".repeat(401)].map((path) => ({
                title: `the path ${path.slice(0, 10)}`,
                args: { path },
                path: "path",
                says: [JSON.stringify(path).slice(0, 40), "at most 400 characters, without a slash at its ends"],
            })),
            ...["", "a*b", "a".repeat(257)].map((apiId) => ({
                title: `an id of ${apiId.length} characters`,
                args: { apiId },
                path: "apiId",
                says: ["1 to 256 characters, none of"],
            })),
            ...["", "t".repeat(301)].map((displayName) => ({
                title: `a name of ${displayName.length} characters`,
                args: { displayName },
                path: "displayName",
                says: ["1 to 300 characters"],
            })),
            {
                title: "an empty description",
                args: { description: "" },
                path: "description",
                says: ["1 to 1000 characters"],
            },
            { title: "no operation", args: { operations: [] }, path: "operations", says: ["missing"], plainOnly: true },
            {
                title: "a method in small letters",
                args: { operations: [{ method: "get", urlTemplate: "/" }] },
                path: "operations[0].method",
                says: ['"get"', '"GET"'],
                plainOnly: true,
            },
            {
                title: "a template without a slash",
                args: { operations: [{ method: "GET", urlTemplate: "orders" }] },
                path: "operations[0].urlTemplate",
                says: ['"orders"', 'begin with "/"'],
                plainOnly: true,
            },
            {
                title: "an id of an operation that it cannot have",
                args: { operations: [{ method: "GET", urlTemplate: "/", operationId: "a:b" }] },
                path: "operations[0].operationId",
                says: ['"a:b"', "1 to 80 characters"],
                plainOnly: true,
            },
            {
                title: "an operation twice",
                args: {
                    operations: [1, 2].map((index) => ({ method: "GET", urlTemplate: "/", operationId: `a${index}` })),
                },
                path: "operations[1]",
                says: ["is GET / again"],
                plainOnly: true,
            },
            {
                title: "two operations of one id",
                args: {
                    operations: ["/a", "/b"].map((urlTemplate) => ({ method: "GET", urlTemplate, operationId: "a" })),
                },
                path: "operations[1].operationId",
                says: ['is "a"', "another operation's"],
                plainOnly: true,
            },
            {
                title: "an operation without a name",
                args: { operations: [{ method: "GET", urlTemplate: "/", displayName: "" }] },
                path: "operations[0].displayName",
                says: ["1 to 300 characters"],
                plainOnly: true,
            },
            {
                title: "operations beside a document",
                args: { openApi: "{}" },
                path: "openApi",
                says: ["cannot stand beside args.operations"],
                plainOnly: true,
            },
            {
                title: "policies of operations without a document",
                args: { operationPolicies: {} },
                path: "operationPolicies",
                says: ["args.openApi"],
                plainOnly: true,
            },
            ...[
                ["a document that cannot be read", "a: [", "cannot be read as JSON or YAML"],
                ["a document without paths", '{"openapi":"3.0.0"}', "has no paths"],
                ["a text", "orders", "has no paths"],
                ["version 2 as YAML", "swagger: '2.0'\npaths: {}", "is of version 2.0"],
                ["a document without a version", '{"paths":{}}', "is of version (none)"],
            ].map(([title = "", openApi, said = ""]) => ({
                title,
                args: { operations: undefined, openApi },
                path: "openApi",
                says: [said],
            })),
            {
                title: "a document of more than 4 MiB",
                args: {
                    operations: undefined,
                    openApi: JSON.stringify({
                        openapi: "3.0.1",
                        paths: {},
                        info: { description: "é".repeat(2 ** 21) },
                    }),
                },
                path: "openApi",
                says: ["API Management imports at most 4194304"],
            },
            ...[
                [
                    "another operation",
                    '{"openapi":"3.0.1","paths":{"/":{"get":{"operationId":"list"}}}}',
                    "whose ids are: list.",
                ],
                ["no operation", '{"openapi":"3.0.1","paths":{}}', "whose ids are: (none)."],
            ].map(([title = "", openApi, said = ""]) => ({
                title: `the policy of an operation where the document has ${title}`,
                args: { operations: undefined, openApi, operationPolicies: { get: {} } },
                path: "operationPolicies.get",
                says: ["is of no operation in args.openApi", said],
                plainOnly: true,
            })),
            {
                title: "two statements of the backend section",
                args: {
                    policy: [policies.streamResponses(), policies.retryRequests({ count: 1, intervalSeconds: 1 })],
                },
                path: "policy.backend",
                says: ["second statement", "forward-request", "allows one"],
                plainOnly: true,
            },
            {
                title: "a check of the token that the API's own policy has replaced",
                args: {
                    backend: signed(),
                    operations: [{ method: "GET", urlTemplate: "/", policy: { inbound: [checking()] } }],
                },
                path: "operations[0].policy",
                says: ["validate-jwt on Authorization", "args.policy of the API"],
                plainOnly: true,
            },
            {
                title: "a version without a name",
                args: { version: { name: "", set: "/x" } },
                path: "version.name",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "a version without a set",
                args: { version: { name: "v1" } },
                path: "version.set",
                says: ["missing"],
                plainOnly: true,
            },
        ],
    );
});
