import assert from "node:assert/strict";

import { DOMParser, type Element } from "@xmldom/xmldom";
import fc from "fast-check";

import { SIZES } from "../../../../cli/map/layout";
import { renderSvg } from "../../../../cli/map/svg";
import { anyText, mapWith } from "../../../support/map/groups";
import { app, mapOf, SHOP } from "../../../support/map/shop";

/** The picture as a tree; whatever a parser objects to fails the test. */
function parse(svg: string) {
    const faults: string[] = [];
    const onError = (level: string, message: string) => void (level !== "warning" && faults.push(message));
    const document = new DOMParser({ onError }).parseFromString(svg, "image/svg+xml");
    assert.deepEqual(faults, []);
    return document;
}
const all = (svg: string, tag: string): Element[] => [...parse(svg).getElementsByTagName(tag)];
const withClass = (svg: string, tag: string, name: string) =>
    all(svg, tag).filter((element) => (element.getAttribute("class") ?? "").split(" ").includes(name));
const shape = (svg: string) =>
    all(svg, "*")
        .map((element) => `${element.tagName}(${[...element.attributes].map(({ name }) => name).join()})`)
        .join(" ");
const textsIn = (element: Element) => [...element.getElementsByTagName("text")].map(({ textContent }) => textContent);

describe("the SVG picture", () => {
    const svg = renderSvg(mapOf(SHOP));
    const cards = withClass(svg, "g", "hop").filter((card) => card.getElementsByTagName("text").length > 0);
    const cardOf = (name: string) => cards.find((card) => textsIn(card).includes(name)) as Element;

    it("has a card for each hop, with all that is to say of it", () => {
        assert.equal(cards.length, 8);
        assert.deepEqual(textsIn(cardOf("mcp-gateway")), [
            "Container Apps",
            "✗ rejected",
            "mcp-gateway",
            "no affinity",
            "2–10 replicas",
            "1",
        ]);
        assert.deepEqual(textsIn(cardOf("orders")), [
            "API Management",
            "✓ ok",
            "orders",
            "cookie orders-affinity",
            "strong",
            "2 backends",
        ]);
        assert.equal(
            cardOf("mcp-gateway").getElementsByTagName("title")[0]?.textContent,
            "mcp-gateway, Container Apps, rejected, no affinity, 2–10 replicas, finding 1",
        );
    });

    it("gives each state a form of its own, and marks findings with their numbers", () => {
        assert.deepEqual(
            ["kept", "broken", "undecided", "stateless", "aside"].map((state) => withClass(svg, "g", state).length - 1),
            [4, 1, 1, 1, 1],
            "one more each is in the legend",
        );
        const styles = all(svg, "style")[0]?.textContent ?? "";
        const borders = ["broken", "undecided", "aside"].map(
            (state) => new RegExp(`\\.${state} \\.box \\{[^}]*stroke-dasharray: ([\\d ]+)`).exec(styles)?.[1],
        );
        assert.equal(new Set(borders).size, 3);
        assert.ok(borders.every(Boolean));
        assert.equal(cardOf("images").getElementsByTagName("rect").length, 2);
        assert.equal(cardOf("cart").getElementsByTagName("rect").length, 1);
        const [marker] = withClass(svg, "g", "mandatory");
        assert.match(
            marker?.getElementsByTagName("title")[0]?.textContent ?? "",
            /^container-app-needs-affinity: Up to/,
        );
        assert.equal(withClass(svg, "g", "advisory").length, 1);
    });

    it("marks the first of many findings, and says how many more there are", () => {
        const map = mapOf([app("shop")]);
        const [finding] = map.hops[0]?.findings ?? [];
        assert.ok(finding);
        const markersOf = (count: number) => {
            const findings = Array.from({ length: count }, (_, index) => ({ ...finding, number: index + 1 }));
            const groups = map.groups.map((group) => ({
                ...group,
                nodes: group.nodes.map((node) =>
                    node.kind === "hop" ? { ...node, hop: { ...node.hop, findings } } : node,
                ),
            }));
            return withClass(renderSvg({ ...map, groups }), "g", "marker").flatMap(textsIn);
        };
        assert.deepEqual(markersOf(4), ["1", "2", "3", "4"]);
        assert.deepEqual(markersOf(5), ["1", "2", "3", "+2"]);
    });

    it("draws ways that lose clients, and ways that are not certain, in other strokes", () => {
        assert.equal(withClass(svg, "path", "way").length, 16);
        assert.equal(withClass(svg, "path", "lost").length, 2, "a way and its tip");
        const map = mapOf(SHOP);
        const groups = map.groups.map((group) => ({
            ...group,
            edges: group.edges.map((edge) => ({ ...edge, certain: false })),
        }));
        assert.equal(withClass(renderSvg({ ...map, groups }), "path", "perhaps").length, 30);
    });

    it("tells its content to those who do not see it", () => {
        const [root] = all(svg, "svg");
        assert.equal(root?.getAttribute("role"), "img");
        const ids = (root?.getAttribute("aria-labelledby") ?? "").split(" ");
        const [title, text] = ids.map((id) => all(svg, "*").find((one) => one.getAttribute("id") === id));
        assert.equal(title?.textContent, "Session affinity of shop/live");
        const lines = (text?.textContent ?? "").split("\n");
        assert.equal(lines[0], "8 hops, 1 broken, 1 undecided, 1 stateless.");
        assert.equal(lines.length, 9);
        assert.ok(lines.includes("mcp-gateway, Container Apps, rejected, no affinity, 2–10 replicas, finding 1."));
    });

    it("is as large as it says, and loads nothing", () => {
        const [root] = all(svg, "svg");
        const [width, height] = ["width", "height"].map((name) => Number(root?.getAttribute(name)));
        assert.equal(root?.getAttribute("viewBox"), `0 0 ${width} ${height}`);
        assert.ok(Number(width) > 3 * SIZES.hop.width && Number(height) > 5 * SIZES.hop.height);
        assert.doesNotMatch(svg.replace('xmlns="http://www.w3.org/2000/svg"', ""), /https?:|href|url\(|@import/);
        assert.match(svg, /prefers-color-scheme:\s?dark/);
    });

    it("has a title for each of several groups, side by side", () => {
        const map = mapOf(Array.from({ length: 60 }, (_, index) => app(`app-${index}`, { affinity: "sticky" })));
        const titles = withClass(renderSvg(map), "text", "title").map(({ textContent }) => textContent);
        assert.deepEqual(titles.slice(1), [
            "Container Apps, part 1 of 3",
            "Container Apps, part 2 of 3",
            "Container Apps, part 3 of 3",
        ]);
    });

    it("has the same shape whatever resources are called", () => {
        const usual = shape(renderSvg(mapWith("shop")));
        fc.assert(
            fc.property(anyText, (text) => {
                assert.equal(shape(renderSvg(mapWith(text))), usual);
            }),
            { numRuns: 60 },
        );
    });

    it("is the same each time", () => {
        assert.equal(renderSvg(mapOf([...SHOP].reverse())), svg);
    });
});
