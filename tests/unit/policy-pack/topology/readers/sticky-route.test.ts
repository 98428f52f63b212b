import * as kubernetes from "@pulumi/kubernetes";
import assert from "node:assert/strict";

import { StickyIngressExtension, StickyRoutePolicy } from "../../../../../components/gateway-for-containers";
import { ROUTE_CAPABILITIES, StickyRoute, type StickyRouteArgs } from "../../../../../components/kubernetes";
import { type Affinity } from "../../../../../components/affinity/vocabulary";
import { rules } from "../../../../../policy-pack/rules";
import { DEFAULT_CONFIG } from "../../../../../policy-pack/rules/config";
import { readTopology, type StackResource } from "../../../../../policy-pack/topology";
import { cart, COMPONENT, place } from "../../../components/kubernetes/routes/fixture";
import { WAYS } from "../../../components/kubernetes/routes/ways";
import { type Recorded, run, urnOf } from "../../../support/program";
import { resource, TODAY, workload } from "../../stacks";

const app = { app: "cart" };
const pods = workload("Deployment", {}, { metadata: { name: "cart", namespace: "shop" }, labels: app });

/**
 * What a program asked for, with the names that the cluster gave, and three pods behind the Service: a stack policy sees
 * the Service as its own resource has it, and the patch beside it.
 */
function inTheCluster({ resources, cloud }: Recorded): StackResource[] {
    const stored = new Map(cloud.list().map(({ type, outputs }) => [type, outputs]));
    const objects = resources
        .filter(({ type, custom }) => custom && type.startsWith("kubernetes:"))
        .map(({ type, name, inputs }) => {
            if (type.endsWith(":ServicePatch")) return resource(type, name, inputs);
            const spec = inputs["spec"] as Record<string, unknown>;
            if (type.endsWith(":Service")) return resource(type, name, { ...inputs, spec: { ...spec, selector: app } });
            return resource(type, name, stored.get(type) ?? inputs);
        });
    return [...objects, pods];
}

/** The affinity of the only route that keeps clients. */
function read(resources: readonly StackResource[], platform: string): Record<string, unknown> {
    const topology = readTopology(resources);
    assert.deepEqual(
        rules.flatMap((rule) => rule.evaluate(topology, DEFAULT_CONFIG, TODAY)),
        [],
    );
    const hops = topology.hops.filter((hop) => hop.platform !== "kubernetes");
    assert.ok(hops.length > 0, "no route was read");
    const found = hops.map((hop) => {
        assert.equal(hop.platform, platform);
        assert.ok(hop.affinity.known, JSON.stringify(hop.affinity));
        return told(hop.affinity.value);
    });
    for (const one of found) assert.deepEqual(one, found[0]);
    return found[0] as Record<string, unknown>;
}

function told({ kind, strength, key, ttlSeconds }: Affinity) {
    // Headers' names do not differ by case.
    return { kind, strength, key: kind === "header" ? key?.toLowerCase() : key, ttlSeconds };
}

function registered({ outputs }: Recorded, urn: string): Affinity {
    return (outputs.get(urn)?.["hop"] as { affinity: Affinity }).affinity;
}

describe("a StickyRoute", () => {
    for (const { way, kind, customName, customLifetime } of ROUTE_CAPABILITIES) {
        const named = customName ? [{}, { name: "X-Cart" }] : [{}];
        const asked: StickyRouteArgs["affinity"][] =
            kind === "client-ip"
                ? [{ clientIp: true }]
                : kind === "header"
                  ? [{ header: { name: "X-Cart" } }]
                  : [...named, ...(customLifetime ? [{ ttlSeconds: 5400 }] : [])].map((cookie) => ({ cookie }));
        for (const affinity of asked) {
            it(`is read as it describes itself, ${way} with ${JSON.stringify(affinity)}`, async () => {
                const recorded = await run(
                    () => new StickyRoute("web", { ...place(), affinity, controller: WAYS[way] }),
                );
                const resources = inTheCluster(recorded);
                const wanted = told(registered(recorded, urnOf(COMPONENT, "web")));
                for (const order of [resources, [...resources].reverse()]) {
                    assert.deepEqual(read(order, "kubernetes-route"), wanted);
                }
            });
        }
    }

    it("is read as it describes itself, in the balanced mode of ingress-nginx and next release of the Gateway API", async () => {
        for (const controller of [
            { ingressNginx: { ingressClassName: "nginx", affinityMode: "balanced" as const } },
            {
                gatewayApi: {
                    gateway: { name: "edge" },
                    release: "next" as const,
                    channel: "experimental" as const,
                    implementation: { envoyGateway: {} },
                },
            },
        ]) {
            const affinity = { cookie: { name: "c", ttlSeconds: 60 } };
            const recorded = await run(() => new StickyRoute("web", { ...place(), affinity, controller }));
            assert.deepEqual(
                read(inTheCluster(recorded), "kubernetes-route"),
                told(registered(recorded, urnOf(COMPONENT, "web"))),
            );
        }
    });
});

const COOKIES = [undefined, { applicationCookie: { name: "c", durationSeconds: 3600 } }] as const;

describe("Application Gateway for Containers", () => {
    for (const affinity of COOKIES) {
        it(`is read as a StickyRoutePolicy describes itself, with ${JSON.stringify(affinity)}`, async () => {
            const recorded = await run(() => {
                const service = cart();
                const route = new kubernetes.apiextensions.CustomResource("web", {
                    apiVersion: "gateway.networking.k8s.io/v1",
                    kind: "HTTPRoute",
                    metadata: { name: "web", namespace: "shop" },
                    spec: {
                        parentRefs: [{ name: "edge" }],
                        rules: [{ backendRefs: [{ name: service.metadata.name }] }],
                    },
                });
                new StickyRoutePolicy("web", { route, ...(affinity === undefined ? {} : { affinity }) });
            });
            assert.deepEqual(
                read(inTheCluster(recorded), "gateway-for-containers"),
                told(registered(recorded, urnOf("session-affinity:index:StickyRoutePolicy", "web"))),
            );
        });

        it(`is read as a StickyIngressExtension describes itself, with ${JSON.stringify(affinity)}`, async () => {
            const recorded = await run(() => {
                const service = cart();
                const { annotations } = new StickyIngressExtension("web", {
                    namespace: "shop",
                    backendSettings: [{ service: "cart", ...(affinity === undefined ? {} : { affinity }) }],
                });
                new kubernetes.networking.v1.Ingress("web", {
                    metadata: { namespace: "shop", annotations },
                    spec: {
                        ingressClassName: "azure-alb-external",
                        defaultBackend: { service: { name: service.metadata.name, port: { number: 8080 } } },
                    },
                });
            });
            assert.deepEqual(
                read(inTheCluster(recorded), "gateway-for-containers"),
                told(registered(recorded, urnOf("session-affinity:index:StickyIngressExtension", "web"))),
            );
        });
    }
});
