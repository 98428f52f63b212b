import assert from "node:assert/strict";

import { AZURE_KINDS } from "../../../../cli/verify/azure/kinds";
import { CLUSTER_KINDS } from "../../../../cli/verify/kubernetes/kinds";
import { rules } from "../../../../policy-pack/rules";
import { readConfig } from "../../../../policy-pack/rules/config";
import { readTopology, type StackResource } from "../../../../policy-pack/topology";
import { ResourceIndex } from "../../../../policy-pack/topology/resource";

const one = (type: string, properties: Record<string, unknown> = {}): StackResource => ({
    urn: `urn:pulumi:s::p::${type}::x`,
    type,
    name: "x",
    properties: { metadata: { name: "x" }, ...properties },
    propertyDependencies: {},
});
const labels = { app: "x" };
const pool = { name: "web", id: "/x/backendAddressPools/web" };

/** Resources of each kind that a reader looks at, so that it asks for those that it joins them with. */
const STACK = [
    one("kubernetes:core/v1:Service", { spec: { selector: labels } }),
    one("kubernetes:apps/v1:Deployment", { spec: { template: { metadata: { labels } } } }),
    one("kubernetes:networking.k8s.io/v1:Ingress", {
        spec: { ingressClassName: "x", rules: [{ http: { paths: [{ backend: { service: { name: "x" } } }] } }] },
        metadata: { name: "x", annotations: { "alb.networking.azure.io/alb-ingress-extension": "x" } },
    }),
    one("kubernetes:networking.k8s.io/v1:IngressClass", {
        spec: { controller: "alb.networking.azure.io/alb-controller" },
    }),
    ...["alb.networking.azure.io/alb-controller", "gateway.envoyproxy.io/gatewayclass-controller", "other"].flatMap(
        (controllerName, index) => {
            const [name, metadata] = [`x${index}`, { metadata: { name: `x${index}` } }];
            const named = (type: string, properties: Record<string, unknown>) => ({
                ...one(type, { ...metadata, ...properties }),
                urn: `urn:pulumi:s::p::${type}::${name}`,
                name,
            });
            const api = "kubernetes:gateway.networking.k8s.io/v1";
            const rule = { backendRefs: [{ name: "x" }] };
            return [
                named(`${api}:GatewayClass`, { spec: { controllerName } }),
                named(`${api}:Gateway`, { spec: { gatewayClassName: name } }),
                named(`${api}:HTTPRoute`, { spec: { parentRefs: [{ name }], rules: [rule] } }),
            ];
        },
    ),
    one("kubernetes:gateway.networking.k8s.io/v1:GRPCRoute", {
        spec: { rules: [{ backendRefs: [{ name: "x" }], sessionPersistence: { sessionName: "s" } }] },
    }),
    one("azure-native:web:WebApp", { name: "x" }),
    one("azure-native:web:WebAppSlot", { name: "x" }),
    one("azure-native:web:AppServicePlan", { sku: { name: "P1v3", capacity: 2 } }),
    one("azure-native:cdn:AFDOriginGroup", { originGroupName: "x", profileName: "p" }),
    one("azure-native:cdn:AFDOrigin", { originGroupName: "x", profileName: "p", resourceGroupName: "g" }),
    one("azure-native:trafficmanager:Profile", { endpoints: [] }),
    one("azure-native:network:PublicIPAddress"),
    one("azure-native:network:LoadBalancer", {
        backendAddressPools: [pool],
        loadBalancingRules: [{ backendAddressPool: { id: pool.id } }],
    }),
];

/** Kinds of Pulumi's alone, or of what Azure tells with the resource that they are a part of. */
const NOT_DEPLOYED = [
    // Operations are too many to ask for their policies one by one: docs/verify.md says so.
    "azure-native:apimanagement:ApiOperationPolicy",
    "azure-native:apimanagement:WorkspaceApiOperationPolicy",
    "azure-native:network:LoadBalancerBackendAddressPool",
    "azure-native:trafficmanager:Endpoint",
    // Modules of version 2 of azure-native.
    "azure-native:network:Endpoint",
    "azure-native:network:FrontDoor",
    "azure-native:network:Profile",
    // Of version 2 too.
    "azure-native:servicenetworking:Frontend",
];

function askedFor(): Set<string> {
    const asked = new Set<string>();
    const ofKind = Reflect.get<ResourceIndex, "ofKind">(ResourceIndex.prototype, "ofKind");
    ResourceIndex.prototype.ofKind = function (family, module, kind) {
        asked.add(`${family}:${module}:${kind}`);
        return ofKind.call(this, family, module, kind);
    };
    try {
        const topology = readTopology(STACK);
        assert.ok(topology.edges.length > 0 && topology.settings().length >= 0);
        for (const rule of rules)
            rule.evaluate(topology, readConfig(rule.name, undefined, rule.parameters), "2026-01-01");
    } finally {
        ResourceIndex.prototype.ofKind = ofKind;
    }
    return asked;
}

describe("the kinds that verify reads", () => {
    it("are all that the pack looks for", () => {
        const known = new Set([
            ...NOT_DEPLOYED,
            ...AZURE_KINDS.map(({ token }) => `azure-native:${token.join(":")}`),
            ...CLUSTER_KINDS.map(({ group, kind }) => `kubernetes:${group === "" ? "core" : group}:${kind}`),
        ]);
        const asked = [...askedFor()].filter((one) => /^(azure-native|kubernetes):/.test(one));
        assert.ok(asked.length > 50, `${asked.length}`);
        assert.deepEqual(
            asked.filter((kind) => !known.has(kind)),
            [],
        );
    });

    it("are each listed once", () => {
        for (const names of [
            AZURE_KINDS.map(({ type }) => type),
            CLUSTER_KINDS.map(({ group, plural }) => `${plural}.${group}`),
        ]) {
            assert.equal(new Set(names).size, names.length);
        }
    });
});
