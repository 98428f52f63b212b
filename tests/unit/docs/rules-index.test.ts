import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { rules } from "../../../policy-pack/rules";
import { CONFIG_SCHEMA } from "../../../policy-pack/rules/config";
import { withGeneratedParts } from "../../docs/rules-index";

const INDEX = readFileSync(path.resolve(__dirname, "../../../../docs/rules/README.md"), "utf8");

describe("the index of rules", () => {
    it("is what the rules' metadata makes of it; after a change: node dist/tests/docs/write-rules-index.js", () =>
        assert.equal(INDEX, withGeneratedParts(INDEX, rules)));

    it("takes over what the metadata says, and nothing else changes", () => {
        const [rule] = rules;
        assert.ok(rule);
        const other = { ...rule, name: "other-rule", displayName: "Says otherwise", severity: "low" } as const;
        const changed = withGeneratedParts(INDEX, [{ ...other, enforcementLevel: "advisory", scope: "resource" }]);
        assert.match(
            changed,
            /\| \[other-rule\]\(other-rule\.md\) \| Says otherwise \| low {6}\| advisory \| before creation \| no {8} \|/,
        );
        assert.equal(changed.includes(rule.name), false);
        assert.equal(changed.includes("serverHeaders"), false);
        assert.equal(withGeneratedParts(changed, rules), INDEX);
        assert.throws(() => withGeneratedParts("# Rules\n", rules), /has no part between <!-- generated: rules -->/);
    });

    it("tells of every setting that all rules have", () => {
        for (const name of Object.keys(CONFIG_SCHEMA.properties)) assert.ok(INDEX.includes(`| \`${name}\``), name);
    });
});
