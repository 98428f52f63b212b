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
} from "../../../../../components/apim";
import { assertFault, refusesFaults } from "../../../support/faults";
import { backendId } from "../../../support/furniture";
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
} from "../../../support/program";
import { warningsOf } from "../../../support/warnings";

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
                            failureStatusCode: 503,
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
                        failureResponse: { statusCode: 503 },
                        sessionAffinity: { sessionId: { source: "cookie", name: "shop" } },
                    },
                });
                assert.deepEqual(outputsOf(recorded)["hop"], hop({ ...COOKIE, key: "shop" }));
            });

            it("hands on nothing that it has no argument for", async () => {
                const extra = { url: "https://example.com", protocol: "http", tls: {}, circuitBreaker: {}, pool: {} };
                const members = [
                    { id: backendId("west"), url: "https://example.com" },
                    { id: backendId("north"), circuitBreaker: {} },
                ];
                const recorded = await run(() => new StickyBackendPool("web", { ...minimal(), ...extra, members }), {
                    preview,
                });
                assert.deepEqual(onlyPool(recorded), minimalInputs);
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

    it("takes the lowest and the highest status code", async () => {
        for (const failureStatusCode of [100, pulumi.output(599)]) {
            const recorded = await run(() => new StickyBackendPool("web", { ...minimal(), failureStatusCode }));
            const { failureResponse } = poolInputs(recorded)["pool"] as { failureResponse: unknown };
            assert.deepEqual(failureResponse, { statusCode: failureStatusCode === 100 ? 100 : 599 });
        }
    });

    it("refuses a pool as a member", async () => {
        const { thrown } = await runToThrow(() => {
            const backend = new StickyBackendPool("inner", minimal()) as unknown as ApimBackend;
            new StickyBackendPool("web", { ...minimal(), members: [{ id: backendId("west") }, { backend }] });
        });
        assertFault(thrown, "StickyBackendPool", "web", {
            path: "members[1].backend",
            says: ["a pool cannot be in a pool"],
        });
    });

    describe("that was another resource", () => {
        const urn = "urn:pulumi:dev::shop::shop:index:Site$azure-native:apimanagement/v20240501:Backend::orders";
        for (const [title, args, aliases] of [
            ["of a name has an alias", { formerBackend: "orders" }, 1],
            ["of a URN has an alias", { formerBackend: urn }, 1],
            ["nowhere has none", {}, 0],
        ] as const) {
            it(title, async () => {
                const recorded = await run(() => new StickyBackendPool("web", { ...minimal(), ...args }));
                assert.deepEqual(onlyPool(recorded), minimalInputs);
                assert.equal(recorded.resources.find(({ type }) => type === POOL)?.aliases, aliases);
            });
        }

        const adopted = backendId("west");
        const stored = {
            answer: (type: string, state: Record<string, unknown>) =>
                type === POOL ? { ...state, pool: minimalInputs.pool } : state,
        };
        for (const preview of [false, true]) {
            for (const given of [undefined, "west", "WEST"]) {
                it(`is adopted under the id ${given ?? "of its own"}${preview ? ", in a preview" : ""}`, async () => {
                    const recorded = await run(
                        () =>
                            new StickyBackendPool("a".repeat(73), {
                                ...minimal(),
                                members: [{ id: backendId("north") }],
                                cookieName: "web-affinity",
                                adopt: adopted,
                                ...(given === undefined ? {} : { backendId: given }),
                            }),
                        { preview, ...stored },
                    );
                    assert.equal(poolInputs(recorded)["backendId"], given ?? "west");
                    assert.equal(await known(recorded.result.resourceId), adopted);
                });
            }
        }

        it("fails where what is adopted does not keep clients afterwards", async () => {
            const { errors } = await runToFailure(
                () =>
                    new StickyBackendPool("web", {
                        ...minimal(),
                        members: [{ id: backendId("north") }],
                        adopt: adopted,
                    }),
                { answer: (type, state) => (type === POOL ? { ...state, pool: withoutAffinity.pool } : state) },
            );
            assert.ok(errors.some((error) => String(error).includes("stored no session affinity")));
        });

        for (const [key, value] of [
            ["serviceName", "other"],
            ["resourceGroupName", "other"],
        ] as const) {
            it(`is not adopted where the ${key} turns out to be another`, async () => {
                const { errors, resources } = await runToFailure(
                    () => new StickyBackendPool("web", { ...minimal(), [key]: pulumi.output(value), adopt: adopted }),
                );
                assertFault(
                    errors.find((error) => pulumi.InputPropertyError.isInstance(error)),
                    "StickyBackendPool",
                    "web",
                    { path: "adopt", says: [value] },
                );
                assert.ok(!resources.some(({ type }) => type === POOL));
            });
        }
    });

    describe("warns", () => {
        const circuitBreaker = {
            failureCount: 1,
            intervalSeconds: 60,
            tripSeconds: 60,
            statusCodes: [{ min: 500, max: 599 }],
        };
        interface Member {
            breaker?: boolean;
            priority?: pulumi.Input<number>;
            id?: string;
        }
        /** The warnings of a pool of such members, its backends called b0, b1, … */
        const warnings = async (members: Member[], preview = false) => {
            const inService = { resourceGroupName: "rg", serviceName: "gw" };
            const { warnings } = await warningsOf(() =>
                run(
                    () =>
                        new StickyBackendPool("web", {
                            ...inService,
                            members: members.map(({ breaker, priority, id }, index) => ({
                                ...(id === undefined
                                    ? {
                                          backend: new ApimBackend(`b${index}`, {
                                              ...inService,
                                              url: "https://example.com",
                                              ...(breaker ? { circuitBreaker } : {}),
                                          }),
                                      }
                                    : { id }),
                                ...(priority === undefined ? {} : { priority }),
                            })),
                        }),
                    { preview },
                ),
            );
            return warnings;
        };

        const several: [string, Member[], string[]][] = [
            ["of a first member without a breaker", [{ priority: 1 }, { priority: 2 }], ["b0 (args.members[0])"]],
            ["whatever the order", [{ priority: 2 }, { priority: 1 }], ["b1 (args.members[1])"]],
            [
                "of each that holds a later priority back",
                [{ priority: 1 }, { priority: 2 }, { priority: 2, breaker: true }, { priority: 3 }],
                ["b0 (args.members[0])", "b1 (args.members[1])"],
            ],
            [
                "of priorities that become known",
                [{ priority: pulumi.output(1) }, { priority: pulumi.output(2) }],
                ["b0 (args.members[0])"],
            ],
            [
                "of any where some have no priority",
                [{ priority: 0 }, {}],
                ["b0 (args.members[0])", "b1 (args.members[1])"],
            ],
            [
                "of its own backends beside those given by id",
                [{ id: backendId("west"), priority: 1 }, { priority: 1 }, { priority: 2 }],
                ["b1 (args.members[1])"],
            ],
        ];
        for (const preview of [false, true]) {
            for (const [title, members, named] of several) {
                it(`${title}, once${preview ? ", in a preview" : ""}`, async () => {
                    const found = await warnings(members, preview);
                    assert.equal(found.length, 1, found.join("\n"));
                    assert.ok(found[0]?.includes("StickyBackendPool web: "));
                    assert.ok(found[0]?.includes(`no failure takes ${named.join(", ")} out`), found[0]);
                    assert.ok(found[0]?.includes("Give each a circuitBreaker"));
                });
            }
        }

        const silent: [string, Member[]][] = [
            ["one priority", [{ priority: 1 }, { priority: 1 }]],
            ["no priority", [{}, {}]],
            ["breakers before the last priority", [{ priority: 1, breaker: true }, { priority: 2 }]],
            [
                "members that are given by id",
                [
                    { id: backendId("west"), priority: 1 },
                    { id: backendId("north"), priority: 2 },
                ],
            ],
        ];
        for (const [title, members] of silent) {
            it(`not of ${title}`, async () => assert.deepEqual(await warnings(members), []));
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
            {
                title: "an empty id of a pool to adopt",
                args: { adopt: "" },
                path: "adopt",
                says: ['""', "full resource id of a pool"],
                plainOnly: true,
            },
            {
                title: "a name in place of the id of a pool to adopt",
                args: { adopt: "pool" },
                path: "adopt",
                says: ['"pool"', "full resource id of a pool"],
                plainOnly: true,
            },
            ...[
                backendId("orders").replace("/gw/", "/other/"),
                backendId("orders").replace("/rg/", "/other/"),
                backendId("orders").replace("/gw/", "/gw/workspaces/w/"),
            ].map((adopt) => ({
                title: `a pool to adopt of another place, ${adopt.slice(80)}`,
                args: { adopt },
                path: "adopt",
                says: ["service gw in the resource group rg"],
                plainOnly: true,
            })),
            {
                title: "another name for a pool to adopt",
                args: { adopt: backendId("orders"), backendId: "other" },
                path: "backendId",
                says: ['"other"', "args.adopt", "Leave it out"],
            },
            {
                title: "a pool to adopt that is in this stack",
                args: { adopt: backendId("orders"), formerBackend: "orders" },
                path: "adopt",
                says: ["cannot stand beside args.formerBackend"],
                plainOnly: true,
            },
            ...[
                "",
                "urn:pulumi:dev::shop::azure-native:apimanagement:Api::orders",
                "urn:pulumi:dev::shop::x:y:Z$azure-native:apimanagement:BackendPool::orders",
                "urn:pulumi:dev::shop::azure-native:apimanagement:Backend::",
                "urn:orders",
            ].map((formerBackend) => ({
                title: `the former backend ${JSON.stringify(formerBackend)}`,
                args: { formerBackend },
                path: "formerBackend",
                says: ["name or the URN of an azure-native:apimanagement:Backend"],
                plainOnly: true,
            })),
            ...[99, 600, 200.5].map((failureStatusCode) => ({
                title: `the status code ${failureStatusCode}`,
                args: { failureStatusCode },
                path: "failureStatusCode",
                says: [`is ${failureStatusCode}:`, "100 to 599"],
            })),
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
