import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import axe, { type AxeResults } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";

import { mixedStack } from "../../bench/support/mixed-stack";
import { renderHtml } from "../../cli/map/html";
import { renderSvg } from "../../cli/map/svg";
import { app, mapOf, mapOfResources, SHOP } from "../support/map/shop";

import { neededProgram, needs } from "./support/needs";

const LONG = `a-<b>long</b>-${"name".repeat(40)}`;
const LARGE = mapOfResources(mixedStack(1530).resources);
const MAPS = {
    "all states": mapOf(SHOP),
    "long names": mapOf([...SHOP, app(LONG), app(`${LONG}-kept`, { affinity: "sticky" })]),
    "500 hops": LARGE,
} as const;
const WIDTHS = [375, 900, 1600] as const;
const SCHEMES = ["light", "dark"] as const;
/** A second is what people are promised; a machine under tests gets more. */
const MOST_MILLISECONDS = 5000;

describe("the map in a browser", function () {
    this.timeout(180_000);
    let browser: Browser;
    let folder: string;
    const urlOf = (name: keyof typeof MAPS) => pathToFileURL(path.join(folder, `${name}.html`)).href;

    before(async function () {
        await needs(this, ["chromium"]);
        folder = mkdtempSync(path.join(tmpdir(), "map-html-"));
        for (const [name, map] of Object.entries(MAPS)) {
            writeFileSync(path.join(folder, `${name}.html`), renderHtml(map));
            writeFileSync(path.join(folder, `${name}.svg`), renderSvg(map));
        }
        // A container has no user namespaces for the sandbox; the page is this test's own.
        const args = ["--no-sandbox", "--disable-dev-shm-usage"];
        browser = await chromium.launch({ executablePath: await neededProgram("chromium"), args });
    });

    after(async () => {
        await browser?.close();
        if (folder !== undefined) rmSync(folder, { recursive: true });
    });

    for (const name of Object.keys(MAPS) as (keyof typeof MAPS)[]) {
        for (const colorScheme of SCHEMES) {
            it(`fits every width, and says and loads nothing: ${name}, ${colorScheme}`, async () => {
                const page = await browser.newPage({ colorScheme });
                const [said, loaded] = [[] as string[], [] as string[]];
                page.on("console", (message) => said.push(message.text()));
                page.on("pageerror", (error) => said.push(error.message));
                page.on("request", (request) => loaded.push(request.url()));
                await page.goto(urlOf(name));
                for (const width of WIDTHS) {
                    await page.setViewportSize({ width, height: 900 });
                    const wide = await page.evaluate("document.documentElement.scrollWidth");
                    assert.ok(Number(wide) <= width, `${String(wide)} px at ${width} px`);
                    // Of 500 hops axe-core takes its time, and they are made of the same parts.
                    if (name !== "500 hops" || width === WIDTHS[1]) {
                        assert.deepEqual(await violations(page), [], `at ${width} px`);
                    }
                }
                const group = page.locator("details.group[open]").first();
                await group.locator("details.as-text > summary").click();
                await group.locator("svg a.card").first().click();
                if (name !== "500 hops") assert.deepEqual(await violations(page), [], "with a dialog");
                assert.deepEqual(said, []);
                assert.deepEqual(loaded, [urlOf(name)]);
                await page.close();
            });
        }
    }

    it("is drawn in both schemes, each in its own colours", async () => {
        const pictures = await Promise.all(
            SCHEMES.map(async (colorScheme) => {
                const page = await browser.newPage({ colorScheme });
                await page.goto(urlOf("all states"));
                const picture = await page.locator("details.group svg").first().screenshot();
                await page.close();
                return picture.toString("base64");
            }),
        );
        assert.notEqual(pictures[0], pictures[1]);
    });

    it("is gone through by keyboard, opens a hop, and comes back to it", async () => {
        const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
        await page.goto(urlOf("all states"));
        const links = await page.evaluate<string[]>(
            '[...document.querySelectorAll("svg a.card")].map((link) => link.getAttribute("href"))',
        );
        const focused = () => page.evaluate<string>('document.activeElement.getAttribute("href") ?? ""');
        const visited: string[] = [];
        for (let presses = 0; presses < 30 && visited.length < links.length; presses++) {
            await page.keyboard.press("Tab");
            const href = await focused();
            if (href !== "") visited.push(href);
        }
        assert.deepEqual(visited, links, "in reading order, and nothing between");
        const drawn = await page.evaluate<string>(
            'getComputedStyle(document.activeElement.querySelector(".box")).strokeWidth',
        );
        assert.equal(drawn, "6px", "focus is seen");

        await page.keyboard.press("Enter");
        const dialog = page.locator("dialog");
        assert.ok(await dialog.isVisible());
        const [last = ""] = links.slice(-1);
        const name = await page.evaluate<string>(`document.querySelector("${last} h3").textContent`);
        assert.equal(await dialog.getByRole("heading").first().textContent(), name);
        assert.equal(await dialog.getAttribute("aria-labelledby"), "hop-title");
        await page.keyboard.press("Escape");
        assert.ok(!(await dialog.isVisible()));
        assert.equal(await focused(), last);
        await page.close();
    });

    it("shows a hop's findings in its dialog, follows it on, and closes it by its button", async () => {
        const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
        await page.goto(urlOf("all states"));
        const dialog = page.locator("dialog");
        await page.locator('svg a.card[href="#h2"]').click();
        assert.match((await dialog.textContent()) ?? "", /container-app-needs-affinity.*Up to 10 replicas/s);
        await dialog.getByRole("button").click();
        assert.ok(!(await dialog.isVisible()));
        await page.locator('svg a.card[href="#h3"]').click();
        await dialog.locator('a[href="#h4"]').click();
        assert.ok(!(await dialog.isVisible()));
        assert.ok(await page.locator("article#h4").isVisible(), "the text of the next hop has opened");
        await page.locator('.findings a[href="#h6"]').click();
        assert.match((await dialog.textContent()) ?? "", /not known yet/);
        await page.close();
    });

    it("finds hops by words, and those that are broken", async () => {
        const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
        await page.goto(urlOf("500 hops"));
        const shown = () => page.locator("#shown").textContent();
        const open = () => page.locator("details.group[open]:visible").count();
        const lit = () => page.locator("svg a.card:not(.off)").count();
        const total = LARGE.hops.length;
        assert.equal(await shown(), `${total} of ${total} hops`);
        const before = await open();
        await page.getByRole("searchbox").fill("Container blue-17 ");
        assert.equal(await shown(), `1 of ${total} hops`);
        assert.equal(await page.locator("details.group:visible").count(), 1);
        assert.equal(await lit(), 1);
        assert.equal(await page.locator("svg a.card:not([tabindex])").count(), 1, "others are passed over");
        await page.getByRole("searchbox").fill("");
        assert.equal(await open(), before);
        assert.equal(await lit(), total);
        await page.getByRole("checkbox").check();
        const broken = LARGE.hops.filter(({ state }) => state === "broken").length;
        assert.equal(await shown(), `${broken} of ${total} hops`);
        assert.equal(await page.locator("[data-hop]:visible").count(), broken);
        await page.getByRole("searchbox").fill("nothing is called this");
        assert.equal(await shown(), `0 of ${total} hops`);
        assert.equal(await page.locator("details.group:visible").count(), 0);
        await page.close();
    });

    it("opens a stack of 500 hops at once", async () => {
        assert.ok(LARGE.hops.length >= 495);
        const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
        await page.goto(urlOf("500 hops"));
        const milliseconds = await page.evaluate<number>('performance.getEntriesByType("navigation")[0].loadEventEnd');
        assert.ok(milliseconds > 0 && milliseconds < MOST_MILLISECONDS, `${milliseconds} ms`);
        await page.close();
    });

    it("prints all that is folded", async () => {
        const page = await browser.newPage();
        await page.goto(urlOf("500 hops"));
        const folded = () => page.locator("details:not([open])").count();
        const before = await folded();
        assert.ok(before > 10);
        await page.evaluate('dispatchEvent(new Event("beforeprint"))');
        assert.equal(await folded(), 0);
        await page.evaluate('dispatchEvent(new Event("afterprint"))');
        assert.equal(await folded(), before);
        await page.emulateMedia({ media: "print" });
        assert.ok(!(await page.locator("form").isVisible()));
        await page.close();
    });

    it("is read without its script, too", async () => {
        const context = await browser.newContext({ javaScriptEnabled: false });
        const page = await context.newPage();
        await page.goto(urlOf("all states"));
        assert.ok(!(await page.locator("form").isVisible()));
        await page.locator('svg a.card[href="#h4"]').click();
        assert.equal(new URL(page.url()).hash, "#h4");
        await context.close();
    });

    it("is a picture as SVG, in the colours of its reader", async () => {
        const pictures = await Promise.all(
            SCHEMES.map(async (colorScheme) => {
                const page = await browser.newPage({ colorScheme });
                await page.goto(urlOf("all states"));
                const src = pathToFileURL(path.join(folder, "all states.svg")).href;
                await page.setContent(`<img src="${src}">`);
                await page.goto(src);
                const [width, fill] = await page.evaluate<[number, string]>(
                    '[document.documentElement.getBBox().width, getComputedStyle(document.querySelector(".page")).fill]',
                );
                await page.close();
                assert.ok(width > 600);
                return fill;
            }),
        );
        assert.notEqual(pictures[0], pictures[1]);
    });

    it("has no text that sticks out of its card", async () => {
        const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
        await page.goto(urlOf("long names"));
        const out = await page.evaluate<string[]>(`
            [...document.querySelectorAll("svg a.card .hop")].flatMap((card) => {
                const box = card.querySelector(".box").getBoundingClientRect();
                return [...card.children].filter((one) => one.tagName === "text").flatMap((text) => {
                    const { left, right, top, bottom } = text.getBoundingClientRect();
                    const inside = left >= box.left && right <= box.right && top >= box.top && bottom <= box.bottom;
                    return inside ? [] : [text.textContent];
                });
            })`);
        assert.deepEqual(out, []);
        await page.close();
    });
});

/** What axe-core objects to. */
async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe.source);
    const results = await page.evaluate<AxeResults>("axe.run()");
    assert.ok(results.passes.some(({ id }) => id === "color-contrast"));
    return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
