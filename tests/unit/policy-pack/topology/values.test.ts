import assert from "node:assert/strict";
import fc from "fast-check";

import { isUnknown, lookup, lookupList, lookupNumber, lookupText } from "../../../../policy-pack/topology/values";
import { UNKNOWN, UNKNOWN_MARKS } from "../stacks";
import { jsonWithUnknowns } from "../arbitraries";

describe("values", () => {
    const tree = {
        a: { b: 3, nothing: null, no: undefined, list: [1, { c: 2 }], text: "t" },
        "dotted.key": { "and.more": 1 },
        later: UNKNOWN,
    };

    it("finds a value", () => {
        assert.deepEqual(lookup(tree, "a.b"), { state: "known", value: 3 });
        assert.deepEqual(lookup(tree, "a.list"), { state: "known", value: [1, { c: 2 }] });
        assert.deepEqual(lookup({ a: false }, "a"), { state: "known", value: false });
        assert.deepEqual(lookup({ a: 0 }, "a"), { state: "known", value: 0 });
        assert.deepEqual(lookup({ a: "" }, "a"), { state: "known", value: "" });
    });

    it("finds nothing where nothing is, or where the path leads through another shape", () => {
        for (const path of ["x", "a.x", "a.nothing", "a.no", "a.b.x", "a.list.0", "a.list.length", "a.text.length"]) {
            assert.deepEqual(lookup(tree, path), { state: "absent" }, path);
        }
        for (const path of ["toString", "constructor", "__proto__", "a.hasOwnProperty"]) {
            assert.deepEqual(lookup(tree, path), { state: "absent" }, path);
        }
        for (const root of [undefined, null, 1, "text", [1]]) {
            assert.deepEqual(lookup(root, "length"), { state: "absent" });
        }
    });

    it("takes keys with dots in a list", () => {
        assert.deepEqual(lookup(tree, ["dotted.key", "and.more"]), { state: "known", value: 1 });
        assert.deepEqual(lookup(tree, "dotted.key.and.more"), { state: "absent" });
        assert.deepEqual(lookup({ "dotted.key": UNKNOWN }, ["dotted.key", "x"]), {
            state: "unknown",
            path: "dotted.key",
        });
    });

    for (const [kind, mark] of Object.entries(UNKNOWN_MARKS)) {
        it(`knows the mark of an unknown ${kind}, with the path where it begins`, () => {
            assert.ok(isUnknown(mark));
            assert.deepEqual(lookup({ a: { b: mark } }, "a.b"), { state: "unknown", path: "a.b" });
            assert.deepEqual(lookup({ a: { b: mark } }, "a.b.c.d"), { state: "unknown", path: "a.b" });
            assert.deepEqual(lookup({ a: { b: mark } }, "a.c"), { state: "absent" });
        });
    }

    it("takes an export's secret for unknown", () => {
        const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "…" };
        assert.deepEqual(lookup({ tags: secret }, "tags.a"), { state: "unknown", path: "tags" });
        const asset = { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "…" };
        assert.ok(!isUnknown(asset));
    });

    it("tells numbers, texts and lists from other values", () => {
        const number = (value: unknown) => lookupNumber({ value }, "value");
        assert.deepEqual(number(3), { state: "known", value: 3 });
        assert.deepEqual(number("12"), { state: "known", value: 12 });
        for (const other of ["", "  ", "many", NaN, Infinity, true, [3], { a: 3 }, null]) {
            assert.deepEqual(number(other), { state: "absent" }, JSON.stringify(other));
        }
        assert.deepEqual(number(UNKNOWN_MARKS.number), { state: "unknown", path: "value" });
        assert.deepEqual(lookupText({ value: "t" }, "value"), { state: "known", value: "t" });
        assert.deepEqual(lookupText({ value: 3 }, "value"), { state: "absent" });
        assert.deepEqual(lookupText({ value: UNKNOWN }, "value"), { state: "unknown", path: "value" });
        assert.deepEqual(lookupList({ value: [UNKNOWN] }, "value"), { state: "known", value: [UNKNOWN] });
        assert.deepEqual(lookupList({ value: { length: 3 } }, "value"), { state: "absent" });
        assert.deepEqual(lookupList({ value: UNKNOWN_MARKS.array }, "value"), { state: "unknown", path: "value" });
    });

    it("never throws, and reports an unknown ancestor always", () => {
        const path = fc.array(fc.oneof(fc.string(), fc.constantFrom("a", "b", "c", "__proto__")), { maxLength: 5 });
        fc.assert(
            fc.property(jsonWithUnknowns, path, (value, keys) => {
                for (const look of [lookup, lookupText]) look(value, keys);
                for (const look of [lookupNumber, lookupList]) look(value, keys.join("."));
            }),
        );
        fc.assert(
            fc.property(
                fc.array(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 5 }),
                fc.array(fc.string(), { maxLength: 3 }),
                fc.constantFrom(...Object.values(UNKNOWN_MARKS)),
                (above, below, mark) => {
                    const value = above.reduceRight<unknown>((inner, key) => ({ [key]: inner, Z: 1 }), mark);
                    const expected = { state: "unknown", path: above.join(".") };
                    assert.deepEqual(lookup(value, [...above, ...below]), expected);
                },
            ),
        );
    });
});
