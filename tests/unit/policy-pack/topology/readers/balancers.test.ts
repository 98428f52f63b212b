import assert from "node:assert/strict";

import { readTopology, type StackResource } from "../../../../../policy-pack/topology";
import { fact, notYet } from "../../../../../policy-pack/topology/values";
import {
    balancer,
    BALANCER_TYPES,
    gateway,
    GATEWAY_TYPES,
    onlyHop,
    REASON,
    resource,
    self,
    UNKNOWN,
    UNKNOWN_MARKS,
} from "../../stacks";

const ARRAY = UNKNOWN_MARKS.array;
const OBJECT = UNKNOWN_MARKS.object;
const none = (source: string) => fact({ kind: "none", strength: "none", source });
const count = (size: number, pool = "web") => fact({ min: size, max: size, source: `backendAddressPools "${pool}"` });
const tags = { "session-affinity-stateless": REASON };

const SETTING = "backendHttpSettingsCollection[0].cookieBasedAffinity";
const unnamed = fact({
    kind: "cookie",
    strength: "strong",
    source: `${SETTING} = "Enabled"`,
    keyWaitsFor: "backendHttpSettingsCollection[0].affinityCookieName",
});
const sticky = (key?: string, source = `${SETTING} = "Enabled"`) =>
    fact({ kind: "cookie", strength: "strong", source, ...(key ? { key } : {}) });

for (const type of GATEWAY_TYPES) {
    describe(`Application Gateways, ${type}`, () => {
        it("are hops with their servers and their affinity", () => {
            const stack = gateway({ size: 3, settings: { cookieBasedAffinity: "Enabled" }, more: { tags } }, type);
            assert.deepEqual(onlyHop(stack), {
                urn: stack.urn,
                type,
                name: "web",
                platform: "application-gateway",
                replicas: count(3),
                affinity: sticky("ApplicationGatewayAffinity"),
                affinityPath: "backendHttpSettingsCollection.cookieBasedAffinity",
                clientFacing: true,
                stateless: fact({ reason: REASON }),
            });
        });

        const affinities: [about: string, settings: unknown, expected: unknown][] = [
            ["a cookie of its own", { cookieBasedAffinity: "Enabled", affinityCookieName: "a" }, sticky("a")],
            ["a cookie not known yet", { cookieBasedAffinity: "Enabled", affinityCookieName: UNKNOWN }, unnamed],
            ["nothing", {}, none(`${SETTING} is not set`)],
            ["off", { cookieBasedAffinity: "Disabled" }, none(`${SETTING} = "Disabled"`)],
            ["a word that is not known yet", { cookieBasedAffinity: UNKNOWN }, notYet(SETTING)],
        ];
        for (const [about, settings, expected] of affinities) {
            it(`have affinity by ${about}`, () =>
                assert.deepEqual(onlyHop(gateway({ settings }, type)).affinity, expected));
        }
    });
}

describe("Application Gateways", () => {
    const on = { cookieBasedAffinity: "Enabled" };
    const pools = (...sizes: number[]) =>
        sizes.map((size, index) => ({ name: `p${index}`, backendAddresses: Array.from({ length: size }, () => ({})) }));
    const target = (pool: string, settings: string) => ({
        backendAddressPool: self("backendAddressPools", pool),
        backendHttpSettings: self("backendHttpSettingsCollection", settings),
    });
    const settings = [{ name: "on", ...on }, { name: "off" }];

    it("are as weak as the weakest of their rules", () => {
        const of = (...requestRoutingRules: unknown[]) =>
            onlyHop(
                gateway({
                    more: {
                        backendAddressPools: pools(1, 2, 5),
                        backendHttpSettingsCollection: settings,
                        requestRoutingRules,
                    },
                }),
            );
        const off = none("backendHttpSettingsCollection[1].cookieBasedAffinity is not set");
        const kept = sticky("ApplicationGatewayAffinity");
        const cases: [unknown[], unknown, unknown][] = [
            [[target("p2", "on"), target("p1", "off")], count(2, "p1"), off],
            [[target("p1", "off"), target("p2", "off")], count(5, "p2"), off],
            [[target("p2", "on"), target("p0", "off")], count(5, "p2"), kept],
            [[target("p0", "on"), target("p0", "off")], count(1, "p0"), kept],
            [[target("p1", "on")], count(2, "p1"), kept],
        ];
        for (const [rules, replicas, affinity] of cases) {
            const hop = of(...rules);
            assert.deepEqual([hop.replicas, hop.affinity], [replicas, affinity]);
        }
    });

    it("put what is not known yet between what loses clients and what keeps them", () => {
        const of = (...by: string[]) =>
            onlyHop(
                gateway({
                    more: {
                        backendAddressPools: pools(2),
                        backendHttpSettingsCollection: [...settings, { name: "later", cookieBasedAffinity: UNKNOWN }],
                        requestRoutingRules: by.map((name) => target("p0", name)),
                    },
                }),
            ).affinity;
        assert.deepEqual(of("on", "later"), notYet("backendHttpSettingsCollection[2].cookieBasedAffinity"));
        assert.deepEqual(of("later", "on"), notYet("backendHttpSettingsCollection[2].cookieBasedAffinity"));
        assert.deepEqual(of("later", "off"), none("backendHttpSettingsCollection[1].cookieBasedAffinity is not set"));
    });

    it("take the first of two parts of one name", () => {
        const twice = [{ name: "web", ...on }, { name: "web" }];
        const { affinity } = onlyHop(gateway({ more: { backendHttpSettingsCollection: twice } }));
        assert.deepEqual(affinity, sticky("ApplicationGatewayAffinity"));
    });

    it("look into maps of paths", () => {
        const of = (map: object) =>
            onlyHop(
                gateway({
                    more: {
                        backendAddressPools: pools(1, 2),
                        backendHttpSettingsCollection: settings,
                        urlPathMaps: [{ name: "other" }, { name: "Paths", ...map }],
                        requestRoutingRules: [{ urlPathMap: { id: "/gateways/edge/urlPathMaps/paths" } }],
                    },
                }),
            );
        const off = none("backendHttpSettingsCollection[1].cookieBasedAffinity is not set");
        const byDefault = (pool: string, by: string) => ({
            defaultBackendAddressPool: self("backendAddressPools", pool),
            defaultBackendHttpSettings: self("backendHttpSettingsCollection", by),
        });
        assert.deepEqual(of({ ...byDefault("p0", "on"), pathRules: [target("p1", "off")] }).affinity, off);
        assert.deepEqual(of({ ...byDefault("p1", "off"), pathRules: [target("p1", "on")] }).affinity, off);
        const kept = of({ ...byDefault("p1", "on"), pathRules: [target("p0", "off"), target("p1", "on")] });
        assert.deepEqual(kept.affinity, sticky("ApplicationGatewayAffinity"));
        const bare = of({ pathRules: [{ backendAddressPool: self("backendAddressPools", "p1") }] });
        assert.deepEqual(bare.affinity, none("urlPathMaps[1].pathRules[0].backendHttpSettings is not set"));
    });

    it("have no affinity for TCP and TLS", () => {
        const hop = onlyHop(
            gateway({
                settings: on,
                more: { routingRules: [{ backendAddressPool: self("backendAddressPools", "web") }] },
            }),
        );
        assert.deepEqual(hop.affinity, none("backendSettingsCollection has no affinity for TCP and TLS"));
    });

    it("are no hop where nothing is sent on", () => {
        for (const more of [
            { requestRoutingRules: undefined },
            { requestRoutingRules: [{ redirectConfiguration: self("redirectConfigurations", "a") }] },
            { requestRoutingRules: [{ backendAddressPool: self("backendAddressPools", "none") }] },
            { backendAddressPools: undefined },
        ]) {
            assert.deepEqual(readTopology([gateway({ more })]).hops, []);
        }
    });

    it("wait for what is not known yet", () => {
        const paths = (more: Record<string, unknown>) => {
            const { replicas, affinity } = onlyHop(gateway({ more }));
            return [replicas, affinity].map((one) => (one.known ? "known" : one.path));
        };
        assert.deepEqual(paths({ requestRoutingRules: ARRAY }), ["requestRoutingRules", "requestRoutingRules"]);
        assert.deepEqual(paths({ requestRoutingRules: [OBJECT] }), ["known", "known"]);
        assert.deepEqual(paths({ backendHttpSettingsCollection: ARRAY }), ["known", "backendHttpSettingsCollection"]);
        assert.deepEqual(paths({ backendHttpSettingsCollection: [OBJECT] }), [
            "known",
            "backendHttpSettingsCollection[0]",
        ]);
        assert.deepEqual(paths({ backendAddressPools: ARRAY }), ["backendAddressPools", "known"]);
        assert.deepEqual(
            paths({
                urlPathMaps: [{ name: "web", pathRules: ARRAY }],
                requestRoutingRules: [{ urlPathMap: { id: "web" } }],
            }),
            ["urlPathMaps[0].pathRules", "urlPathMaps[0].pathRules"],
        );
        const map = [{ urlPathMap: { id: UNKNOWN } }];
        assert.deepEqual(paths({ requestRoutingRules: map, urlPathMaps: ARRAY }), ["urlPathMaps", "urlPathMaps"]);
    });

    it("decide by references that are not known yet where all that they may mean agrees", () => {
        const of = (sizes: number[], list: object[]) => {
            const { replicas, affinity } = onlyHop(
                gateway({
                    more: {
                        backendAddressPools: pools(...sizes),
                        backendHttpSettingsCollection: list,
                        requestRoutingRules: [
                            { backendAddressPool: { id: UNKNOWN }, backendHttpSettings: { id: UNKNOWN } },
                        ],
                    },
                }),
            );
            return [
                replicas.known ? replicas.value.max : replicas.path,
                affinity.known ? affinity.value.kind : affinity.path,
            ];
        };
        const pool = "requestRoutingRules[0].backendAddressPool.id";
        const by = "requestRoutingRules[0].backendHttpSettings.id";
        assert.deepEqual(of([2, 3], [{ name: "a" }, { name: "b" }]), [2, "none"]);
        assert.deepEqual(
            of(
                [1, 3],
                [
                    { name: "a", ...on },
                    { name: "b", ...on },
                ],
            ),
            [pool, "cookie"],
        );
        assert.deepEqual(of([2, 2], settings), [2, by]);
        assert.deepEqual(of([1, 1], settings), [1, by]);
    });

    it("face clients by a public address", () => {
        const facing = (frontendIPConfigurations: unknown) =>
            onlyHop(gateway({ more: { frontendIPConfigurations } })).clientFacing;
        assert.equal(facing([{ subnet: { id: "/s" } }]), false);
        assert.equal(facing([{ subnet: { id: "/s" } }, { publicIPAddress: { id: UNKNOWN } }]), undefined);
        assert.equal(facing([{ publicIPAddress: { id: "/a" } }, { publicIPAddress: { id: UNKNOWN } }]), true);
        assert.equal(facing(undefined), false);
        assert.equal(facing(ARRAY), undefined);
    });
});

const DISTRIBUTION = "loadBalancingRules[0].loadDistribution";

for (const type of BALANCER_TYPES) {
    describe(`Load Balancers, ${type}`, () => {
        it("are hops with their members and their affinity", () => {
            const stack = balancer({ size: 3, rule: { loadDistribution: "SourceIP" }, more: { tags } }, type);
            assert.deepEqual(onlyHop(stack), {
                urn: stack.urn,
                type,
                name: "web",
                platform: "load-balancer",
                replicas: count(3),
                affinity: fact({ kind: "client-ip", strength: "soft", source: `${DISTRIBUTION} = "SourceIP"` }),
                affinityPath: "loadBalancingRules.loadDistribution",
                clientFacing: true,
                stateless: fact({ reason: REASON }),
            });
        });

        const affinities: [rule: unknown, expected: unknown][] = [
            [{}, none(`${DISTRIBUTION} is not set`)],
            [{ loadDistribution: "Default" }, none(`${DISTRIBUTION} = "Default"`)],
            [
                { loadDistribution: "SourceIPProtocol" },
                fact({ kind: "client-ip", strength: "soft", source: `${DISTRIBUTION} = "SourceIPProtocol"` }),
            ],
            [{ loadDistribution: UNKNOWN }, notYet(DISTRIBUTION)],
        ];
        for (const [rule, expected] of affinities) {
            it(`have affinity by ${JSON.stringify(rule)}`, () =>
                assert.deepEqual(onlyHop(balancer({ rule }, type)).affinity, expected));
        }
    });
}

describe("Load Balancers", () => {
    it("are as weak as the weakest of their rules, and look at all of a rule's pools", () => {
        const pool = self("backendAddressPools", "web");
        const rules = [{ loadDistribution: "SourceIP", backendAddressPool: pool }, { backendAddressPools: [pool] }];
        const hop = onlyHop(balancer({ more: { loadBalancingRules: rules } }));
        assert.deepEqual(hop.affinity, none("loadBalancingRules[1].loadDistribution is not set"));
    });

    it("are no hop without rules, and wait for rules that are not known yet", () => {
        assert.deepEqual(readTopology([balancer({ more: { loadBalancingRules: [] } })]).hops, []);
        const hop = onlyHop(balancer({ more: { loadBalancingRules: ARRAY } }));
        assert.deepEqual([hop.replicas, hop.affinity], [notYet("loadBalancingRules"), notYet("loadBalancingRules")]);
    });

    const empty = (more: Record<string, unknown> = {}) =>
        balancer({ more: { backendAddressPools: [{ name: "web" }], ...more } });
    const id = (pool: string, name = "edge") => ({ id: `/g/loadBalancers/${name}/backendAddressPools/${pool}` });
    const nic = (name: string, reference: unknown, dependsOn: string[] = []) =>
        resource(
            "azure-native:network:NetworkInterface",
            name,
            { ipConfigurations: [{ loadBalancerBackendAddressPools: reference }] },
            { propertyDependencies: { ipConfigurations: dependsOn } },
        );
    const scaleSet = (capacity: unknown, reference: unknown) =>
        resource("azure-native:compute:VirtualMachineScaleSet", "vms", {
            sku: { capacity },
            virtualMachineProfile: {
                networkProfile: {
                    networkInterfaceConfigurations: [
                        { ipConfigurations: [{ loadBalancerBackendAddressPools: reference }] },
                    ],
                },
            },
        });
    const members = (...others: StackResource[]) => {
        const { replicas } = onlyHop(empty(), ...others);
        return replicas.known ? [replicas.value.min, replicas.value.max] : replicas.path;
    };
    const { urn } = empty();

    it("count what joins a pool by its id", () => {
        assert.deepEqual(members(), [0, 0]);
        assert.deepEqual(members(nic("a", [id("WEB", "Edge")]), nic("b", [id("web")])), [2, 2]);
        assert.deepEqual(members(nic("a", [id("other")]), nic("b", [id("web", "inner")])), [0, 0]);
        assert.deepEqual(members(scaleSet(4, [id("web")]), nic("b", [id("web")])), [5, 5]);
        assert.deepEqual(
            members(scaleSet(UNKNOWN_MARKS.number, [id("web")])),
            "sku.capacity of VirtualMachineScaleSet vms",
        );
        assert.deepEqual(members(scaleSet(undefined, [id("web")]), nic("a", [id("web")]), nic("b", [id("web")])), [
            2,
            Infinity,
        ]);
    });

    it("count what joins by an id that is made from the balancer", () => {
        assert.deepEqual(members(nic("a", [{ id: UNKNOWN }], [urn]), nic("b", ARRAY, [urn])), [2, 2]);
        assert.deepEqual(members(nic("a", [{ id: UNKNOWN }], ["urn:other"])), [0, 0]);
        const two = [{ name: "web" }, { name: "api" }];
        const hop = onlyHop(empty({ backendAddressPools: two }), nic("a", [{ id: UNKNOWN }], [urn]));
        assert.deepEqual(hop.replicas, notYet("the pool of NetworkInterface a"));
    });

    it("count the addresses of pools that are resources of their own", () => {
        const pool = (more: Record<string, unknown>, dependsOn: string[] = []) =>
            resource(
                "azure-native:network:LoadBalancerBackendAddressPool",
                "pool",
                { backendAddressPoolName: "web", loadBalancerBackendAddresses: [{}, {}], ...more },
                { propertyDependencies: { loadBalancerName: dependsOn } },
            );
        assert.deepEqual(members(pool({ loadBalancerName: "EDGE" })), [2, 2]);
        assert.deepEqual(members(pool({ loadBalancerName: UNKNOWN }, [urn])), [2, 2]);
        assert.deepEqual(members(pool({ loadBalancerName: "inner" })), [0, 0]);
        assert.deepEqual(members(pool({ loadBalancerName: "edge", backendAddressPoolName: "api" })), [0, 0]);
        const later = pool({ loadBalancerName: "edge", loadBalancerBackendAddresses: ARRAY });
        assert.equal(members(later), "loadBalancerBackendAddresses of LoadBalancerBackendAddressPool pool");
        const joined = pool({ loadBalancerName: "edge", loadBalancerBackendAddresses: [] });
        assert.deepEqual(members(joined, nic("a", [{ id: UNKNOWN }], [joined.urn])), [1, 1]);
    });

    it("count what joins a gateway's pool too", () => {
        const server = resource("azure-native:network:NetworkInterface", "a", {
            ipConfigurations: [
                {
                    applicationGatewayBackendAddressPools: [
                        { id: "/g/applicationGateways/edge/backendAddressPools/web" },
                    ],
                },
            ],
        });
        const hop = onlyHop(gateway({ size: 1 }), server);
        assert.deepEqual(hop.replicas, count(2));
    });

    it("go by the name that the service tells, and by the id", () => {
        const named = empty({ loadBalancerName: undefined, name: "edge" });
        const joined = onlyHop(named, nic("a", [id("web")]));
        assert.deepEqual(joined.replicas, count(1));
        const exported = { ...empty({ loadBalancerName: undefined }), id: "/g/loadBalancers/edge" };
        assert.deepEqual(onlyHop(exported, nic("a", [id("web")])).replicas, count(1));
    });
});

it("other types are no balancers", () => {
    for (const type of ["azure-native:network:Subnet", "azure-native:app:LoadBalancer"]) {
        assert.deepEqual(readTopology([resource(type, "web", { ...balancer({}).properties })]).hops, [], type);
    }
});
