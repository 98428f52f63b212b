import assert from "node:assert/strict";

import { type MapGroup, type StackMap } from "../../../../cli/map/model";
import { UNKNOWN_TEXT } from "../../../../policy-pack/topology/values";
import { app, entry, ingress, mapOf, service, SHOP, urnOf } from "../../../support/map/shop";

const hopNamed = (map: StackMap, name: string, platform = "Container Apps") => {
    const hop = map.hops.find((one) => one.name === name && one.platform === platform);
    assert.ok(hop, name);
    return hop;
};
/** Edges by the names of what they join, with what is not usual of them. */
function edgesOf({ nodes, edges }: MapGroup): string[] {
    const names = new Map(nodes.map((node) => [node.id, node.kind === "hop" ? node.hop.name : node.text]));
    return edges
        .map(({ from, to, certain, keeps }) =>
            [names.get(from), certain ? "" : "perhaps", keeps ? "" : "loses", names.get(to)]
                .filter(Boolean)
                .join(" > "),
        )
        .sort();
}

describe("the map of a stack", () => {
    it("shows each hop with what keeps its clients, how long and how firmly, and among how many", () => {
        const map = mapOf(SHOP);
        assert.equal(map.title, "shop/live");
        assert.deepEqual(
            map.hops.map(({ name, platform, state, verdict, kind, key, lifetime, strength, targets, findings }) => [
                [name, platform, state, verdict],
                [kind, key, lifetime, strength, targets],
                findings.map(({ number, level, rule }) => `${number} ${level} ${rule}`),
            ]),
            [
                [
                    ["images", "Container Apps", "stateless", "stateless"],
                    ["no affinity", undefined, undefined, "none", "2–10 replicas"],
                    [],
                ],
                [
                    ["mcp-gateway", "Container Apps", "broken", "rejected"],
                    ["no affinity", undefined, undefined, "none", "2–10 replicas"],
                    ["1 mandatory container-app-needs-affinity"],
                ],
                [
                    ["orders", "API Management", "kept", "ok"],
                    ["cookie", "orders-affinity", undefined, "strong", "2 backends"],
                    [],
                ],
                [
                    ["orders-ne", "Container Apps", "kept", "ok"],
                    ["cookie", undefined, undefined, "strong", "1 replica"],
                    [],
                ],
                [
                    ["orders-we", "Container Apps", "kept", "ok"],
                    ["cookie", undefined, undefined, "strong", "2–10 replicas"],
                    [],
                ],
                [
                    ["search", "Container Apps", "undecided", "not known yet"],
                    ["no affinity", undefined, undefined, "none", "replicas: not known yet"],
                    ["2 advisory container-app-needs-affinity"],
                ],
                [["cart", "Kubernetes route", "kept", "ok"], ["cookie", "cart", "1 h", "strong", "3 pods"], []],
                [
                    ["cart", "Kubernetes Service", "aside", "kept in front"],
                    ["no affinity", undefined, undefined, "none", "3 pods"],
                    [],
                ],
            ],
        );
        assert.deepEqual(
            map.hops.map(({ id }) => id),
            map.hops.map((_, index) => `h${index + 1}`),
        );
    });

    it("goes from clients over hops to targets, and marks where a client is not kept", () => {
        const [group, ...others] = mapOf(SHOP).groups;
        assert.ok(group);
        assert.deepEqual(others, []);
        assert.equal(group.title, "All hops");
        assert.deepEqual(edgesOf(group), [
            "cart > 3 pods",
            "cart > cart",
            "clients > cart",
            "clients > images",
            "clients > mcp-gateway",
            "clients > orders",
            "clients > orders-ne",
            "clients > orders-we",
            "clients > search",
            "images > 2–10 replicas",
            "mcp-gateway > loses > 2–10 replicas",
            "orders > orders-ne",
            "orders > orders-we",
            "orders-ne > 1 replica",
            "orders-we > 2–10 replicas",
            "search > replicas: not known yet",
        ]);
        assert.deepEqual(hopNamed(mapOf(SHOP), "orders", "API Management").sendsTo, ["h4", "h5"]);
    });

    it("says that a hop is reached from inside only, and where it is not known who reaches it", () => {
        const inside = mapOf(service("cart", "shop"));
        assert.deepEqual(edgesOf(inside.groups[0] as MapGroup), ["callers inside > cart", "cart > loses > 3 pods"]);
        const open = app("shop", { affinity: "sticky" });
        const ingressOf = (state: unknown) => (state as { configuration: { ingress: object } }).configuration.ingress;
        Object.assign(ingressOf(open.inputs), { external: UNKNOWN_TEXT });
        Object.assign(ingressOf(open.outputs), { external: UNKNOWN_TEXT });
        assert.ok(edgesOf(mapOf([open]).groups[0] as MapGroup).includes("clients > perhaps > shop"));
    });

    it("says what is not known yet instead of a cookie's name and lifetime, or of affinity itself", () => {
        const waiting = ingress("cart", "shop", "cart.example.com");
        for (const state of [waiting.inputs, waiting.outputs]) {
            const { annotations } = (state as { metadata: { annotations: Record<string, unknown> } }).metadata;
            annotations["nginx.ingress.kubernetes.io/session-cookie-name"] = UNKNOWN_TEXT;
            annotations["nginx.ingress.kubernetes.io/session-cookie-max-age"] = UNKNOWN_TEXT;
        }
        const hop = hopNamed(mapOf([...service("cart", "shop"), waiting]), "cart", "Kubernetes route");
        assert.equal(hop.key, "(name not known yet)");
        assert.equal(hop.lifetime, "for a time not known yet");
        const unknown = hopNamed(mapOf([app("shop", { affinity: UNKNOWN_TEXT })]), "shop");
        assert.equal(unknown.kind, "affinity not known yet");
        assert.equal(unknown.strength, undefined);
        assert.equal(unknown.state, "undecided");
    });

    it("repeats the owner's reason, with its last day", () => {
        const tags = {
            "session-affinity-stateless": "pictures are read by all",
            "session-affinity-stateless-until": "2026-12-31",
        };
        const { stateless, state } = hopNamed(mapOf([app("images", { tags })]), "images");
        assert.equal(stateless, "pictures are read by all (until 2026-12-31)");
        assert.equal(state, "stateless");
        const expired = { ...tags, "session-affinity-stateless-until": "2025-12-31" };
        assert.equal(hopNamed(mapOf([app("images", { tags: expired })]), "images").state, "broken");
        const unknown = { "session-affinity-stateless": UNKNOWN_TEXT };
        assert.equal(hopNamed(mapOf([app("images", { tags: unknown })]), "images").stateless, "not known yet");
    });

    it("keeps findings about what is no hop apart, numbered after the others", () => {
        const tags = { "session-affinity-stateless": "too short" };
        const map = mapOf([app("shop"), entry("azure-native:storage:StorageAccount", "files", { tags })]);
        assert.deepEqual(
            map.others.map(({ number, rule, urn }) => [number, rule, urn]),
            [[2, "exemption-is-valid", urnOf("azure-native:storage:StorageAccount", "files")]],
        );
        assert.deepEqual(
            map.hops.flatMap(({ findings }) => findings.map(({ number }) => number)),
            [1],
        );
    });

    it("is the same whatever order the resources come in", () => {
        assert.deepEqual(mapOf([...SHOP].reverse()), mapOf(SHOP));
    });

    it("of nothing is empty, and of what has no URN of Pulumi's has no name", () => {
        assert.deepEqual(mapOf([]), { title: "an empty stack", groups: [], hops: [], others: [], gaps: [] });
        const [foreign] = [app("shop")].map((one) => ({ ...one, urn: "kubernetes::shop" }));
        assert.ok(foreign);
        assert.equal(mapOf([foreign]).title, "these resources");
    });
});
