import assert from "node:assert/strict";

import { firstOf, valuesOf } from "../../../../../cli/probe/http/headers";

describe("headers of a response", () => {
    const headers = { "set-cookie": ["a=1", "b=2"], date: "today", age: [] };

    it("are read whether they came once or several times", () => {
        assert.deepEqual(valuesOf(headers, "set-cookie"), ["a=1", "b=2"]);
        assert.deepEqual(valuesOf(headers, "date"), ["today"]);
        assert.deepEqual(valuesOf(headers, "age"), []);
        assert.deepEqual(
            ["set-cookie", "date", "age"].map((name) => firstOf(headers, name)),
            ["a=1", "today", undefined],
        );
    });

    it("are not there under names that every object has", () => {
        for (const name of ["constructor", "__proto__", "toString", "other"]) {
            assert.deepEqual(valuesOf(headers, name), []);
            assert.equal(firstOf(headers, name), undefined);
        }
    });
});
