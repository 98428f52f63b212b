import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { rules } from "../../../policy-pack/rules";

const PAGE = readFileSync(path.resolve(__dirname, "../../../../docs/remediation.md"), "utf8");
const remediating = rules.filter(({ remediate }) => remediate).map(({ name }) => name);

describe("docs/remediation.md", () => {
    it("names the rules that have one, and no other", () => {
        const [, json = ""] = /```json\n(.*?)```/s.exec(PAGE) ?? [];
        assert.deepEqual(JSON.parse(json), Object.fromEntries(remediating.map((name) => [name, "remediate"])));
        const linked = [...PAGE.matchAll(/^\| \[([\w-]+)\]\(rules\/\1\.md\)/gm)].map(([, name]) => name);
        assert.deepEqual(linked.sort(), [...remediating].sort());
        const printed = [...PAGE.matchAll(/\[remediate\] {2}([\w-]+)/g)].map(([, name]) => name);
        assert.deepEqual(printed.sort(), [...remediating].sort());
    });

    it("says what is set", () => {
        for (const path of [
            "configuration.ingress.stickySessions.affinity",
            "clientAffinityEnabled",
            "spec.sessionAffinity",
        ]) {
            assert.ok(PAGE.includes(`\`${path}\` to`), path);
        }
    });
});
