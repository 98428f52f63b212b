import assert from "node:assert/strict";
import { Secret } from "@pulumi/policy";

import { changed, withoutSecrets } from "../../../policy-pack/secrets";

describe("secrets in what remediations are given", () => {
    it("are read wherever they stand, also one in another", () => {
        const read = withoutSecrets({
            plain: 1,
            nothing: null,
            text: new Secret("hidden"),
            twice: new Secret(new Secret("hidden")),
            list: [new Secret("first"), [new Secret("second")], { deep: new Secret({ deeper: new Secret(3) }) }],
            whole: new Secret([new Secret(1), 2]),
        });
        assert.deepEqual(read, {
            plain: 1,
            nothing: null,
            text: "hidden",
            twice: "hidden",
            list: ["first", ["second"], { deep: { deeper: 3 } }],
            whole: [1, 2],
        });
    });

    it("are told from what only looks like one", () => {
        class Secret2 {
            readonly value = 1;
        }
        class Secret {
            readonly hidden = 1;
        }
        const given = { value: { value: 1 }, other: new Secret2(), none: new Secret() };
        assert.deepEqual(withoutSecrets(given), { value: { value: 1 }, other: { value: 1 }, none: { hidden: 1 } });
    });

    it("stay secret around a change, and what was given stays as it is", () => {
        const given = { a: new Secret({ b: new Secret({ old: 1 }), kept: new Secret(2) }), rest: [new Secret(3)] };
        const result = changed(given, { path: ["a", "b", "new"], value: "set" });
        assert.deepEqual(result, {
            a: new Secret({ b: new Secret({ old: 1, new: "set" }), kept: new Secret(2) }),
            rest: [new Secret(3)],
        });
        assert.deepEqual(withoutSecrets(given), { a: { b: { old: 1 }, kept: 2 }, rest: [3] });
    });

    it("give way to objects where a change needs one, and a change makes those that are missing", () => {
        const change = { path: ["a", "b"], value: 1 };
        for (const given of [{}, { a: null }, { a: "text" }, { a: ["x"] }]) {
            assert.deepEqual(changed(given, change), { a: { b: 1 } });
        }
        assert.deepEqual(changed({ a: new Secret("text") }, change), { a: new Secret({ b: 1 }) });
    });
});
