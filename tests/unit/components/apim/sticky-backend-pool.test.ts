import assert from "node:assert/strict";
import { Provider } from "@pulumi/azure-native/provider";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import {
    ApimBackend,
    ApimProvider,
    SESSION_AFFINITY_API_VERSIONS,
    StickyBackendPool,
    type StickyBackendPoolArgs,
} from "../../../../components/apim";
import { refusesFaults } from "../../support/faults";
import { backendId } from "../../support/furniture";
import {
    known,
    type Recorded,
    reference,
    run,
    runToFailure,
    runToThrow,
    secret,
    UNKNOWN,
    urnOf,
} from "../../support/program";

const COMPONENT = "session-affinity:index:StickyBackendPool";
const MEMBER = "session-affinity:index:ApimBackend";
const PACKAGE = "azure-native_apimanagement_v20241001preview";
const POOL = `${PACKAGE}:apimanagement:Backend`;
const PROVIDER = `pulumi:providers:${PACKAGE}`;
const PROVIDER_NAME = "session-affinity-apim-2024-10-01-preview";
const REASON = "Each backend holds all of the catalogue.";
const COOKIE = { kind: "cookie", strength: "strong", key: "web-affinity", source: "pool.sessionAffinity" };
const NOBODY = { kind: "none", strength: "none", source: "pool.sessionAffinity" };

const minimal = (): StickyBackendPoolArgs => ({
    resourceGroupName: "rg",
    serviceName: "gw",
    members: [{ id: backendId("west") }, { id: backendId("north") }],
});

/** Inputs of the pool that {@link minimal} gives. */
const minimalInputs = {
    resourceGroupName: "rg",
    serviceName: "gw",
    type: "Pool",
    pool: {
        services: [{ id: backendId("west") }, { id: backendId("north") }],
        sessionAffinity: { sessionId: { source: "cookie", name: "web-affinity" } },
    },
};
const withoutAffinity = { ...minimalInputs, pool: { services: minimalInputs.pool.services } };

/** Asserts that the program made one component, one pool below it and one provider, and returns the pool's inputs. */
function onlyPool({ resources }: Recorded): Record<string, unknown> {
    assert.deepEqual(
        inOrder(resources).map(({ type, name, parent, custom }) => ({ type, name, parent, custom })),
        [
            { type: POOL, name: "web", parent: urnOf(COMPONENT, "web"), custom: true },
            { type: PROVIDER, name: PROVIDER_NAME, parent: "", custom: true },
            { type: COMPONENT, name: "web", parent: "", custom: false },
        ],
    );
    return poolInputs({ resources });
}

/** By type: which of the component and its provider is registered first is no matter. */
function inOrder(resources: Recorded["resources"]): Recorded["resources"] {
    return [...resources].sort((one, other) => (one.type < other.type ? -1 : 1));
}

function poolInputs({ resources }: Pick<Recorded, "resources">): Record<string, unknown> {
    return resources.find(({ type }) => type === POOL)?.inputs ?? {};
}

function outputsOf({ outputs }: Recorded): Record<string, unknown> {
    return outputs.get(urnOf(COMPONENT, "web")) ?? {};
}

const hop = (affinity: object, size = 2) => ({
    platform: "api-management",
    replicas: { min: size, max: size, source: "pool.services" },
    affinity,
    clientFacing: true,
});

describe("StickyBackendPool", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("registers one pool with session affinity, from the fewest arguments", async () => {
                const recorded = await run(() => new StickyBackendPool("web", minimal()), { preview });
                assert.deepEqual(onlyPool(recorded), minimalInputs);
                assert.deepEqual(outputsOf(recorded)["hop"], hop(COOKIE));
            });

            it("hands every argument on, and nothing that a pool cannot have", async () => {
                const recorded = await run(
                    () =>
                        new StickyBackendPool("web", {
                            ...minimal(),
                            members: [
                                { id: backendId("west"), weight: 100, priority: 0 },
                                { id: pulumi.output(backendId("north")), weight: 0, priority: 100 },
                            ],
                            sessionAffinity: "cookie",
                            cookieName: "shop",
                            apiVersion: "2024-10-01-preview",
                            backendId: "orders",
                            title: "Orders",
                        }),
                    { preview },
                );
                assert.deepEqual(onlyPool(recorded), {
                    resourceGroupName: "rg",
                    serviceName: "gw",
                    backendId: "orders",
                    title: "Orders",
                    type: "Pool",
                    pool: {
                        services: [
                            { id: backendId("west"), weight: 100, priority: 0 },
                            { id: backendId("north"), weight: 0, priority: 100 },
                        ],
                        sessionAffinity: { sessionId: { source: "cookie", name: "shop" } },
                    },
                });
                assert.deepEqual(outputsOf(recorded)["hop"], hop({ ...COOKIE, key: "shop" }));
            });

            it("takes backends of the same program", async () => {
                const recorded = await run(
                    () => {
                        const backend = new ApimBackend("shop", {
                            resourceGroupName: "rg",
                            serviceName: "gw",
                            backendId: "shop",
                            url: "https://shop.example.com",
                        });
                        return new StickyBackendPool("web", {
                            ...minimal(),
                            members: [{ backend }, { id: backendId("west") }],
                        });
                    },
                    { preview },
                );
                assert.deepEqual(poolInputs(recorded)["pool"], {
                    ...minimalInputs.pool,
                    services: [{ id: preview ? UNKNOWN : backendId("shop") }, { id: backendId("west") }],
                });
                assert.deepEqual(
                    recorded.resources.filter(({ custom }) => !custom).map(({ type }) => type),
                    [MEMBER, COMPONENT],
                );
            });

            it("turns affinity off where asked", async () => {
                const recorded = await run(
                    () => new StickyBackendPool("web", { ...minimal(), sessionAffinity: "none" }),
                    { preview },
                );
                assert.deepEqual(onlyPool(recorded), withoutAffinity);
                assert.deepEqual(outputsOf(recorded)["affinity"], NOBODY);
                assert.deepEqual(outputsOf(recorded)["hop"], hop(NOBODY));
            });

            it("writes a declaration of statelessness to the description, one label a line", async () => {
                const stateless = { reason: REASON, expiresOn: "2031-01-31" };
                const recorded = await run(() => new StickyBackendPool("web", { ...minimal(), stateless }), {
                    preview,
                });
                assert.deepEqual(onlyPool(recorded), {
                    ...withoutAffinity,
                    description: `session-affinity-stateless: ${REASON}\nsession-affinity-stateless-until: 2031-01-31`,
                });
                assert.deepEqual(outputsOf(recorded)["hop"], { ...hop(NOBODY), stateless });
            });

            it("writes a reason of several lines as one", async () => {
                const stateless = { reason: " Each backend holds\n all of the catalogue.\n" };
                const recorded = await run(() => new StickyBackendPool("web", { ...minimal(), stateless }), {
                    preview,
                });
                assert.equal(poolInputs(recorded)["description"], `session-affinity-stateless: ${REASON}`);
            });

            it("refuses a backend that turns out to be one of its others", async () => {
                const { errors, resources } = await runToFailure(
                    () =>
                        new StickyBackendPool("web", {
                            ...minimal(),
                            members: [
                                { id: backendId("west") },
                                { id: pulumi.output(backendId("west").toLowerCase()) },
                            ],
                        }),
                    { preview },
                );
                const error = errors.find((each) => pulumi.InputPropertyError.isInstance(each));
                assert.ok(pulumi.InputPropertyError.isInstance(error));
                assert.equal(error.propertyPath, "members[1].id");
                assert.match(error.reason, /the same backend as args\.members\[0\]/);
                // A preview creates nothing; it has to show the ids that are known beside one that is not.
                if (!preview) assert.ok(!resources.some(({ type }) => type === POOL));
            });
        });
    }

    it("answers with the pool's name, id and stored affinity", async () => {
        const recorded = await run(() => new StickyBackendPool("web", { ...minimal(), backendId: "orders" }));
        const expected = { name: "orders", resourceId: backendId("orders"), affinity: COOKIE };
        const { name, resourceId, affinity } = recorded.result;
        assert.deepEqual(await known(pulumi.output({ name, resourceId, affinity })), expected);
        assert.deepEqual(outputsOf(recorded), {
            ...expected,
            pool: reference(urnOf(POOL, "web", COMPONENT)),
            hop: hop(COOKIE),
        });
    });

    it("takes pools of one backend and of thirty", async () => {
        const members = (count: number) =>
            Array.from({ length: count }, (_, index) => {
                const name = `member-${index}`;
                const args = {
                    resourceGroupName: "rg",
                    serviceName: "gw",
                    backendId: name,
                    url: "https://example.com",
                };
                return { backend: new ApimBackend(name, args) };
            });
        for (const count of [1, 30]) {
            const recorded = await run(() => new StickyBackendPool("web", { ...minimal(), members: members(count) }));
            assert.equal((poolInputs(recorded)["pool"] as { services: unknown[] }).services.length, count);
            assert.deepEqual(outputsOf(recorded)["hop"], hop(COOKIE, count));
        }
    });

    describe("API version", () => {
        for (const apiVersion of SESSION_AFFINITY_API_VERSIONS) {
            it(`${apiVersion} is registered as a package of its own, which the pool and its provider use`, async () => {
                const recorded = await run(() => new StickyBackendPool("web", { ...minimal(), apiVersion }));
                const tag = `v${apiVersion.replaceAll("-", "")}`;
                const name = `azure-native_apimanagement_${tag}`;
                assert.deepEqual(recorded.packages, [
                    {
                        base: "azure-native",
                        baseVersion: "3.28.0",
                        name,
                        version: "3.28.0",
                        parameter: base64(JSON.stringify({ module: "apimanagement", version: tag })),
                    },
                ]);
                assert.deepEqual(
                    inOrder(recorded.resources).map(({ type, packageRef, version }) => ({ type, packageRef, version })),
                    [
                        { type: `${name}:apimanagement:Backend`, packageRef: "package 1", version: "" },
                        { type: `pulumi:providers:${name}`, packageRef: "package 1", version: "" },
                        { type: COMPONENT, packageRef: "", version: "" },
                    ],
                );
            });
        }

        it("is the oldest with session affinity where none is given", async () => {
            const { packages } = await run(() => new StickyBackendPool("web", minimal()));
            assert.deepEqual(
                packages.map(({ name }) => name),
                [PACKAGE],
            );
        });
    });

    describe("provider", () => {
        const config = {
            "azure-native:subscriptionId": "sub",
            "azure-native:location": "westeurope",
            "azure-native:clientId": "canary-id",
            "azure-native:clientSecret": "canary-secret",
            "azure-native:oidcToken": "canary-token",
        };
        const secretKeys = ["azure-native:clientSecret"];

        for (const preview of [false, true]) {
            it(`is made once a deployment from the stack's configuration${preview ? ", in a preview" : ""}`, async () => {
                const { resources } = await run(
                    () => [
                        new StickyBackendPool("web", minimal()),
                        new StickyBackendPool("api", { ...minimal(), sessionAffinity: "none" }),
                    ],
                    { preview, config, secretKeys },
                );
                const providers = resources.filter(({ type }) => type.startsWith("pulumi:providers:"));
                assert.deepEqual(
                    providers.map(({ type, name, inputs }) => ({ type, name, inputs })),
                    [
                        {
                            type: PROVIDER,
                            name: PROVIDER_NAME,
                            inputs: {
                                subscriptionId: "sub",
                                location: "westeurope",
                                clientId: secret("canary-id"),
                                clientSecret: secret("canary-secret"),
                                oidcToken: secret("canary-token"),
                            },
                        },
                    ],
                );
                for (const pool of resources.filter(({ type }) => type === POOL)) {
                    assert.ok(pool.provider.startsWith(`${urnOf(PROVIDER, PROVIDER_NAME)}::`), pool.provider);
                }
                assert.equal(resources.filter(({ type }) => type === POOL).length, 2);
            });
        }

        it("is made anew in the next deployment of the same process", async () => {
            for (let deployment = 0; deployment < 2; deployment++) {
                onlyPool(await run(() => new StickyBackendPool("web", minimal())));
            }
        });

        it("is made once for each API version", async () => {
            const { resources } = await run(() =>
                ["2024-10-01-preview", "2025-03-01-preview"].map(
                    (apiVersion, index) =>
                        new StickyBackendPool(`web-${index}`, {
                            ...minimal(),
                            apiVersion: apiVersion as "2024-10-01-preview",
                            backendId: `pool-${index}`,
                        }),
                ),
            );
            assert.deepEqual(
                resources.filter(({ type }) => type.startsWith("pulumi:providers:")).map(({ name }) => name),
                [PROVIDER_NAME, "session-affinity-apim-2025-03-01-preview"],
            );
        });

        it("is the ApimProvider that was given, alone or beside an azure-native one", async () => {
            const { resources } = await run(() => {
                const apim = new ApimProvider("apim", { subscriptionId: "sub" });
                const native = new Provider("azure", { subscriptionId: "sub" });
                new StickyBackendPool("web", minimal(), { provider: apim });
                new StickyBackendPool("api", minimal(), { providers: [native, apim] });
            });
            const pools = resources.filter(({ type }) => type === POOL);
            assert.equal(pools.length, 2);
            for (const pool of pools) assert.ok(pool.provider.startsWith(`${urnOf(PROVIDER, "apim")}::`));
            assert.ok(!resources.some(({ name }) => name === PROVIDER_NAME));
        });

        for (const [title, opts] of [
            ["given", (native: pulumi.ProviderResource) => ({ provider: native })],
            ["inherited", (native: pulumi.ProviderResource) => ({ parent: new Shop("shop", native) })],
        ] as const) {
            it(`is asked for where only an azure-native one is ${title}`, async () => {
                const { thrown, resources } = await runToThrow(() => {
                    const native = new Provider("azure", { subscriptionId: "sub" });
                    new StickyBackendPool("web", minimal(), opts(native));
                });
                assert.ok(pulumi.RunError.isInstance(thrown), String(thrown));
                for (const part of [
                    "StickyBackendPool web",
                    "no ApimProvider for API version 2024-10-01-preview",
                    'providers: [azure, new ApimProvider("apim", { subscriptionId, apiVersion: "2024-10-01-preview" })]',
                ]) {
                    assert.ok(thrown.message.includes(part), thrown.message);
                }
                assert.ok(!resources.some(({ type }) => type === POOL || type === PROVIDER));
            });
        }

        it("of another API version than the pool's does not do", async () => {
            const { thrown } = await runToThrow(() => {
                const native = new Provider("azure", {});
                const apim = new ApimProvider("apim", { apiVersion: "2025-03-01-preview" });
                new StickyBackendPool("web", minimal(), { providers: [native, apim] });
            });
            assert.ok(pulumi.RunError.isInstance(thrown));
            assert.match(thrown.message, /no ApimProvider for API version 2024-10-01-preview/);
        });
    });

    describe("fails closed", () => {
        const stores = (sessionAffinity: object | undefined) => ({
            answer: (type: string, state: Record<string, unknown>) =>
                type === POOL
                    ? {
                          ...state,
                          pool: { services: minimalInputs.pool.services, ...(sessionAffinity && { sessionAffinity }) },
                      }
                    : state,
        });
        const cases: [string, object | undefined, string][] = [
            ["nothing", undefined, "no session affinity"],
            ["an empty session affinity", {}, "no session affinity"],
            ["another cookie", { sessionId: { source: "cookie", name: "other" } }, "the cookie other"],
        ];
        for (const [title, stored, said] of cases) {
            it(`where the service stored ${title}`, async () => {
                let pool: StickyBackendPool | undefined;
                const { errors, outputs } = await runToFailure(() => {
                    pool = new StickyBackendPool("web", minimal());
                }, stores(stored));
                const message =
                    "StickyBackendPool web: API Management was asked at 2024-10-01-preview to keep clients by the cookie " +
                    `web-affinity, and stored ${said}. `;
                assert.ok(pool);
                const error: unknown = await known(pool.affinity).catch((reason: unknown) => reason);
                assert.ok(pulumi.RunError.isInstance(error), String(error));
                assert.ok(error.message.includes(message), error.message);
                assert.ok(error.message.includes("The pool exists and does not keep clients."));
                assert.ok(errors.includes(error), "the deployment fails, too");
                assert.deepEqual([...outputs.keys()], []);
            });
        }

        it("and only where affinity was asked for", async () => {
            const recorded = await run(
                () => new StickyBackendPool("web", { ...minimal(), sessionAffinity: "none" }),
                stores(undefined),
            );
            assert.deepEqual(outputsOf(recorded)["affinity"], NOBODY);
        });
    });

    it("takes every token for a cookie's name, and nothing else", async () => {
        await fc.assert(
            fc.asyncProperty(fc.string({ unit: "binary", maxLength: 6 }), async (cookieName) => {
                const { thrown } = await runToThrow(() => new StickyBackendPool("web", { ...minimal(), cookieName }));
                const separators = '()<>@,;:\\"/[]?={} \t';
                const isToken =
                    cookieName !== "" &&
                    [...cookieName].every(
                        (letter) => letter > "\u0020" && letter < "\u007f" && !separators.includes(letter),
                    );
                assert.equal(thrown === undefined, isToken, `${JSON.stringify(cookieName)}: ${String(thrown)}`);
            }),
            { numRuns: 200, examples: [["a b"], ["a;b"], ["a="], ["~`|^_.-+*'&%$#!"], ["é"], [""], ["\u007f"]] },
        );
    });

    const members = (changed: object) => [{ id: backendId("west"), ...changed }, { id: backendId("north") }];
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ id: backendId(`b${index}`) }));
    const bound = (property: string) =>
        [101, -1, 1.5].map((value) => ({
            title: `${property} ${value}`,
            args: { members: members({ [property]: value }) },
            path: `members[0].${property}`,
            says: [`is ${value}:`, "whole number from 0 to 100"],
        }));
    refusesFaults<StickyBackendPoolArgs>(
        {
            component: "StickyBackendPool",
            good: minimal,
            make: (name, args) => new StickyBackendPool(name, args),
            children: [POOL],
        },
        [
            {
                title: "no resource group",
                args: { resourceGroupName: undefined },
                path: "resourceGroupName",
                says: ["missing", "resource group"],
            },
            {
                title: "no service",
                args: { serviceName: "" },
                path: "serviceName",
                says: ["missing", "API Management"],
            },
            {
                title: "no list of members",
                args: { members: undefined },
                path: "members",
                says: ["missing", "1 to 30"],
                plainOnly: true,
            },
            {
                title: "a pool of none",
                args: { members: [] },
                path: "members",
                says: ["has 0", "1 to 30"],
                plainOnly: true,
            },
            {
                title: "a pool of 31",
                args: { members: many(31) },
                path: "members",
                says: ["has 31", "1 to 30"],
                plainOnly: true,
            },
            {
                title: "a member that is none",
                args: { members: [{ id: backendId("west") }, {}] },
                path: "members[1].backend",
                says: ["args.members[1].backend or args.members[1].id is missing", "exactly one"],
                plainOnly: true,
            },
            {
                title: "a member that is two",
                args: { members: [{ id: backendId("west"), backend: {} }] },
                path: "members[0].id",
                says: ["cannot stand beside args.members[0].backend", "exactly one"],
                plainOnly: true,
            },
            {
                title: "a backend's name in place of its id",
                args: { members: [{ id: "west" }] },
                path: "members[0].id",
                says: ['"west"', "full resource id of a backend"],
            },
            {
                title: "the id of something else",
                args: { members: [{ id: backendId("west").replace("/backends/", "/apis/") }] },
                path: "members[0].id",
                says: ["full resource id of a backend"],
            },
            {
                title: "an empty id",
                args: { members: [{ id: "" }] },
                path: "members[0].id",
                says: ["missing", "resource id"],
            },
            {
                title: "the same id twice",
                args: { members: [...many(2), { id: backendId("b0") }] },
                path: "members[2].id",
                says: ["the same backend as args.members[0]", "each once"],
                plainOnly: true,
            },
            {
                title: "the same id in other capitals",
                args: { members: [...many(1), { id: backendId("B0") }] },
                path: "members[1].id",
                says: ["the same backend as args.members[0]"],
                plainOnly: true,
            },
            ...bound("weight"),
            ...bound("priority"),
            {
                title: "an unknown affinity",
                args: { sessionAffinity: "client-ip" },
                path: "sessionAffinity",
                says: ['"client-ip"', '"cookie", "none"'],
                plainOnly: true,
            },
            ...["my cookie", "a=b", "a;b", "", "küche"].map((cookieName) => ({
                title: `the cookie's name ${JSON.stringify(cookieName)}`,
                args: { cookieName },
                path: "cookieName",
                says: [`"${cookieName}"`, "letters, digits and !#$%&'*+-.^_`|~ only"],
            })),
            {
                title: "a component's name that is no cookie's where none is given",
                args: {},
                name: "my pool",
                path: "cookieName",
                says: ['"my pool-affinity"', "letters, digits"],
            },
            {
                title: "a cookie's name while affinity is off",
                args: { sessionAffinity: "none", cookieName: "shop" },
                path: "cookieName",
                says: ['sessionAffinity "cookie" only', "Leave it out"],
                plainOnly: true,
            },
            {
                title: "affinity of a stateless pool",
                args: { sessionAffinity: "cookie", stateless: { reason: REASON } },
                path: "sessionAffinity",
                says: ["cannot stand beside args.stateless", '"none"'],
                plainOnly: true,
            },
            ...["2024-05-01", "2023-09-01-preview", "v20241001preview", ""].map((apiVersion) => ({
                title: `API version ${JSON.stringify(apiVersion)}`,
                args: { apiVersion },
                path: "apiVersion",
                says: [`"${apiVersion}"`, '"2024-10-01-preview", "2025-03-01-preview", "2025-09-01-preview"'],
                plainOnly: true,
            })),
            ...["", "t".repeat(301)].map((title) => ({
                title: `a title of ${title.length} characters`,
                args: { title },
                path: "title",
                says: [`"${title.slice(0, 50)}`, "1 to 300 characters"],
            })),
            ...["", "b".repeat(81)].map((id) => ({
                title: `an id of ${id.length} characters`,
                args: { backendId: id },
                path: "backendId",
                says: [`"${id.slice(0, 50)}`, "1 to 80 characters"],
            })),
            {
                title: "a component's name that leaves no room for eight more characters",
                args: {},
                name: "a".repeat(73),
                path: "backendId",
                says: ["missing", "73 characters", "may have 72"],
            },
            {
                title: "a reason of 9 characters",
                args: { stateless: { reason: "because 9" } },
                path: "stateless.reason",
                says: ['"because 9"', "10 or more"],
            },
            {
                title: "an impossible day",
                args: { stateless: { reason: REASON, expiresOn: "2026-02-30" } },
                path: "stateless.expiresOn",
                says: ['"2026-02-30"', "YYYY-MM-DD"],
            },
        ],
    );

    it("refuses one ApimBackend twice", async () => {
        const { thrown } = await runToThrow(() => {
            const args = { resourceGroupName: "rg", serviceName: "gw", url: "https://shop.example.com" };
            const backend = new ApimBackend("shop", args);
            new StickyBackendPool("web", { ...minimal(), members: [{ backend }, { backend }] });
        });
        assert.ok(pulumi.InputPropertyError.isInstance(thrown), String(thrown));
        assert.equal(thrown.propertyPath, "members[1].backend");
        assert.match(thrown.reason, /the same backend as args\.members\[0\]/);
    });
});

class Shop extends pulumi.ComponentResource {
    constructor(name: string, provider: pulumi.ProviderResource) {
        super("test:index:Shop", name, {}, { providers: [provider] });
    }
}

const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");
