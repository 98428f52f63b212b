import assert from "node:assert/strict";
import fc from "fast-check";

import { SeenInputs } from "../../../policy-pack/seen-inputs";
import { UNKNOWN, UNKNOWN_MARKS } from "./stacks";

describe("inputs that resource policies were shown", () => {
    const complete = (outputs: Record<string, unknown>, inputs: Record<string, unknown>) => {
        const seen = new SeenInputs();
        seen.remember("urn", inputs);
        return seen.complete("urn", outputs);
    };

    it("stand where outputs are not known yet", () => {
        assert.deepEqual(complete({ kind: UNKNOWN, tags: UNKNOWN_MARKS.object }, { tags: { team: "shop" } }), {
            kind: undefined,
            tags: { team: "shop" },
        });
    });

    it("stand so at any depth, also in lists that are as long", () => {
        assert.deepEqual(
            complete({ a: { b: [{ c: UNKNOWN, d: 1 }, UNKNOWN] } }, { a: { b: [{ c: 2, d: 3 }, { c: 4 }] } }),
            { a: { b: [{ c: 2, d: 1 }, { c: 4 }] } },
        );
        assert.deepEqual(complete({ list: [UNKNOWN] }, { list: [1, 2] }), { list: [UNKNOWN] });
    });

    it("stand for all outputs where none is known, as of what a new cluster is to run", () => {
        const spec = { selector: { app: "web" }, sessionAffinity: "None" };
        assert.deepEqual(complete({}, { spec }), { spec });
        assert.deepEqual(new SeenInputs().complete("urn", {}), {});
    });

    it("leave what is not known of themselves", () => {
        assert.deepEqual(complete({ name: UNKNOWN, size: UNKNOWN }, { name: UNKNOWN, size: 3 }), {
            name: UNKNOWN,
            size: 3,
        });
    });

    it("change no output that is known, and nothing of other resources", () => {
        assert.deepEqual(complete({ size: 3, mode: null }, { size: 4, mode: "x", other: 5 }), { size: 3, mode: null });
        const seen = new SeenInputs();
        seen.remember("urn", { kind: "app" });
        assert.deepEqual(seen.complete("another", { kind: UNKNOWN }), { kind: UNKNOWN });
    });

    it("never stand for a known output, whatever both are", () => {
        const properties = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
        fc.assert(
            fc.property(properties, properties, (outputs, inputs) => {
                fc.pre(Object.keys(outputs).length > 0);
                assert.deepEqual(complete(outputs, inputs), outputs);
            }),
        );
    });

    it("tell nothing by names that every object has", () => {
        assert.deepEqual(complete({ toString: UNKNOWN }, {}), { toString: undefined });
    });
});
