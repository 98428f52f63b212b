import assert from "node:assert/strict";

import { type JsonObject } from "../../../../cli/azure/json";
import { parseId } from "../../../../cli/verify/azure/ids";
import { azureKind, AZURE_KINDS, childrenOf } from "../../../../cli/verify/azure/kinds";
import { translated } from "../../../../cli/verify/azure/translate";
import { pick } from "../../../../cli/verify/pick";
import { readTopology, type StackResource } from "../../../../policy-pack/topology";
import { GROUP } from "./support";

const idOf = (path: string) => `${GROUP}/providers/${path}`;

/** What a GET answers, as the pack is given it. */
function resource(path: string, document: JsonObject): StackResource {
    const id = parseId(idOf(path));
    const kind = id && azureKind(id.type);
    if (!id || !kind) throw new Error(path);
    return translated({ id: id.id, name: id.names.at(-1) ?? "", ...document }, id, kind, kind.apiVersions[0] ?? "");
}

const BALANCER = "Microsoft.Network/loadBalancers/lb";
const GATEWAY = "Microsoft.Network/applicationGateways/gw";
const part = (owner: string, list: string, name: string) => idOf(`${owner}/${list}/${name}`);

/** Members as Azure tells of them in a pool: https://learn.microsoft.com/rest/api/load-balancer/load-balancers/get */
const balancer = (addresses: JsonObject[], loadDistribution: string): StackResource =>
    resource(BALANCER, {
        sku: { name: "Standard" },
        properties: {
            frontendIPConfigurations: [
                {
                    name: "edge",
                    properties: { publicIPAddress: { id: idOf("Microsoft.Network/publicIPAddresses/edge") } },
                },
            ],
            backendAddressPools: [
                {
                    name: "web",
                    id: part(BALANCER, "backendAddressPools", "web"),
                    properties: { loadBalancerBackendAddresses: addresses },
                },
            ],
            loadBalancingRules: [
                {
                    name: "http",
                    properties: {
                        backendAddressPool: { id: part(BALANCER, "backendAddressPools", "web") },
                        loadDistribution,
                        protocol: "Tcp",
                        frontendPort: 80,
                    },
                },
            ],
        },
    });

const joined = (path: string, name: string) =>
    resource(path, {
        properties: {
            ipConfigurations: [
                {
                    name,
                    properties: {
                        loadBalancerBackendAddressPools: [{ id: part(BALANCER, "backendAddressPools", "web") }],
                    },
                },
            ],
        },
    });

const SCALE_SET = resource("Microsoft.Compute/virtualMachineScaleSets/vmss", {
    sku: { name: "Standard_D2s_v5", capacity: 4 },
    properties: {
        virtualMachineProfile: {
            osProfile: { adminPassword: "canary" },
            networkProfile: {
                networkInterfaceConfigurations: [
                    {
                        name: "nic",
                        properties: {
                            ipConfigurations: [
                                {
                                    name: "ip",
                                    properties: {
                                        loadBalancerBackendAddressPools: [
                                            { id: part(BALANCER, "backendAddressPools", "web") },
                                        ],
                                    },
                                },
                            ],
                        },
                    },
                ],
            },
        },
    },
});

const ofInterface = (name: string): JsonObject => ({
    name,
    properties: {
        networkInterfaceIPConfiguration: {
            id: part(`Microsoft.Network/networkInterfaces/${name}`, "ipConfigurations", "ip"),
        },
    },
});

function only(...resources: StackResource[]) {
    const { hops } = readTopology(resources);
    assert.equal(hops.length, 1);
    const [{ replicas, affinity, name } = { replicas: undefined, affinity: undefined, name: "" }] = hops;
    return [
        name,
        replicas?.known ? [replicas.value.min, replicas.value.max] : replicas?.path,
        affinity?.known ? affinity.value.kind : affinity?.path,
    ];
}

describe("documents of Resource Manager as the pack reads them", () => {
    it("count addresses of a load balancer's pool", () => {
        const addresses = ["10.0.0.4", "10.0.0.5"].map((ipAddress) => ({ name: ipAddress, properties: { ipAddress } }));
        assert.deepEqual(only(balancer(addresses, "SourceIP")), ["lb", [2, 2], "client-ip"]);
    });

    it("count a network interface once, though its pool lists its address too", () => {
        const names = ["one", "two", "three"];
        const interfaces = names.map((name) => joined(`Microsoft.Network/networkInterfaces/${name}`, name));
        assert.deepEqual(only(balancer(names.map(ofInterface), "Default"), ...interfaces), ["lb", [3, 3], "none"]);
    });

    it("count the instances of a scale set, and leave its passwords out", () => {
        assert.deepEqual(only(balancer([ofInterface("x")], "Default"), SCALE_SET), ["lb", [4, 4], "none"]);
        assert.ok(!JSON.stringify(SCALE_SET).includes("canary"));
    });

    it("read an Application Gateway with the settings of its rules", () => {
        const settings = (cookieBasedAffinity: string) =>
            resource(GATEWAY, {
                properties: {
                    sku: { name: "Standard_v2", tier: "Standard_v2" },
                    sslCertificates: [{ name: "tls", properties: { data: "canary", password: "canary" } }],
                    backendAddressPools: [
                        {
                            name: "web",
                            id: part(GATEWAY, "backendAddressPools", "web"),
                            properties: { backendAddresses: [{ fqdn: "a.example.com" }, { fqdn: "b.example.com" }] },
                        },
                    ],
                    backendHttpSettingsCollection: [
                        {
                            name: "http",
                            id: part(GATEWAY, "backendHttpSettingsCollection", "http"),
                            properties: { cookieBasedAffinity, affinityCookieName: "sid", port: 80 },
                        },
                    ],
                    requestRoutingRules: [
                        {
                            name: "all",
                            properties: {
                                ruleType: "Basic",
                                backendAddressPool: { id: part(GATEWAY, "backendAddressPools", "web") },
                                backendHttpSettings: { id: part(GATEWAY, "backendHttpSettingsCollection", "http") },
                            },
                        },
                    ],
                },
            });
        assert.deepEqual(only(settings("Enabled")), ["gw", [2, 2], "cookie"]);
        assert.deepEqual(only(settings("Disabled")), ["gw", [2, 2], "none"]);
        assert.ok(!JSON.stringify(settings("Enabled")).includes("canary"));
    });

    it("read classic Front Door and Traffic Manager", () => {
        const classic = resource("Microsoft.Network/frontDoors/fd", {
            properties: {
                frontendEndpoints: [
                    { name: "www", properties: { hostName: "fd.azurefd.net", sessionAffinityEnabledState: "Enabled" } },
                ],
                backendPools: [
                    {
                        name: "web",
                        properties: { backends: [{ address: "a.example.com" }, { address: "b.example.com" }] },
                    },
                ],
            },
        });
        assert.deepEqual(only(classic), ["fd", [1, 2], "cookie"]);
        const endpoint = (name: string) => ({
            name,
            properties: { target: `${name}.example.com`, endpointStatus: "Enabled" },
        });
        const manager = resource("Microsoft.Network/trafficmanagerprofiles/tm", {
            properties: { trafficRoutingMethod: "Performance", endpoints: ["a", "b", "c"].map(endpoint) },
        });
        assert.deepEqual(only(manager), ["tm", [1, 3], "none"]);
    });

    it("keep declarations, and no other tag or description", () => {
        const app = resource("Microsoft.Web/sites/portal", {
            tags: { owner: "canary", "session-affinity-stateless": "every call carries its token" },
            properties: {},
        });
        assert.deepEqual(app.properties["tags"], { "session-affinity-stateless": "every call carries its token" });
        const backend = resource("Microsoft.ApiManagement/service/gw/backends/b", {
            properties: { description: "canary\n session-affinity-stateless: every call carries its token\ncanary" },
        });
        assert.equal(backend.properties["description"], " session-affinity-stateless: every call carries its token");
    });

    it("take what lets requests in out of addresses", () => {
        const url = (given: string) =>
            resource("Microsoft.ApiManagement/service/gw/backends/b", { properties: { url: given } }).properties["url"];
        assert.equal(
            url("https://me:canary@a.example.com:8443/v1?code=canary#canary"),
            "https://a.example.com:8443/v1",
        );
        assert.equal(url("{{host}}/v1?code=canary"), "{{host}}/v1");
    });

    it("have names from their ids", () => {
        const origin = resource("Microsoft.Cdn/profiles/fd/originGroups/web/origins/a", {
            properties: { hostName: "a" },
        });
        assert.deepEqual(origin.properties, {
            hostName: "a",
            name: "a",
            resourceGroupName: "rg",
            profileName: "fd",
            originGroupName: "web",
            originName: "a",
        });
        assert.equal(origin.name, "fd/web/a");
    });
});

describe("the kinds that verify reads off Azure", () => {
    it("have a name for each part of their ids", () => {
        for (const { type, parameters } of AZURE_KINDS)
            assert.equal(parameters.length, type.split("/").length - 1, type);
    });

    it("are each of the first level, or right below another", () => {
        const below = new Set(AZURE_KINDS.flatMap(childrenOf));
        for (const kind of AZURE_KINDS) assert.equal(below.has(kind), kind.type.split("/").length > 2, kind.type);
    });

    it("follow and list only kinds that there are", () => {
        const named = AZURE_KINDS.flatMap(({ follows = [], beside = [] }) => [...follows, ...beside]);
        for (const type of named) assert.ok(azureKind(type), type);
    });
});

describe("pick", () => {
    it("keeps what is asked for, through lists, and nothing else", () => {
        const value = { a: { b: 1, c: 2 }, list: [{ x: 1, y: 2 }, { y: 3 }], texts: ["t"], none: null };
        assert.deepEqual(pick(value, ["a.b", "list.x", "texts", "missing.d", "none"]), {
            a: { b: 1 },
            list: [{ x: 1 }, {}],
            texts: ["t"],
            none: null,
        });
    });

    it("leaves out what is of another shape", () => {
        assert.deepEqual(pick({ a: null, b: 1 }, ["a.c", "b.c"]), {});
    });

    it("keeps the whole where a part of it is asked for too", () => {
        assert.deepEqual(pick({ a: { b: 1, c: 2 } }, ["a.b", "a"]), { a: { b: 1, c: 2 } });
    });
});
