import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import { StickyLoadBalancer, type StickyLoadBalancerArgs } from "../../../../components/load-balancers";
import { refusesFaults } from "../../support/faults";
import { PUBLIC_IP_ID, SUBNET_ID, VIRTUAL_NETWORK_ID } from "../../support/furniture";
import { known, type Recorded, run, UNKNOWN, urnOf } from "../../support/program";
import { childrenOf, inputsOf } from "../../support/registered";

const COMPONENT = "session-affinity:index:StickyLoadBalancer";
const BALANCER = "azure-native:network:LoadBalancer";
const REASON = "Any member serves any request from the cache.";
const SOURCE = "loadBalancingRules.loadDistribution";
const SOFT = { kind: "client-ip", strength: "soft", source: SOURCE };
const NOBODY = { kind: "none", strength: "none", source: SOURCE };
const JOINING = { min: 0, source: "members that join the backendAddressPools by themselves" };

const minimal = (): StickyLoadBalancerArgs => ({
    resourceGroupName: "rg",
    publicIpAddressId: PUBLIC_IP_ID,
    rules: [{ name: "https", frontendPort: 443 }],
});

const parts = {
    frontendIPConfiguration: { id: "$self/frontendIPConfigurations/frontend" },
    backendAddressPool: { id: "$self/backendAddressPools/members" },
};
const rule = {
    name: "https",
    protocol: "Tcp",
    frontendPort: 443,
    backendPort: 443,
    loadDistribution: "SourceIP",
    ...parts,
};
/** Inputs that {@link minimal} gives. */
const inputs = {
    resourceGroupName: "rg",
    sku: { name: "Standard" },
    frontendIPConfigurations: [{ name: "frontend", publicIPAddress: { id: PUBLIC_IP_ID } }],
    backendAddressPools: [{ name: "members" }],
    loadBalancingRules: [rule],
};

function outputsOf({ outputs }: Recorded): Record<string, unknown> {
    return outputs.get(urnOf(COMPONENT, "web")) ?? {};
}

const make = (more: Partial<StickyLoadBalancerArgs> = {}) => new StickyLoadBalancer("web", { ...minimal(), ...more });

describe("StickyLoadBalancer", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("registers one balancer that keeps addresses, from the fewest arguments", async () => {
                const recorded = await run(() => make(), { preview });
                assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "web")), ["LoadBalancer web"]);
                assert.equal(recorded.resources.length, 2);
                assert.deepEqual(inputsOf(recorded, BALANCER), inputs);
                assert.deepEqual(outputsOf(recorded)["hop"], {
                    platform: "load-balancer",
                    replicas: { ...JOINING, max: Infinity },
                    affinity: SOFT,
                    clientFacing: true,
                });
            });

            it("hands every argument on", async () => {
                const args: StickyLoadBalancerArgs = {
                    resourceGroupName: "rg",
                    loadBalancerName: "edge",
                    location: "northeurope",
                    subnetId: SUBNET_ID,
                    privateIpAddress: "10.0.0.4",
                    rules: [
                        {
                            name: "web",
                            frontendPort: 443,
                            backendPort: 8443,
                            loadDistribution: "SourceIPProtocol",
                            idleTimeoutMinutes: 30,
                            probe: {
                                protocol: "Https",
                                port: 9000,
                                requestPath: "/healthz",
                                intervalSeconds: 5,
                                probeThreshold: 2,
                            },
                        },
                        { name: "media", protocol: "Udp", frontendPort: 5004, probe: { port: 5005 } },
                        { name: "plain", frontendPort: 80, backendPort: 8080, probe: {} },
                    ],
                    memberIpAddresses: ["10.0.0.10", "10.0.0.11"],
                    virtualNetworkId: VIRTUAL_NETWORK_ID,
                    tags: { team: "shop" },
                };
                const recorded = await run(() => new StickyLoadBalancer("web", args), { preview });
                const virtualNetwork = { id: VIRTUAL_NETWORK_ID };
                assert.deepEqual(inputsOf(recorded, BALANCER), {
                    resourceGroupName: "rg",
                    loadBalancerName: "edge",
                    location: "northeurope",
                    sku: { name: "Standard" },
                    frontendIPConfigurations: [
                        {
                            name: "frontend",
                            subnet: { id: SUBNET_ID },
                            privateIPAddress: "10.0.0.4",
                            privateIPAllocationMethod: "Static",
                        },
                    ],
                    backendAddressPools: [
                        {
                            name: "members",
                            loadBalancerBackendAddresses: [
                                { name: "members-0", ipAddress: "10.0.0.10", virtualNetwork },
                                { name: "members-1", ipAddress: "10.0.0.11", virtualNetwork },
                            ],
                        },
                    ],
                    probes: [
                        {
                            name: "web",
                            protocol: "Https",
                            port: 9000,
                            requestPath: "/healthz",
                            intervalInSeconds: 5,
                            probeThreshold: 2,
                        },
                        { name: "media", protocol: "Tcp", port: 5005, intervalInSeconds: 15 },
                        { name: "plain", protocol: "Tcp", port: 8080, intervalInSeconds: 15 },
                    ],
                    loadBalancingRules: [
                        {
                            ...rule,
                            name: "web",
                            backendPort: 8443,
                            loadDistribution: "SourceIPProtocol",
                            idleTimeoutInMinutes: 30,
                            probe: { id: "$self/probes/web" },
                        },
                        {
                            ...rule,
                            name: "media",
                            protocol: "Udp",
                            frontendPort: 5004,
                            backendPort: 5004,
                            probe: { id: "$self/probes/media" },
                        },
                        {
                            ...rule,
                            name: "plain",
                            frontendPort: 80,
                            backendPort: 8080,
                            probe: { id: "$self/probes/plain" },
                        },
                    ],
                    tags: { team: "shop" },
                });
                assert.deepEqual(outputsOf(recorded)["hop"], {
                    platform: "load-balancer",
                    replicas: { min: 2, max: 2, source: "backendAddressPools" },
                    affinity: SOFT,
                    clientFacing: false,
                });
            });

            it("keeps nobody where it is declared stateless, and says so by its tags", async () => {
                const stateless = { reason: REASON, expiresOn: "2099-12-31" };
                const recorded = await run(() => make({ stateless, tags: { team: "shop" } }), { preview });
                assert.deepEqual(inputsOf(recorded, BALANCER), {
                    ...inputs,
                    loadBalancingRules: [{ ...rule, loadDistribution: "Default" }],
                    tags: {
                        team: "shop",
                        "session-affinity-stateless": REASON,
                        "session-affinity-stateless-until": "2099-12-31",
                    },
                });
                assert.deepEqual(outputsOf(recorded)["hop"], {
                    platform: "load-balancer",
                    replicas: { ...JOINING, max: Infinity },
                    affinity: NOBODY,
                    clientFacing: true,
                    stateless,
                });
            });

            it("takes every port", async () => {
                const rules = [{ name: "all", protocol: "All" as const, frontendPort: 0 }];
                const recorded = await run(() => make({ rules }), { preview });
                assert.deepEqual(inputsOf(recorded, BALANCER)["loadBalancingRules"], [
                    { ...rule, name: "all", protocol: "All", frontendPort: 0, backendPort: 0 },
                ]);
            });

            it("takes Outputs for every value", async () => {
                const later = <T>(value: T) => pulumi.output(Promise.resolve(value));
                const rules = [
                    {
                        name: "https",
                        frontendPort: later(443),
                        backendPort: later(443),
                        loadDistribution: later("SourceIP" as const),
                    },
                ];
                const args = { resourceGroupName: later("rg"), publicIpAddressId: later(PUBLIC_IP_ID), rules };
                const recorded = await run(() => new StickyLoadBalancer("web", args), { preview });
                assert.deepEqual(inputsOf(recorded, BALANCER), inputs);
            });

            it("gives what comes next: the pool's id", async () => {
                const recorded = await run(() => make(), { preview });
                const { resourceId, backendPoolId } = outputsOf(recorded);
                assert.equal(backendPoolId, preview ? UNKNOWN : `${String(resourceId)}/backendAddressPools/members`);
                assert.deepEqual(Object.keys(outputsOf(recorded)).sort(), [
                    "affinity",
                    "backendPoolId",
                    "hop",
                    "loadBalancer",
                    "name",
                    "resourceId",
                ]);
                assert.deepEqual(await known(recorded.result.affinity), SOFT);
                assert.equal(typeof (await known(recorded.result.name)), preview ? "undefined" : "string");
            });
        });
    }

    it("parts of the balancer are found by the service", async () => {
        const recorded = await run(() => make({ rules: [{ name: "https", frontendPort: 443, probe: {} }] }));
        const made = recorded.cloud.list().find(({ kind }) => kind === BALANCER);
        const id = `${made?.id ?? ""}/probes/https`;
        const [stored] = made?.outputs["loadBalancingRules"] as { probe: { id: string } }[];
        assert.equal(stored?.probe.id, id);
    });

    const other = (more: object) => ({ rules: [{ name: "https", frontendPort: 443, ...more }] });
    const subscription = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network";
    refusesFaults(
        {
            component: "StickyLoadBalancer",
            good: minimal,
            make: (name, args) => new StickyLoadBalancer(name, args),
            children: [BALANCER],
        },
        [
            {
                title: "no resource group",
                args: { resourceGroupName: "" },
                path: "resourceGroupName",
                says: ["missing"],
            },
            {
                title: "a resource group's id",
                args: { resourceGroupName: "/subscriptions/s/resourceGroups/rg" },
                path: "resourceGroupName",
                says: ["not its id"],
            },
            {
                title: "no frontend",
                args: { publicIpAddressId: undefined },
                path: "publicIpAddressId",
                says: ["args.subnetId is missing"],
                plainOnly: true,
            },
            {
                title: "two frontends",
                args: { subnetId: SUBNET_ID },
                path: "subnetId",
                says: ["cannot stand beside args.publicIpAddressId"],
                plainOnly: true,
            },
            {
                title: "a Traffic Manager profile for an address",
                args: { publicIpAddressId: `${subscription}/trafficManagerProfiles/tm` },
                path: "publicIpAddressId",
                says: ["cannot keep clients", "DNS"],
            },
            {
                title: "a classic Front Door for an address",
                args: { publicIpAddressId: `${subscription}/frontDoors/fd` },
                path: "publicIpAddressId",
                says: ["retires on 2027-03-31"],
            },
            {
                title: "a subnet for a public address",
                args: { publicIpAddressId: SUBNET_ID },
                path: "publicIpAddressId",
                says: ["Microsoft.Network/publicIPAddresses"],
            },
            {
                title: "a virtual network for a subnet",
                args: { publicIpAddressId: undefined, subnetId: VIRTUAL_NETWORK_ID },
                path: "subnetId",
                says: ["Microsoft.Network/virtualNetworks/subnets"],
            },
            {
                title: "a private address beside a public one",
                args: { privateIpAddress: "10.0.0.4" },
                path: "privateIpAddress",
                says: ["cannot stand beside args.publicIpAddressId"],
                plainOnly: true,
            },
            {
                title: "a private address that is none",
                args: { publicIpAddressId: undefined, subnetId: SUBNET_ID, privateIpAddress: "10.0.0" },
                path: "privateIpAddress",
                says: ['"10.0.0"', "IPv4"],
            },
            ...["-edge", "edge.", "a".repeat(81)].map((loadBalancerName) => ({
                title: `the name ${loadBalancerName}`,
                args: { loadBalancerName },
                path: "loadBalancerName",
                says: ["1 to 80 letters"],
            })),
            { title: "no rules", args: { rules: undefined }, path: "rules", says: ["missing"], plainOnly: true },
            {
                title: "an empty list of rules",
                args: { rules: [] },
                path: "rules",
                says: ["is empty"],
                plainOnly: true,
            },
            {
                title: "two rules of one name",
                args: { rules: [...minimal().rules, { name: "HTTPS", frontendPort: 80 }] },
                path: "rules[1].name",
                says: ["args.rules[0]"],
                plainOnly: true,
            },
            ...["my_rule", "-a", "a".repeat(51)].map((name) => ({
                title: `a rule's name ${name}`,
                args: { rules: [{ name, frontendPort: 80 }] },
                path: "rules[0].name",
                says: ["1 to 50 letters"],
                plainOnly: true,
            })),
            {
                title: "a rule without a name",
                args: { rules: [{ frontendPort: 80 }] },
                path: "rules[0].name",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "a rule without a port",
                args: { rules: [{ name: "https" }] },
                path: "rules[0].frontendPort",
                says: ["missing"],
                plainOnly: true,
            },
            ...[0, 65535].map((frontendPort) => ({
                title: `port ${frontendPort} for one protocol`,
                args: other({ frontendPort }),
                path: "rules[0].frontendPort",
                says: ["1 to 65534"],
            })),
            {
                title: "one port for all protocols",
                args: other({ protocol: "All" }),
                path: "rules[0].frontendPort",
                says: ["0 to 0 (every port)"],
            },
            {
                title: "one port of the members for all protocols",
                args: other({ protocol: "All", frontendPort: 0, backendPort: 80 }),
                path: "rules[0].backendPort",
                says: ["0 to 0 (every port)"],
            },
            {
                title: "port 65536 of the members",
                args: other({ backendPort: 65536 }),
                path: "rules[0].backendPort",
                says: ["1 to 65535"],
            },
            {
                title: "another protocol",
                args: other({ protocol: "Http" }),
                path: "rules[0].protocol",
                says: ['"Tcp", "Udp", "All"'],
                plainOnly: true,
            },
            {
                title: "the distribution that keeps nobody",
                args: other({ loadDistribution: "Default" }),
                path: "rules[0].loadDistribution",
                says: ['"Default"', "stateless: { reason }"],
            },
            {
                title: "a distribution that does not exist",
                args: other({ loadDistribution: "ClientIP" }),
                path: "rules[0].loadDistribution",
                says: ['"SourceIP", "SourceIPProtocol", "Default"'],
            },
            {
                title: "affinity of a stateless balancer",
                args: { ...other({ loadDistribution: "SourceIP" }), stateless: { reason: REASON } },
                path: "rules[0].loadDistribution",
                says: ["declared stateless"],
            },
            ...[3, 31].map((idleTimeoutMinutes) => ({
                title: `an idle timeout of ${idleTimeoutMinutes} minutes`,
                args: other({ idleTimeoutMinutes }),
                path: "rules[0].idleTimeoutMinutes",
                says: ["4 to 30 (minutes)"],
            })),
            {
                title: "a probe by TCP with a path",
                args: other({ probe: { requestPath: "/" } }),
                path: "rules[0].probe.requestPath",
                says: ['"Http" and "Https" only'],
                plainOnly: true,
            },
            {
                title: "a probe by HTTP without a path",
                args: other({ probe: { protocol: "Http" } }),
                path: "rules[0].probe.requestPath",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "a probe's path that is none",
                args: other({ probe: { protocol: "Http", requestPath: "healthz" } }),
                path: "rules[0].probe.requestPath",
                says: ['begin with "/"'],
            },
            {
                title: "a probe by UDP",
                args: other({ probe: { protocol: "Udp" } }),
                path: "rules[0].probe.protocol",
                says: ['"Tcp", "Http", "Https"'],
                plainOnly: true,
            },
            {
                title: "a probe of every port",
                args: other({ protocol: "All", frontendPort: 0, probe: {} }),
                path: "rules[0].probe.port",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "a probe of port 0",
                args: other({ probe: { port: 0 } }),
                path: "rules[0].probe.port",
                says: ["1 to 65535"],
            },
            {
                title: "a probe every 4 seconds",
                args: other({ probe: { intervalSeconds: 4 } }),
                path: "rules[0].probe.intervalSeconds",
                says: ["5 to "],
            },
            ...[0, 101].map((probeThreshold) => ({
                title: `a threshold of ${probeThreshold} probes`,
                args: other({ probe: { probeThreshold } }),
                path: "rules[0].probe.probeThreshold",
                says: ["1 to 100"],
            })),
            {
                title: "members without a network",
                args: { memberIpAddresses: ["10.0.0.10"] },
                path: "virtualNetworkId",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "a network without members",
                args: { virtualNetworkId: VIRTUAL_NETWORK_ID },
                path: "virtualNetworkId",
                says: ["memberIpAddresses only"],
                plainOnly: true,
            },
            {
                title: "an empty list of members",
                args: { memberIpAddresses: [], virtualNetworkId: VIRTUAL_NETWORK_ID },
                path: "memberIpAddresses",
                says: ["is empty"],
                plainOnly: true,
            },
            {
                title: "a member that is no address",
                args: { memberIpAddresses: ["10.0.0.10", "web"], virtualNetworkId: VIRTUAL_NETWORK_ID },
                path: "memberIpAddresses[1]",
                says: ['"web"', "IPv4"],
            },
            {
                title: "a subnet for the members' network",
                args: { memberIpAddresses: ["10.0.0.10"], virtualNetworkId: SUBNET_ID },
                path: "virtualNetworkId",
                says: ["Microsoft.Network/virtualNetworks"],
            },
            {
                title: "a reason of 9 characters",
                args: { stateless: { reason: "because 9" } },
                path: "stateless.reason",
                says: ["10 or more"],
            },
        ],
    );
});
