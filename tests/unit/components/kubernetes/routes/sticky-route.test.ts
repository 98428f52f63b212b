import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { StickyRoute, type StickyRouteArgs, StickyService } from "../../../../../components/kubernetes";
import { assertFault } from "../../../support/faults";
import { known, reference, run, runToFailure, UNKNOWN, urnOf } from "../../../support/program";
import { warningsOf } from "../../../support/warnings";
import {
    type Child,
    childrenOf,
    COMPONENT,
    HTTP_ROUTE,
    INGRESS,
    outputsOf,
    place,
    runRoute,
    SERVICE_PATCH,
} from "./fixture";
import { WAYS } from "./ways";

const later = <T>(value: T) => pulumi.output(Promise.resolve(value));
const cookie = { cookie: { name: "sid", ttlSeconds: 60 } };
const specOf = (child: Child | undefined) => child?.inputs["spec"] as Record<string, unknown>;
const metadataOf = (child: Child | undefined) => child?.inputs["metadata"] as Record<string, unknown>;

describe("StickyRoute", () => {
    const several = { hosts: ["a.example.com", "b.example.com"], paths: ["/shop", "/cart"] };

    it("routes several hosts and paths by one Ingress", async () => {
        const backend = { service: { name: "cart", port: { number: 8080 } } };
        const paths = ["/shop", "/cart"].map((path) => ({ path, pathType: "Prefix", backend }));
        const recorded = await runRoute(() => ({
            ...several,
            tlsSecretName: "shop-tls",
            affinity: cookie,
            controller: WAYS["nginxInc.ingress"],
        }));
        assert.deepEqual(childrenOf(recorded).map(specOf), [
            {
                ingressClassName: "nginx",
                tls: [{ hosts: several.hosts, secretName: "shop-tls" }],
                rules: several.hosts.map((host) => ({ host, http: { paths } })),
            },
        ]);
    });

    it("routes several hosts and paths by one HTTPRoute", async () => {
        const recorded = await runRoute(() => ({
            ...several,
            affinity: { header: { name: "X-Id" } },
            controller: {
                envoyGateway: { gateway: { name: "edge", namespace: "infra", sectionName: "https" } },
            },
        }));
        const route = childrenOf(recorded).find(({ type }) => type === HTTP_ROUTE);
        assert.deepEqual(specOf(route), {
            parentRefs: [{ name: "edge", namespace: "infra", sectionName: "https" }],
            hostnames: several.hosts,
            rules: [
                {
                    matches: several.paths.map((value) => ({ path: { type: "PathPrefix", value } })),
                    backendRefs: [{ name: "cart", port: 8080 }],
                },
            ],
        });
    });

    it("routes several hosts and paths by one IngressRoute", async () => {
        const recorded = await runRoute(() => ({
            ...several,
            tlsSecretName: "shop-tls",
            affinity: cookie,
            controller: { traefik: { ingressRoute: { entryPoints: ["websecure"] } } },
        }));
        const [route, ...others] = childrenOf(recorded);
        assert.equal(others.length, 0);
        const { routes, ...rest } = specOf(route);
        assert.deepEqual(rest, { entryPoints: ["websecure"], tls: { secretName: "shop-tls" } });
        assert.equal(
            (routes as { match: string }[])[0]?.match,
            "(Host(`a.example.com`) || Host(`b.example.com`)) && (PathPrefix(`/shop`) || PathPrefix(`/cart`))",
        );
    });

    it("routes several hosts by an HTTPProxy each", async () => {
        const recorded = await runRoute(() => ({
            ...several,
            tlsSecretName: "shop-tls",
            affinity: { cookie: {} },
            controller: { contour: { ingressClassName: "contour" } },
        }));
        const loadBalancerPolicy = { strategy: "Cookie" };
        const services = [{ name: "cart", port: 8080 }];
        const spec = (fqdn: string) => ({
            ingressClassName: "contour",
            virtualhost: { fqdn, tls: { secretName: "shop-tls" } },
            routes: several.paths.map((prefix) => ({ conditions: [{ prefix }], services, loadBalancerPolicy })),
        });
        assert.deepEqual(
            childrenOf(recorded).map((child) => [child.name, specOf(child)]),
            [
                ["web", spec("a.example.com")],
                ["web-1", spec("b.example.com")],
            ],
        );
    });

    it("routes several hosts by a VirtualServer each", async () => {
        const recorded = await runRoute(() => ({
            ...several,
            tlsSecretName: "shop-tls",
            affinity: { cookie: {} },
            controller: WAYS["nginxInc.virtualServer"],
        }));
        assert.deepEqual(
            childrenOf(recorded).map((child) => {
                const { host, tls, routes } = specOf(child);
                return { name: child.name, host, tls, routes };
            }),
            several.hosts.map((host, index) => ({
                name: index === 0 ? "web" : "web-1",
                host,
                tls: { secret: "shop-tls" },
                routes: several.paths.map((path) => ({ path, action: { pass: "pods" } })),
            })),
        );
    });

    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("takes values that are known later", async () => {
                const recorded = await runRoute(
                    () => ({
                        service: { name: later("cart"), port: later(81), namespace: later("shop") },
                        hosts: [later("a.example.com")],
                        paths: [later("/a")],
                        tlsSecretName: later("shop-tls"),
                        annotations: later({ team: "shop" }),
                        affinity: { cookie: { name: later("sid"), ttlSeconds: later(90) } },
                        controller: {
                            nginxInc: {
                                ingress: { ingressClassName: later("nginx") },
                                stickyCookies: "open-source-5.4",
                            },
                        },
                    }),
                    preview,
                );
                const [made] = childrenOf(recorded);
                const backend = { service: { name: "cart", port: { number: 81 } } };
                assert.deepEqual(made?.inputs, {
                    metadata: {
                        namespace: "shop",
                        annotations: {
                            team: "shop",
                            "nginx.org/sticky-cookie-services": "serviceName=cart sid expires=90s path=/",
                            "nginx.org/use-cluster-ip": "false",
                        },
                    },
                    spec: {
                        ingressClassName: "nginx",
                        tls: [{ hosts: ["a.example.com"], secretName: "shop-tls" }],
                        rules: [
                            { host: "a.example.com", http: { paths: [{ path: "/a", pathType: "Prefix", backend }] } },
                        ],
                    },
                });
                assert.deepEqual(outputsOf(recorded)["affinity"], {
                    kind: "cookie",
                    strength: "strong",
                    key: "sid",
                    ttlSeconds: 90,
                    source: 'metadata.annotations["nginx.org/sticky-cookie-services"]',
                });
            });

            for (const way of ["ingressNginx", "traefik.ingressRoute", "istio.consistentHash"] as const) {
                it(`leaves an unknown name and lifetime open with ${way}`, async () => {
                    const unknown = () => new kubernetes.core.v1.ConfigMap("settings").metadata.uid;
                    const recorded = await runRoute(
                        () => ({
                            affinity: {
                                cookie: {
                                    name: unknown().apply(() => "sid"),
                                    ttlSeconds: 60,
                                },
                            },
                            controller: WAYS[way],
                        }),
                        preview,
                    );
                    const text = JSON.stringify(childrenOf(recorded));
                    assert.equal(text.includes(UNKNOWN), preview);
                    assert.equal(text.includes('"sid"'), !preview);
                });
            }

            it("adds the user's annotations to those of the route's own objects only", async () => {
                const recorded = await runRoute(
                    () => ({
                        annotations: { team: "shop" },
                        affinity: { cookie: {} },
                        controller: WAYS["istio.persistentSession"],
                    }),
                    preview,
                );
                assert.deepEqual(childrenOf(recorded).map(metadataOf), [
                    { name: "cart", namespace: "shop", labels: { "istio.io/persistent-session": "web-affinity" } },
                    { namespace: "shop", annotations: { team: "shop" } },
                ]);
            });

            it("tells the number of pods that it was given", async () => {
                const hopOf = async (replicas: StickyRouteArgs["replicas"]) => {
                    const args = { affinity: { cookie: {} }, controller: WAYS.contour, replicas };
                    return (outputsOf(await runRoute(() => args, preview))["hop"] as Record<string, unknown>)[
                        "replicas"
                    ];
                };
                assert.deepEqual(await hopOf({ min: 2, max: later(5) }), { min: 2, max: 5, source: "args.replicas" });
                assert.deepEqual(await hopOf({ max: 1 }), { min: 0, max: 1, source: "args.replicas" });
                assert.deepEqual(await hopOf({ min: 3, max: 3 }), { min: 3, max: 3, source: "args.replicas" });
            });
        });
    }

    for (const [way, types] of [
        ["haproxyTech", [INGRESS, SERVICE_PATCH]],
        ["agic", [INGRESS]],
    ] as const) {
        it(`registers what it made with ${way}`, async () => {
            const recorded = await runRoute(() => ({ affinity: { cookie: {} }, controller: WAYS[way] }));
            const { objects, hosts, affinity } = recorded.result;
            assert.deepEqual(
                objects.map((object) => object.constructor.name),
                types.map((type) => type.split(":").at(-1)),
            );
            const registered = outputsOf(recorded);
            assert.deepEqual(
                registered["objects"],
                types.map((type) => reference(urnOf(type, "web", COMPONENT))),
            );
            assert.deepEqual(registered["hosts"], ["shop.example.com"]);
            assert.deepEqual(await known(pulumi.output({ hosts, affinity })), {
                hosts: ["shop.example.com"],
                affinity: registered["affinity"],
            });
            assert.deepEqual(Object.keys(registered).sort(), ["affinity", "hop", "hosts", "objects"]);
        });
    }

    it("takes a StickyService", async () => {
        const recorded = await runRoute(() => ({
            service: new StickyService("orders", {
                podSpec: { containers: [{ name: "api", image: "nginx" }] },
                port: 81,
                namespace: "shop",
                serviceName: "orders",
            }),
            affinity: { cookie: {} },
            controller: WAYS["traefik.ingress"],
        }));
        const [patch, made] = childrenOf(recorded);
        assert.deepEqual(metadataOf(patch)["name"], "orders");
        assert.deepEqual(metadataOf(made)["namespace"], "shop");
        assert.ok(JSON.stringify(specOf(made)).includes('{"name":"orders","port":{"number":81}}'));
    });

    for (const ports of [undefined, [], [{ port: 80 }, { port: 81 }]]) {
        it(`refuses a Service of ${ports?.length ?? "no known"} ports`, async () => {
            const { errors, resources } = await runToFailure(
                () =>
                    new StickyRoute("web", {
                        ...place(),
                        service: new kubernetes.core.v1.Service("many", {
                            metadata: { name: "many", namespace: "shop" },
                            spec: { ports: ports?.map((one) => ({ ...one, name: `p${one.port}` })) },
                        }),
                        affinity: { cookie: {} },
                        controller: WAYS.agic,
                    }),
            );
            const first = errors.find((error) => pulumi.InputPropertyError.isInstance(error));
            assertFault(first, "StickyRoute", "web", {
                path: "service",
                says: [`has ${ports?.length ?? 0} ports`, "{ name, namespace, port }"],
            });
            assert.deepEqual(
                resources.filter(({ type }) => type === INGRESS),
                [],
            );
        });
    }

    it("writes the patch onto the Service", async () => {
        const recorded = await runRoute(() => ({ affinity: { cookie: {} }, controller: WAYS.haproxyTech }));
        const stored = recorded.cloud.list().find(({ id, outputs }) => id === "shop/cart" && outputs["spec"]);
        const metadata = stored?.outputs["metadata"] as { annotations?: Record<string, string> };
        assert.equal(metadata.annotations?.["haproxy.org/cookie-persistence"], "web-affinity");
    });

    it("gives all objects the provider that it was given", async () => {
        const { resources } = await run(() => {
            const provider = new kubernetes.Provider("cluster", { namespace: "shop" });
            const args = { ...place(), affinity: { cookie: {} }, controller: WAYS["traefik.ingress"] };
            return new StickyRoute("web", args, { provider });
        });
        const used = resources.filter(({ type }) => type === INGRESS || type === SERVICE_PATCH);
        assert.equal(used.length, 2);
        for (const { provider } of used) assert.match(provider, /^urn:.*pulumi:providers:kubernetes::cluster::/);
    });

    it("fails where a number of pods that becomes known later is wrong", async () => {
        const { errors } = await runToFailure(
            () =>
                new StickyRoute("web", {
                    ...place(),
                    affinity: { cookie: {} },
                    controller: WAYS.agic,
                    replicas: { min: later(3), max: 2 },
                }),
        );
        const first = errors.find((error) => pulumi.InputPropertyError.isInstance(error));
        assertFault(first, "StickyRoute", "web", { path: "replicas.min", says: ["is 3:"] });
    });

    describe("warns", () => {
        const warningsWith = async (changed: Partial<StickyRouteArgs>) =>
            (await warningsOf(() => run(() => new StickyRoute("web", { ...place(), ...changed } as StickyRouteArgs))))
                .warnings;
        const eachPath = (release: "1.6" | "next", paths: string[], implementation: object) => ({
            paths,
            affinity: { cookie: {} },
            controller: {
                gatewayApi: { gateway: { name: "edge" }, release, channel: "experimental" as const, implementation },
            },
        });

        it("that ingress-nginx is retired", async () => {
            const warnings = await warningsWith({ affinity: { cookie: {} }, controller: WAYS.ingressNginx });
            assert.equal(warnings.length, 1);
            assert.match(warnings[0] ?? "", /StickyRoute web: ingress-nginx is retired.*March 2026/);
        });

        it("that Envoy Gateway keeps each path's clients by themselves", async () => {
            const warnings = await warningsWith(eachPath("1.6", ["/a", "/b"], { envoyGateway: {} }));
            assert.equal(warnings.length, 1);
            assert.match(warnings[0] ?? "", /StickyRoute web: Envoy Gateway limits the cookie.*args\.paths/);
        });

        for (const [title, args] of [
            ["of one path", eachPath("1.6", ["/a"], { envoyGateway: {} })],
            ["of a release with a cookie's path", eachPath("next", ["/a", "/b"], { envoyGateway: {} })],
            ["of another implementation", eachPath("1.6", ["/a", "/b"], { cilium: { sessionPersistence: true } })],
            [
                "of a header",
                { ...eachPath("1.6", ["/a", "/b"], { envoyGateway: {} }), affinity: { header: { name: "X-Id" } } },
            ],
            ["of another controller", { affinity: { cookie: {} }, controller: WAYS.contour }],
        ] as const) {
            it(`not ${title}`, async () => assert.deepEqual(await warningsWith(args), []));
        }
    });

    it("names a Service by its name, in the namespace of the provider", async () => {
        const recorded = await runRoute(() => {
            return {
                service: { name: "other", port: 80 },
                affinity: { clientIp: true as const },
                controller: WAYS["istio.consistentHash"],
            };
        }, true);
        const [, rule] = childrenOf(recorded);
        assert.deepEqual(rule?.inputs, {
            metadata: {},
            spec: {
                host: "other",
                trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true } } },
            },
        });
    });
});
