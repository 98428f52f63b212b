import assert from "node:assert/strict";

import { DOMParser, type Element } from "@xmldom/xmldom";
import fc from "fast-check";

import { renderJunit } from "../../../../../cli/probe/report/junit/render";
import { renderJunitOfFailure } from "../../../../../cli/probe/report/junit/suite";
import { type SeriesReport } from "../../../../../cli/probe/report/model";
import { reportOf, staying } from "../../../../support/probe/report";

function parse(xml: string): Element {
    const fail = (_level: string, message: string) => assert.match(message, /replacement character/);
    return new DOMParser({ onError: fail }).parseFromString(xml, "text/xml").documentElement as Element;
}

const find = (root: Element, tag: string) => [...root.getElementsByTagName(tag)];
const counts = (element: Element) => ["tests", "failures", "errors", "time"].map((name) => element.getAttribute(name));

const STICKY = reportOf(staying(40, 5, ["a", "b"]));
const MOVING = reportOf(
    Array.from({ length: 40 }, (_, client) => [0, 1, 2].map((round) => `r${(client * round) % 3}`)),
);
const ONE = reportOf(staying(40, 5, ["a"]));

describe("the JUnit report", () => {
    it("passes for sticky", () => {
        const root = parse(renderJunit({ ...STICKY, notices: ["mind this"] }));
        assert.equal(root.tagName, "testsuites");
        assert.deepEqual(counts(root), ["1", "0", "0", "1.500"]);
        const [suite] = find(root, "testsuite") as [Element];
        assert.deepEqual(counts(suite), ["1", "0", "0", "1.500"]);
        assert.equal(suite.getAttribute("name"), "http://shop.test/");
        assert.equal(suite.getAttribute("timestamp"), "2026-01-02T03:04:05");
        const [test] = find(root, "testcase") as [Element];
        assert.equal(test.getAttribute("name"), "clients stay on their replica (fresh connections)");
        assert.equal(test.getAttribute("time"), "0.250");
        assert.deepEqual(
            [...test.childNodes].map(({ nodeName }) => nodeName),
            ["system-out"],
        );
        assert.match(test.textContent ?? "", /^sticky: every client stayed/);
        assert.equal(suite.lastChild?.textContent, "mind this");
        const properties = find(root, "property").map((one) => [one.getAttribute("name"), one.getAttribute("value")]);
        assert.deepEqual(Object.fromEntries(properties), {
            version: "1.2.3",
            replica: "--replica-header x-replica",
            clients: "40",
            rounds: "5",
            seed: "41",
            concurrency: "4",
        });
    });

    it("names the key and the sources, where they are known", () => {
        const key = { name: "cookie SRV", key: { by: "none" }, partly: false, remarks: [], runs: [] } as const;
        const root = parse(renderJunit({ ...STICKY, key, sources: { name: "loopback addresses" } }));
        const properties = find(root, "property").map((one) => [one.getAttribute("name"), one.getAttribute("value")]);
        const { key: named, from } = Object.fromEntries(properties) as Record<string, string>;
        assert.deepEqual([named, from], ["cookie SRV", "loopback addresses"]);
    });

    it("fails for not sticky", () => {
        const root = parse(renderJunit(MOVING));
        assert.deepEqual(counts(root).slice(0, 3), ["1", "1", "0"]);
        const [failure] = find(root, "failure") as [Element];
        assert.equal(failure.getAttribute("type"), MOVING.verdict);
        assert.match(failure.getAttribute("message") ?? "", /clients moved/);
        assert.equal(failure.textContent, failure.getAttribute("message"));
        assert.equal(find(root, "system-out").length, 0);
    });

    it("is in error without a verdict", () => {
        const root = parse(renderJunit(ONE));
        assert.deepEqual(counts(root).slice(0, 3), ["1", "0", "1"]);
        assert.match(find(root, "error")[0]?.getAttribute("message") ?? "", /^inconclusive: all answers came from one/);
    });

    it("has a case for each kind of connection", () => {
        const [series] = MOVING.series as [SeriesReport];
        const kept = { ...(STICKY.series[0] as SeriesReport), connections: "keep-alive" } as const;
        const root = parse(renderJunit({ ...MOVING, series: [series, kept] }));
        assert.deepEqual(counts(root).slice(0, 3), ["2", "1", "0"]);
        assert.equal(new Set(find(root, "testcase").map((test) => test.getAttribute("name"))).size, 2);
    });

    it("is in error where the probe could not run", () => {
        const root = parse(renderJunitOfFailure("http://shop.test/", "no <answer>"));
        assert.deepEqual(counts(root), ["1", "0", "1", "0"]);
        assert.deepEqual(counts(find(root, "testsuite")[0] as Element), ["1", "0", "1", "0"]);
        const [error] = find(root, "error") as [Element];
        assert.deepEqual([error.getAttribute("message"), error.textContent], ["no <answer>", "no <answer>"]);
        assert.equal(find(root, "testcase")[0]?.getAttribute("classname"), "http://shop.test/");
    });

    it("stays XML whatever an endpoint says", () => {
        const said = fc.oneof(
            fc.string({ unit: "binary" }),
            fc.constantFrom("]]>", "<!--", "\ufffe", "\u0001", '"\n\t'),
        );
        fc.assert(
            fc.property(said, (text) => {
                const report = { ...STICKY, url: `u${text}`, notices: [`n${text}`] };
                const xml = renderJunit(report);
                assert.doesNotMatch(xml, /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/u);
                const root = parse(xml);
                assert.equal(find(root, "*").length, 11);
                const [out] = find(root, "system-out").slice(-1);
                const kept = text.replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, "\ufffd");
                assert.equal(out?.textContent, `n${kept}`.replace(/\r\n?/g, "\n"));
            }),
            { numRuns: 200 },
        );
    });
});
