import assert from "node:assert/strict";

import fc from "fast-check";

import { renderMermaid } from "../../../../cli/map/mermaid";
import { anyText, mapWith } from "../../../support/map/groups";
import { parseMermaid } from "../../../support/map/mermaid";
import { mapOf, mapOfResources, service, SHOP } from "../../../support/map/shop";

describe("the Mermaid flowchart", () => {
    it("has a node for each hop with its lines, its class and its arrows", () => {
        const { labels, classes, arrows, subgraphs } = parseMermaid(renderMermaid(mapOf(SHOP)));
        assert.deepEqual(labels.get("h2"), [
            "✗ rejected: Container Apps",
            "mcp-gateway",
            "no affinity",
            "2–10 replicas",
            "finding 1",
        ]);
        assert.deepEqual(labels.get("h7"), ["✓ ok: Kubernetes route", "cart", "cookie cart", "1 h, strong", "3 pods"]);
        assert.deepEqual(labels.get("th4"), ["1 replica"]);
        assert.deepEqual(labels.get("g1clients"), ["clients"]);
        assert.deepEqual(Object.fromEntries(classes), {
            h1: "stateless",
            h2: "broken",
            h3: "kept",
            h4: "kept",
            h5: "kept",
            h6: "undecided",
            h7: "kept",
            h8: "aside",
        });
        assert.ok(arrows.some(([from, to, text]) => from === "h3" && to === "h4" && text === ""));
        assert.ok(arrows.some(([from, to, text]) => from === "h2" && to === "th2" && text === "not kept"));
        assert.equal(arrows.length, 16);
        assert.deepEqual(subgraphs, []);
    });

    it("gives what needs no affinity rounded ends, and other hops corners", () => {
        const flowchart = renderMermaid(mapOf(SHOP));
        assert.match(flowchart, /^ *h1\(\["○ stateless/m);
        for (const id of ["h2", "h3", "h6", "h8"]) assert.match(flowchart, new RegExp(`^ *${id}\\["`, "m"));
    });

    it("says in its description how many hops there are, and how many stand out", () => {
        assert.match(renderMermaid(mapOf(SHOP)), /^ {4}accDescr: 8 hops, 1 broken, 1 undecided, 1 stateless$/m);
    });

    it("shows a way that is not certain", () => {
        const map = mapOf(SHOP);
        const unsure = map.groups.map((group) => ({
            ...group,
            edges: group.edges.map((edge) => ({ ...edge, certain: false })),
        }));
        assert.equal(renderMermaid({ ...map, groups: unsure }).match(/-\. perhaps \.->/g)?.length, 15);
    });

    it("has a subgraph for each of several groups, each with clients of its own", () => {
        const names = Array.from({ length: 26 }, (_, index) => `cart-${index}`);
        const map = mapOf(names.flatMap((name, index) => service(name, index < 13 ? "one" : "two")));
        const { labels, subgraphs } = parseMermaid(renderMermaid(map));
        assert.deepEqual(subgraphs, ["namespace one", "namespace two"]);
        assert.ok(labels.has("g1callers") && labels.has("g2callers"));
    });

    it("is understood, and says the same, whatever resources are called", () => {
        const shown = (text: string) =>
            text.replace(/\p{Cc}|\p{Cs}|\p{Cn}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
        fc.assert(
            fc.property(anyText, (text) => {
                const { labels, subgraphs } = parseMermaid(renderMermaid(mapWith(text)));
                assert.equal(labels.size, 20);
                assert.equal(subgraphs[0], shown(text));
                assert.equal(labels.get("h1")?.[1], text === "" ? "cookie " : shown(text));
            }),
            { numRuns: 400 },
        );
    });

    it("is a flowchart where there is nothing to draw", () => {
        assert.equal(parseMermaid(renderMermaid(mapOfResources([]))).labels.size, 0);
    });
});
