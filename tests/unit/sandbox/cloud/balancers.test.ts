import * as assert from "node:assert/strict";

import { type Cloud, type Properties, UNKNOWN } from "../../../../sandbox/cloud";
import { furnished, GROUP_ID, inRg, refused, text } from "./support";

const ADDRESS = "azure-native:network:PublicIPAddress";
const BALANCER = "azure-native:network:LoadBalancer";
const GATEWAY = "azure-native:network:ApplicationGateway";
const ADDRESS_ID = `${GROUP_ID}/providers/Microsoft.Network/publicIPAddresses/edge`;

function withAddress(sku = "Standard"): Cloud {
    const { cloud } = furnished();
    cloud.create(ADDRESS, inRg({ publicIpAddressName: "edge", location: "West Europe", sku: { name: sku } }));
    return cloud;
}

const frontendIPConfigurations = [{ name: "edge", publicIPAddress: { id: ADDRESS_ID } }];
const self = (list: string, name: string) => ({ id: `$self/${list}/${name}` });

describe("cloud: load balancers", () => {
    const rule = {
        name: "https",
        protocol: "Tcp",
        frontendPort: 443,
        frontendIPConfiguration: self("frontendIPConfigurations", "edge"),
        backendAddressPool: self("backendAddressPools", "web"),
    };
    const create = (more: Properties = {}, changed: Properties = {}) =>
        withAddress().create(
            BALANCER,
            inRg({
                loadBalancerName: "lb",
                sku: { name: "Standard" },
                frontendIPConfigurations,
                backendAddressPools: [{ name: "web" }],
                loadBalancingRules: [{ ...rule, ...changed }],
                ...more,
            }),
        );

    it("give their parts ids, and resolve references within themselves", () => {
        const { id, outputs } = create();
        assert.equal(id, `${GROUP_ID}/providers/Microsoft.Network/loadBalancers/lb`);
        assert.deepEqual(outputs["loadBalancingRules"], [
            {
                ...rule,
                id: `${id}/loadBalancingRules/https`,
                frontendIPConfiguration: { id: `${id}/frontendIPConfigurations/edge` },
                backendAddressPool: { id: `${id}/backendAddressPools/web` },
            },
        ]);
        assert.equal(outputs["provisioningState"], "Succeeded");
    });

    it("take whole ids, and what is not known yet", () => {
        const id = `${GROUP_ID}/providers/Microsoft.Network/loadBalancers/LB/backendAddressPools/WEB`;
        create({}, { backendAddressPool: { id } });
        create({}, { backendAddressPool: { id: UNKNOWN } });
        create({ backendAddressPools: [UNKNOWN] });
        create({}, { backendAddressPool: { id: "/subscriptions/other/loadBalancers/x/backendAddressPools/y" } });
    });

    const refusals: [about: string, more: Properties, changed: Properties, message: RegExp][] = [
        ["another SKU", { sku: { name: "Premium" } }, {}, /'Premium' of sku\.name is not one of/],
        ["an address of another SKU", { sku: { name: "Basic" } }, {}, /PublicIPAndLBSkuDoNotMatch/],
        ["an address of another SKU than none", { sku: {} }, {}, /PublicIPAndLBSkuDoNotMatch/],
        [
            "an address of another region",
            { location: "North Europe" },
            {},
            /"InvalidResourceReference".*edge is in westeurope, and what uses it in northeurope/,
        ],
        [
            "an address that is not there",
            { frontendIPConfigurations: [{ name: "edge", publicIPAddress: { id: `${ADDRESS_ID}2` } }] },
            {},
            /InvalidResourceReference.*edge2/,
        ],
        ["a distribution that does not exist", {}, { loadDistribution: "ClientIP" }, /'ClientIP' of loadDistribution/],
        ["a protocol that does not exist", {}, { protocol: "Http" }, /'Http' of protocol/],
        ["a rule without a frontend", {}, { frontendIPConfiguration: null }, /has no frontendIPConfiguration/],
        ["a rule without a port", {}, { frontendPort: null }, /has no frontendPort/],
        ["port 65535", {}, { frontendPort: 65535 }, /65535 of frontendPort is out of range: 0 to 65534/],
        ["port -1 of the members", {}, { backendPort: -1 }, /-1 of backendPort/],
        ["3 idle minutes", {}, { idleTimeoutInMinutes: 3 }, /3 of idleTimeoutInMinutes/],
        ["a pool that is not there", {}, { backendAddressPool: self("backendAddressPools", "x") }, /x referenced by/],
        ["a list that is not there", {}, { backendAddressPool: self("pools", "web") }, /InvalidResourceReference/],
        [
            "one of several pools that is not there",
            {},
            { backendAddressPools: [self("backendAddressPools", "y")] },
            /y referenced by/,
        ],
        ["a probe that is not there", {}, { probe: self("probes", "x") }, /InvalidResourceReference.*probes\/x/],
        [
            "a part of another balancer",
            {},
            { probe: { id: `${GROUP_ID}/providers/Microsoft.Network/loadBalancers/other/probes/p` } },
            /InvalidResourceReference/,
        ],
        ["a probe without a port", { probes: [{ name: "p", protocol: "Tcp" }] }, {}, /A probe has no port/],
        ["a probe by UDP", { probes: [{ name: "p", protocol: "Udp", port: 1 }] }, {}, /'Udp' of protocol/],
        [
            "a probe by TCP with a path",
            { probes: [{ protocol: "Tcp", port: 1, requestPath: "/" }] },
            {},
            /InvalidProbe/,
        ],
        ["a probe by HTTP without one", { probes: [{ protocol: "Http", port: 1 }] }, {}, /InvalidProbe/],
    ];
    for (const [about, more, changed, message] of refusals) {
        it(`refuse ${about}`, () => refused(() => create(more, changed), message));
    }
});

describe("cloud: Application Gateways", () => {
    const settings = { name: "web", cookieBasedAffinity: "Enabled", protocol: "Http" };
    const target = {
        backendAddressPool: self("backendAddressPools", "web"),
        backendHttpSettings: self("backendHttpSettingsCollection", "web"),
    };
    const rule = { name: "web", priority: 1, httpListener: self("httpListeners", "web"), ...target };
    const map = {
        name: "web",
        defaultBackendAddressPool: self("backendAddressPools", "web"),
        defaultBackendHttpSettings: self("backendHttpSettingsCollection", "web"),
        pathRules: [{ name: "a", paths: ["/a"], ...target }],
    };
    const listener = {
        name: "web",
        frontendIPConfiguration: self("frontendIPConfigurations", "edge"),
        frontendPort: self("frontendPorts", "http"),
    };
    const create = (more: Properties = {}, sku = "Standard") =>
        withAddress(sku).create(
            GATEWAY,
            inRg({
                applicationGatewayName: "gw",
                sku: { name: "Standard_v2" },
                frontendIPConfigurations,
                frontendPorts: [{ name: "http", port: 80 }],
                backendAddressPools: [{ name: "web" }],
                backendHttpSettingsCollection: [settings],
                httpListeners: [listener],
                urlPathMaps: [map],
                requestRoutingRules: [rule],
                ...more,
            }),
        );

    it("give their parts ids, and resolve references within themselves", () => {
        const { id, outputs } = create();
        const pool = { id: `${id}/backendAddressPools/web` };
        const by = { id: `${id}/backendHttpSettingsCollection/web` };
        assert.deepEqual(outputs["urlPathMaps"], [
            {
                ...map,
                id: `${id}/urlPathMaps/web`,
                defaultBackendAddressPool: pool,
                defaultBackendHttpSettings: by,
                pathRules: [{ name: "a", paths: ["/a"], backendAddressPool: pool, backendHttpSettings: by }],
            },
        ]);
        assert.equal(outputs["operationalState"], "Running");
        create({ urlPathMaps: [{ name: "x", defaultRedirectConfiguration: { id: "/x" } }] });
    });

    it("need an address of the Standard SKU, whatever their own", () => {
        create({ sku: { name: "Basic" } });
        refused(() => create({}, "Basic"), /PublicIPAndLBSkuDoNotMatch.*needs one of the Standard SKU/);
    });

    const changed = (name: string, part: Properties, more: Properties) => ({ [name]: [{ ...part, ...more }] });
    const refusals: [about: string, more: Properties, message: RegExp][] = [
        ["version 1", { sku: { name: "Standard_Small" } }, /'Standard_Small' of sku\.name/],
        [
            "an address of another region",
            { location: "northeurope" },
            /edge is in westeurope, and what uses it in north/,
        ],
        [
            "an address that is not there",
            { frontendIPConfigurations: [{ name: "edge", publicIPAddress: { id: `${ADDRESS_ID}2` } }] },
            /InvalidResourceReference.*edge2/,
        ],
        [
            "affinity that does not exist",
            changed("backendHttpSettingsCollection", settings, { cookieBasedAffinity: "On" }),
            /'On' of cookieBasedAffinity/,
        ],
        [
            "settings by TCP",
            changed("backendHttpSettingsCollection", settings, { protocol: "Tcp" }),
            /'Tcp' of protocol/,
        ],
        ["no time", changed("backendHttpSettingsCollection", settings, { requestTimeout: 0 }), /0 of requestTimeout/],
        [
            "a probe that is not there",
            changed("backendHttpSettingsCollection", settings, { probe: self("probes", "p") }),
            /probes\/p referenced/,
        ],
        [
            "a port that is not there",
            changed("httpListeners", listener, { frontendPort: self("frontendPorts", "p") }),
            /frontendPorts\/p referenced/,
        ],
        ["a rule without a priority", changed("requestRoutingRules", rule, { priority: null }), /has no priority/],
        ["priority 20001", changed("requestRoutingRules", rule, { priority: 20001 }), /20001 of priority/],
        ["a rule of no type", changed("requestRoutingRules", rule, { ruleType: "Any" }), /'Any' of ruleType/],
        [
            "a listener that is not there",
            changed("requestRoutingRules", rule, { httpListener: self("httpListeners", "l") }),
            /httpListeners\/l referenced/,
        ],
        [
            "a map without a default",
            changed("urlPathMaps", map, { defaultBackendAddressPool: null }),
            /has no defaultBackendAddressPool/,
        ],
        [
            "settings of a map that are not there",
            changed("urlPathMaps", map, { defaultBackendHttpSettings: self("backendHttpSettingsCollection", "s") }),
            /backendHttpSettingsCollection\/s referenced/,
        ],
        ["a path rule without paths", changed("urlPathMaps", map, { pathRules: [target] }), /has no paths/],
        [
            "a pool of a path that is not there",
            changed("urlPathMaps", map, {
                pathRules: [{ paths: ["/"], backendAddressPool: self("backendAddressPools", "p") }],
            }),
            /backendAddressPools\/p referenced/,
        ],
        [
            "an address that is not there",
            { frontendIPConfigurations: [{ name: "edge", publicIPAddress: { id: `${ADDRESS_ID}2` } }] },
            /InvalidResourceReference.*edge2/,
        ],
    ];
    for (const [about, more, message] of refusals) it(`refuse ${about}`, () => refused(() => create(more), message));
});

describe("cloud: Front Door", () => {
    const PROFILE = "azure-native:cdn:Profile";
    const ENDPOINT = "azure-native:cdn:AFDEndpoint";
    const GROUP = "azure-native:cdn:AFDOriginGroup";
    const ORIGIN = "azure-native:cdn:AFDOrigin";
    const ROUTE = "azure-native:cdn:Route";
    const inProfile = (more: Properties): Properties => inRg({ profileName: "fd", ...more });
    const profileId = `${GROUP_ID}/providers/Microsoft.Cdn/profiles/fd`;
    const groupId = `${profileId}/originGroups/web`;

    function standing(sku = "Standard_AzureFrontDoor"): Cloud {
        const { cloud } = furnished();
        cloud.create(PROFILE, inRg({ profileName: "fd", sku: { name: sku } }));
        return cloud;
    }
    const group = (cloud: Cloud, more: Properties = {}) =>
        cloud.create(GROUP, inProfile({ originGroupName: "web", ...more }));
    const origin = (cloud: Cloud, more: Properties = {}) =>
        cloud.create(
            ORIGIN,
            inProfile({ originGroupName: "web", originName: "a", hostName: "a.example.com", ...more }),
        );
    const route = (cloud: Cloud, more: Properties = {}) =>
        cloud.create(
            ROUTE,
            inProfile({ endpointName: "www", routeName: "all", originGroup: { id: groupId }, ...more }),
        );
    function whole(): Cloud {
        const cloud = standing();
        cloud.create(ENDPOINT, inProfile({ endpointName: "www" }));
        group(cloud);
        origin(cloud);
        return cloud;
    }

    it("answers with ids, hosts and states", () => {
        const cloud = standing();
        assert.equal(cloud.list().find(({ kind }) => kind === PROFILE)?.id, profileId);
        const endpoint = cloud.create(ENDPOINT, inProfile({ endpointName: "www" }));
        assert.equal(endpoint.id, `${profileId}/afdEndpoints/www`);
        assert.match(text(endpoint.outputs["hostName"]), /^www-[0-9a-f]{16}\.z01\.azurefd\.net$/);
        const made = group(cloud, { sessionAffinityState: "Enabled" });
        assert.equal(made.id, groupId);
        assert.equal(made.outputs["sessionAffinityState"], "Enabled");
        assert.equal(origin(cloud).id, `${groupId}/origins/a`);
        assert.equal(route(cloud).id, `${profileId}/afdEndpoints/www/routes/all`);
        assert.equal(group(standing()).outputs["sessionAffinityState"], "Disabled");
    });

    it("asks for a profile's SKU", () => {
        const { failures } = furnished().cloud.check(PROFILE, "fd", inRg({ profileName: "fd" }));
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["sku"],
        );
    });

    it("has endpoints and groups in profiles of Front Door only", () => {
        refused(() => group(furnished().cloud), /ParentResourceNotFound/);
        refused(() => group(standing("Standard_Verizon")), /SKU Standard_Verizon does not have/);
        refused(
            () => standing("Standard_Verizon").create(ENDPOINT, inProfile({ endpointName: "www" })),
            /SKU Standard_Verizon/,
        );
        refused(() => standing("Classic_AzureFrontDoor"), /'Classic_AzureFrontDoor' of sku\.name/);
    });

    it("keeps a group while a route needs it", () => {
        const cloud = whole();
        route(cloud);
        refused(() => cloud.delete(GROUP, groupId), /in use by the route/);
    });

    const refusals: [about: string, action: (cloud: Cloud) => unknown, message: RegExp][] = [
        [
            "a state of affinity",
            (cloud) => group(cloud, { sessionAffinityState: "On" }),
            /'On' of sessionAffinityState/,
        ],
        [
            "a latency",
            (cloud) => group(cloud, { loadBalancingSettings: { additionalLatencyInMilliseconds: 1001 } }),
            /1001 of loadBalancingSettings/,
        ],
        [
            "a probe's protocol",
            (cloud) => group(cloud, { healthProbeSettings: { probeProtocol: "Tcp" } }),
            /'Tcp' of healthProbeSettings/,
        ],
        [
            "a probe's method",
            (cloud) => group(cloud, { healthProbeSettings: { probeRequestType: "POST" } }),
            /'POST' of healthProbeSettings/,
        ],
        [
            "a probe's interval",
            (cloud) => group(cloud, { healthProbeSettings: { probeIntervalInSeconds: 256 } }),
            /256 of healthProbeSettings/,
        ],
        ["an origin without a host", (cloud) => origin(cloud, { originName: "b", hostName: null }), /has no hostName/],
        ["a weight", (cloud) => origin(cloud, { originName: "b", weight: 0 }), /0 of weight/],
        ["a priority", (cloud) => origin(cloud, { originName: "b", priority: 6 }), /6 of priority/],
        ["a port", (cloud) => origin(cloud, { originName: "b", httpsPort: 65536 }), /65536 of httpsPort/],
        ["a route without a group", (cloud) => route(cloud, { originGroup: null }), /has no originGroup/],
        [
            "a route to no group",
            (cloud) => route(cloud, { originGroup: { id: `${groupId}2` } }),
            /web2' that originGroup/,
        ],
        ["a route's protocol", (cloud) => route(cloud, { forwardingProtocol: "Http" }), /'Http' of forwardingProtocol/],
        ["a route's redirect", (cloud) => route(cloud, { httpsRedirect: "Yes" }), /'Yes' of httpsRedirect/],
        [
            "a redirect from a protocol that is not served",
            (cloud) => route(cloud, { httpsRedirect: "Enabled", supportedProtocols: ["Https"] }),
            /has to support both/,
        ],
        ["a route of no domain", (cloud) => route(cloud, { linkToDefaultDomain: "Disabled" }), /linked to the default/],
    ];
    for (const [about, action, message] of refusals) {
        it(`refuses ${about}`, () => {
            const cloud = /origin group|state|latency|probe/.test(about) ? standing() : whole();
            refused(() => action(cloud), message);
        });
    }

    it("refuses a route to a group without origins", () => {
        const cloud = standing();
        cloud.create(ENDPOINT, inProfile({ endpointName: "www" }));
        group(cloud);
        refused(() => route(cloud), /has no origins/);
    });
});
