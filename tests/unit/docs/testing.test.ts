import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(__dirname, "../../../..");
const read = (...file: string[]) => readFileSync(path.join(ROOT, ...file), "utf8");

describe("docs/testing.md", () => {
    it("shows the test that runs here, with the package's own imports", () => {
        const [, shown] = /```ts\n(.*?)```/s.exec(read("docs", "testing.md")) ?? [];
        const run = read("tests", "unit", "policy-pack", "testing", "example.test.ts")
            .replace("../../../../policy-pack/policies", "pulumi-session-affinity/policy-pack")
            .replace("../../../../policy-pack/testing", "pulumi-session-affinity/testing");
        assert.equal(shown, run);
    });

    it("names all that the module exports", async () => {
        const page = read("docs", "testing.md");
        const exported = Object.keys(await import("../../../policy-pack/testing/index.js"));
        const names = exported.filter((name) => !["default", "module.exports", "__esModule"].includes(name));
        assert.ok(names.includes("analyze"));
        for (const name of names) assert.ok(page.includes(`\`${name}`), name);
    });
});
