import assert from "node:assert/strict";
import * as app from "@pulumi/azure-native/app";
import * as pulumi from "@pulumi/pulumi";

import { PrivateDns, type PrivateDnsArgs } from "../../../../components/discovery";
import { StickyService } from "../../../../components/kubernetes";
import { refusesFaults } from "../../support/faults";
import { GROUP, VIRTUAL_NETWORK_ID } from "../../support/furniture";
import { known, reference, run, runToFailure, UNKNOWN, urnOf } from "../../support/program";
import { childrenOf, inputsOf } from "../../support/registered";

const COMPONENT = "session-affinity:index:PrivateDns";
const ZONE = "azure-native:privatedns:PrivateZone";
const LINK = "azure-native:privatedns:VirtualNetworkLink";
const RECORD = "azure-native:privatedns:PrivateRecordSet";
const OTHER_NETWORK = `${GROUP}/providers/Microsoft.Network/virtualNetworks/net`;

const minimal = (): PrivateDnsArgs => ({
    resourceGroupName: "rg",
    zoneName: "shop.internal",
    records: { orders: { addresses: ["10.0.1.4"] } },
    virtualNetworkIds: { hub: VIRTUAL_NETWORK_ID },
});
const podSpec = { containers: [{ name: "app", readinessProbe: { tcpSocket: { port: 80 } } }] };
const service = (more: object) => new StickyService("web", { podSpec, port: 80, ...more });

describe("PrivateDns", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            const zoneName = (name: string) => (preview ? UNKNOWN : name);

            it("registers a zone, its link and its record, from the fewest arguments", async () => {
                const recorded = await run(() => new PrivateDns("dns", minimal()), { preview });
                assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "dns")), [
                    "PrivateRecordSet dns-orders",
                    "PrivateZone dns",
                    "VirtualNetworkLink dns-hub",
                ]);
                assert.equal(recorded.resources.length, 4);
                assert.deepEqual(inputsOf(recorded, ZONE), {
                    resourceGroupName: "rg",
                    privateZoneName: "shop.internal",
                    location: "global",
                });
                assert.deepEqual(inputsOf(recorded, LINK), {
                    resourceGroupName: "rg",
                    privateZoneName: zoneName("shop.internal"),
                    location: "global",
                    virtualNetwork: { id: VIRTUAL_NETWORK_ID },
                    registrationEnabled: false,
                });
                assert.deepEqual(inputsOf(recorded, RECORD), {
                    resourceGroupName: "rg",
                    privateZoneName: zoneName("shop.internal"),
                    relativeRecordSetName: "orders",
                    recordType: "A",
                    aRecords: [{ ipv4Address: "10.0.1.4" }],
                    ttl: 300,
                });
                assert.deepEqual(recorded.outputs.get(urnOf(COMPONENT, "dns")), {
                    zone: reference(urnOf(ZONE, "dns", COMPONENT)),
                    links: { hub: reference(urnOf(LINK, "dns-hub", COMPONENT)) },
                    recordSets: { orders: reference(urnOf(RECORD, "dns-orders", COMPONENT)) },
                    name: zoneName("shop.internal"),
                    resourceId: preview
                        ? UNKNOWN
                        : `${GROUP}/providers/Microsoft.Network/privateDnsZones/shop.internal`,
                    hosts: { orders: zoneName("orders.shop.internal") },
                });
                assert.deepEqual(inputsOf(recorded, COMPONENT), {
                    resourceGroupName: "rg",
                    zoneName: "shop.internal",
                    virtualNetworkIds: { hub: VIRTUAL_NETWORK_ID },
                });
            });

            it("hands every argument on", async () => {
                const recorded = await run(
                    () =>
                        new PrivateDns("dns", {
                            ...minimal(),
                            zoneName: pulumi.output("shop.internal"),
                            records: {
                                "@": { addresses: ["10.0.1.4"] },
                                "*": { addresses: pulumi.output(["10.0.1.5", "10.0.1.6"]) },
                                "api.orders": { addresses: [pulumi.output("10.0.1.7")] },
                                "*.carts": { addresses: ["10.0.1.8"] },
                            },
                            virtualNetworkIds: { hub: pulumi.output(VIRTUAL_NETWORK_ID), spoke_1: OTHER_NETWORK },
                            ttlSeconds: 60,
                            tags: { team: "shop" },
                        }),
                    { preview },
                );
                assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "dns")), [
                    "PrivateRecordSet dns-*",
                    "PrivateRecordSet dns-*.carts",
                    "PrivateRecordSet dns-@",
                    "PrivateRecordSet dns-api.orders",
                    "PrivateZone dns",
                    "VirtualNetworkLink dns-hub",
                    "VirtualNetworkLink dns-spoke_1",
                ]);
                assert.deepEqual(inputsOf(recorded, ZONE)["tags"], { team: "shop" });
                for (const [name, id] of [
                    ["hub", VIRTUAL_NETWORK_ID],
                    ["spoke_1", OTHER_NETWORK],
                ] as const) {
                    const { virtualNetwork, tags } = inputsOf(recorded, LINK, `dns-${name}`);
                    assert.deepEqual([virtualNetwork, tags], [{ id }, { team: "shop" }]);
                }
                const addresses = (name: string) => {
                    const { aRecords, ttl, relativeRecordSetName } = inputsOf(recorded, RECORD, `dns-${name}`);
                    assert.deepEqual([ttl, relativeRecordSetName], [60, name]);
                    return (aRecords as { ipv4Address: string }[]).map(({ ipv4Address }) => ipv4Address);
                };
                assert.deepEqual(addresses("@"), ["10.0.1.4"]);
                assert.deepEqual(addresses("*"), ["10.0.1.5", "10.0.1.6"]);
                assert.deepEqual(addresses("api.orders"), ["10.0.1.7"]);
                assert.deepEqual(addresses("*.carts"), ["10.0.1.8"]);
                const hosts = await known(pulumi.output(recorded.result.hosts));
                if (!preview) {
                    assert.deepEqual(hosts, {
                        "@": "shop.internal",
                        "*": "*.shop.internal",
                        "api.orders": "api.orders.shop.internal",
                        "*.carts": "*.carts.shop.internal",
                    });
                }
            });

            it("names the environment of Container Apps and all apps in it", async () => {
                const recorded = await run(
                    () => {
                        const environment = new app.ManagedEnvironment("apps", {
                            resourceGroupName: "rg",
                            environmentName: "apps",
                            vnetConfiguration: { internal: true },
                        });
                        const { resourceGroupName, virtualNetworkIds } = minimal();
                        return new PrivateDns("dns", {
                            resourceGroupName,
                            virtualNetworkIds,
                            containerApps: environment,
                        });
                    },
                    { preview },
                );
                assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "dns")), [
                    "PrivateRecordSet dns-*",
                    "PrivateRecordSet dns-@",
                    "PrivateZone dns",
                    "VirtualNetworkLink dns-hub",
                ]);
                const made = recorded.cloud.list().find(({ id }) => id.endsWith("managedEnvironments/apps"))?.outputs;
                assert.equal(made === undefined, preview);
                const { privateZoneName } = inputsOf(recorded, ZONE);
                assert.equal(privateZoneName, preview ? UNKNOWN : made?.["defaultDomain"]);
                for (const name of ["@", "*"]) {
                    const { aRecords } = inputsOf(recorded, RECORD, `dns-${name}`);
                    assert.deepEqual(aRecords, preview ? UNKNOWN : [{ ipv4Address: made?.["staticIp"] }]);
                }
                const { containerApps } = inputsOf(recorded, COMPONENT);
                assert.equal(containerApps, undefined);
            });

            it("names the internal load balancer of a StickyService", async () => {
                const recorded = await run(
                    () =>
                        new PrivateDns("dns", {
                            ...minimal(),
                            records: { web: { service: service({ loadBalancer: { internal: true } }) } },
                        }),
                    { preview },
                );
                const { aRecords } = inputsOf(recorded, RECORD);
                if (preview) return assert.equal(aRecords, UNKNOWN);
                const { status } = recorded.cloud.list().find(({ type }) => type === "kubernetes:core/v1:Service")
                    ?.outputs as { status: { loadBalancer: { ingress: { ip: string }[] } } };
                assert.deepEqual(aRecords, [{ ipv4Address: status.loadBalancer.ingress[0]?.ip }]);
            });
        });
    }

    it("waits in a preview for the address that a Service has not got yet, and not in an update", async () => {
        const make = () =>
            new PrivateDns("dns", {
                ...minimal(),
                records: { web: { service: { host: pulumi.output(""), reachableFromOutside: true } } },
            });
        const recorded = await run(make, { preview: true });
        assert.equal(inputsOf(recorded, RECORD)["aRecords"], UNKNOWN);
        const { errors, resources } = await runToFailure(make);
        assert.ok(errors.some((error) => String(error).includes("args.records.web.service.host")));
        assert.deepEqual(
            resources.filter(({ type }) => type === RECORD),
            [],
        );
    });

    it("refuses a load balancer that has a name in place of an address, in a preview too", async () => {
        const host = pulumi.output("lb.example.com");
        for (const preview of [false, true]) {
            const { errors } = await runToFailure(
                () =>
                    new PrivateDns("dns", {
                        ...minimal(),
                        records: { web: { service: { host, reachableFromOutside: true } } },
                    }),
                { preview },
            );
            assert.ok(errors.some((error) => String(error).includes('host is "lb.example.com"')));
        }
    });

    it("takes the most addresses, and the longest and shortest lives of an answer", async () => {
        const addresses = Array.from({ length: 20 }, (_, index) => `10.0.0.${index}`);
        for (const ttlSeconds of [1, 2147483647]) {
            const recorded = await run(
                () => new PrivateDns("dns", { ...minimal(), ttlSeconds, records: { a: { addresses } } }),
            );
            assert.equal(inputsOf(recorded, RECORD)["ttl"], ttlSeconds);
        }
    });

    const others = (type: string) => [ZONE, LINK, RECORD].filter((one) => one !== type);
    refusesFaults<PrivateDnsArgs>(
        {
            component: "PrivateDns",
            good: minimal,
            make: (name, args) => new PrivateDns(name, args),
            children: [ZONE, LINK, RECORD],
            without: (path) =>
                path.startsWith("virtualNetworkIds")
                    ? others(LINK)
                    : /^(records|ttl|.*staticIp)/.test(path)
                      ? others(RECORD)
                      : [],
        },
        [
            {
                title: "no resource group",
                args: { resourceGroupName: undefined },
                path: "resourceGroupName",
                says: ["missing"],
            },
            {
                title: "neither a zone nor an environment",
                args: { zoneName: undefined },
                path: "zoneName",
                says: ["args.containerApps is missing", "exactly one"],
                plainOnly: true,
            },
            {
                title: "both a zone and an environment",
                args: { containerApps: { defaultDomain: "a.b", staticIp: "10.0.0.4" } },
                path: "containerApps",
                says: ["cannot stand beside args.zoneName"],
                plainOnly: true,
            },
            {
                title: "records beside an environment",
                args: { zoneName: undefined, containerApps: { defaultDomain: "a.b", staticIp: "10.0.0.4" } },
                path: "records",
                says: ["cannot stand beside args.containerApps"],
                plainOnly: true,
            },
            {
                title: "an environment without an address",
                args: {
                    zoneName: undefined,
                    records: undefined,
                    containerApps: { defaultDomain: "a.b", staticIp: "none" },
                },
                path: "containerApps.staticIp",
                says: ['"none"', "IPv4"],
            },
            {
                title: "an environment without a domain",
                args: {
                    zoneName: undefined,
                    records: undefined,
                    containerApps: { defaultDomain: "apps", staticIp: "10.0.0.4" },
                },
                path: "containerApps.defaultDomain",
                says: ['"apps"', "2 to 34 labels"],
            },
            ...[
                "internal",
                "Shop.internal",
                "shop..internal",
                "-a.b",
                "a.b.",
                "a ".repeat(2),
                "a.".repeat(34) + "a",
            ].map((zoneName) => ({
                title: `the zone "${zoneName}"`,
                args: { zoneName },
                path: "zoneName",
                says: [zoneName.slice(0, 20), "2 to 34 labels"],
            })),
            {
                title: "no records",
                args: { records: undefined },
                path: "records",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "a zone with no name in it",
                args: { records: {} },
                path: "records",
                says: ["missing", "one or more"],
                plainOnly: true,
            },
            ...["Orders", "-a", "a..b", "*a", "a.*", "@.a"].map((name) => ({
                title: `the name "${name}"`,
                args: { records: { [name]: { addresses: ["10.0.1.4"] } } },
                path: `records.${name}`,
                says: ['"@", "*", or labels'],
                plainOnly: true,
            })),
            {
                title: "a name that stands for nothing",
                args: { records: { orders: {} } },
                path: "records.orders.addresses",
                says: ["args.records.orders.service is missing"],
                plainOnly: true,
            },
            ...[
                ["none", []],
                ["21", Array.from({ length: 21 }, (_, index) => `10.0.0.${index}`)],
                ["the same twice", ["10.0.0.4", "10.0.0.4"]],
                ["a name", ["shop.example.com"]],
                ["too large a number", ["10.0.0.256"]],
                ["three numbers", ["10.0.4"]],
                ["a zero before", ["10.0.0.04"]],
            ].map(([title, addresses]) => ({
                title: `addresses: ${String(title)}`,
                args: { records: { orders: { addresses } } },
                path: "records.orders.addresses",
                says: ["1 to 20 IPv4 addresses"],
            })),
            {
                title: "a Service that nobody outside the cluster reaches",
                args: { records: { web: { service: { host: "10.0.0.4", reachableFromOutside: false } } } },
                path: "records.web.service",
                says: ["no address outside its cluster", "internal: true"],
                plainOnly: true,
            },
            {
                title: "no networks",
                args: { virtualNetworkIds: undefined },
                path: "virtualNetworkIds",
                says: ["missing"],
                plainOnly: true,
            },
            {
                title: "networks, but none",
                args: { virtualNetworkIds: {} },
                path: "virtualNetworkIds",
                says: ["missing", "seen by nobody"],
                plainOnly: true,
            },
            ...["a b", "", "-a", "a".repeat(41)].map((name) => ({
                title: `the link "${name}"`,
                args: { virtualNetworkIds: { [name]: VIRTUAL_NETWORK_ID } },
                path: `virtualNetworkIds.${name}`,
                says: ["1 to 40 letters"],
                plainOnly: true,
            })),
            ...["vnet", `${VIRTUAL_NETWORK_ID}/subnets/edge`].map((hub) => ({
                title: `the network ${hub.slice(-12)}`,
                args: { virtualNetworkIds: { hub } },
                path: "virtualNetworkIds.hub",
                says: ["resource id of a virtual network"],
            })),
            ...[0, 2147483648, 1.5].map((ttlSeconds) => ({
                title: `${ttlSeconds} seconds`,
                args: { ttlSeconds },
                path: "ttlSeconds",
                says: [`is ${ttlSeconds}:`, "1 to 2147483647"],
            })),
        ],
    );
});
