import assert from "node:assert/strict";

import fc from "fast-check";

import { chainsOf } from "../../../../cli/map/chains";
import { MOST_HOPS } from "../../../../cli/map/grouping";
import { hopsIn, type StackMap } from "../../../../cli/map/model";
import { type Edge, type Hop } from "../../../../policy-pack/topology";
import { type StateEntry } from "../../../../policy-pack/topology";
import { app, entry, ingress, mapOf, pool, service, urnOf } from "../../../support/map/shop";

const COMPONENT = "shop:index:Front";
const apps = (count: number, name: string, more: Partial<StateEntry> = {}) =>
    Array.from({ length: count }, (_, index) =>
        app(`${name}-${String(index).padStart(3, "0")}`, { affinity: "sticky" }, more),
    );
const titlesOf = ({ groups }: StackMap) => groups.map((group) => `${group.title}: ${hopsIn(group).length}`);

describe("the groups of a map", () => {
    it("are one where all is seen at one look", () => {
        assert.deepEqual(titlesOf(mapOf(apps(MOST_HOPS, "app"))), [`All hops: ${MOST_HOPS}`]);
    });

    it("are parts of a platform where there are more", () => {
        assert.deepEqual(titlesOf(mapOf(apps(MOST_HOPS + 1, "app"))), [
            `Container Apps, part 1 of 2: ${MOST_HOPS}`,
            "Container Apps, part 2 of 2: 1",
        ]);
    });

    it("are components with several chains, namespaces, and platforms", () => {
        const stack = entry("pulumi:pulumi:Stack", "shop-live", {});
        const [front, lone] = ["front", "lone"].map((name) => entry(COMPONENT, name, {}, { parent: stack.urn }));
        const inner = entry("shop:index:Inner", "inner", {}, { parent: front?.urn ?? "" });
        assert.ok(front && lone);
        const map = mapOf([
            stack,
            front,
            lone,
            inner,
            ...apps(3, "in-front", { parent: front.urn }),
            ...apps(2, "in-inner", { parent: inner.urn }),
            ...apps(1, "alone", { parent: lone.urn }),
            ...apps(MOST_HOPS - 10, "app", { parent: stack.urn }),
            ...["one", "two", "three"].flatMap((name) => service(name, "billing")),
            ...["four", "five"].flatMap((name) => service(name, "search")),
            ingress("five", "search", "five.example.com"),
        ]);
        assert.deepEqual(titlesOf(map), [
            `Container Apps: ${MOST_HOPS - 9}`,
            "Front front: 5",
            "namespace billing: 3",
            "namespace search: 3",
        ]);
    });

    it("tear no chain apart, however long it is", () => {
        const names = Array.from({ length: MOST_HOPS + 6 }, (_, index) => `app-${index}`);
        const map = mapOf([...pool("all", names), ...names.map((name) => app(name, { affinity: "sticky" }))]);
        assert.deepEqual(titlesOf(map), [`API Management: ${names.length + 1}`]);
    });

    it("survive parents in a circle, and parents that are not there", () => {
        const [one, two] = [urnOf(COMPONENT, "one"), urnOf(COMPONENT, "two")];
        const map = mapOf([
            entry(COMPONENT, "one", {}, { parent: two }),
            entry(COMPONENT, "two", {}, { parent: one }),
            ...apps(MOST_HOPS, "app", { parent: one }),
            ...apps(2, "other", { parent: urnOf(COMPONENT, "gone") }),
        ]);
        assert.equal(map.hops.length, MOST_HOPS + 2);
    });
});

describe("chains", () => {
    const hop = (urn: string) => ({ urn }) as Hop;
    const edge = (from: string, to: string): Edge => ({ from, to, via: from });
    const shown = (chains: Hop[][]) => chains.map((chain) => chain.map(({ urn }) => urn).join(" "));

    it("are in reading order, those first that nothing of the chain sends to", () => {
        const hops = ["a", "b", "c", "d", "e"].map(hop);
        assert.deepEqual(shown(chainsOf(hops, [edge("d", "a"), edge("d", "b"), edge("a", "c")])), ["d a c b", "e"]);
    });

    it("may be circles", () => {
        assert.deepEqual(shown(chainsOf(["a", "b"].map(hop), [edge("b", "a"), edge("a", "b")])), ["a b"]);
    });

    it("hold each hop once, and never part what an edge joins", () => {
        const edges = fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 40 });
        fc.assert(
            fc.property(edges, (pairs) => {
                const hops = Array.from({ length: 20 }, (_, index) => hop(`h${index}`));
                const chains = chainsOf(
                    hops,
                    pairs.map(([from, to]) => edge(`h${from}`, `h${to}`)),
                );
                assert.deepEqual(
                    chains
                        .flat()
                        .map(({ urn }) => urn)
                        .sort(),
                    hops.map(({ urn }) => urn).sort(),
                );
                for (const [from, to] of pairs) {
                    const holding = chains.filter((chain) => chain.some(({ urn }) => urn === `h${from}`));
                    assert.equal(holding.length, 1);
                    assert.ok(holding[0]?.some(({ urn }) => urn === `h${to}`));
                }
            }),
        );
    });
});
