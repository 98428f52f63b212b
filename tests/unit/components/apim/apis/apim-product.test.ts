import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ApimApi, ApimProduct, type ApimProductArgs, policies } from "../../../../../components/apim";
import { SERVICE_ID } from "../../../support/furniture";
import { refusesFaults } from "../../../support/faults";
import { childrenOf, inputsOf } from "../../../support/registered";
import { known, type Recorded, reference, run, UNKNOWN, urnOf } from "../../../support/program";

const COMPONENT = "session-affinity:index:ApimProduct";
const PRODUCT = "azure-native:apimanagement:Product";
const PRODUCT_API = "azure-native:apimanagement:ProductApi";
const POLICY = "azure-native:apimanagement:ProductPolicy";

const { authenticationManagedIdentity, setHeader, validateJwt } = policies;
const inService = { resourceGroupName: "rg", serviceName: "gw" };
const west = { name: pulumi.output("west") };
const north = {
    name: pulumi.output("north"),
    statements: [authenticationManagedIdentity({ resource: "north-app" })],
};
const api = (name: string, args: { backend?: typeof west; policy?: policies.PolicyDocument } = {}) =>
    new ApimApi(name, {
        ...inService,
        path: name,
        apiId: `${name}-id`,
        operations: [{ method: "GET", urlTemplate: "/" }],
        ...args,
    });
const minimal = (): ApimProductArgs => ({ ...inService, apis: [api("orders", { backend: west })] });

const created = (recorded: Recorded) => childrenOf(recorded, urnOf(COMPONENT, "shop"));

describe("ApimProduct", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            const later = (value: string) => (preview ? UNKNOWN : value);

            it("registers a product and the link to its API", async () => {
                const recorded = await run(() => new ApimProduct("shop", { ...minimal(), productId: "shop" }), {
                    preview,
                });
                assert.deepEqual(created(recorded), ["Product shop", "ProductApi shop-orders"]);
                assert.deepEqual(inputsOf(recorded, PRODUCT), {
                    ...inService,
                    productId: "shop",
                    displayName: "shop",
                    state: "published",
                    subscriptionRequired: true,
                });
                assert.deepEqual(inputsOf(recorded, PRODUCT_API, "shop-orders"), {
                    ...inService,
                    productId: later("shop"),
                    apiId: later("orders-id"),
                });
            });

            it("hands every argument on", async () => {
                const recorded = await run(
                    () =>
                        new ApimProduct("shop", {
                            ...minimal(),
                            productId: "shop",
                            displayName: "The shop",
                            description: "All of it.",
                            state: "notPublished",
                            approvalRequired: true,
                            policy: { inbound: [setHeader({ name: "X-Product", value: "shop" })] },
                        }),
                    { preview },
                );
                assert.deepEqual(inputsOf(recorded, PRODUCT), {
                    ...inService,
                    productId: "shop",
                    displayName: "The shop",
                    description: "All of it.",
                    state: "notPublished",
                    subscriptionRequired: true,
                    approvalRequired: true,
                });
                assert.deepEqual(created(recorded), ["Product shop", "ProductApi shop-orders", "ProductPolicy shop"]);
                const { value, ...rest } = inputsOf(recorded, POLICY);
                assert.deepEqual(rest, {
                    ...inService,
                    productId: later("shop"),
                    policyId: "policy",
                    format: "rawxml",
                });
                assert.match(String(value), /<base \/>\n\s+<set-header name="X-Product"/);
                assert.doesNotMatch(String(value), /<choose>/);
            });

            it("picks each API's backend by its exact id, and refuses any other API", async () => {
                const recorded = await run(
                    () => {
                        const [orders, stock, customers, own] = ["orders", "stock", "customers"].map((name) =>
                            api(name),
                        );
                        return new ApimProduct("shop", {
                            ...inService,
                            apis: [orders, stock, customers, api("own", { backend: west })] as ApimApi[],
                            routes: [
                                { apis: [orders, stock] as ApimApi[], backend: west },
                                { apis: [customers] as ApimApi[], backend: north },
                            ],
                            ...(own ? {} : { productId: "shop" }),
                        });
                    },
                    { preview },
                );
                assert.deepEqual(created(recorded), [
                    "Product shop",
                    ...["customers", "orders", "own", "stock"].map((name) => `ProductApi shop-${name}`),
                    "ProductPolicy shop",
                ]);
                const { value } = inputsOf(recorded, POLICY);
                assert.equal(
                    value,
                    later(`<policies>
    <inbound>
        <base />
        <choose>
            <when condition="@(context.Api.Id == "orders-id" || context.Api.Id == "stock-id")">
                <set-backend-service backend-id="west" />
            </when>
            <when condition="@(context.Api.Id == "customers-id")">
                <set-backend-service backend-id="north" />
                <authentication-managed-identity resource="north-app" />
            </when>
            <when condition="@(context.Api.Id == "own-id")" />
            <otherwise>
                <return-response>
                    <set-status code="404" reason="Not Found" />
                </return-response>
            </otherwise>
        </choose>
    </inbound>
    <backend>
        <base />
    </backend>
    <outbound>
        <base />
    </outbound>
    <on-error>
        <base />
    </on-error>
</policies>`),
                );
            });
        });
    }

    it("answers with its name and id", async () => {
        const { result, outputs } = await run(() => new ApimProduct("shop", { ...minimal(), productId: "shop" }));
        const expected = { name: "shop", resourceId: `${SERVICE_ID}/products/shop` };
        assert.deepEqual(await known(pulumi.output({ name: result.name, resourceId: result.resourceId })), expected);
        assert.deepEqual(outputs.get(urnOf(COMPONENT, "shop")), {
            ...expected,
            product: reference(urnOf(PRODUCT, "shop", COMPONENT)),
        });
    });

    it("takes an API whose own policy picks its backend, in either section that may", async () => {
        const inbound = [policies.setBackendService({ backendId: "west" })];
        await run(
            () =>
                new ApimProduct("shop", {
                    ...inService,
                    apis: [api("orders", { policy: { inbound } }), api("stock", { policy: policies.fallBackTo(west) })],
                }),
        );
    });

    it("needs no approval where no subscription is required", async () => {
        const recorded = await run(() => new ApimProduct("shop", { ...minimal(), subscriptionRequired: false }));
        assert.deepEqual(inputsOf(recorded, PRODUCT), {
            ...inService,
            displayName: "shop",
            state: "published",
            subscriptionRequired: false,
        });
    });

    const orphan = () => ({ apis: [api("orders"), api("stock")] });
    const routed = (build: (orders: ApimApi, stock: ApimApi) => ApimProductArgs["routes"]) => {
        const { apis } = orphan();
        return { apis, routes: build(apis[0] as ApimApi, apis[1] as ApimApi) };
    };
    const checked = () =>
        api("orders", {
            policy: { inbound: [validateJwt({ headerName: "authorization", openIdConfigUrls: ["https://a"] })] },
        });

    const faults: [title: string, args: () => object, path: string, says: string[]][] = [
        ["an API without a backend", orphan, "apis[0]", ["orders", "has no backend", "args.routes"]],
        [
            "an API that no route names",
            () => routed((orders) => [{ apis: [orders], backend: west }]),
            "apis[1]",
            ["stock", "has no backend"],
        ],
        [
            "an API with two routes",
            () =>
                routed((orders, stock) => [
                    { apis: [orders, stock], backend: west },
                    { apis: [stock], backend: north },
                ]),
            "routes[1].apis[0]",
            ["stock", "by args.routes[0].apis[1]", "Leave one of them out"],
        ],
        [
            "an API with a backend of its own and a route",
            () => {
                const orders = api("orders", { backend: west });
                return { apis: [orders], routes: [{ apis: [orders], backend: north }] };
            },
            "routes[0].apis[0]",
            ["orders", "by args.apis[0] itself"],
        ],
        [
            "an API with a backend that its own policy picks, and a route",
            () => {
                const orders = api("orders", {
                    policy: { inbound: [policies.routeRequests([{ path: "/a", backend: west }], west)] },
                });
                return { apis: [orders], routes: [{ apis: [orders], backend: north }] };
            },
            "routes[0].apis[0]",
            ["orders", "by args.apis[0] itself"],
        ],
        [
            "a route to an API that is none of the product's",
            () => ({ apis: [api("orders", { backend: west })], routes: [{ apis: [api("stock")], backend: west }] }),
            "routes[0].apis[0]",
            ["stock", "none of args.apis"],
        ],
        [
            "a route without APIs",
            () => ({ apis: [api("orders", { backend: west })], routes: [{ apis: [], backend: west }] }),
            "routes[0].apis",
            ["missing"],
        ],
        [
            "a route without a backend",
            () => routed((orders) => [{ apis: [orders] } as never]),
            "routes[0].backend",
            ["missing", "StickyBackendPool"],
        ],
        [
            "a backend whose token would take the place of the client's, which the API checks",
            () => {
                const orders = checked();
                return { apis: [orders], routes: [{ apis: [orders], backend: north }] };
            },
            "routes[0].apis[0]",
            ["validate-jwt on Authorization", "its own args.backend"],
        ],
        [
            "an API twice",
            () => {
                const orders = api("orders", { backend: west });
                return { apis: [orders, orders] };
            },
            "apis[1]",
            ["the same API as args.apis[0]"],
        ],
    ];
    for (const [title, args, path, says] of faults) {
        it(`refuses ${title}`, async () => {
            await assert.rejects(
                run(() => new ApimProduct("shop", { ...minimal(), ...args() })),
                (error: pulumi.InputPropertyError) => {
                    assert.equal(error.propertyPath, path);
                    for (const part of says) assert.ok(error.reason.includes(part), error.reason);
                    return true;
                },
            );
        });
    }

    refusesFaults<ApimProductArgs>(
        {
            component: "ApimProduct",
            good: minimal,
            make: (name, args) => new ApimProduct(name, args),
            children: [PRODUCT, PRODUCT_API, POLICY],
            without: () => [PRODUCT_API, POLICY],
        },
        [
            { title: "no service", args: { serviceName: "" }, path: "serviceName", says: ["missing"] },
            { title: "no API", args: { apis: [] }, path: "apis", says: ["missing"], plainOnly: true },
            {
                title: "an id that it cannot have",
                args: { productId: "a:b" },
                path: "productId",
                says: ["1 to 256 characters"],
            },
            { title: "no name", args: { displayName: "" }, path: "displayName", says: ["1 to 300 characters"] },
            {
                title: "an empty description",
                args: { description: "" },
                path: "description",
                says: ["1 to 1000 characters"],
            },
            {
                title: "another state",
                args: { state: "open" },
                path: "state",
                says: ['"open"', '"published", "notPublished"'],
            },
            {
                title: "approval of no subscription",
                args: { subscriptionRequired: false, approvalRequired: true },
                path: "approvalRequired",
                says: ["cannot stand beside args.subscriptionRequired"],
                plainOnly: true,
            },
        ],
    );
});
