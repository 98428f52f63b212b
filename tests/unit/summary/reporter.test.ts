import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const MOCHA = path.join(path.dirname(require.resolve("mocha/package.json")), "bin", "mocha.js");
const REPORTER = require.resolve("../../support/reporter");

const TESTS = `
    describe("shop", () => {
        it("sells", () => {});
        it("refunds", () => { throw new Error("no\\nmore"); });
        it("delivers");
        describe("abroad", () => {
            before(function () { this.skip(); });
            it("ships", () => {});
        });
    });
    describe("bank", () => {
        before(() => { throw new Error("closed"); });
        it("pays", () => {});
    });
`;

describe("the summary reporter", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "reporter-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    /** Runs mocha on a test file with this text. */
    function mocha(text: string, env: NodeJS.ProcessEnv) {
        const file = path.join(folder, "shop.test.cjs");
        writeFileSync(file, text);
        return spawnSync(process.execPath, [MOCHA, "--no-config", "--no-package", "--reporter", REPORTER, file], {
            cwd: folder,
            env: { ...process.env, MOCHA_SUMMARY: "", ...env },
            encoding: "utf8",
        });
    }

    it("writes what passed, what failed with its hooks, and which were left out", () => {
        const file = path.join(folder, "out", "summary.json");
        const { stdout, status } = mocha(TESTS, { MOCHA_SUMMARY: file });
        assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), {
            passed: 1,
            failed: 2,
            pending: 2,
            skipped: ["shop delivers", "shop abroad ships"],
            failures: [
                { title: "shop refunds", message: "no" },
                { title: 'bank "before all" hook for "pays"', message: "closed" },
            ],
        });
        assert.match(stdout, /shop\n.*sells\n/, "it prints what Spec prints");
        assert.equal(status, 2);
    });

    it("writes nothing where no file is named", () => {
        const { stdout } = mocha(TESTS, {});
        assert.match(stdout, /1 passing/);
        assert.equal(existsSync(path.join(folder, "summary.json")), false);
    });

    it("leaves no summary of an earlier run where this one crashes", () => {
        const file = path.join(folder, "summary.json");
        writeFileSync(file, JSON.stringify({ passed: 9, failed: 0, pending: 0, skipped: [], failures: [] }));
        mocha(`it("dies", () => process.exit(3));`, { MOCHA_SUMMARY: file });
        assert.equal(existsSync(file), false);
    });
});
