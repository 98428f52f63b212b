import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import fc from "fast-check";

import { isSameData } from "../../../policy-pack/same-data";

/** Small, so that two of them are often alike or nearly so. */
const { data } = fc.letrec((tie) => ({
    data: fc.oneof({ depthSize: "small" }, fc.constantFrom(null, true, 0, 1, "", "a"), tie("list"), tie("record")),
    list: fc.array(tie("data"), { maxLength: 2 }),
    record: fc.dictionary(fc.constantFrom("a", "b", "__proto__"), tie("data"), { maxKeys: 2, noNullPrototype: true }),
}));

describe("comparing plain data", () => {
    it("says what Node.js's own comparison says", () => {
        fc.assert(
            fc.property(data, data, (one, other) => {
                assert.equal(isSameData(one, other), isDeepStrictEqual(one, other));
                assert.equal(isSameData(one, structuredClone(one)), true);
            }),
        );
    });

    for (const [what, one, other] of [
        ["lists of several lengths", [1], [1, 2]],
        ["a list and an object", [], {}],
        ["an object and a list", {}, []],
        ["names of members", { a: undefined }, { b: undefined }],
        ["numbers of members", { a: 1 }, { a: 1, b: 2 }],
        ["what is deep within", { a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
        ["objects of classes", new Date(0), new Date(1)],
        ["classes", new (class One {})(), new (class Other {})()],
        ["nothing and no value", undefined, null],
    ] as const) {
        it(`tells ${what} apart`, () => {
            assert.equal(isSameData(one, other), false);
            assert.equal(isSameData(other, one), false);
        });
    }

    it("takes what is no number for the same", () => assert.equal(isSameData({ a: NaN }, { a: NaN }), true));
});
