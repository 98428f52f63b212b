import assert from "node:assert/strict";

import { DOMParser, type Element } from "@xmldom/xmldom";
import fc from "fast-check";

import { gridOf, MOST_CELLS, MOST_ROUNDS } from "../../../../../cli/probe/report/html/grid-rows";
import { html } from "../../../../../cli/html/markup";
import { renderHtml } from "../../../../../cli/probe/report/html/render";
import { letterOf } from "../../../../../cli/probe/report/html/replicas";
import { type ProbeReport, type SeriesReport } from "../../../../../cli/probe/report/model";
import { chanceInWords, meaningOf } from "../../../../../cli/probe/report/words";
import { reportOf, reportOfVisits, staying } from "../../../../support/probe/report";
import { visitOf } from "../../../../support/probe/simulate";

/** The page as a tree. What an XML parser takes for a well-formed tree no HTML parser takes for another one here. */
function parse(page: string) {
    const faults: string[] = [];
    const document = new DOMParser({
        onError: (level, message) => void (level !== "warning" && faults.push(message)),
    }).parseFromString(page.replace("<!doctype html>", ""), "text/xml");
    assert.deepEqual(faults, []);
    return document;
}

function all(page: string, tag: string): Element[] {
    return [...parse(page).getElementsByTagName(tag)];
}

const text = (element: Element) => (element.textContent ?? "").replace(/\s+/g, " ").trim();
const cells = (page: string) =>
    all(page, "td").filter((cell) => cell.parentNode?.parentNode?.parentNode && inGrid(cell));
const inGrid = (cell: Element) => (cell.parentNode?.parentNode?.parentNode as Element).getAttribute("class") === "grid";

/** The shape of a page: its tags and the names of their attributes, without any text. */
function shape(page: string): string {
    return all(page, "*")
        .map((element) => `${element.tagName}(${[...element.attributes].map(({ name }) => name).join()})`)
        .join(" ");
}

describe("the HTML report", () => {
    it("shows every client's replica in every round, with heads for both", () => {
        const page = renderHtml(reportOf([...staying(20, 3, ["a", "b"]), ["a", "b", "b"], ["a", undefined, "b"]]));
        assert.equal(cells(page).length, 22 * 3);
        assert.deepEqual(cells(page).slice(-6).map(text), [
            "A",
            "B, moved",
            "B",
            "A",
            "·HTTP 200, no replica named",
            "B, moved",
        ]);
        const heads = all(page, "th").filter((head) => inGrid(head));
        assert.deepEqual(heads.filter((head) => head.getAttribute("scope") === "col").map(text), [
            "client",
            "round 1",
            "round 2",
            "round 3",
        ]);
        assert.equal(heads.filter((head) => head.getAttribute("scope") === "row").length, 22);
        assert.equal(text(heads.at(-1) as Element), "22");
        assert.deepEqual(all(page, "li").slice(0, 2).map(text), ["A a", "B b"]);
    });

    it("gives each replica a colour and a letter of its own, and one to all its cells", () => {
        const names = Array.from({ length: 30 }, (_, index) => `pod-${index}`);
        const page = renderHtml(reportOf(staying(60, 2, names)));
        const looks = cells(page).map((cell) => `${cell.getAttribute("class")} ${cell.getAttribute("style")}`);
        assert.equal(new Set(looks).size, 30);
        assert.equal(new Set(cells(page).map((cell, index) => `${text(cell)} ${looks[index]}`)).size, 30);
        assert.deepEqual([0, 25, 26, 51, 52, 701, 702].map(letterOf), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
        assert.equal(text(cells(page)[20] as Element), "K", "pod-10 comes after pod-9");
    });

    it("says what was not answered, and what was not asked", () => {
        const visits = [visitOf(0, 0, "a"), visitOf(1, 0, "b"), { ...visitOf(0, 1, undefined), failure: "reset" }];
        const page = renderHtml(reportOfVisits(visits, 2, 2, { stopped: "SIGINT" }));
        assert.deepEqual(cells(page).map(text), ["A", "·reset", "B", "·not asked"]);
        assert.match(page, /Ended before its end: SIGINT\./);
        assert.match(page, /1 × reset/);
    });

    it("shows the verdict, what it means, the spread and the cookies", () => {
        const cookie = { name: "SRV", secure: false, httpOnly: true, sameSite: "lax", domain: "x.test", path: "/" };
        const refused = { name: "OLD", secure: true, httpOnly: false, maxAgeSeconds: 60, refused: "no" };
        const visits = staying(40, 5, ["a", "b"]).flatMap((row, client) =>
            row.map((replica, round) => ({
                ...visitOf(client, round, replica),
                status: 200,
                cookiesSet: round === 0 ? [cookie, refused] : [],
                cookiesSent: round === 0 ? [] : ["SRV"],
            })),
        );
        const page = renderHtml(reportOfVisits(visits, 40, 5, { notices: ["look <here>"] }));
        assert.match(page, /<title>sticky: session affinity of http:\/\/shop\.test\/<\/title>/);
        assert.match(page, /every client stayed on its replica: 40 of 40 clients/);
        assert.match(page, /would keep as many clients, or more, in fewer than one of a million runs/);
        const rows = all(page, "tr").map(text);
        assert.ok(rows.includes("A a 20 50.0 %"), rows.join("\n"));
        assert.ok(
            rows.includes("SRV for the session / ⚠ not Secure, HttpOnly, SameSite=lax, Domain=x.test 40 yes"),
            rows.join("\n"),
        );
        assert.ok(rows.includes("OLD 60 s – Secure 40 ⚠ refused: no"));
        assert.match(page, /look &lt;here&gt;/);
        assert.match(page, /--clients 40 --rounds 5 --seed 41/);
        assert.doesNotMatch(page, /× HTTP 200/);
        assert.match(renderHtml(reportOf(staying(4, 2, ["a", "b"]))), /None was set/);
    });

    it("says the verdict of each kind of connection where there are two", () => {
        const one = reportOf(staying(40, 5, ["a", "b"]));
        const kept = { ...(one.series[0] as SeriesReport), connections: "keep-alive" } as const;
        const badges = (page: string) => all(page, "span").filter((s) => s.getAttribute("class")?.startsWith("badge"));
        assert.equal(badges(renderHtml(one)).length, 1);
        const both = renderHtml({ ...one, series: [...one.series, kept] });
        assert.equal(badges(both).length, 3);
        const ids = all(both, "*").flatMap((element) => element.getAttribute("id") ?? []);
        assert.equal(new Set(ids).size, ids.length);
        assert.match(both, /A new connection for each request/);
        assert.match(both, /One kept connection for each client/);
    });

    it("lets no text become markup", () => {
        const hostile = fc.oneof(
            fc.string({ unit: "binary" }),
            fc.constantFrom(
                "</style><script>alert(1)</script>",
                '"><img src=x onerror=alert(1)>',
                "' onfocus='alert(1)",
                "<!--",
                "]]>",
                "&lt;&amp;&#x41;",
                "%TEXT%",
                "$&$1",
                "\u0000\u0008\u009f\ud800",
            ),
        );
        const plain = shape(renderHtml(telling("plain")));
        fc.assert(
            fc.property(hostile, (said) => {
                const page = renderHtml(telling(`x${said}`));
                assert.equal(shape(page), plain);
                assert.doesNotMatch(page, /(?![\n\t])\p{Cc}|\p{Cs}/u);
            }),
            { numRuns: 150 },
        );
    });

    /** A report in which every text that comes from elsewhere is this one. */
    function telling(said: string): ProbeReport {
        const set = {
            name: said,
            path: said,
            domain: said,
            sameSite: said,
            secure: true,
            httpOnly: true,
            refused: said,
        };
        const visits = [0, 1, 2, 3].flatMap((client) =>
            [0, 1].map((round) => ({
                ...visitOf(client, round, client % 2 ? said : "0"),
                status: 200,
                cookiesSet: [set],
            })),
        );
        const failed = { ...visitOf(4, 0, undefined), failure: said };
        return reportOfVisits([...visits, failed], 5, 2, {
            url: said,
            notices: [said],
            stopped: said,
            version: said,
            identity: { option: said, source: { kind: "body" }, found: true, why: said, others: [said] },
        });
    }

    it("keeps what the tag is given as text, in texts and attributes", () => {
        assert.equal(
            html`<p title="${`"'<>&`}">${["<b>", [1, undefined, html`<i></i>`]]}</p>`.text,
            '<p title="&quot;&#39;&lt;&gt;&amp;">&lt;b&gt;1<i></i></p>',
        );
        assert.equal(html`${"a\u202eb\u0007c"}`.text, "a\ufffdb\ufffdc");
    });

    it("loads nothing and runs nothing", () => {
        const page = renderHtml(reportOf(staying(4, 2, ["a", "b"])));
        assert.match(
            page,
            /Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;/,
        );
        assert.doesNotMatch(page, /<script|<link|<img|url\(|@import|\ssrc=|\shref=/);
    });

    it("stays readable with very many clients and rounds, and shows those that moved", () => {
        const clients = 3_000;
        const visits = Array.from({ length: clients }, (_, client) => [
            visitOf(client, 0, "a"),
            visitOf(client, 59, client === 2_999 ? "b" : "a"),
        ]).flat();
        const report = reportOfVisits(visits, clients, 60);
        const grid = gridOf(report.series[0] as SeriesReport, clients, 60);
        assert.equal(grid.rounds, MOST_ROUNDS);
        assert.equal(grid.rows.length, MOST_CELLS / MOST_ROUNDS);
        assert.deepEqual(
            grid.rows.slice(-2).map(({ client }) => client),
            [398, 2_999],
        );
        assert.deepEqual(grid.hidden, { clients: 2_600, rounds: 10 });
        const page = renderHtml(report);
        assert.match(page.replace(/\s+/g, " "), /first 50 rounds of 60 and 400 clients of 3000 are shown/);
        assert.equal(cells(page).length, MOST_CELLS);
    });

    it("leaves nothing out of what fits", () => {
        const report = reportOf(staying(400, 50, ["a", "b"]));
        assert.deepEqual(gridOf(report.series[0] as SeriesReport, 400, 50).hidden, { clients: 0, rounds: 0 });
        assert.doesNotMatch(renderHtml(report), /class="hidden"/);
    });
});

describe("chance in words", () => {
    for (const [chance, words] of [
        [0, "in fewer than one of a million runs"],
        [1e-6, "in fewer than one of a million runs"],
        [1.1e-6, "in about one of 910,000 runs"],
        [5e-4, "in about one of 2,000 runs"],
        [0.0999, "in about one of 10 runs"],
        [0.1, "in about 10 of 100 runs"],
        [0.625, "in about 63 of 100 runs"],
        [0.94, "in about 94 of 100 runs"],
        [0.95, "in nearly every run"],
        [1, "in nearly every run"],
    ] as const) {
        it(`says ${words} of ${chance}`, () => assert.equal(chanceInWords(chance), words));
    }

    it("claims nothing where chance says nothing", () => {
        const meaning = (report: ProbeReport) => meaningOf((report.series[0] as SeriesReport).judgement);
        assert.match(meaning(reportOf(staying(4, 1, ["a", "b"]))), /nothing to compare/);
        assert.match(meaning(reportOf(staying(4, 2, ["a"]))), /nothing can move/);
        assert.match(
            meaning(reportOf(staying(4, 2, ["a", "b"]))),
            /would keep as many clients, or more, in about 33 of/,
        );
    });
});
