import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { type Result } from "../../bench/report";

const BENCH = require.resolve("../../bench");

describe("npm run bench", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "bench-test-"))));
    afterEach(() => rmSync(folder, { recursive: true }));

    const bench = (...args: string[]) =>
        spawnSync(process.execPath, [BENCH, ...args], { cwd: folder, encoding: "utf8" });

    it("prints a table and writes the numbers, with nothing on stderr where that is no terminal", () => {
        const { stdout, stderr, status } = bench("import", "--rounds", "1", "--json", "numbers/bench.json");
        assert.equal(stderr, "");
        assert.equal(status, 0);
        assert.match(stdout, /pulumi-session-affinity\/container-apps/);
        const written = readFileSync(path.join(folder, "numbers", "bench.json"), "utf8");
        const [measured] = (JSON.parse(written) as { benchmarks: Result[] }).benchmarks;
        assert.ok(measured);
        assert.equal(measured.name, "import");
        assert.equal(measured.rounds, 1);
        assert.deepEqual(
            measured.rows.map(({ subject }) => subject.replace("pulumi-session-affinity", ".")),
            ["@pulumi/pulumi", "./affinity", "./apim", "./app-service", "./container-apps", "./kubernetes"],
        );
        for (const { subject, measures, ratios } of measured.rows) {
            for (const metric of ["milliseconds", "mebibytes"]) {
                assert.ok((measures[metric]?.median ?? 0) > 0, `${metric} of ${subject}`);
                if (subject !== measured.baseline) assert.ok((ratios[metric]?.median ?? 0) > 0, `ratio of ${subject}`);
            }
        }
    });

    for (const [what, args, message] of [
        [
            "a benchmark that there is not",
            ["imports"],
            /no benchmark imports\. There are: import, components, policies, topology, check, map, probe\./,
        ],
        ["no rounds", ["--rounds", "0"], /give a whole number from 1/],
        ["an unknown option", ["--fast"], /unknown option/],
        ["a file below a file", ["--json", "file/bench.json"], /cannot be written/],
    ] as const) {
        it(`refuses ${what} before it measures anything`, () => {
            writeFileSync(path.join(folder, "file"), "");
            const { stderr, status } = bench(...args);
            assert.match(stderr, message);
            assert.equal(status, 2);
            assert.equal(existsSync(path.join(folder, "out", "bench.json")), false);
        });
    }
});
