import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { StickyRoutePolicy, type StickyRoutePolicyArgs } from "../../../../components/gateway-for-containers";
import { HttpRoute } from "../../../../components/kubernetes/custom-resources/http-route";
import { assertFault, refusesFaults } from "../../support/faults";
import { known, reference, run, runToFailure, runToThrow, UNKNOWN, urnOf } from "../../support/program";
import { childrenOf, inputsOf } from "../../support/registered";

const COMPONENT = "session-affinity:index:StickyRoutePolicy";
const POLICY = "kubernetes:alb.networking.azure.io/v1:RoutePolicy";
const SOURCE = "spec.default.sessionAffinity";
const URN = urnOf(COMPONENT, "web");
const MANAGED = { kind: "cookie", strength: "strong", source: SOURCE, key: "AGCAffinity", ttlSeconds: 86400 };
const ANY_NUMBER = { min: 0, max: Infinity, source: "the pods of the Services, whose number is not given" };
const LONGEST = 9_223_372_036;

const minimal = (): StickyRoutePolicyArgs => ({ route: { name: "orders", namespace: "shop" } });
const targetRef = { group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "orders", namespace: "shop" };
const inputs = (more: object = {}) => ({
    apiVersion: "alb.networking.azure.io/v1",
    kind: "RoutePolicy",
    metadata: { namespace: "shop" },
    spec: { targetRef, default: { sessionAffinity: { affinityType: "managed-cookie" }, ...more } },
});

/** A route that the program creates, in the namespace that is given. */
const route = (namespace?: string) => new HttpRoute("orders", { metadata: { name: "orders", namespace }, spec: {} });
const object = (apiVersion: string, kind: string) =>
    new kubernetes.apiextensions.CustomResource("orders", {
        apiVersion,
        kind,
        metadata: { name: "orders", namespace: "shop" },
    });

describe("StickyRoutePolicy", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("registers one RoutePolicy with the gateway's own cookie, from the fewest arguments", async () => {
                const recorded = await run(() => new StickyRoutePolicy("web", minimal()), { preview });
                assert.deepEqual(childrenOf(recorded, URN), ["RoutePolicy web"]);
                assert.equal(recorded.resources.length, 2);
                assert.deepEqual(inputsOf(recorded, POLICY), inputs());
                assert.deepEqual(recorded.outputs.get(URN)?.["affinity"], MANAGED);
                assert.deepEqual(recorded.outputs.get(URN)?.["hop"], {
                    platform: "gateway-for-containers",
                    replicas: ANY_NUMBER,
                    affinity: MANAGED,
                    clientFacing: true,
                });
            });

            it("hands every argument on", async () => {
                const args: StickyRoutePolicyArgs = {
                    route: { name: "orders", namespace: "shop" },
                    affinity: { applicationCookie: { name: "cart", durationSeconds: 3600 } },
                    routeTimeoutSeconds: 0,
                    replicas: 3,
                    policyName: "sticky.orders",
                };
                const recorded = await run(() => new StickyRoutePolicy("Web", args), { preview });
                const urn = urnOf(COMPONENT, "Web");
                const cookie = { kind: "cookie", strength: "strong", source: SOURCE, key: "cart", ttlSeconds: 3600 };
                assert.deepEqual(inputsOf(recorded, POLICY), {
                    ...inputs(),
                    metadata: { name: "sticky.orders", namespace: "shop" },
                    spec: {
                        targetRef,
                        default: {
                            sessionAffinity: {
                                affinityType: "application-cookie",
                                cookieName: "cart",
                                cookieDuration: "3600s",
                            },
                            timeouts: { routeTimeout: "0s" },
                        },
                    },
                });
                assert.deepEqual(recorded.outputs.get(urn)?.["hop"], {
                    platform: "gateway-for-containers",
                    replicas: { min: 3, max: 3, source: "replicas" },
                    affinity: cookie,
                    clientFacing: true,
                });
            });

            it("takes values that are known later", async () => {
                const args: StickyRoutePolicyArgs = {
                    route: { name: pulumi.output("orders"), namespace: Promise.resolve("shop") },
                    affinity: {
                        applicationCookie: { name: Promise.resolve("cart"), durationSeconds: pulumi.output(60) },
                    },
                    routeTimeoutSeconds: pulumi.output(600),
                    replicas: Promise.resolve(2),
                };
                const recorded = await run(() => new StickyRoutePolicy("web", args), { preview });
                const sessionAffinity = {
                    affinityType: "application-cookie",
                    cookieName: "cart",
                    cookieDuration: "60s",
                };
                assert.deepEqual(
                    inputsOf(recorded, POLICY),
                    inputs({ sessionAffinity, timeouts: { routeTimeout: "600s" } }),
                );
                const hop = recorded.outputs.get(URN)?.["hop"] as { replicas: object };
                assert.deepEqual(hop.replicas, { min: 2, max: 2, source: "replicas" });
            });

            for (const namespace of ["shop", undefined]) {
                it(`stands beside its route in ${namespace ?? "the provider's namespace"}`, async () => {
                    const recorded = await run(() => new StickyRoutePolicy("web", { route: route(namespace) }), {
                        preview,
                    });
                    const expected = namespace ?? "default";
                    assert.deepEqual(inputsOf(recorded, POLICY), {
                        ...inputs(),
                        metadata: { namespace: expected },
                        spec: { ...inputs().spec, targetRef: { ...targetRef, namespace: expected } },
                    });
                });
            }

            it("follows a route that was given no name", async () => {
                const program = () =>
                    [
                        new HttpRoute("orders", { spec: {} }),
                        new kubernetes.apiextensions.CustomResource("carts", {
                            apiVersion: "gateway.networking.k8s.io/v1",
                            kind: "HTTPRoute",
                        }),
                    ].map((route, index) => new StickyRoutePolicy(`web${index}`, { route }));
                const recorded = await run(program, { preview });
                const found = ["web0", "web1"].map((name) => {
                    const { metadata, spec } = inputsOf(recorded, POLICY, name) as {
                        metadata: { namespace: string };
                        spec: { targetRef: { name: string; namespace: string } };
                    };
                    assert.equal(spec.targetRef.namespace, metadata.namespace);
                    return { namespace: metadata.namespace, name: spec.targetRef.name };
                });
                assert.equal(found[0]?.namespace, "default");
                assert.match(found[0]?.name ?? "", /^orders-[0-9a-f]{8}$/);
                assert.equal(found[1]?.namespace, preview ? UNKNOWN : "default");
                assert.match(found[1]?.name ?? "", preview ? /not known yet/ : /^carts-[0-9a-f]{8}$/);
            });

            it("leaves out timeouts and replicas that turn out not to be given", async () => {
                const args = {
                    ...minimal(),
                    routeTimeoutSeconds: pulumi.output(undefined),
                    replicas: pulumi.output(undefined),
                };
                const recorded = await run(() => new StickyRoutePolicy("web", args), { preview });
                assert.deepEqual(inputsOf(recorded, POLICY), inputs({ timeouts: {} }));
                const hop = recorded.outputs.get(URN)?.["hop"] as { replicas: object };
                assert.deepEqual(hop.replicas, ANY_NUMBER);
            });
        });
    }

    it("tells what people need next", async () => {
        const { result, outputs } = await run(
            () => new StickyRoutePolicy("web", { ...minimal(), policyName: "sticky" }),
        );
        const { hop, ...told } = outputs.get(URN) ?? {};
        assert.notEqual(hop, undefined);
        const next = { name: "sticky", namespace: "shop", resourceId: "shop/sticky", affinity: MANAGED };
        assert.deepEqual(told, { ...next, routePolicy: reference(urnOf(POLICY, "web", COMPONENT)) });
        const { name, namespace, resourceId, affinity } = result;
        assert.deepEqual(
            await Promise.all([known(name), known(namespace), known(resourceId), known(affinity)]),
            Object.values(next),
        );
    });

    it("takes the gateway's own cookie when asked for, and a route of any version", async () => {
        const recorded = await run(() => {
            const args = { route: object("gateway.networking.k8s.io/v1beta1", "HTTPRoute") };
            return new StickyRoutePolicy("web", { ...args, affinity: { managedCookie: true } });
        });
        assert.deepEqual(inputsOf(recorded, POLICY), inputs());
    });

    for (const [apiVersion, kind] of [
        ["gateway.networking.k8s.io/v1", "GRPCRoute"],
        ["gateway.networking.k8s.io/v1", "Gateway"],
        ["traefik.io/v1", "HTTPRoute"],
        ["gateway.networking.k8s.io.example.com/v1", "HTTPRoute"],
    ] as const) {
        it(`refuses a ${kind} of ${apiVersion}`, async () => {
            const { thrown } = await runToThrow(
                () => new StickyRoutePolicy("web", { route: object(apiVersion, kind) }),
            );
            const says = [`"${apiVersion} ${kind}"`, "an HTTPRoute of gateway.networking.k8s.io"];
            assertFault(thrown, "StickyRoutePolicy", "web", { path: "route", says });
        });
    }

    it("fails where the number of pods turns out wrong", async () => {
        for (const preview of [false, true]) {
            const args = { ...minimal(), replicas: pulumi.output(-1) };
            const { errors } = await runToFailure(() => new StickyRoutePolicy("web", args), { preview });
            const says = ["is -1:", "whole number from 0 to 10000"];
            assertFault(errors[0], "StickyRoutePolicy", "web", { path: "replicas", says });
        }
    });

    it("writes any whole number of seconds as a duration that Kubernetes takes", async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.integer({ min: 1, max: LONGEST }),
                fc.nat({ max: LONGEST }),
                async (lifetime, limit) => {
                    const recorded = await run(() => {
                        const affinity = { applicationCookie: { name: "cart", durationSeconds: lifetime } };
                        return new StickyRoutePolicy("web", { ...minimal(), affinity, routeTimeoutSeconds: limit });
                    });
                    const { default: settings } = inputsOf(recorded, POLICY)["spec"] as {
                        default: { sessionAffinity: { cookieDuration: unknown }; timeouts: { routeTimeout: unknown } };
                    };
                    assert.equal(settings.sessionAffinity.cookieDuration, `${lifetime}s`);
                    assert.equal(settings.timeouts.routeTimeout, `${limit}s`);
                    const affinity = recorded.outputs.get(URN)?.["affinity"] as { ttlSeconds: number };
                    assert.equal(affinity.ttlSeconds, lifetime);
                },
            ),
            { numRuns: 40 },
        );
    });

    it("refuses every lifetime that is no such number", async () => {
        const wrong = fc.oneof(
            fc.integer({ max: 0 }),
            fc.integer({ min: LONGEST + 1, max: Number.MAX_SAFE_INTEGER }),
            fc.double({ noInteger: true }),
            fc.integer({ min: 1 }).map((seconds) => `${seconds}s`),
        );
        await fc.assert(
            fc.asyncProperty(wrong, async (durationSeconds) => {
                const affinity = { applicationCookie: { name: "cart", durationSeconds: durationSeconds as number } };
                const { thrown } = await runToThrow(() => new StickyRoutePolicy("web", { ...minimal(), affinity }));
                const path = "affinity.applicationCookie.durationSeconds";
                const says = [`whole number from 1 to ${LONGEST} (seconds)`];
                assertFault(thrown, "StickyRoutePolicy", "web", { path, says });
            }),
            { numRuns: 40 },
        );
    });

    const cookie = (name: unknown, durationSeconds: unknown) => ({ applicationCookie: { name, durationSeconds } });
    refusesFaults<StickyRoutePolicyArgs>(
        {
            component: "StickyRoutePolicy",
            good: minimal,
            make: (name, args) => new StickyRoutePolicy(name, args),
            children: [POLICY],
        },
        [
            {
                title: "no route",
                args: { route: undefined },
                path: "route",
                says: ["missing", "HTTPRoute"],
                plainOnly: true,
            },
            ...["", undefined].map((name) => ({
                title: `a route ${name === "" ? "with an empty name" : "without a name"}`,
                args: { route: { name, namespace: "shop" } },
                path: "route.name",
                says: ["missing", "HTTPRoute's name"],
            })),
            {
                title: "a route without a namespace",
                args: { route: { name: "orders" } },
                path: "route.namespace",
                says: ["missing", "its own namespace only"],
            },
            ...["Orders", "orders-", "a".repeat(254), "a..b"].map((name) => ({
                title: `the route ${name.slice(0, 10)}`,
                args: { route: { name, namespace: "shop" } },
                path: "route.name",
                says: [`"${name.slice(0, 50)}`, "at most 253 small letters"],
            })),
            ...["Shop", "my.shop", "shop-", "a".repeat(64)].map((namespace) => ({
                title: `the namespace ${namespace.slice(0, 10)}`,
                args: { route: { name: "orders", namespace } },
                path: "route.namespace",
                says: [`"${namespace.slice(0, 50)}`, "at most 63 small letters, digits and hyphens"],
            })),
            {
                title: "no cookie at all",
                args: { affinity: {} },
                path: "affinity.managedCookie",
                says: ["or args.affinity.applicationCookie is missing", "exactly one"],
                plainOnly: true,
            },
            {
                title: "both cookies",
                args: { affinity: { managedCookie: true, ...cookie("cart", 60) } },
                path: "affinity.applicationCookie",
                says: ["cannot stand beside args.affinity.managedCookie", "exactly one"],
                plainOnly: true,
            },
            ...[false, {}].map((managedCookie) => ({
                title: `${JSON.stringify(managedCookie)} for the managed cookie`,
                args: { affinity: { managedCookie } },
                path: "affinity.managedCookie",
                says: [`is ${JSON.stringify(managedCookie)}:`, "true, or left out"],
                plainOnly: true,
            })),
            {
                title: "a cookie without a name",
                args: { affinity: cookie(undefined, 60) },
                path: "affinity.applicationCookie.name",
                says: ["missing", "cookie's name"],
            },
            ...["my cookie", "a;b", "a=b", "cärt", "a,b", '"cart"'].map((name) => ({
                title: `the cookie ${name}`,
                args: { affinity: cookie(name, 60) },
                path: "affinity.applicationCookie.name",
                says: [JSON.stringify(name), "a cookie's name"],
            })),
            {
                title: "a cookie without a lifetime",
                args: { affinity: cookie("cart", undefined) },
                path: "affinity.applicationCookie.durationSeconds",
                says: ["missing", "lifetime in seconds"],
            },
            ...[0, -1, 1.5, LONGEST + 1, "3600s"].map((seconds) => ({
                title: `a lifetime of ${seconds}`,
                args: { affinity: cookie("cart", seconds) },
                path: "affinity.applicationCookie.durationSeconds",
                says: [`is ${JSON.stringify(seconds)}:`, `whole number from 1 to ${LONGEST} (seconds)`],
            })),
            ...[-1, 0.5, LONGEST + 1, "0s"].map((seconds) => ({
                title: `a timeout of ${seconds}`,
                args: { routeTimeoutSeconds: seconds },
                path: "routeTimeoutSeconds",
                says: [`is ${JSON.stringify(seconds)}:`, `whole number from 0 to ${LONGEST} (seconds)`],
            })),
            ...[-1, 10001, 1.5].map((replicas) => ({
                title: `${replicas} pods`,
                args: { replicas },
                path: "replicas",
                says: [`is ${replicas}:`, "whole number from 0 to 10000"],
                plainOnly: true,
            })),
            {
                title: "a policy's name with capitals",
                args: { policyName: "Sticky" },
                path: "policyName",
                says: ['"Sticky"', "at most 253 small letters"],
            },
            ...["a".repeat(245), "My_Shop", "web-"].map((name) => ({
                title: `the component's name ${name.slice(0, 10)}`,
                args: {},
                name,
                path: "name",
                says: [`its name is "${name.slice(0, 50)}`, "at most 244 small letters"],
            })),
        ],
    );

    it("takes names at their limits", async () => {
        const args = {
            route: { name: "a".repeat(253), namespace: "a".repeat(63) },
            affinity: { applicationCookie: { name: "!#$%&'*+-.^_`|~09AZaz", durationSeconds: 1 } },
            replicas: 10000,
        };
        const name = "a".repeat(244);
        const { thrown, errors } = await runToThrow(() => new StickyRoutePolicy(name, args), { preview: true });
        assert.deepEqual([thrown, errors], [undefined, []]);
    });
});
