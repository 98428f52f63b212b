import assert from "node:assert/strict";

import { nameOf, readTopology, type StackResource } from "../../../../policy-pack/topology";
import {
    app,
    BACKEND_TYPES,
    gateway,
    GATEWAY_TYPES,
    origin,
    originGroup,
    ORIGIN_GROUP_TYPES,
    pool,
    resource,
    service,
    site,
    sitePlan,
    UNKNOWN,
    UNKNOWN_MARKS,
    workload,
} from "../stacks";

const APIM_TYPES = [
    "azure-native:apimanagement:ApiManagementService",
    "azure-native:apimanagement/v20220801:ApiManagementService",
];
const BACKEND_TYPE = "azure-native:apimanagement:Backend";
const POOL_TYPE = BACKEND_TYPES.storing[0];
const ADDRESS_TYPE = "azure-native:network:PublicIPAddress";

/** The edges as `from > to (via)`, and the proxies of each hop as `proxy (via) > hop`, by name. */
function read(...resources: StackResource[]) {
    const summary = (stack: readonly StackResource[]) => {
        const topology = readTopology(stack);
        return {
            edges: topology.edges.map(({ from, to, via }) => `${nameOf(from)} > ${nameOf(to)} (${nameOf(via)})`),
            proxies: topology.hops.flatMap((hop) =>
                topology.proxiesOf(hop).map(({ resource: { name }, via }) => `${name} (${via.name}) > ${hop.name}`),
            ),
        };
    };
    const there = summary(resources);
    assert.deepEqual(summary([...resources].reverse()), there, "the order of resources changes nothing");
    return there;
}

const answering = (name: string, fqdn: string): StackResource => ({
    ...app({}, undefined, name),
    properties: { configuration: { ingress: { external: true, fqdn } } },
});
const made = (one: StackResource, property: string, ...from: StackResource[]): StackResource => ({
    ...one,
    propertyDependencies: { ...one.propertyDependencies, [property]: from.map(({ urn }) => urn) },
});
const balanced = (spec: Record<string, unknown> = {}, ip = "20.1.2.3"): StackResource => {
    const one = service({ type: "LoadBalancer", ...spec });
    return { ...one, properties: { ...one.properties, status: { loadBalancer: { ingress: [{ ip }] } } } };
};
const pods = workload("Deployment");

describe("chains through API Management", () => {
    const target = answering("shop", "shop.example.com");
    const single = (properties: Record<string, unknown>, name = "single") => resource(BACKEND_TYPE, name, properties);

    it("know a backend without a pool, by its address and by what that was made from", () => {
        for (const backend of [
            single({ url: "https://SHOP.example.com/api" }),
            made(single({ url: UNKNOWN }), "url", target),
            made(single({ url: "https://other.example.com", resourceId: UNKNOWN }), "resourceId", target),
            { ...single({ url: "https://shop.example.com" }), type: "azure-native:apimanagement/v20220801:Backend" },
        ]) {
            assert.deepEqual(read(backend, target), { edges: [], proxies: ["single (single) > shop"] });
        }
        assert.deepEqual(read(single({ url: "shop.example.com" }), target).proxies, [], "no address");
        assert.deepEqual(read(single({ url: "https://x.example.com" }), target).proxies, []);
    });

    it("know an API's own address", () => {
        for (const type of ["azure-native:apimanagement:Api", "azure-native:apimanagement/v20220801:Api"]) {
            const api = resource(type, "api", { serviceUrl: "https://shop.example.com/v1" });
            assert.deepEqual(read(api, target).proxies, ["api (api) > shop"]);
            assert.deepEqual(
                read(made(resource(type, "api", { serviceUrl: UNKNOWN }), "serviceUrl", target), target).proxies,
                ["api (api) > shop"],
            );
            assert.deepEqual(read(resource(type, "api", { url: "https://shop.example.com/v1" }), target).proxies, []);
        }
    });

    it("know the address in a policy, and what it was made from while it is not known yet", () => {
        const policy = (value: unknown, kind = "ApiPolicy") =>
            resource(`azure-native:apimanagement:${kind}`, "policy", { value });
        const send = (address: string) =>
            `<policies><inbound><base /><set-backend-service id="a"\n base-url="${address}" /></inbound></policies>`;
        for (const kind of ["ApiPolicy", "Policy", "ProductPolicy", "ApiOperationPolicy", "PolicyFragment"]) {
            assert.deepEqual(read(policy(send("https://shop.example.com"), kind), target).proxies, [
                "policy (policy) > shop",
            ]);
        }
        assert.deepEqual(read(made(policy(UNKNOWN), "value", target), target).proxies, ["policy (policy) > shop"]);
        assert.deepEqual(read(made(policy(send("https://x")), "value", target), target).proxies, [], "it says another");
        const asked = `<send-request><set-url>https://shop.example.com</set-url></send-request>`;
        assert.deepEqual(read(policy(asked), target).proxies, [], "not where requests go");
        assert.deepEqual(read(resource("azure-native:apimanagement:ApiPolicy", "p", {}), target).proxies, []);
    });

    it("name a pool once, by its member", () => {
        const member = { ...single({ url: "https://shop.example.com" }, "member"), id: "/backends/0" };
        assert.deepEqual(read(pool({}, POOL_TYPE), member, target), {
            edges: ["pool > shop (member)"],
            proxies: ["pool (member) > shop"],
        });
    });

    it("go on from what sends to the service to all that the service sends to", () => {
        for (const type of APIM_TYPES) {
            const apim = resource(type, "apim", { serviceName: "Edge", gatewayUrl: "https://edge.azure-api.net" });
            const inService = (one: StackResource, name: unknown = "edge"): StackResource => ({
                ...one,
                properties: { ...one.properties, serviceName: name },
            });
            const shop = inService(single({ url: "https://shop.example.com" }));
            const group = [originGroup({}), origin("west", { hostName: "edge.azure-api.net" })];
            assert.deepEqual(read(...group, apim, shop, inService(pool({}, POOL_TYPE)), target), {
                edges: ["web > pool (pool)", "web > shop (single)"],
                proxies: ["single (single) > shop", "web (west) > pool"],
            });
            assert.deepEqual(read(...group, apim, inService(pool({}, POOL_TYPE), "other")).edges, []);
            const unnamed = made(inService(pool({}, POOL_TYPE), UNKNOWN), "serviceName", apim);
            assert.deepEqual(read(...group, apim, unnamed).edges, ["web > pool (pool)"]);
            const first = made(originGroup({}), "x");
            const byDependency = made(origin("west", { hostName: UNKNOWN }), "hostName", apim);
            assert.deepEqual(read(first, byDependency, apim, unnamed).edges, ["web > pool (pool)"]);
        }
    });

    it("go from a pool to the pools of another service", () => {
        const apim = resource(APIM_TYPES[0] ?? "", "apim", {
            name: "inner",
            gatewayUrl: "https://inner.azure-api.net",
        });
        const member = { ...single({ url: "https://inner.azure-api.net/shop" }, "member"), id: "/backends/0" };
        const inner = pool({}, POOL_TYPE, "inner");
        const inService = { ...inner, properties: { ...inner.properties, serviceName: "inner" } };
        assert.deepEqual(read(pool({}, POOL_TYPE, "outer"), member, apim, inService).edges, ["outer > inner (inner)"]);
    });
});

describe("chains through Front Door", () => {
    const target = answering("shop", "shop.example.com");

    it("go from a group to its origins' hosts", () => {
        const found = { edges: ["web > shop (west)"], proxies: ["web (west) > shop"] };
        for (const type of ORIGIN_GROUP_TYPES) {
            assert.deepEqual(
                read(originGroup({}, type), origin("west", { hostName: "Shop.example.com" }), target),
                found,
            );
            assert.deepEqual(
                read(originGroup({}, type), made(origin("west", { hostName: UNKNOWN }), "hostName", target), target),
                found,
            );
            const byId = { ...target, id: "/apps/Shop" };
            assert.deepEqual(
                read(originGroup({}, type), origin("west", { azureOrigin: { id: "/apps/shop" } }), byId),
                found,
            );
        }
        assert.deepEqual(read(originGroup({}), origin("west", { hostName: "x.example.com" }), target).edges, []);
        const other = origin("west", { hostName: "shop.example.com", originGroupName: "other" });
        assert.deepEqual(read(originGroup({}), other, origin("north"), target).edges, []);
    });

    it("go from classic to its backends' addresses", () => {
        for (const type of ["azure-native:frontdoor:FrontDoor", "azure-native:network/v20200501:FrontDoor"]) {
            const door = (backends: unknown) => resource(type, "door", { backendPools: [{ name: "a", backends }] });
            const found = { edges: ["door > shop (door)"], proxies: ["door (door) > shop"] };
            assert.deepEqual(read(door([{ address: "x" }, { address: "shop.example.com" }]), target), found);
            assert.deepEqual(read(made(door([{ address: UNKNOWN }]), "backendPools", target), target), found);
            assert.deepEqual(read(door([{ address: "x" }]), target).edges, []);
            assert.deepEqual(read(door(UNKNOWN), target).edges, []);
        }
    });

    it("reach sites, gateways, and balancers by their public addresses", () => {
        const to = (hostName: string, ...others: StackResource[]) =>
            read(originGroup({}), origin("west", { hostName }), ...others).edges;
        const web = site({ defaultHostName: "s.azurewebsites.net", hostNames: ["www.example.com"] }, undefined, "site");
        assert.deepEqual(to("s.azurewebsites.net", web, sitePlan({})), ["web > site (west)"]);
        assert.deepEqual(to("www.example.com", web, sitePlan({})), ["web > site (west)"]);
        assert.deepEqual(to("20.1.2.3", balanced({}), pods), ["web > web (west)"]);
        const edge = made(
            { ...gateway({}), name: "edge" },
            "frontendIPConfigurations",
            resource(ADDRESS_TYPE, "ip", {}),
        );
        const named = resource(ADDRESS_TYPE, "ip", {
            ipAddress: "20.9.9.9",
            dnsSettings: { fqdn: "edge.example.com" },
        });
        assert.deepEqual(to("edge.example.com", edge, named), ["web > web (web)"]);
        assert.deepEqual(to("20.9.9.9", edge, named), ["web > web (web)"]);
        assert.deepEqual(to("20.9.9.9", gateway({}), named), [], "of nobody");
    });
});

describe("chains through Application Gateways", () => {
    const target = site({ defaultHostName: "shop.azurewebsites.net" }, undefined, "shop");
    const pooled = (backendAddresses: unknown, type?: string) =>
        gateway({ more: { backendAddressPools: [{ name: "web", backendAddresses }] } }, type);

    it("go to the addresses of their pools", () => {
        for (const type of GATEWAY_TYPES) {
            const found = { edges: ["web > shop (web)"], proxies: ["web (web) > shop"] };
            assert.deepEqual(read(pooled([{ fqdn: "shop.azurewebsites.net" }], type), target), found);
            assert.deepEqual(
                read(made(pooled(UNKNOWN_MARKS.array, type), "backendAddressPools", target), target),
                found,
            );
            assert.deepEqual(read(pooled([{ fqdn: "x.azurewebsites.net" }], type), target).edges, []);
        }
    });

    it("reach a Service by its load balancer, and by a public address that it was given", () => {
        const found = ["web > web (web)"];
        assert.deepEqual(read(pooled([{ ipAddress: "20.1.2.3" }]), balanced(), pods).edges, found);
        assert.deepEqual(
            read(pooled([{ ipAddress: "20.5.5.5" }]), balanced({ loadBalancerIP: "20.5.5.5" }), pods).edges,
            found,
        );
        const ip = resource(ADDRESS_TYPE, "ip", { ipAddress: UNKNOWN });
        const given = made(service({ type: "LoadBalancer", loadBalancerIP: UNKNOWN }), "spec", ip);
        const byAddress = made(pooled([{ ipAddress: UNKNOWN }]), "backendAddressPools", ip);
        assert.deepEqual(read(byAddress, given, ip, pods), { edges: found, proxies: ["web (web) > web"] });
        const annotated = made(service({ type: "LoadBalancer" }), "metadata", ip);
        assert.deepEqual(read(byAddress, annotated, ip, pods).edges, found);
    });

    it("do not go to themselves", () => {
        const own = gateway({
            more: {
                frontendIPConfigurations: [{ privateIPAddress: "10.0.0.9" }],
                backendAddressPools: [
                    { name: "web", backendAddresses: [{ ipAddress: "10.0.0.9" }, { ipAddress: "10.0.0.8" }] },
                ],
            },
        });
        assert.deepEqual(read(own), { edges: [], proxies: [] });
    });

    it("go from gateway to gateway by a private address", () => {
        const inner = {
            ...gateway({ more: { frontendIPConfigurations: [{ privateIPAddress: "10.1.0.9" }] } }),
            urn: "urn:pulumi:test::shop::azure-native:network:ApplicationGateway::inner",
        };
        assert.deepEqual(read(pooled([{ ipAddress: "10.1.0.9" }]), inner).edges, ["web > inner (web)"]);
    });
});

describe("chains into a cluster", () => {
    const frontend = resource("azure-native:servicenetworking:FrontendsInterface", "frontend", {
        fqdn: "f.alb.azure.com",
    });
    const door = (more: Record<string, unknown> = {}) =>
        resource("kubernetes:gateway.networking.k8s.io/v1:Gateway", "edge", {
            metadata: { name: "edge" },
            spec: { gatewayClassName: "azure-alb-external", ...more },
        });
    const httpRoute = (parent: Record<string, unknown> = { name: "edge" }) =>
        resource("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", "route", {
            metadata: { name: "route" },
            spec: { parentRefs: [parent], rules: [{ backendRefs: [{ name: "web" }] }] },
        });
    const backend = (url: unknown) => resource(BACKEND_TYPE, "member", { url }, { id: "/backends/0" });

    it("go by a frontend's host to its Gateway, the Gateway's routes, and their Services", () => {
        const gate = made(door(), "spec", frontend);
        const expected = {
            edges: ["pool > route (route)", "route > web (route)"],
            proxies: ["pool (member) > route"],
        };
        const others = [pool({}, POOL_TYPE), frontend, gate, httpRoute(), service(), pods];
        assert.deepEqual(read(backend("http://f.alb.azure.com"), ...others), expected);
        assert.deepEqual(read(made(backend(UNKNOWN), "url", frontend), ...others), expected);
        const mesh = [
            pool({}, POOL_TYPE),
            frontend,
            gate,
            httpRoute({ kind: "Service", name: "edge" }),
            service(),
            pods,
        ];
        assert.deepEqual(read(backend("http://f.alb.azure.com"), ...mesh).proxies, []);
    });

    it("go by the host of a Gateway's listener, or of the route", () => {
        const gate = door({ listeners: [{ name: "http", hostname: "shop.example.com" }] });
        const others = [pool({}, POOL_TYPE), gate, httpRoute(), service(), pods];
        assert.deepEqual(read(backend("http://shop.example.com"), ...others).edges, [
            "pool > route (route)",
            "route > web (route)",
        ]);
        assert.deepEqual(read(backend("http://x.example.com"), ...others).edges, ["route > web (route)"]);
    });
});
