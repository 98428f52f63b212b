import assert from "node:assert/strict";

import { readTopology, type StackResource } from "../../../../../policy-pack/topology";
import { fact, notYet } from "../../../../../policy-pack/topology/values";
import {
    onlyHop,
    origin,
    originGroup,
    ORIGIN_GROUP_TYPES,
    profile,
    REASON,
    resource,
    route,
    UNKNOWN,
    UNKNOWN_MARKS,
} from "../../stacks";

const ARRAY = UNKNOWN_MARKS.array;
const OBJECT = UNKNOWN_MARKS.object;
const none = (source: string) => fact({ kind: "none", strength: "none", source });
const tags = { "session-affinity-stateless": REASON };
const ON = 'sessionAffinityState = "Enabled"';
const STICKY = fact({ kind: "cookie", strength: "strong", key: "ASLBSA", source: ON });

for (const type of ORIGIN_GROUP_TYPES) {
    describe(`Front Door origin groups, ${type}`, () => {
        it("are hops with their origins and their affinity", () => {
            const stack = originGroup({ sessionAffinityState: "Enabled" }, type);
            assert.deepEqual(onlyHop(stack, origin("west"), origin("north"), profile(tags)), {
                urn: stack.urn,
                type,
                name: "web",
                platform: "front-door",
                replicas: fact({ min: 2, max: 2, source: "AFDOrigin north, west" }),
                affinity: STICKY,
                affinityPath: "sessionAffinityState",
                clientFacing: true,
                stateless: fact({ reason: REASON }),
            });
        });
    });
}

describe("Front Door origin groups", () => {
    const affinityOf = (state: unknown, ...routes: StackResource[]) =>
        onlyHop(originGroup({ sessionAffinityState: state }), origin("west"), ...routes).affinity;
    const caching = (name: string) => route(name, { cacheConfiguration: {} });

    it("have affinity by their state", () => {
        assert.deepEqual(affinityOf("Enabled"), STICKY);
        assert.deepEqual(affinityOf("Disabled"), none('sessionAffinityState = "Disabled"'));
        assert.deepEqual(affinityOf(undefined), none("sessionAffinityState is not set"));
        assert.deepEqual(affinityOf(UNKNOWN), notYet("sessionAffinityState"));
    });

    it("have none where all routes cache", () => {
        const cached = none(`${ON}, and no cookie is set where all routes cache: Route a, b`);
        assert.deepEqual(affinityOf("Enabled", caching("a"), caching("b")), cached);
        assert.deepEqual(affinityOf("Enabled", caching("a"), route("b")), STICKY);
        const later = route("b", { cacheConfiguration: OBJECT });
        assert.deepEqual(affinityOf("Enabled", caching("a"), later), notYet("cacheConfiguration of Route b"));
        assert.deepEqual(affinityOf("Enabled", later, route("a")), STICKY);
        assert.deepEqual(affinityOf("Disabled", caching("a")), none('sessionAffinityState = "Disabled"'));
    });

    it("look at their own routes only", () => {
        const other = { cacheConfiguration: {}, originGroup: { id: "/originGroups/static" } };
        assert.deepEqual(affinityOf("Enabled", route("a", other)), STICKY);
        const elsewhere = { cacheConfiguration: {}, profileName: "other" };
        assert.deepEqual(affinityOf("Enabled", route("a", elsewhere)), STICKY);
        const group = originGroup({ sessionAffinityState: "Enabled", originGroupName: UNKNOWN });
        const made = (from: string) => ({
            ...route("a", { cacheConfiguration: {}, originGroup: { id: UNKNOWN } }),
            propertyDependencies: { originGroup: [from] },
        });
        const member = { ...origin("west"), propertyDependencies: { originGroupName: [group.urn] } };
        assert.equal(onlyHop(group, member, made("urn:other")).affinity.known, true);
        assert.deepEqual(onlyHop(group, member, made("urn:other")).affinity, STICKY);
        assert.deepEqual(
            onlyHop(group, member, made(group.urn)).affinity,
            none(`${ON}, and no cookie is set where all routes cache: Route a`),
        );
    });

    it("count their own origins, by name or by what the name was made from", () => {
        const sizeOf = (group: StackResource, ...others: StackResource[]) =>
            readTopology([group, ...others]).hops.map(({ replicas }) =>
                replicas.known ? replicas.value.max : replicas.path,
            );
        const group = originGroup({});
        assert.deepEqual(sizeOf(group, origin("a"), origin("b", { originGroupName: "WEB" })), [2]);
        assert.deepEqual(sizeOf(group), []);
        for (const other of [{ originGroupName: "api" }, { profileName: "other" }, { resourceGroupName: "other" }]) {
            assert.deepEqual(sizeOf(group, origin("a", other)), [], JSON.stringify(other));
        }
        const made = {
            ...origin("a", { originGroupName: UNKNOWN }),
            propertyDependencies: { originGroupName: [group.urn] },
        };
        assert.deepEqual(sizeOf(group, made), [1]);
        assert.deepEqual(sizeOf(originGroup({ originGroupName: undefined, name: "web" }), origin("a")), [1]);
    });

    it("share clients out among the origins of one priority that serve", () => {
        const replicasOf = (...members: Record<string, unknown>[]) =>
            onlyHop(originGroup({}), ...members.map((more, index) => origin(`o${index}`, more))).replicas;
        const size = (number: number, source: string) => fact({ min: number, max: number, source });
        assert.deepEqual(replicasOf({ priority: 1 }, { priority: 2 }), size(1, "AFDOrigin o0"));
        assert.deepEqual(replicasOf({ priority: 1 }, { priority: 2 }, { priority: 2 }), size(2, "AFDOrigin o1, o2"));
        assert.deepEqual(replicasOf({}, { priority: 1 }), size(2, "AFDOrigin o0, o1"));
        assert.deepEqual(replicasOf({}, { enabledState: "Disabled" }), size(1, "AFDOrigin o0"));
        assert.deepEqual(replicasOf({ enabledState: "Disabled" }), size(0, "no AFDOrigin serves"));
        assert.deepEqual(replicasOf({}, { enabledState: UNKNOWN }), notYet("enabledState of AFDOrigin o1"));
        assert.deepEqual(replicasOf({}, { priority: UNKNOWN }), notYet("priority of AFDOrigin o1"));
        assert.deepEqual(replicasOf({}, {}, { priority: UNKNOWN }), size(2, "AFDOrigin o0, o1"));
        assert.deepEqual(
            replicasOf({ enabledState: "Disabled" }, { priority: UNKNOWN }),
            size(0, "no AFDOrigin serves"),
        );
    });

    it("are declared stateless by the tags of their profile", () => {
        const declared = (group: StackResource, ...others: StackResource[]) =>
            onlyHop(group, origin("a"), ...others).stateless;
        assert.deepEqual(declared(originGroup({}), profile(tags)), fact({ reason: REASON }));
        assert.deepEqual(declared(originGroup({ profileName: "fd" }), profile(OBJECT)), notYet("tags of Profile fd"));
        assert.equal(declared(originGroup({}), profile({})), undefined);
        const other = { ...profile(tags), properties: { profileName: "other", tags } };
        assert.equal(declared(originGroup({}), other), undefined);
        const told = { ...profile(tags), properties: { name: "fd", tags } };
        assert.deepEqual(declared(originGroup({}), told), fact({ reason: REASON }));
        const group = originGroup({});
        const made = { ...group, propertyDependencies: { profileName: [other.urn] } };
        assert.deepEqual(declared(made, other), fact({ reason: REASON }));
    });
});

for (const type of ["azure-native:frontdoor:FrontDoor", "azure-native:network/v20210601:FrontDoor"]) {
    describe(`Front Door (classic), ${type}`, () => {
        const classic = (frontendEndpoints: unknown, backendPools: unknown = [{ backends: [{}, {}] }]) =>
            resource(type, "fd", { frontendEndpoints, backendPools, tags });
        const path = "frontendEndpoints[0].sessionAffinityEnabledState";
        const enabled = { sessionAffinityEnabledState: "Enabled", sessionAffinityTtlSeconds: 60 };

        it("is a hop as weak as the weakest of its frontends, without a lifetime", () => {
            const stack = classic([enabled]);
            assert.deepEqual(onlyHop(stack), {
                urn: stack.urn,
                type,
                name: "fd",
                platform: "front-door",
                replicas: fact({ min: 1, max: 2, source: "backendPools.backends" }),
                affinity: fact({ kind: "cookie", strength: "strong", source: `${path} = "Enabled"` }),
                affinityPath: "frontendEndpoints.sessionAffinityEnabledState",
                clientFacing: true,
                stateless: fact({ reason: REASON }),
            });
            const weak = onlyHop(classic([enabled, {}]));
            assert.deepEqual(weak.affinity, none("frontendEndpoints[1].sessionAffinityEnabledState is not set"));
        });

        it("has affinity by its frontends", () => {
            const cases: [unknown, unknown][] = [
                [[{ sessionAffinityEnabledState: "Disabled" }], none(`${path} = "Disabled"`)],
                [[{ sessionAffinityEnabledState: UNKNOWN }], notYet(path)],
                [undefined, none("frontendEndpoints is not set")],
                [ARRAY, notYet("frontendEndpoints")],
            ];
            for (const [given, expected] of cases) assert.deepEqual(onlyHop(classic(given)).affinity, expected);
        });

        it("chooses among the backends of its largest pool", () => {
            const size = (pools: unknown) => {
                const { replicas } = onlyHop(classic([enabled], pools));
                return replicas.known ? replicas.value.max : replicas.path;
            };
            assert.deepEqual(size([{ backends: [{}] }, { backends: [{}, {}, {}] }]), 3);
            assert.deepEqual(size([{ backends: ARRAY }, { backends: [{}] }]), "backendPools[0].backends");
            assert.deepEqual(size([{ backends: ARRAY }, { backends: [{}, {}] }]), 2);
            assert.deepEqual(size(null), 0);
            assert.deepEqual(size(ARRAY), "backendPools");
        });
    });
}

for (const type of ["azure-native:trafficmanager:Profile", "azure-native:network/v20220401:Profile"]) {
    describe(`Traffic Manager, ${type}`, () => {
        const manager = (more: Record<string, unknown> = {}) =>
            resource(type, "tm", { trafficRoutingMethod: "Weighted", endpoints: [{}, {}], tags, ...more });
        const size = (more: Record<string, unknown>, ...others: StackResource[]) => {
            const { replicas } = onlyHop(manager(more), ...others);
            return replicas.known ? replicas.value.max : replicas.path;
        };

        it("is a hop that keeps nobody", () => {
            const stack = manager();
            assert.deepEqual(onlyHop(stack), {
                urn: stack.urn,
                type,
                name: "tm",
                platform: "front-door",
                replicas: fact({ min: 1, max: 2, source: "endpoints" }),
                affinity: none("Traffic Manager answers DNS questions and cannot keep clients"),
                affinityPath: "trafficRoutingMethod",
                clientFacing: true,
                stateless: fact({ reason: REASON }),
            });
        });

        it("shares clients out among its endpoints, except by priority", () => {
            assert.equal(size({ trafficRoutingMethod: "Priority" }), 1);
            assert.equal(size({ endpoints: [{}, { endpointStatus: "Disabled" }] }), 1);
            assert.equal(size({ endpoints: ARRAY }), "endpoints");
            assert.equal(size({ trafficRoutingMethod: UNKNOWN }), "trafficRoutingMethod");
            assert.equal(size({ trafficRoutingMethod: UNKNOWN, endpoints: [{}] }), 1);
            const endpoint = (name: string, from: string) => ({
                ...resource(type.replace("Profile", "Endpoint"), name, { profileName: UNKNOWN }),
                propertyDependencies: { profileName: [from] },
            });
            const { urn } = manager();
            assert.equal(size({ endpoints: [] }, endpoint("a", urn), endpoint("b", urn), endpoint("c", "urn:x")), 2);
        });
    });
}
