import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(__dirname, "../../../..");
const read = (...file: string[]) => readFileSync(path.join(ROOT, ...file), "utf8");

describe("docs/enforcing.md", () => {
    it("shows the pack that the live tests run from an installed package", () => {
        const [, shown] = /```js\n(.*?)```/s.exec(read("docs", "enforcing.md")) ?? [];
        assert.equal(shown, read("tests", "live", "fixtures", "package", "our-pack", "index.js"));
    });
});
