import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import axe, { type AxeResults } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";

import { sessionAffinity } from "../support/probe/bin";
import { type Answered, type Asked, byCookie, inTurn, Service } from "../support/probe/service";

import { neededProgram, needs } from "./support/needs";

/** Keeps clients by cookie, sends some of them elsewhere, and fails now and then. */
function partly(): (asked: Asked) => Answered {
    const cookie = byCookie();
    return (asked) => {
        const kept = cookie(asked);
        if (asked.count > 60 && asked.count % 17 === 0) return { headers: { "x-replica": `s${asked.count % 3}` } };
        return asked.count % 101 === 100 ? { status: 503 } : kept;
    };
}

/** Names with what would be markup, and more replicas than colours were chosen for. */
function many({ count }: Asked): Answered {
    return { headers: { "x-replica": `pod-<b>${count % 12}</b>-${"x".repeat(60)}` } };
}

const CASES: readonly (readonly [name: string, answer: () => (asked: Asked) => Answered, replicas: number])[] = [
    ["sticky", byCookie, 3],
    ["not sticky", () => inTurn, 3],
    ["partly sticky", partly, 3],
    ["twelve replicas", () => many, 12],
];
const WIDTHS = [320, 768, 1440] as const;
const SCHEMES = ["light", "dark"] as const;

describe("the HTML report in a browser", () => {
    let browser: Browser;
    let folder: string;

    before(async function () {
        await needs(this, ["chromium"]);
        folder = mkdtempSync(path.join(tmpdir(), "probe-html-"));
        // A container has no user namespaces for the sandbox; the page is this test's own.
        const args = ["--no-sandbox", "--disable-dev-shm-usage"];
        browser = await chromium.launch({ executablePath: await neededProgram("chromium"), args });
    });

    after(async () => {
        await browser?.close();
        if (folder !== undefined) rmSync(folder, { recursive: true });
    });

    for (const [name, answer, replicas] of CASES) {
        describe(name, () => {
            const file = () => path.join(folder, `${name}.html`);

            before(async () => {
                const service = await Service.start(answer());
                const args = ["--replica-header", "x-replica", "--connections", "both", "--html", file()];
                const { code, stderr } = await sessionAffinity(["probe", service.url, ...args]);
                await service.stop();
                assert.notEqual(code, 3, stderr);
            });

            for (const scheme of SCHEMES) {
                it(`is whole, readable and fits every width, ${scheme}`, async () => {
                    const context = await browser.newContext({ colorScheme: scheme });
                    const page = await context.newPage();
                    const said: string[] = [];
                    const loaded: string[] = [];
                    page.on("console", (message) => said.push(message.text()));
                    page.on("pageerror", (error) => said.push(error.message));
                    page.on("request", (request) => loaded.push(request.url()));
                    await page.goto(pathToFileURL(file()).href);
                    for (const width of WIDTHS) {
                        await page.setViewportSize({ width, height: 900 });
                        const wide = await page.evaluate("document.documentElement.scrollWidth");
                        assert.ok(Number(wide) <= width, `${String(wide)} px at ${width} px`);
                        assert.deepEqual(await violations(page), [], `at ${width} px`);
                    }
                    await checkGrid(page, replicas);
                    assert.deepEqual(said, []);
                    assert.deepEqual(loaded, [pathToFileURL(file()).href]);
                    await context.close();
                });
            }

            it("is drawn in both schemes, each in its own colours", async () => {
                const pictures = await Promise.all(
                    SCHEMES.map(async (colorScheme) => {
                        const page = await browser.newPage({ colorScheme });
                        await page.goto(pathToFileURL(file()).href);
                        const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");
                        const picture = await page.locator("table.grid").first().screenshot();
                        await page.close();
                        return { background, picture: picture.toString("base64") };
                    }),
                );
                assert.notEqual(pictures[0]?.background, pictures[1]?.background);
                assert.notEqual(pictures[0]?.picture, pictures[1]?.picture);
            });

            it("is scrolled by keyboard where it is too wide", async () => {
                const page = await browser.newPage({ viewport: { width: 320, height: 900 } });
                await page.goto(pathToFileURL(file()).href);
                await page.keyboard.press("Tab");
                const focused = await page.evaluate(
                    "document.activeElement.className + document.activeElement.tabIndex",
                );
                assert.equal(focused, "scroll0");
                await page.close();
            });
        });
    }
});

/** What axe-core objects to. */
async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe.source);
    const results = await page.evaluate<AxeResults>("axe.run()");
    assert.ok(results.passes.some(({ id }) => id === "color-contrast"));
    return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** How a cell of the grid looks. */
interface Cell {
    readonly letter: string;
    readonly color: string;
    readonly height: number;
}

/** The grid has a cell for each visit, and as many colours as replicas, each for one letter. */
async function checkGrid(page: Page, replicas: number): Promise<void> {
    const grids = page.locator("table.grid");
    assert.equal(await grids.count(), 2);
    const cells = await page.evaluate<Cell[]>(`
        [...document.querySelectorAll("table.grid")[0].querySelectorAll("tbody td:not(.none)")].map((cell) => ({
            letter: cell.firstChild.textContent.trim(),
            color: getComputedStyle(cell).backgroundColor,
            height: cell.getBoundingClientRect().height,
        }))`);
    assert.equal(await grids.first().locator("tbody td").count(), 40 * 5);
    assert.equal(await grids.first().locator("tbody th[scope=row]").count(), 40);
    assert.equal(await grids.first().locator("thead th[scope=col]").count(), 6);
    assert.ok(cells.length >= 195);
    assert.ok(cells.every(({ height }) => height >= 12));
    assert.equal(new Set(cells.map(({ color }) => color)).size, replicas);
    assert.equal(new Set(cells.map(({ letter }) => letter)).size, replicas);
    assert.equal(new Set(cells.map(({ letter, color }) => letter + color)).size, replicas);
}
