import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { DOMParser, type Element } from "@xmldom/xmldom";
import fc from "fast-check";

import { renderHtml } from "../../../../cli/map/html";
import { anyText, mapWith } from "../../../support/map/groups";
import { app, mapOf, SHOP } from "../../../support/map/shop";

/** The page as a tree. What an XML parser takes for a well-formed tree no HTML parser takes for another one here. */
function parse(page: string) {
    const faults: string[] = [];
    const onError = (level: string, message: string) => void (level !== "warning" && faults.push(message));
    const document = new DOMParser({ onError }).parseFromString(page.replace("<!doctype html>", ""), "text/xml");
    assert.deepEqual(faults, []);
    return document;
}
const all = (page: string, tag: string): Element[] => [...parse(page).getElementsByTagName(tag)];
const text = (element: Element | undefined) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();
const shape = (page: string) =>
    all(page, "*")
        .map((element) => `${element.tagName}(${[...element.attributes].map(({ name }) => name).join()})`)
        .join(" ");
const inside = (element: Element | undefined, tag: string) => [...(element?.getElementsByTagName(tag) ?? [])];

describe("the HTML page of a map", () => {
    const page = renderHtml(mapOf(SHOP));
    const articles = all(page, "article");
    const articleOf = (id: string) => articles.find((article) => article.getAttribute("id") === id);

    it("has a link on each card, in reading order, that leads to all of the hop as text", () => {
        const links = all(page, "a").filter((link) => inside(link, "g").length > 0);
        assert.equal(links.length, 8);
        const ids = links.map((link) => (link.getAttribute("href") ?? "").slice(1));
        assert.deepEqual(
            ids,
            articles.map((article) => article.getAttribute("id")),
        );
        assert.match(
            text(links[ids.indexOf("h2")]),
            /Container Apps ✗ rejected mcp-gateway no affinity ?2–10 replicas/,
        );
    });

    it("tells all of a hop as text, with its findings and where it sends to", () => {
        const pool = articleOf("h3");
        assert.equal(text(inside(pool, "h3")[0]), "orders");
        assert.deepEqual(
            inside(pool, "dt").map((term, index) => [text(term), text(inside(pool, "dd")[index])]),
            [
                ["Platform", "API Management"],
                ["Resource", "azure-native_apimanagement_v20241001preview:apimanagement:Backend"],
                ["Chooses among", "2 backends"],
                ["Kept by", "cookie"],
                ["Name", "orders-affinity"],
                ["Strength", "strong"],
                ["Set at", "pool.sessionAffinity"],
                ["Sends to", "orders-ne, orders-we"],
            ],
        );
        assert.deepEqual(
            inside(pool, "a").map((link) => link.getAttribute("href")),
            ["#h4", "#h5"],
        );
        const route = articles.find((article) => text(inside(article, "dd")[0]) === "Kubernetes route");
        assert.match(text(route), /Kept for 1 h/);
        assert.match(text(articleOf("h1")), /Stateless pictures are read from a store that all share/);
        assert.deepEqual(
            inside(articleOf("h2"), "dt").map((term) => text(term)),
            ["Platform", "Resource", "Chooses among", "Kept by", "Strength", "Set at"],
        );
        const broken = text(articleOf("h2"));
        assert.match(broken, /1 container-app-needs-affinity \(mandatory\) configuration\.ingress\.stickySessions/);
        assert.match(broken, /Up to 10 replicas .* Set configuration\.ingress\.stickySessions/);
    });

    it("lists the findings of a group by their numbers, each with a link to its hop", () => {
        const [list] = all(page, "div").filter((one) => one.getAttribute("class") === "findings");
        const numbers = inside(list, "span").map(text);
        assert.deepEqual(numbers, ["1", "2"]);
        assert.deepEqual(
            inside(list, "a").map((link) => [text(link), link.getAttribute("href")]),
            [
                ["mcp-gateway", "#h2"],
                ["search", "#h6"],
            ],
        );
    });

    it("opens groups with broken hops, and one that is alone", () => {
        const open = (of: string) =>
            all(of, "details")
                .filter((one) => one.getAttribute("class") === "group")
                .map((one) => one.hasAttribute("open"));
        assert.deepEqual(open(page), [true]);
        const apps = Array.from({ length: 48 }, (_, index) => app(`app-${10 + index}`, { affinity: "sticky" }));
        assert.deepEqual(open(renderHtml(mapOf(apps))), [false, false]);
        assert.deepEqual(open(renderHtml(mapOf([...apps, app("zoo")]))), [false, false, true]);
    });

    it("lets nothing run and nothing load but what is its own", () => {
        const [policy = ""] = all(page, "meta").flatMap((meta) =>
            meta.getAttribute("http-equiv") === "Content-Security-Policy" ? [meta.getAttribute("content") ?? ""] : [],
        );
        const hashOf = (tag: string) => {
            const [, content = ""] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page) ?? [];
            assert.ok(content.length > 1000);
            return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
        };
        assert.equal(
            policy,
            `default-src 'none'; style-src ${hashOf("style")}; script-src ${hashOf("script")}; base-uri 'none'; form-action 'none'`,
        );
        assert.equal(all(page, "script").length, 1);
        assert.doesNotMatch(page, /https?:|src=|@import|url\(|style=|\son\w+=/);
    });

    it("tells why not all may be shown, and findings about what is no hop", () => {
        const other = renderHtml(mapWith("what & why"));
        assert.match(other, /Not all is shown: what &amp; why/);
        const [section] = all(other, "section");
        assert.equal(text(inside(section, "h2")[0]), "Findings about other resources");
        assert.equal(all(page, "section").length, 0);
    });

    it("says so where there is nothing to show", () => {
        const empty = renderHtml(mapOf([]));
        assert.match(text(all(empty, "main")[0]), /^Nothing here chooses among several targets\.$/);
    });

    it("has the same shape whatever resources are called", () => {
        const lines = (some: string) => some.split("\n").filter((line) => line !== "").length;
        fc.assert(
            fc.property(anyText, (name) => {
                // A fix of several lines is several paragraphs.
                const usual = Array.from({ length: lines(name) }, () => "shop").join("\n");
                assert.equal(shape(renderHtml(mapWith(name))), shape(renderHtml(mapWith(usual))));
            }),
            { numRuns: 60 },
        );
    });

    it("is the same each time", () => {
        assert.equal(renderHtml(mapOf([...SHOP].reverse())), page);
    });
});
