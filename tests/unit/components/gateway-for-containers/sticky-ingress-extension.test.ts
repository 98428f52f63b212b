import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { StickyIngressExtension, type StickyIngressExtensionArgs } from "../../../../components/gateway-for-containers";
import { assertFault, refusesFaults } from "../../support/faults";
import { known, reference, run, runToFailure, runToThrow, urnOf } from "../../support/program";
import { childrenOf, inputsOf } from "../../support/registered";

const COMPONENT = "session-affinity:index:StickyIngressExtension";
const EXTENSION = "kubernetes:alb.networking.azure.io/v1:IngressExtension";
const URN = urnOf(COMPONENT, "web");
const LONGEST = 9_223_372_036;
const ANY_NUMBER = { min: 0, max: Infinity, source: "the pods of the Services, whose number is not given" };
const managed = (index: number) => ({
    kind: "cookie",
    strength: "strong",
    source: `spec.backendSettings[${index}].sessionAffinity`,
    key: "AGCAffinity",
    ttlSeconds: 86400,
});
const hop = (affinity: object, replicas: object) => ({
    platform: "gateway-for-containers",
    replicas,
    affinity,
    clientFacing: true,
});

const minimal = (): StickyIngressExtensionArgs => ({ backendSettings: [{ service: "echo" }] });

describe("StickyIngressExtension", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("registers one IngressExtension with the gateway's own cookie, from the fewest arguments", async () => {
                const recorded = await run(() => new StickyIngressExtension("web", minimal()), { preview });
                assert.deepEqual(childrenOf(recorded, URN), ["IngressExtension web"]);
                assert.equal(recorded.resources.length, 2);
                assert.deepEqual(inputsOf(recorded, EXTENSION), {
                    apiVersion: "alb.networking.azure.io/v1",
                    kind: "IngressExtension",
                    metadata: {},
                    spec: {
                        backendSettings: [{ service: "echo", sessionAffinity: { affinityType: "managed-cookie" } }],
                    },
                });
                const outputs = recorded.outputs.get(URN);
                assert.deepEqual(outputs?.["hop"], hop(managed(0), ANY_NUMBER));
                assert.deepEqual(outputs?.["hops"], [hop(managed(0), ANY_NUMBER)]);
            });

            for (const later of [false, true]) {
                it(`hands every argument on${later ? ", known later" : ""}`, async () => {
                    const value = <T>(plain: T) => (later ? pulumi.output(Promise.resolve(plain)) : plain);
                    const args = {
                        namespace: value("shop"),
                        extensionName: value("sticky"),
                        backendSettings: [
                            {
                                service: value("orders"),
                                affinity: {
                                    applicationCookie: { name: value("cart"), durationSeconds: value(3600) },
                                },
                                requestTimeoutSeconds: value(0),
                                ports: [
                                    { port: value(8443), protocol: value("HTTPS" as const) },
                                    { name: value("web"), protocol: value("HTTP" as const) },
                                ],
                                replicas: value(3),
                            },
                            { service: value("echo"), affinity: { managedCookie: true as const } },
                        ],
                    } as StickyIngressExtensionArgs;
                    const recorded = await run(() => new StickyIngressExtension("web", args), { preview });
                    const { metadata, spec } = inputsOf(recorded, EXTENSION);
                    assert.deepEqual(metadata, { namespace: "shop", name: "sticky" });
                    assert.deepEqual(spec, {
                        backendSettings: [
                            {
                                service: "orders",
                                sessionAffinity: {
                                    affinityType: "application-cookie",
                                    cookieName: "cart",
                                    cookieDuration: "3600s",
                                },
                                timeouts: { requestTimeout: "0s" },
                                ports: [
                                    { port: 8443, protocol: "HTTPS" },
                                    { name: "web", protocol: "HTTP" },
                                ],
                            },
                            { service: "echo", sessionAffinity: { affinityType: "managed-cookie" } },
                        ],
                    });
                    const cart = { ...managed(0), key: "cart", ttlSeconds: 3600 };
                    const hops = [
                        hop(cart, { min: 3, max: 3, source: "backendSettings[0].replicas" }),
                        hop(managed(1), ANY_NUMBER),
                    ];
                    const outputs = recorded.outputs.get(URN);
                    assert.deepEqual([outputs?.["hop"], outputs?.["hops"]], [hops[0], hops]);
                    assert.deepEqual(outputs?.["affinities"], [cart, managed(1)]);
                });
            }
        });
    }

    it("tells what people need next, above all the Ingress's annotations", async () => {
        const { result, outputs } = await run(
            () => new StickyIngressExtension("web", { ...minimal(), namespace: "shop", extensionName: "sticky" }),
        );
        const { hop, hops, ...told } = outputs.get(URN) ?? {};
        assert.ok(hop !== undefined && hops !== undefined);
        const next = {
            name: "sticky",
            resourceId: "shop/sticky",
            annotations: { "alb.networking.azure.io/alb-ingress-extension": "sticky" },
            affinities: [managed(0)],
        };
        assert.deepEqual(told, { ...next, ingressExtension: reference(urnOf(EXTENSION, "web", COMPONENT)) });
        const { name, resourceId, annotations, affinities } = result;
        assert.deepEqual(
            await Promise.all([known(name), known(resourceId), known(annotations), known(affinities)]),
            Object.values(next),
        );
    });

    it("fails where the number of pods turns out wrong", async () => {
        for (const preview of [false, true]) {
            const backendSettings = [{ service: "echo", replicas: pulumi.output(10001) }];
            const { errors } = await runToFailure(() => new StickyIngressExtension("web", { backendSettings }), {
                preview,
            });
            const says = ["is 10001:", "whole number from 0 to 10000"];
            assertFault(errors[0], "StickyIngressExtension", "web", { path: "backendSettings[0].replicas", says });
        }
    });

    const one = (more: object) => ({ backendSettings: [{ service: "echo", ...more }] });
    const port = (...ports: object[]) => one({ ports });
    refusesFaults<StickyIngressExtensionArgs>(
        {
            component: "StickyIngressExtension",
            good: minimal,
            make: (name, args) => new StickyIngressExtension(name, args),
            children: [EXTENSION],
        },
        [
            {
                title: "no Services",
                args: { backendSettings: undefined },
                path: "backendSettings",
                says: ["missing", "Services behind the Ingress"],
                plainOnly: true,
            },
            ...[[], {}].map((backendSettings) => ({
                title: `${JSON.stringify(backendSettings)} for Services`,
                args: { backendSettings },
                path: "backendSettings",
                says: [`is ${JSON.stringify(backendSettings)}:`, "one Service or more"],
                plainOnly: true,
            })),
            {
                title: "a Service without a name",
                args: { backendSettings: [{ service: "echo" }, {}] },
                path: "backendSettings[1].service",
                says: ["missing", "Service's name"],
            },
            {
                title: "a Service's name with capitals",
                args: { backendSettings: [{ service: "Echo" }] },
                path: "backendSettings[0].service",
                says: ['"Echo"', "small letters"],
            },
            {
                title: "a Service that is there twice",
                args: { backendSettings: ["a", "b", "c", "b"].map((service) => ({ service })) },
                path: "backendSettings[3].service",
                says: ['is "b":', "args.backendSettings[1].service is the same", "each once"],
            },
            {
                title: "no cookie at all",
                args: one({ affinity: {} }),
                path: "backendSettings[0].affinity.managedCookie",
                says: ["or args.backendSettings[0].affinity.applicationCookie is missing"],
                plainOnly: true,
            },
            {
                title: "a lifetime of 0",
                args: one({ affinity: { applicationCookie: { name: "cart", durationSeconds: 0 } } }),
                path: "backendSettings[0].affinity.applicationCookie.durationSeconds",
                says: ["is 0:", `whole number from 1 to ${LONGEST} (seconds)`],
            },
            ...[-1, 1.5, "60s"].map((seconds) => ({
                title: `a timeout of ${seconds}`,
                args: one({ requestTimeoutSeconds: seconds }),
                path: "backendSettings[0].requestTimeoutSeconds",
                says: [`is ${JSON.stringify(seconds)}:`, `whole number from 0 to ${LONGEST} (seconds)`],
            })),
            {
                title: "a port without number and name",
                args: port({ port: 80, protocol: "HTTP" }, { protocol: "HTTP" }),
                path: "backendSettings[0].ports[1].port",
                says: ["or args.backendSettings[0].ports[1].name is missing"],
                plainOnly: true,
            },
            {
                title: "a port with number and name",
                args: port({ port: 80, name: "web", protocol: "HTTP" }),
                path: "backendSettings[0].ports[0].name",
                says: ["cannot stand beside args.backendSettings[0].ports[0].port", "exactly one"],
                plainOnly: true,
            },
            ...[0, 65536, 1.5].map((number) => ({
                title: `the port ${number}`,
                args: port({ port: number, protocol: "HTTP" }),
                path: "backendSettings[0].ports[0].port",
                says: [`is ${number}:`, "whole number from 1 to 65535"],
            })),
            {
                title: "a port's name with capitals",
                args: port({ name: "Web", protocol: "HTTP" }),
                path: "backendSettings[0].ports[0].name",
                says: ['"Web"', "small letters"],
            },
            {
                title: "a port without a protocol",
                args: port({ port: 80 }),
                path: "backendSettings[0].ports[0].protocol",
                says: ["missing", '"HTTP" or "HTTPS"'],
            },
            {
                title: "a port that speaks TCP",
                args: port({ name: "web", protocol: "TCP" }),
                path: "backendSettings[0].ports[0].protocol",
                says: ['"TCP"', '"HTTP", "HTTPS"'],
            },
            {
                title: "pods by half",
                args: one({ replicas: 1.5 }),
                path: "backendSettings[0].replicas",
                says: ["is 1.5:", "whole number from 0 to 10000"],
                plainOnly: true,
            },
            {
                title: "a namespace with a dot",
                args: { namespace: "my.shop" },
                path: "namespace",
                says: ['"my.shop"', "at most 63"],
            },
            {
                title: "an extension's name with capitals",
                args: { extensionName: "Sticky" },
                path: "extensionName",
                says: ['"Sticky"', "at most 253"],
            },
            {
                title: "a component's name with capitals",
                args: {},
                name: "Web",
                path: "name",
                says: ['its name is "Web"', "at most 244"],
            },
        ],
    );

    it("takes any name where the extension has its own", async () => {
        const { thrown } = await runToThrow(
            () => new StickyIngressExtension("My Web", { ...minimal(), extensionName: "sticky" }),
        );
        assert.equal(thrown, undefined);
    });
});
