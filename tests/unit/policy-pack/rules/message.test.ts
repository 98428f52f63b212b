import assert from "node:assert/strict";
import fc from "fast-check";

import { rules } from "../../../../policy-pack/rules";
import { DEFAULT_CONFIG } from "../../../../policy-pack/rules/config";
import { formatMessage, parseMessage } from "../../../../policy-pack/rules/message";
import { readTopology } from "../../../../policy-pack/topology";
import { stacks } from "../arbitraries";
import { TODAY } from "../stacks";

describe("the message of a finding", () => {
    const finding = { rule: "some-rule", path: "a.b", message: "Up to 10 replicas: none kept.", fix: "Set a.b." };

    it("says path, message, fix and page", () => {
        assert.equal(formatMessage(finding), "a.b: Up to 10 replicas: none kept.\nSet a.b.\ndocs/rules/some-rule.md");
        assert.equal(
            formatMessage({ ...finding, fix: "" }),
            "a.b: Up to 10 replicas: none kept.\ndocs/rules/some-rule.md",
        );
    });

    it("is read back behind what the engine puts before it", () => {
        const { rule, ...parts } = finding;
        assert.deepEqual(parseMessage(formatMessage(finding), rule), parts);
        assert.deepEqual(
            parseMessage(`A description.\n  ${formatMessage(finding).replaceAll("\n", "\n  ")}\n\n`, rule),
            parts,
        );
        assert.deepEqual(parseMessage("another policy's text", rule), {
            path: "",
            message: "another policy's text",
            fix: "",
        });
    });

    it("is read back whatever it holds, but for the breaks of lines and the spaces that it cannot keep", () => {
        const piece = fc.constantFrom("\n", "\r\n", ": ", ":", " ", "\t", "docs/rules/some-rule.md", "a.b", "…", "; ");
        const text = fc
            .array(fc.oneof(piece, fc.string({ unit: "grapheme" })), { maxLength: 8 })
            .map((pieces) => pieces.join(""));
        const filled = text.filter((given) => given.trim() !== "");
        const oneLine = (given: string) => given.replace(/\s+/g, " ").trim();
        fc.assert(
            fc.property(
                filled,
                filled,
                text,
                fc.constantFrom("", "A description (of it).\n"),
                (path, message, fix, before) => {
                    assert.deepEqual(
                        parseMessage(before + formatMessage({ rule: "some-rule", path, message, fix }), "some-rule"),
                        {
                            path: oneLine(path).replaceAll(": ", ":"),
                            message: oneLine(message),
                            fix: fix
                                .split(/\r\n|\r|\n/)
                                .map((line) => line.trim())
                                .filter(Boolean)
                                .join("\n"),
                        },
                    );
                },
            ),
            { numRuns: 1000 },
        );
    });

    it("is read back exactly for every finding of every rule", () => {
        let count = 0;
        fc.assert(
            fc.property(stacks, (stack) => {
                for (const rule of rules) {
                    for (const found of rule.evaluate(readTopology(stack), DEFAULT_CONFIG, TODAY)) {
                        const { path, message, fix } = parseMessage(
                            `${rule.description}\n${formatMessage(found)}`,
                            rule.name,
                        );
                        const oneLine = (given: string) => given.replace(/\s+/g, " ").trim();
                        assert.deepEqual(
                            { path, message, fix },
                            { path: found.path, message: oneLine(found.message), fix: found.fix },
                        );
                        count++;
                    }
                }
            }),
            { numRuns: 500 },
        );
        assert.ok(count > 100, `${count} findings are too few to say anything`);
    });

    for (const rule of rules) {
        it(`is told from the description of ${rule.name}`, () => assert.ok(!rule.description.includes(": ")));
    }
});
