import assert from "node:assert/strict";

import { readTopology, type StackResource } from "../../../../policy-pack/topology";
import { app, BACKEND_TYPES, pool, resource, service, UNKNOWN, urnOf, workload } from "../stacks";

const POOL_TYPE = BACKEND_TYPES.storing[0];
const BACKEND_TYPE = "azure-native:apimanagement:Backend";
const PROVIDER_TYPE = "pulumi:providers:kubernetes";

describe("edges", () => {
    const id = "/subscriptions/1/backends/a";
    const member = (properties: Record<string, unknown>, dependencies: Record<string, readonly string[]> = {}) =>
        resource(BACKEND_TYPE, "member", properties, { id, propertyDependencies: dependencies });
    const sticky = (dependencies: Record<string, readonly string[]> = {}): StackResource => ({
        ...resource(POOL_TYPE, "pool", { pool: { services: [{ id }, { id: "/elsewhere" }] } }),
        propertyDependencies: dependencies,
    });
    const appId = "/subscriptions/1/resourceGroups/g/providers/Microsoft.App/containerApps/web";
    const target: StackResource = { ...app({}), id: appId };
    const edge = { from: urnOf(POOL_TYPE, "pool"), to: target.urn, via: urnOf(BACKEND_TYPE, "member") };
    const edges = (...resources: StackResource[]) => readTopology(resources).edges;

    it("go from a pool to its members by id, and on by what the address was made from", () =>
        assert.deepEqual(edges(sticky(), member({ url: UNKNOWN }, { url: [target.urn] }), target), [edge]));

    it("go from a pool to its members by dependency, before any id is known", () => {
        const preview: StackResource = {
            ...resource(POOL_TYPE, "pool", { pool: UNKNOWN }),
            propertyDependencies: { pool: [edge.via] },
        };
        const unmade = resource(
            BACKEND_TYPE,
            "member",
            { url: UNKNOWN },
            { propertyDependencies: { url: [target.urn] } },
        );
        assert.deepEqual(edges(preview, unmade, target), [edge]);
    });

    it("go to the application of a resource id, an address or a plain id, by dependency or by value", () => {
        assert.deepEqual(edges(sticky(), member({}, { resourceId: [target.urn] }), target), [edge]);
        assert.deepEqual(edges(sticky(), member({ resourceId: appId.toUpperCase() }), target), [edge]);
        const address = `https://management.azure.com${appId}`;
        assert.deepEqual(edges(sticky(), member({ resourceId: address }), target), [edge]);
        assert.deepEqual(edges(sticky(), member({ resourceId: `${address}2` }), target), []);
    });

    it("go to the application of a host name", () => {
        const answering = { ...target, properties: { configuration: { ingress: { fqdn: "Web.Example.com" } } } };
        assert.deepEqual(edges(sticky(), member({ url: "https://web.example.COM/api" }), answering), [edge]);
        assert.deepEqual(edges(sticky(), member({ url: "https://other.example.com" }), answering), []);
        assert.deepEqual(edges(sticky(), member({ url: "web.example.com" }), answering), []);

        const functionApp = resource("azure-native:web:WebApp", "f", {
            kind: "functionapp",
            defaultHostName: "f.example.com",
        });
        const toFunction = edges(sticky(), member({ url: "https://f.example.com/api" }), functionApp);
        assert.deepEqual(toFunction, [{ ...edge, to: functionApp.urn }]);

        for (const address of [{ ip: "10.0.0.4" }, { hostname: "10.0.0.4" }]) {
            const balanced = service();
            const status = { loadBalancer: { ingress: [UNKNOWN, address] } };
            const found = edges(
                sticky(),
                member({ url: "http://10.0.0.4:80" }),
                { ...balanced, properties: { ...balanced.properties, status } },
                workload("Deployment"),
            );
            assert.deepEqual(found, [{ ...edge, to: balanced.urn }]);
        }
    });

    it("do not go to what is no member, no hop or the pool itself", () => {
        const to = { url: [target.urn] };
        assert.deepEqual(edges(sticky(), { ...member({}, to), id: "/other" }, target), []);
        assert.deepEqual(edges(sticky(), member({}, { url: ["urn:other"] }), target), []);
        assert.deepEqual(edges(sticky(), member({}, { url: [edge.from] })), []);
        assert.deepEqual(edges(member({}, to), target), []);
    });
});

describe("routes to a Kubernetes Service", () => {
    const cases: [type: string, spec: (name: string) => unknown][] = [
        [
            "kubernetes:networking.k8s.io/v1:Ingress",
            (name) => ({ rules: [{ http: { paths: [{ path: "/", backend: { service: { name } } }] } }] }),
        ],
        ["kubernetes:networking.k8s.io/v1:Ingress", (name) => ({ defaultBackend: { service: { name } } })],
        ["kubernetes:networking.k8s.io/v1beta1:Ingress", (name) => ({ backend: { serviceName: name } })],
        ["kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", (name) => ({ rules: [{ backendRefs: [{ name }] }] })],
        ["kubernetes:gateway.networking.k8s.io/v1:GRPCRoute", (name) => ({ rules: [{ backendRefs: [{ name }] }] })],
        ["kubernetes:traefik.io/v1alpha1:IngressRoute", (name) => ({ routes: [{ services: [{ name }] }] })],
        ["kubernetes:projectcontour.io/v1:HTTPProxy", (name) => ({ routes: [{ services: [{ name }] }] })],
        [
            "kubernetes:networking.istio.io/v1:VirtualService",
            (name) => ({ http: [{ route: [{ destination: { host: name } }] }] }),
        ],
        ["kubernetes:networking.istio.io/v1:DestinationRule", (name) => ({ host: name })],
        ["kubernetes:k8s.nginx.org/v1:VirtualServer", (name) => ({ upstreams: [{ name: "u", service: name }] })],
    ];
    const routes = (...resources: StackResource[]) => {
        const topology = readTopology([...resources, workload("Deployment")]);
        return topology.hops.flatMap((hop) => topology.routesTo(hop)).map(({ urn }) => urn);
    };
    const route = (type: string, spec: unknown, namespace?: string) =>
        resource(type, "route", { metadata: { name: "route", ...(namespace ? { namespace } : {}) }, spec });

    for (const [type, spec] of cases) {
        it(`are found: ${type} ${JSON.stringify(spec("…"))}`, () => {
            const found = [urnOf(type, "route")];
            assert.deepEqual(routes(service(), route(type, spec("web"))), found);
            assert.deepEqual(routes(service(), route(type, spec("other"))), []);
            assert.deepEqual(routes(service(), route(type, spec("web"), "shop")), [], "of another namespace");
            assert.deepEqual(routes(service(), route(type, spec("web"), UNKNOWN)), found, "perhaps of the same");
            const made = { ...route(type, UNKNOWN), propertyDependencies: { spec: [service().urn] } };
            assert.deepEqual(routes(service(), made), found, "by dependency");
            const provider = (name: string) => ({ provider: urnOf(PROVIDER_TYPE, name) });
            const east = { ...route(type, spec("web")), ...provider("east") };
            assert.deepEqual(routes(service({}, provider("west")), east), [], "of another cluster");
        });
    }

    it("are found by a host with a namespace, and by a namespace beside the name", () => {
        const istio = "kubernetes:networking.istio.io/v1:DestinationRule";
        assert.equal(routes(service(), route(istio, { host: "web.default.svc.cluster.local" }, "shop")).length, 1);
        assert.equal(routes(service(), route(istio, { host: "web.shop.svc.cluster.local" })).length, 0);
        const gateway = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
        const refs = (namespace: string) => ({ rules: [{ backendRefs: [{ name: "web", namespace }] }] });
        assert.equal(routes(service(), route(gateway, refs("default"), "shop")).length, 1);
        assert.equal(routes(service(), route(gateway, refs("shop"))).length, 0);
        const unknown = service({}, { metadata: { namespace: UNKNOWN } });
        const topology = readTopology([unknown, workload("Deployment"), route(gateway, refs("shop"))]);
        assert.equal(topology.hops.flatMap((hop) => topology.routesTo(hop)).length, 1);
    });

    it("are not found by other names that are the same by chance", () => {
        const ingress = "kubernetes:networking.k8s.io/v1:Ingress";
        const paths = [{ backend: { service: { name: "other", port: { name: "web" } } } }];
        assert.deepEqual(
            routes(service(), route(ingress, { rules: [{ host: "web.example.com", http: { paths } }] })),
            [],
        );
        const gateway = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
        assert.deepEqual(routes(service(), route(gateway, { parentRefs: [{ name: "web" }], rules: [] })), []);
        const istio = "kubernetes:networking.istio.io/v1:VirtualService";
        assert.deepEqual(routes(service(), route(istio, { hosts: ["web"], http: [{ name: "web" }] })), []);
        assert.deepEqual(routes(service(), route("kubernetes:example.com/v1:Ingress", cases[0]?.[1]("web"))), []);
    });
});

it("a Service's own spec of unknown shape makes no edges", () =>
    assert.deepEqual(readTopology([pool({}, POOL_TYPE), resource(BACKEND_TYPE, "b", { url: 3 })]).edges, []));
