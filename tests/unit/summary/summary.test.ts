import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const SUMMARY = require.resolve("../../support/summary");

describe("the closing line", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "summary-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    function write(name: string, content: unknown): string {
        const file = path.join(folder, name);
        writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
        return file;
    }

    function summary(...files: string[]) {
        return spawnSync(process.execPath, [SUMMARY, ...files], { encoding: "utf8" });
    }

    it("adds the runs up, and names what was left out before it", () => {
        const unit = write("unit.json", {
            passed: 40,
            failed: 0,
            pending: 1,
            skipped: ["engine previews"],
            failures: [],
        });
        const live = write("live.json", { passed: 2, failed: 0, pending: 0, skipped: [], failures: [] });
        const { stdout, status } = summary(unit, live);
        assert.equal(stdout, "left out: engine previews\n42 passed, 0 failed\n");
        assert.equal(status, 0);
    });

    it("fails where one failed, and names it", () => {
        const unit = write("unit.json", { passed: 40, failed: 0, pending: 0, skipped: [], failures: [] });
        const live = write("live.json", {
            passed: 2,
            failed: 1,
            pending: 0,
            skipped: [],
            failures: [{ title: "shop refunds", message: "no" }],
        });
        const { stdout, status } = summary(unit, live);
        assert.equal(stdout, "failed: shop refunds: no\n42 passed, 1 failed\n");
        assert.equal(status, 1);
    });

    it("fails where a run left no summary, and still adds up the others", () => {
        const unit = write("unit.json", { passed: 40, failed: 0, pending: 0, skipped: [], failures: [] });
        const { stdout, stderr, status } = summary(unit, path.join(folder, "none.json"));
        assert.equal(stdout, "40 passed, 0 failed\n");
        assert.match(stderr, /none\.json: there is no summary/);
        assert.equal(status, 1);
    });

    for (const [what, content] of [
        ["text", "40 passed"],
        ["null", "null"],
        ["a count that is none", { passed: -1, failed: 0, pending: 0, skipped: [], failures: [] }],
        ["a missing member", { passed: 1, failed: 0, pending: 0 }],
        [
            "a failure without its title",
            { passed: 1, failed: 1, pending: 0, skipped: [], failures: [{ message: "no" }] },
        ],
    ] as const) {
        it(`fails where a file holds ${what}`, () => {
            const { stderr, status } = summary(write("odd.json", content));
            assert.match(stderr, /odd\.json: it is not the summary of a test run/);
            assert.equal(status, 1);
        });
    }

    it("asks for files where none is given", () => {
        const { stderr, status } = summary();
        assert.match(stderr, /MOCHA_SUMMARY/);
        assert.equal(status, 2);
    });
});
