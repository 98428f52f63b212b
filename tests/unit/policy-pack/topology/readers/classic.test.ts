import assert from "node:assert/strict";

import { type StackResource } from "../../../../../policy-pack/topology";
import { inOwnWords } from "../../../../../policy-pack/topology/classic";
import { readTopology } from "../../../../../policy-pack/topology";
import { fact, notYet } from "../../../../../policy-pack/topology/values";
import {
    CLASSIC_POOL_ID,
    CLASSIC_SITES,
    classicApp,
    classicBalancer,
    classicGateway,
    classicPlan,
    classicSite,
    inPool,
} from "../../classic-stacks";
import { onlyHop, REASON, resource, service, UNKNOWN, UNKNOWN_MARKS, urnOf, workload } from "../../stacks";

const NUMBER = UNKNOWN_MARKS.number;
const counts = (...resources: StackResource[]) => {
    const { replicas } = onlyHop(...resources);
    return replicas.known ? [replicas.value.min, replicas.value.max] : replicas.path;
};
const sourceOf = (...resources: StackResource[]) => {
    const { replicas } = onlyHop(...resources);
    return replicas.known ? replicas.value.source : undefined;
};

describe("classic Container Apps", () => {
    it("keep their type and URN", () => {
        const hop = onlyHop(classicApp());
        assert.equal(hop.type, "azure:containerapp/app:App");
        assert.equal(hop.urn, classicApp().urn);
        assert.equal(hop.platform, "container-apps");
    });

    it("have the service's default of 0 to 10 replicas", () => {
        assert.deepEqual(counts(classicApp()), [0, 10]);
        assert.equal(sourceOf(classicApp()), "the service's default, as template.maxReplicas is not set");
        assert.deepEqual(counts(classicApp({ minReplicas: 2, maxReplicas: 4 })), [2, 4]);
    });

    it("face clients where their ingress is external", () => {
        const facing = (externalEnabled: unknown) =>
            onlyHop(classicApp({}, { ingress: { externalEnabled } })).clientFacing;
        assert.equal(facing(true), true);
        assert.equal(facing(false), false);
        assert.equal(facing(UNKNOWN_MARKS.boolean), undefined);
    });

    it("are read by their inputs too", () => {
        const one = { ...classicApp(), inputs: { template: { maxReplicas: 3 } } };
        assert.deepEqual(counts(one), [0, 10]);
    });
});

describe("classic sites", () => {
    const web = (plan: Record<string, unknown>) => counts(classicSite({}), classicPlan(plan));

    it("have the instances of their plan, however it says them", () => {
        assert.deepEqual(web({ workerCount: 4 }), [4, 4]);
        assert.deepEqual(web({ skuName: "F1" }), [1, 1]);
        assert.deepEqual(web({ workerCount: 3, zoneBalancingEnabled: true }), [3, 3]);
        assert.deepEqual(web({ workerCount: 1, zoneBalancingEnabled: true }), [2, 2]);
        assert.deepEqual(web({ skuName: "EP1", maximumElasticWorkerCount: 7 }), [1, 7]);
        const automatic = { premiumPlanAutoScaleEnabled: true, maximumElasticWorkerCount: 6, workerCount: 1 };
        assert.deepEqual(web(automatic), [1, 6]);
        assert.equal(
            web({ premiumPlanAutoScaleEnabled: UNKNOWN, workerCount: 1 }),
            "premiumPlanAutoScaleEnabled of plan plan",
        );
    });

    it("have those of a plan of the older kind", () => {
        const plan = resource(
            "azure:appservice/plan:Plan",
            "plan",
            { sku: { tier: "PremiumV3", size: "P1v3", capacity: 2 } },
            { id: "/plans/p" },
        );
        assert.deepEqual(counts(classicSite({}), plan), [2, 2]);
        const shared = { ...plan, properties: { sku: { size: "F1" } } };
        assert.deepEqual(counts(classicSite({}), shared), [1, 1]);
    });

    it("have those of a plan of azure-native, and the other way round", () => {
        const native = resource(
            "azure-native:web:AppServicePlan",
            "plan",
            { sku: { capacity: 3 } },
            { id: "/plans/p" },
        );
        assert.equal(sourceOf(classicSite({}), native), "sku.capacity of plan plan = 3");
        const site = resource("azure-native:web:WebApp", "web", { serverFarmId: "/plans/P" });
        assert.equal(sourceOf(site, classicPlan({ workerCount: 3 })), "workerCount of plan plan = 3");
    });

    it("have those that an autoscale setting allows, which is on unless it says otherwise", () => {
        const setting = (
            more: Record<string, unknown>,
            type = "azure:monitoring/autoscaleSetting:AutoscaleSetting",
        ) => {
            const profiles = [{ name: "load", capacity: { default: 2, minimum: 2, maximum: 8 }, rules: [] }];
            return resource(type, "auto", { targetResourceId: "/plans/P", profiles, ...more });
        };
        const scaled = (more: Record<string, unknown>) =>
            counts(classicSite({}), classicPlan({ workerCount: 1 }), setting(more));
        assert.deepEqual(scaled({}), [2, 8]);
        assert.deepEqual(scaled({ enabled: true }), [2, 8]);
        assert.deepEqual(scaled({ enabled: false }), [1, 1]);
        assert.equal(scaled({ enabled: UNKNOWN }), "enabled of AutoscaleSetting auto");
        for (const type of [
            "azure-native:insights:AutoscaleSetting",
            "azure-native:insights/v20221001:AutoscaleSetting",
        ]) {
            const native = setting({ targetResourceUri: "/plans/P", enabled: true }, type);
            assert.deepEqual(counts(classicSite({}), classicPlan({ workerCount: 1 }), native), [2, 8]);
        }
    });

    it("have those of their app's plan where they are slots that name none", () => {
        const app = { ...classicSite({ name: "shop" }), name: "shop", urn: urnOf(CLASSIC_SITES[0].type, "shop") };
        const slot = resource(CLASSIC_SITES[3].type, "slot", {
            name: "staging",
            appServiceId: "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Web/sites/Shop",
        });
        const hops = readTopology([app, slot, classicPlan({ workerCount: 3 })]).hops;
        assert.deepEqual(
            hops.map(({ name, replicas }) => [name, replicas.known && replicas.value.max]),
            [
                ["shop", 3],
                ["slot", 3],
            ],
        );
        const made = {
            ...slot,
            properties: { name: "staging", appServiceId: UNKNOWN },
            propertyDependencies: { appServiceId: [app.urn] },
        };
        const [, found] = readTopology([app, made, classicPlan({ workerCount: 3 })]).hops;
        assert.equal(found?.replicas.known && found.replicas.value.max, 3);
    });
});

describe("classic function apps", () => {
    const KINDS = [
        ["azure:appservice/linuxFunctionApp:LinuxFunctionApp", "servicePlanId"],
        ["azure:appservice/windowsFunctionApp:WindowsFunctionApp", "servicePlanId"],
        ["azure:appservice/functionApp:FunctionApp", "appServicePlanId"],
        ["azure:logicapps/standard:Standard", "appServicePlanId"],
        ["azure:appservice/linuxFunctionAppSlot:LinuxFunctionAppSlot", "servicePlanId"],
        ["azure:appservice/windowsFunctionAppSlot:WindowsFunctionAppSlot", "servicePlanId"],
        ["azure:appservice/functionAppSlot:FunctionAppSlot", "appServicePlanId"],
    ] as const;
    for (const [type, plan] of KINDS) {
        it(`of ${type} keep no client, and have the instances of their plan or their own limit`, () => {
            const app = (siteConfig: unknown) => resource(type, "web", { [plan]: "/plans/p", siteConfig });
            const consumption = classicPlan({ skuName: "Y1" });
            const hop = onlyHop(app({}), consumption);
            assert.equal(hop.platform, "functions");
            assert.equal(hop.affinity.known && hop.affinity.value.kind, "none");
            assert.deepEqual(counts(app({}), consumption), [0, 200]);
            assert.deepEqual(counts(app({ appScaleLimit: 5 }), consumption), [0, 5]);
            assert.equal(sourceOf(app({ appScaleLimit: 5 }), consumption), "siteConfig.appScaleLimit = 5");
            assert.equal(counts(app({ appScaleLimit: NUMBER }), consumption), "siteConfig.appScaleLimit");
            assert.deepEqual(counts(app({ appScaleLimit: 5, elasticInstanceMinimum: 2 }), consumption), [2, 5]);
        });
    }

    it("of a Flex Consumption plan have the limit that they set", () => {
        const app = (more: object) =>
            resource("azure:appservice/appFlexConsumption:AppFlexConsumption", "web", { ...more });
        assert.deepEqual(counts(app({ maximumInstanceCount: 50 })), [0, 50]);
        assert.equal(sourceOf(app({ maximumInstanceCount: 50 })), "maximumInstanceCount = 50");
        const ready = { maximumInstanceCount: 50, alwaysReadies: [{ name: "http", instanceCount: 3 }] };
        assert.deepEqual(counts(app(ready)), [3, 50]);
    });
});

describe("classic Application Gateways", () => {
    it("count names and numbers of a pool", () => {
        const pool = { name: "web", fqdns: ["a.example.com"], ipAddresses: ["10.0.0.1", "10.0.0.2"] };
        assert.deepEqual(counts(classicGateway({ more: { backendAddressPools: [pool] } })), [3, 3]);
        for (const list of ["fqdns", "ipAddresses"]) {
            const unknown = { ...pool, [list]: UNKNOWN_MARKS.array };
            assert.equal(
                counts(classicGateway({ more: { backendAddressPools: [unknown] } })),
                "backendAddressPools[0].backendAddresses",
            );
        }
    });

    it("count the paths of a map", () => {
        const more = {
            requestRoutingRules: [{ name: "web", urlPathMapName: "map" }],
            urlPathMaps: [
                {
                    name: "map",
                    defaultBackendAddressPoolName: "one",
                    defaultBackendHttpSettingsName: "web",
                    pathRules: [{ name: "api", backendAddressPoolName: "api", backendHttpSettingsName: "web" }],
                },
            ],
            backendAddressPools: [
                { name: "one", ipAddresses: ["10.0.0.1"] },
                { name: "api", ipAddresses: ["10.0.0.1", "10.0.0.2", "10.0.0.3"] },
            ],
        };
        assert.deepEqual(counts(classicGateway({ more })), [3, 3]);
        const { affinity } = onlyHop(classicGateway({ more, settings: { cookieBasedAffinity: "Enabled" } }));
        assert.equal(affinity.known && affinity.value.key, "ApplicationGatewayAffinity");
        const named = { cookieBasedAffinity: "Enabled", affinityCookieName: "shop" };
        const own = onlyHop(classicGateway({ more, settings: named })).affinity;
        assert.equal(own.known && own.value.key, "shop");
    });

    it("count what joins a pool", () => {
        const id = "/subscriptions/0/providers/Microsoft.Network/applicationGateways/edge/backendAddressPools/web";
        const joins = (name: string, backendAddressPoolId: unknown, dependencies = {}) =>
            resource(
                "azure:network/networkInterfaceApplicationGatewayBackendAddressPoolAssociation:" +
                    "NetworkInterfaceApplicationGatewayBackendAddressPoolAssociation",
                name,
                { networkInterfaceId: `/nics/${name}`, backendAddressPoolId },
                { propertyDependencies: dependencies },
            );
        const alone = classicGateway({ size: 0 });
        const gateways = (...others: StackResource[]) => counts(alone, ...others);
        assert.deepEqual(gateways(joins("a", id), joins("b", id)), [2, 2]);
        const made = { backendAddressPoolId: [alone.urn] };
        assert.deepEqual(gateways(joins("a", UNKNOWN, made), joins("b", UNKNOWN, made)), [2, 2]);
        assert.deepEqual(gateways(joins("a", id), joins("b", `${id}2`)), [1, 1]);
    });

    it("face clients by a public address", () => {
        assert.equal(onlyHop(classicGateway()).clientFacing, true);
        const inside = [{ name: "inside", privateIpAddress: "10.0.0.9" }];
        assert.equal(onlyHop(classicGateway({ more: { frontendIpConfigurations: inside } })).clientFacing, false);
    });
});

describe("classic Load Balancer rules", () => {
    const scaleSet = (
        kind: string,
        instances: unknown,
        loadBalancerBackendAddressPoolIds: unknown = [CLASSIC_POOL_ID],
        networkInterfaces?: readonly string[],
    ) =>
        resource(
            `azure:compute/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`,
            "set",
            {
                instances,
                sku: "Standard_F2",
                networkInterfaces: [
                    { name: "a", ipConfigurations: [{ name: "b", loadBalancerBackendAddressPoolIds }] },
                ],
            },
            networkInterfaces ? { propertyDependencies: { networkInterfaces } } : {},
        );
    const alone = classicBalancer({ size: 0 });
    const pool = alone[2]?.urn ?? "";

    for (const kind of [
        "LinuxVirtualMachineScaleSet",
        "WindowsVirtualMachineScaleSet",
        "OrchestratedVirtualMachineScaleSet",
    ]) {
        it(`count the instances of a ${kind}`, () => {
            assert.deepEqual(counts(...alone, scaleSet(kind, 4)), [4, 4]);
            assert.deepEqual(counts(...alone, scaleSet(kind, 4, ["/other/pool"])), [0, 0]);
            assert.equal(counts(...alone, scaleSet(kind, NUMBER)), "instances of VirtualMachineScaleSet set");
            assert.deepEqual(counts(...alone, scaleSet(kind, 4, [UNKNOWN], [pool])), [4, 4]);
            assert.deepEqual(counts(...alone, scaleSet(kind, 4, UNKNOWN_MARKS.array, [pool])), [4, 4]);
        });
    }

    it("count the instances of a ScaleSet", () => {
        const set = resource("azure:compute/scaleSet:ScaleSet", "set", {
            sku: { name: "Standard_F2", capacity: 5 },
            networkProfiles: [{ ipConfigurations: [{ loadBalancerBackendAddressPoolIds: [CLASSIC_POOL_ID] }] }],
        });
        assert.deepEqual(counts(...alone, set), [5, 5]);
    });

    it("count addresses that are resources", () => {
        const address = (name: string, backendAddressPoolId: unknown, made: readonly string[] = []) =>
            resource(
                "azure:lb/backendAddressPoolAddress:BackendAddressPoolAddress",
                name,
                { backendAddressPoolId, ipAddress: "10.0.0.1" },
                { propertyDependencies: { backendAddressPoolId: made } },
            );
        assert.deepEqual(counts(...alone, address("a", CLASSIC_POOL_ID), address("b", UNKNOWN, [pool])), [2, 2]);
        assert.deepEqual(counts(...alone, address("a", CLASSIC_POOL_ID, [pool])), [1, 1]);
    });

    it("count each member once, and none of another pool or balancer", () => {
        assert.deepEqual(counts(...alone, inPool("a", CLASSIC_POOL_ID, [pool])), [1, 1]);
        const other = CLASSIC_POOL_ID.replace("/edge/", "/other/");
        assert.deepEqual(counts(...alone, inPool("a", other), inPool("b", CLASSIC_POOL_ID.toUpperCase())), [1, 1]);
    });

    it("are joined before anything has an id", () => {
        assert.deepEqual(counts(...classicBalancer({ size: 3, unknown: true }, UNKNOWN)), [3, 3]);
    });

    it("add what is not known yet to what is", () => {
        const found = counts(...classicBalancer(), scaleSet("LinuxVirtualMachineScaleSet", NUMBER));
        assert.deepEqual(found, [2, Infinity]);
    });

    it("are not known with one member and others that are not known yet", () => {
        const found = counts(...classicBalancer({ size: 1 }), scaleSet("LinuxVirtualMachineScaleSet", NUMBER));
        assert.equal(found, "instances of VirtualMachineScaleSet set");
    });

    it("are no hops where their pools are not in the stack", () => {
        const [rule, balancer] = classicBalancer();
        assert.ok(rule && balancer);
        assert.deepEqual(readTopology([rule, balancer]).hops, []);
    });

    it("take their tags and their address from their balancer", () => {
        const hop = onlyHop(...classicBalancer({ tags: { "session-affinity-stateless": REASON } }));
        assert.deepEqual(hop.stateless, fact({ reason: REASON }));
        assert.equal(hop.clientFacing, true);
        const [rule, , ...others] = classicBalancer();
        assert.ok(rule);
        assert.equal("clientFacing" in onlyHop(rule, ...others), false);
    });
});

describe("the words of the classic package", () => {
    const type = "azure:cdn/frontdoorOriginGroup:FrontdoorOriginGroup";

    it("take the place of paths and values, and of nothing else", () => {
        assert.equal(inOwnWords(type, 'sessionAffinityState = "Disabled"'), "sessionAffinityEnabled = false");
        assert.equal(inOwnWords(type, 'sessionAffinityState.x = "Enabled"'), 'sessionAffinityEnabled.x = "Enabled"');
        assert.equal(inOwnWords(type, 'sessionAffinityState = "other"'), 'sessionAffinityEnabled = "other"');
        assert.equal(inOwnWords(type, "originGroupName of profileName"), "originGroupName of profileName");
        assert.equal(inOwnWords("azure-native:cdn:AFDOriginGroup", "sessionAffinityState"), "sessionAffinityState");
    });
});

describe("classic Front Door and Traffic Manager", () => {
    it("are read in their older kind", () => {
        const door = (frontend: object) =>
            onlyHop(
                resource("azure:frontdoor/frontdoor:Frontdoor", "door", {
                    frontendEndpoints: [{ name: "web", hostName: "web.azurefd.net", ...frontend }],
                    backendPools: [{ name: "web", backends: [{ address: "a" }, { address: "b" }] }],
                }),
            );
        const off = door({});
        assert.equal(off.affinityPath, "frontendEndpoints.sessionAffinityEnabled");
        assert.deepEqual(off.affinity.known && [off.affinity.value.kind, off.affinity.value.source], [
            "none",
            "frontendEndpoints[0].sessionAffinityEnabled = false",
        ]);
        const on = door({ sessionAffinityEnabled: true }).affinity;
        assert.equal(on.known && on.value.kind, "cookie");
        assert.deepEqual(
            door({ sessionAffinityEnabled: UNKNOWN }).affinity,
            notYet("frontendEndpoints[0].sessionAffinityEnabled"),
        );
    });

    it("count the endpoints of a profile", () => {
        const type = "azure:network/trafficManagerProfile:TrafficManagerProfile";
        const profile = resource(type, "tm", { name: "tm", trafficRoutingMethod: "Weighted" });
        const endpoints = ["Azure", "External", "Nested"].map((kind) =>
            resource(
                `azure:network/trafficManager${kind}Endpoint:TrafficManager${kind}Endpoint`,
                kind,
                { profileId: UNKNOWN },
                { propertyDependencies: { profileId: [profile.urn] } },
            ),
        );
        assert.deepEqual(counts(profile, ...endpoints), [1, 3]);
    });
});

describe("chains through classic resources", () => {
    const edges = (...resources: StackResource[]) =>
        readTopology(resources).edges.map(({ from, to }) =>
            [from, to].map((urn) => urn.split("::").at(-1)).join(" -> "),
        );

    it("lead from a gateway to what its pool names", () => {
        const web = classicGateway({ more: { backendAddressPools: [{ name: "web", fqdns: ["shop.example.com"] }] } });
        const site = {
            ...classicSite({ defaultHostname: "shop.example.com" }),
            name: "site",
            urn: urnOf(CLASSIC_SITES[0].type, "site"),
        };
        assert.deepEqual(edges(web, site), ["web -> site"]);
    });

    it("lead from a Service's public address through a balancer to its rule", () => {
        const address = resource("azure:network/publicIp:PublicIp", "ip", { ipAddress: "20.0.0.1" });
        const [rule, balancer, ...others] = classicBalancer();
        assert.ok(rule && balancer);
        const holder = { ...balancer, propertyDependencies: { frontendIpConfigurations: [address.urn] } };
        const gateway = classicGateway({
            more: { name: "front", backendAddressPools: [{ name: "web", ipAddresses: ["20.0.0.1"] }] },
        });
        assert.deepEqual(edges(gateway, rule, holder, address, ...others), ["web -> web"]);
    });

    it("lead from an API to a Service", () => {
        const backend = service({ type: "LoadBalancer", loadBalancerIP: "20.0.0.1" });
        const api = resource("azure:apimanagement/api:Api", "api", {
            apiManagementName: "apim",
            serviceUrl: "http://20.0.0.1",
        });
        const apim = resource("azure:apimanagement/service:Service", "apim", { name: "apim" });
        const topology = readTopology([backend, workload("Deployment"), api, apim]);
        const [hop] = topology.hops;
        assert.ok(hop);
        assert.deepEqual(
            topology.proxiesOf(hop).map(({ resource: { name } }) => name),
            ["api"],
        );
    });

    it("lead by a policy's document", () => {
        const backend = service({ type: "LoadBalancer", loadBalancerIP: "20.0.0.1" });
        for (const kind of ["ApiPolicy", "ApiOperationPolicy", "ProductPolicy", "Policy", "PolicyFragment"]) {
            const type = `azure:apimanagement/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
            const xmlContent =
                '<policies><inbound><set-backend-service base-url="http://20.0.0.1" /></inbound></policies>';
            const topology = readTopology([backend, workload("Deployment"), resource(type, "policy", { xmlContent })]);
            const [hop] = topology.hops;
            assert.ok(hop);
            assert.equal(topology.proxiesOf(hop).length, 1, kind);
        }
    });
});
