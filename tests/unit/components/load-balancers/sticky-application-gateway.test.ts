import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import {
    StickyApplicationGateway,
    type StickyApplicationGatewayArgs,
    stickyBackendHttpSettings,
} from "../../../../components/load-balancers";
import { refusesFaults } from "../../support/faults";
import { PUBLIC_IP_ID, SUBNET_ID } from "../../support/furniture";
import { known, type Recorded, run, runToFailure, runToThrow, UNKNOWN, urnOf } from "../../support/program";
import { childrenOf, inputsOf } from "../../support/registered";

const COMPONENT = "session-affinity:index:StickyApplicationGateway";
const GATEWAY = "azure-native:network:ApplicationGateway";
const REASON = "Any server serves any request from the cache.";
const SOURCE = "backendHttpSettingsCollection.cookieBasedAffinity";
const sticky = (key?: string) => ({ kind: "cookie", strength: "strong", source: SOURCE, ...(key ? { key } : {}) });
const NOBODY = { kind: "none", strength: "none", source: SOURCE };
const SUBSCRIPTION = "/subscriptions/s/resourceGroups/rg/providers";
const IDENTITY = `${SUBSCRIPTION}/Microsoft.ManagedIdentity/userAssignedIdentities/reader`;
const POLICY = `${SUBSCRIPTION}/Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/waf`;

const minimal = (): StickyApplicationGatewayArgs => ({
    resourceGroupName: "rg",
    subnetId: SUBNET_ID,
    publicIpAddressId: PUBLIC_IP_ID,
    backends: [{ name: "app", fqdns: ["a.example.com", "b.example.com"] }],
});

const self = (part: string, name: string) => ({ id: `$self/${part}/${name}` });
const listener = {
    name: "app",
    frontendIPConfiguration: self("frontendIPConfigurations", "frontend"),
    frontendPort: self("frontendPorts", "frontend"),
    protocol: "Http",
};
const settings = {
    name: "app",
    port: 443,
    protocol: "Https",
    requestTimeout: 20,
    cookieBasedAffinity: "Enabled",
    affinityCookieName: "web-app-affinity",
    pickHostNameFromBackendAddress: true,
};
const target = (name: string) => ({
    backendAddressPool: self("backendAddressPools", name),
    backendHttpSettings: self("backendHttpSettingsCollection", name),
});
/** Inputs that {@link minimal} gives. */
const inputs = {
    resourceGroupName: "rg",
    sku: { name: "Standard_v2", tier: "Standard_v2" },
    autoscaleConfiguration: { minCapacity: 0, maxCapacity: 10 },
    gatewayIPConfigurations: [{ name: "frontend", subnet: { id: SUBNET_ID } }],
    frontendIPConfigurations: [{ name: "frontend", publicIPAddress: { id: PUBLIC_IP_ID } }],
    frontendPorts: [{ name: "frontend", port: 80 }],
    backendAddressPools: [{ name: "app", backendAddresses: [{ fqdn: "a.example.com" }, { fqdn: "b.example.com" }] }],
    backendHttpSettingsCollection: [settings],
    httpListeners: [listener],
    requestRoutingRules: [
        {
            name: "app",
            priority: 100,
            httpListener: self("httpListeners", "app"),
            ruleType: "Basic",
            ...target("app"),
        },
    ],
};

function outputsOf({ outputs }: Recorded): Record<string, unknown> {
    return outputs.get(urnOf(COMPONENT, "web")) ?? {};
}

const make = (more: object = {}) => new StickyApplicationGateway("web", { ...minimal(), ...more });

const hop = (affinity: object, replicas: object = { min: 2, max: 2, source: "backendAddressPools" }) => ({
    platform: "application-gateway",
    replicas,
    affinity,
    clientFacing: true,
});

/** A gateway in the provider's own terms. */
const own = () => ({
    sku: { name: "Standard_v2", tier: "Standard_v2", capacity: 2 },
    backendAddressPools: [{ name: "a", backendAddresses: [{ fqdn: "a.example.com" }] }, { name: "vms" }],
    backendHttpSettingsCollection: [
        { name: "a", port: 80, protocol: "Http" },
        { name: "b", port: 80, protocol: "Http", affinityCookieName: "basket", cookieBasedAffinity: "Enabled" },
    ],
});
const ownInputs = {
    resourceGroupName: "rg",
    ...own(),
    backendHttpSettingsCollection: [
        { name: "a", port: 80, protocol: "Http", cookieBasedAffinity: "Enabled", affinityCookieName: "web-a-affinity" },
        { name: "b", port: 80, protocol: "Http", cookieBasedAffinity: "Enabled", affinityCookieName: "basket" },
    ],
};

function omit(object: object, key: string): object {
    return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

describe("StickyApplicationGateway", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("registers one gateway with affinity, from the fewest arguments", async () => {
                const recorded = await run(() => make(), { preview });
                assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "web")), ["ApplicationGateway web"]);
                assert.equal(recorded.resources.length, 2);
                assert.deepEqual(inputsOf(recorded, GATEWAY), inputs);
                assert.deepEqual(outputsOf(recorded)["hop"], hop(sticky("web-app-affinity")));
            });

            it("hands every argument on", async () => {
                const recorded = await run(
                    () =>
                        make({
                            applicationGatewayName: "edge",
                            backends: [
                                {
                                    name: "vms",
                                    ipAddresses: ["10.0.0.4", "10.0.0.5", "10.0.0.6"],
                                    port: 8080,
                                    protocol: "Http",
                                    hostHeader: "shop.example.com",
                                    requestTimeoutSeconds: 3600,
                                    affinityCookieName: "basket",
                                    probe: {
                                        path: "/healthz",
                                        host: "probe.example.com",
                                        intervalSeconds: 5,
                                        timeoutSeconds: 6,
                                        unhealthyThreshold: 7,
                                    },
                                },
                            ],
                            certificate: {
                                keyVaultSecretId: "https://v.vault.azure.net/secrets/c",
                                identityId: IDENTITY,
                            },
                            port: 8443,
                            sku: "WAF_v2",
                            firewallPolicyId: POLICY,
                            minCapacity: 2,
                            maxCapacity: 20,
                            zones: ["1", "2"],
                            location: "northeurope",
                            tags: { team: "shop" },
                        }),
                    { preview },
                );
                assert.deepEqual(inputsOf(recorded, GATEWAY), {
                    ...inputs,
                    applicationGatewayName: "edge",
                    sku: { name: "WAF_v2", tier: "WAF_v2" },
                    firewallPolicy: { id: POLICY },
                    autoscaleConfiguration: { minCapacity: 2, maxCapacity: 20 },
                    zones: ["1", "2"],
                    location: "northeurope",
                    tags: { team: "shop" },
                    identity: { type: "UserAssigned", userAssignedIdentities: [IDENTITY] },
                    sslCertificates: [{ name: "frontend", keyVaultSecretId: "https://v.vault.azure.net/secrets/c" }],
                    frontendPorts: [{ name: "frontend", port: 8443 }],
                    backendAddressPools: [
                        {
                            name: "vms",
                            backendAddresses: [
                                { ipAddress: "10.0.0.4" },
                                { ipAddress: "10.0.0.5" },
                                { ipAddress: "10.0.0.6" },
                            ],
                        },
                    ],
                    backendHttpSettingsCollection: [
                        {
                            name: "vms",
                            port: 8080,
                            protocol: "Http",
                            requestTimeout: 3600,
                            cookieBasedAffinity: "Enabled",
                            affinityCookieName: "basket",
                            hostName: "shop.example.com",
                            probe: self("probes", "vms"),
                        },
                    ],
                    probes: [
                        {
                            name: "vms",
                            protocol: "Http",
                            path: "/healthz",
                            host: "probe.example.com",
                            interval: 5,
                            timeout: 6,
                            unhealthyThreshold: 7,
                        },
                    ],
                    httpListeners: [
                        {
                            ...listener,
                            name: "vms",
                            protocol: "Https",
                            sslCertificate: self("sslCertificates", "frontend"),
                        },
                    ],
                    requestRoutingRules: [
                        {
                            ...inputs.requestRoutingRules[0],
                            name: "vms",
                            httpListener: self("httpListeners", "vms"),
                            ...target("vms"),
                        },
                    ],
                });
                const three = { min: 3, max: 3, source: "backendAddressPools" };
                assert.deepEqual(outputsOf(recorded)["hop"], hop(sticky("basket"), three));
            });

            it("shares hosts and paths out among backends, the most special first", async () => {
                const fqdns = ["a.example.com"];
                const backends = [
                    { name: "rest", fqdns },
                    { name: "any", fqdns, hostName: "*.example.com" },
                    { name: "shop", fqdns, hostName: "shop.example.com" },
                    {
                        name: "cart",
                        fqdns: ["c.example.com", "d.example.com"],
                        hostName: "SHOP.example.com",
                        paths: ["/cart/*", "/pay"],
                    },
                ];
                const recorded = await run(() => make({ backends }), { preview });
                const made = inputsOf(recorded, GATEWAY);
                const one = (name: string, hostName: string) => ({ ...listener, name, hostNames: [hostName] });
                assert.deepEqual(made["httpListeners"], [
                    one("shop", "shop.example.com"),
                    one("any", "*.example.com"),
                    { ...listener, name: "rest" },
                ]);
                assert.deepEqual(made["urlPathMaps"], [
                    {
                        name: "shop",
                        defaultBackendAddressPool: self("backendAddressPools", "shop"),
                        defaultBackendHttpSettings: self("backendHttpSettingsCollection", "shop"),
                        pathRules: [{ name: "cart", paths: ["/cart/*", "/pay"], ...target("cart") }],
                    },
                ]);
                const rule = (name: string, priority: number) => ({
                    name,
                    priority,
                    httpListener: self("httpListeners", name),
                });
                assert.deepEqual(made["requestRoutingRules"], [
                    { ...rule("shop", 100), ruleType: "PathBasedRouting", urlPathMap: self("urlPathMaps", "shop") },
                    { ...rule("any", 110), ruleType: "Basic", ...target("any") },
                    { ...rule("rest", 120), ruleType: "Basic", ...target("rest") },
                ]);
                const cookies = (made["backendHttpSettingsCollection"] as { affinityCookieName: string }[]).map(
                    ({ affinityCookieName }) => affinityCookieName,
                );
                assert.deepEqual(cookies, [
                    "web-rest-affinity",
                    "web-any-affinity",
                    "web-shop-affinity",
                    "web-cart-affinity",
                ]);
                assert.deepEqual(
                    outputsOf(recorded)["hop"],
                    hop(sticky(), { min: 1, max: 2, source: "backendAddressPools" }),
                );
                assert.deepEqual(outputsOf(recorded)["cookieNames"], {
                    rest: "web-rest-affinity",
                    any: "web-any-affinity",
                    shop: "web-shop-affinity",
                    cart: "web-cart-affinity",
                });
            });

            it("completes probes by where the host comes from", async () => {
                const probe = { path: "/" };
                const byDefault = { path: "/", interval: 30, timeout: 30, unhealthyThreshold: 3 };
                const backends = [
                    { name: "names", fqdns: ["a.example.com"], probe, hostName: "a.shop" },
                    { name: "header", ipAddresses: ["10.0.0.4"], hostHeader: "shop", probe, hostName: "b.shop" },
                    { name: "client", ipAddresses: ["10.0.0.4"], protocol: "Http", probe },
                ];
                const recorded = await run(() => make({ backends }), { preview });
                assert.deepEqual(inputsOf(recorded, GATEWAY)["probes"], [
                    { name: "names", protocol: "Https", ...byDefault, pickHostNameFromBackendHttpSettings: true },
                    { name: "header", protocol: "Https", ...byDefault, pickHostNameFromBackendHttpSettings: true },
                    { name: "client", protocol: "Http", ...byDefault, host: "127.0.0.1" },
                ]);
                const plain = omit(settings, "pickHostNameFromBackendAddress");
                assert.deepEqual((inputsOf(recorded, GATEWAY)["backendHttpSettingsCollection"] as unknown[]).slice(1), [
                    {
                        ...plain,
                        name: "header",
                        affinityCookieName: "web-header-affinity",
                        hostName: "shop",
                        probe: self("probes", "header"),
                    },
                    {
                        ...plain,
                        name: "client",
                        affinityCookieName: "web-client-affinity",
                        port: 80,
                        protocol: "Http",
                        probe: self("probes", "client"),
                    },
                ]);
            });

            it("sends the host header that is given in place of the servers' names", async () => {
                const backends = [{ name: "app", fqdns: ["a.example.com"], hostHeader: "shop.example.com" }];
                const recorded = await run(() => make({ backends }), { preview });
                assert.deepEqual(inputsOf(recorded, GATEWAY)["backendHttpSettingsCollection"], [
                    { ...omit(settings, "pickHostNameFromBackendAddress"), hostName: "shop.example.com" },
                ]);
            });

            it("keeps nobody where it is declared stateless, and says so by its tags", async () => {
                const stateless = { reason: REASON };
                const recorded = await run(() => make({ stateless }), { preview });
                const without = omit(settings, "affinityCookieName");
                assert.deepEqual(inputsOf(recorded, GATEWAY), {
                    ...inputs,
                    backendHttpSettingsCollection: [{ ...without, cookieBasedAffinity: "Disabled" }],
                    tags: { "session-affinity-stateless": REASON },
                });
                assert.deepEqual(outputsOf(recorded)["hop"], { ...hop(NOBODY), stateless });
                assert.deepEqual(outputsOf(recorded)["cookieNames"], {});
            });

            it("adds affinity to a gateway of the provider's own arguments", async () => {
                const recorded = await run(
                    () => new StickyApplicationGateway("web", { resourceGroupName: "rg", gateway: own() }),
                    { preview },
                );
                assert.deepEqual(inputsOf(recorded, GATEWAY), ownInputs);
                assert.deepEqual(
                    outputsOf(recorded)["hop"],
                    hop(sticky(), { min: 0, max: 1, source: "backendAddressPools" }),
                );
                assert.deepEqual(outputsOf(recorded)["cookieNames"], { a: "web-a-affinity", b: "basket" });
            });

            it("leaves a gateway alone that is declared stateless", async () => {
                const gateway = {
                    ...own(),
                    backendHttpSettingsCollection: [{ name: "a", cookieBasedAffinity: "Disabled" }, { port: 80 }],
                    backendSettingsCollection: [{ name: "tcp", port: 1, protocol: "Tcp" }],
                };
                const args = { resourceGroupName: "rg", gateway, stateless: { reason: REASON } };
                const recorded = await run(() => new StickyApplicationGateway("web", args), { preview });
                assert.deepEqual(inputsOf(recorded, GATEWAY), {
                    resourceGroupName: "rg",
                    ...gateway,
                    tags: { "session-affinity-stateless": REASON },
                });
            });

            it("counts members that join by themselves as any number", async () => {
                const gateway = { ...own(), backendAddressPools: [{ name: "vms" }] };
                const args = { resourceGroupName: "rg", gateway };
                const recorded = await run(() => new StickyApplicationGateway("web", args), { preview });
                const { replicas } = outputsOf(recorded)["hop"] as { replicas: object };
                const source = "members that join the backendAddressPools by themselves";
                assert.deepEqual(replicas, { min: 0, max: Infinity, source });
            });

            it("takes Outputs for every value", async () => {
                const later = <T>(value: T) => pulumi.output(Promise.resolve(value));
                const recorded = await run(
                    () =>
                        make({
                            subnetId: later(SUBNET_ID),
                            publicIpAddressId: later(PUBLIC_IP_ID),
                            maxCapacity: later(10),
                            backends: [
                                {
                                    name: "app",
                                    fqdns: [later("a.example.com"), "b.example.com"],
                                    port: later(443),
                                    affinityCookieName: later("web-app-affinity"),
                                },
                            ],
                        }),
                    { preview },
                );
                assert.deepEqual(inputsOf(recorded, GATEWAY), inputs);
                const given = {
                    resourceGroupName: "rg",
                    gateway: { ...own(), backendHttpSettingsCollection: later(own().backendHttpSettingsCollection) },
                };
                const wrapped = await run(() => new StickyApplicationGateway("web", given), { preview });
                assert.deepEqual(inputsOf(wrapped, GATEWAY), ownInputs);
            });

            it("registers what is public", async () => {
                const recorded = await run(() => make(), { preview });
                assert.deepEqual(Object.keys(outputsOf(recorded)).sort(), [
                    "affinity",
                    "cookieNames",
                    "gateway",
                    "hop",
                    "name",
                    "resourceId",
                ]);
                assert.deepEqual(await known(recorded.result.affinity), sticky("web-app-affinity"));
                assert.equal(outputsOf(recorded)["resourceId"] === UNKNOWN, preview);
                assert.equal(typeof (await known(recorded.result.name)), preview ? "undefined" : "string");
            });
        });
    }

    it("parts of the gateway are found by the service", async () => {
        const { cloud } = await run(() => make({ backends: [{ name: "app", fqdns: ["a"], probe: { path: "/" } }] }));
        const made = cloud.list().find(({ kind }) => kind === GATEWAY);
        const [stored] = made?.outputs["backendHttpSettingsCollection"] as { probe: { id: string } }[];
        assert.equal(stored?.probe.id, `${made?.id ?? ""}/probes/app`);
    });

    const backend = (more: object) => ({ backends: [{ name: "app", fqdns: ["a.example.com"], ...more }] });
    const gateway = (more: object) => ({
        backends: undefined,
        subnetId: undefined,
        publicIpAddressId: undefined,
        gateway: { ...own(), ...more },
    });
    const collection = "gateway.backendHttpSettingsCollection";
    refusesFaults(
        {
            component: "StickyApplicationGateway",
            good: minimal,
            make: (name, args) => new StickyApplicationGateway(name, args),
            children: [GATEWAY],
        },
        [
            {
                title: "no resource group",
                args: { resourceGroupName: "" },
                path: "resourceGroupName",
                says: ["missing"],
            },
            { title: "no subnet", args: { subnetId: "" }, path: "subnetId", says: ["missing"] },
            { title: "no address", args: { publicIpAddressId: "" }, path: "publicIpAddressId", says: ["missing"] },
            {
                title: "a Traffic Manager profile for an address",
                args: { publicIpAddressId: `${SUBSCRIPTION}/Microsoft.Network/trafficManagerProfiles/tm` },
                path: "publicIpAddressId",
                says: ["cannot keep clients"],
            },
            {
                title: "a network for a subnet",
                args: { subnetId: SUBNET_ID.split("/subnets/")[0] },
                path: "subnetId",
                says: ["virtualNetworks/subnets"],
            },
            {
                title: "the name -edge",
                args: { applicationGatewayName: "-edge" },
                path: "applicationGatewayName",
                says: ["1 to 80 letters"],
            },
            {
                title: "nothing to send to",
                args: { backends: undefined },
                path: "backends",
                says: ["args.gateway is missing"],
                plainOnly: true,
            },
            {
                title: "both ways to say it",
                args: { gateway: own() },
                path: "gateway",
                says: ["cannot stand beside args.backends"],
                plainOnly: true,
            },
            ...(
                [
                    ["location", "northeurope"],
                    ["subnetId", SUBNET_ID],
                    ["publicIpAddressId", PUBLIC_IP_ID],
                    ["certificate", { keyVaultSecretId: "https://v/secrets/c", identityId: IDENTITY }],
                    ["port", 80],
                    ["sku", "WAF_v2"],
                    ["firewallPolicyId", POLICY],
                    ["minCapacity", 1],
                    ["maxCapacity", 1],
                    ["zones", ["1"]],
                ] as const
            ).map(([key, value]) => ({
                title: `${key} beside the provider's own arguments`,
                args: { ...gateway({}), [key]: value },
                path: key,
                says: ["cannot stand beside args.gateway"],
                plainOnly: true,
            })),
            {
                title: "an empty list of backends",
                args: { backends: [] },
                path: "backends",
                says: ["is empty"],
                plainOnly: true,
            },
            {
                title: "a backend without a name",
                args: { backends: [{ fqdns: ["a"] }] },
                path: "backends[0].name",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "a backend's name my_app",
                args: backend({ name: "my_app" }),
                path: "backends[0].name",
                says: ["1 to 50"],
                plainOnly: true,
            },
            {
                title: "two backends of one name",
                args: { backends: [...(minimal().backends ?? []), { name: "App", fqdns: ["a"], paths: ["/a"] }] },
                path: "backends[1].name",
                says: ["args.backends[0]"],
                plainOnly: true,
            },
            {
                title: "a backend of no servers",
                args: backend({ fqdns: undefined }),
                path: "backends[0].fqdns",
                says: ["args.backends[0].ipAddresses is missing"],
                plainOnly: true,
            },
            {
                title: "an empty list of servers",
                args: backend({ fqdns: [] }),
                path: "backends[0].fqdns",
                says: ["is empty"],
                plainOnly: true,
            },
            {
                title: "servers by name and by address",
                args: backend({ ipAddresses: ["10.0.0.4"] }),
                path: "backends[0].ipAddresses",
                says: ["cannot stand beside args.backends[0].fqdns"],
                plainOnly: true,
            },
            {
                title: "a server that is an address of a page",
                args: backend({ fqdns: ["a.example.com", "https://b"] }),
                path: "backends[0].fqdns[1]",
                says: ["without a scheme"],
            },
            {
                title: "a server behind Traffic Manager",
                args: backend({ fqdns: ["shop.trafficmanager.net"] }),
                path: "backends[0].fqdns[0]",
                says: ["DNS"],
            },
            ...["Tcp", "Tls"].map((protocol) => ({
                title: `a backend by ${protocol}`,
                args: backend({ protocol }),
                path: "backends[0].protocol",
                says: [`"${protocol}"`, "no affinity for TCP and TLS"],
                plainOnly: true,
            })),
            {
                title: "port 0 of the servers",
                args: backend({ port: 0 }),
                path: "backends[0].port",
                says: ["1 to 65535"],
            },
            {
                title: "a host that is none",
                args: backend({ hostName: "a/b" }),
                path: "backends[0].hostName",
                says: ["host name"],
                plainOnly: true,
            },
            {
                title: "a host header that is none",
                args: backend({ hostHeader: "a/b" }),
                path: "backends[0].hostHeader",
                says: ["host name"],
            },
            ...[0, 86401].map((requestTimeoutSeconds) => ({
                title: `a request of ${requestTimeoutSeconds} seconds`,
                args: backend({ requestTimeoutSeconds }),
                path: "backends[0].requestTimeoutSeconds",
                says: ["1 to 86400 (seconds)"],
            })),
            {
                title: "an empty list of paths",
                args: backend({ paths: [] }),
                path: "backends[0].paths",
                says: ["is empty"],
                plainOnly: true,
            },
            ...["api", "/a?b", "/a*b"].map((path) => ({
                title: `the path ${path}`,
                args: backend({ paths: ["/ok", path] }),
                path: "backends[0].paths[1]",
                says: ['begin with "/"'],
                plainOnly: true,
            })),
            {
                title: "paths that nothing else serves",
                args: backend({ paths: ["/api/*"] }),
                path: "backends[0].paths",
                says: ["leaves paths that nothing serves", "backends without a hostName"],
                plainOnly: true,
            },
            {
                title: "two backends of all paths of one host",
                args: {
                    backends: ["a", "b"].map((name) => ({ name, fqdns: ["a"], hostName: "shop.example.com" })),
                },
                path: "backends[1].paths",
                says: ["missing", "args.backends[0]", "backends of shop.example.com"],
                plainOnly: true,
            },
            ...["a b", "a;b", ""].map((affinityCookieName) => ({
                title: `the cookie's name "${affinityCookieName}"`,
                args: backend({ affinityCookieName }),
                path: "backends[0].affinityCookieName",
                says: ["a cookie's name has letters"],
            })),
            ...["basket", "basketCORS"].map((affinityCookieName) => ({
                title: `the cookie ${affinityCookieName} of another backend`,
                args: {
                    backends: [
                        { name: "a", fqdns: ["a"], affinityCookieName: "basket" },
                        { name: "b", fqdns: ["a"], paths: ["/b"], affinityCookieName },
                    ],
                },
                path: "backends[1].affinityCookieName",
                says: ["the cookies of basket", "a name of its own"],
            })),
            {
                title: "a cookie of a stateless gateway",
                args: { ...backend({ affinityCookieName: "basket" }), stateless: { reason: REASON } },
                path: "backends[0].affinityCookieName",
                says: ["cannot stand beside args.stateless"],
                plainOnly: true,
            },
            {
                title: "a component's name that is no cookie's",
                args: {},
                name: "my shop",
                path: "backends[0].affinityCookieName",
                says: ['"my shop-app-affinity"'],
            },
            {
                title: "a probe without a path",
                args: backend({ probe: {} }),
                path: "backends[0].probe.path",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "a probe's path that is none",
                args: backend({ probe: { path: "a" } }),
                path: "backends[0].probe.path",
                says: ['begin with "/"'],
            },
            {
                title: "a probe's host that is none",
                args: backend({ probe: { path: "/", host: "a/b" } }),
                path: "backends[0].probe.host",
                says: ["host name"],
            },
            ...(["intervalSeconds", "timeoutSeconds"] as const).map((key) => ({
                title: `${key} 0`,
                args: backend({ probe: { path: "/", [key]: 0 } }),
                path: `backends[0].probe.${key}`,
                says: ["1 to 86400 (seconds)"],
            })),
            ...[0, 21].map((unhealthyThreshold) => ({
                title: `a threshold of ${unhealthyThreshold}`,
                args: backend({ probe: { path: "/", unhealthyThreshold } }),
                path: "backends[0].probe.unhealthyThreshold",
                says: ["1 to 20"],
            })),
            {
                title: "a certificate that is none",
                args: { certificate: { keyVaultSecretId: "https://v/certificates/c", identityId: IDENTITY } },
                path: "certificate.keyVaultSecretId",
                says: ["/secrets/"],
            },
            {
                title: "a certificate without an identity",
                args: { certificate: { keyVaultSecretId: "https://v/secrets/c" } },
                path: "certificate.identityId",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "an identity that is none",
                args: { certificate: { keyVaultSecretId: "https://v/secrets/c", identityId: SUBNET_ID } },
                path: "certificate.identityId",
                says: ["userAssignedIdentities"],
            },
            { title: "port 65536", args: { port: 65536 }, path: "port", says: ["1 to 65535"] },
            {
                title: "version 1",
                args: { sku: "Standard_Medium" },
                path: "sku",
                says: ['"Standard_v2", "WAF_v2"'],
                plainOnly: true,
            },
            {
                title: "a firewall without a policy",
                args: { sku: "WAF_v2" },
                path: "firewallPolicyId",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "a policy without a firewall",
                args: { firewallPolicyId: POLICY },
                path: "firewallPolicyId",
                says: ['sku "WAF_v2" only'],
                plainOnly: true,
            },
            {
                title: "a policy that is none",
                args: { sku: "WAF_v2", firewallPolicyId: SUBNET_ID },
                path: "firewallPolicyId",
                says: ["ApplicationGatewayWebApplicationFirewallPolicies"],
            },
            { title: "a capacity of 126", args: { minCapacity: 126 }, path: "minCapacity", says: ["0 to 125"] },
            { title: "a capacity of none", args: { maxCapacity: 0 }, path: "maxCapacity", says: ["1 to 125"] },
            {
                title: "more at least than at most",
                args: { minCapacity: 11 },
                path: "minCapacity",
                says: ["is 11:", "maxCapacity, which is 10"],
            },
            {
                title: "no settings",
                args: gateway({ backendHttpSettingsCollection: undefined }),
                path: collection,
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "settings without a name",
                args: gateway({ backendHttpSettingsCollection: [{ name: "a" }, { port: 80 }] }),
                path: `${collection}[1].name`,
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "settings with affinity turned off",
                args: gateway({ backendHttpSettingsCollection: [{ name: "a", cookieBasedAffinity: "Disabled" }] }),
                path: `${collection}[0].cookieBasedAffinity`,
                says: ['"Disabled"', "stateless: { reason }"],
            },
            {
                title: "settings with one cookie",
                args: gateway({
                    backendHttpSettingsCollection: [
                        { name: "a", affinityCookieName: "basket" },
                        { name: "b", affinityCookieName: "basket" },
                    ],
                }),
                path: `${collection}[1].affinityCookieName`,
                says: ["the cookies of basket"],
            },
            ...["backendSettingsCollection", "listeners", "routingRules"].map((part) => ({
                title: `TCP and TLS by ${part}`,
                args: gateway({ [part]: [{ name: "tcp" }] }),
                path: `gateway.${part}`,
                says: ["no affinity for TCP and TLS"],
            })),
            {
                title: "a reason of 9 characters",
                args: { stateless: { reason: "because 9" } },
                path: "stateless.reason",
                says: ["10 or more"],
            },
        ],
    );
});

describe("stickyBackendHttpSettings", () => {
    it("adds affinity and a cookie of its own to each of the settings", async () => {
        const { result } = await run(() => stickyBackendHttpSettings("edge", own().backendHttpSettingsCollection));
        assert.deepEqual(await known(result), [
            {
                name: "a",
                port: 80,
                protocol: "Http",
                cookieBasedAffinity: "Enabled",
                affinityCookieName: "edge-a-affinity",
            },
            { name: "b", port: 80, protocol: "Http", cookieBasedAffinity: "Enabled", affinityCookieName: "basket" },
        ]);
    });

    it("refuses settings that say otherwise, at once and later", async () => {
        const off = [{ name: "a", cookieBasedAffinity: "Disabled" }];
        const says = /^stickyBackendHttpSettings edge: args\.settings\[0\]\.cookieBasedAffinity is "Disabled"/;
        const { thrown } = await runToThrow(() => stickyBackendHttpSettings("edge", off));
        assert.ok(pulumi.InputPropertyError.isInstance(thrown));
        assert.equal(thrown.propertyPath, "settings[0].cookieBasedAffinity");
        assert.match(thrown.reason, says);
        const { errors } = await runToFailure(() =>
            stickyBackendHttpSettings("edge", pulumi.output(Promise.resolve(off))),
        );
        assert.ok(pulumi.InputPropertyError.isInstance(errors[0]));
        assert.match(errors[0].reason, says);
    });
});
