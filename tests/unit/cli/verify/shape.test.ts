import assert from "node:assert/strict";

import fc from "fast-check";

import { type Json, type JsonObject } from "../../../../cli/azure/json";
import { documentWith, settingsIn } from "../../../../cli/azure/shape";

const name = fc.string({ minLength: 1, maxLength: 4, unit: "grapheme-ascii" }).filter((text) => text !== "__proto__");
const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));

/** Parts as network resources have them: with a name, and nothing called `properties`. */
const settings = fc.letrec<{ value: Json; part: JsonObject; object: JsonObject }>((tie) => ({
    value: fc.oneof({ depthSize: "small" }, scalar, fc.array(tie("part"), { maxLength: 3 }), tie("object")),
    part: fc
        .tuple(fc.string(), fc.string(), fc.dictionary(name, tie("value"), { maxKeys: 3, noNullPrototype: true }))
        .map(([id, called, rest]) => ({ ...rest, id, name: called })),
    object: fc.dictionary(name, tie("value"), { maxKeys: 4, noNullPrototype: true }),
})).object;

const ENVELOPE = {
    location: "westeurope",
    tags: { a: "b" },
    sku: { name: "S", capacity: 2 },
    kind: "app",
    zones: ["1"],
};

describe("the shapes of Resource Manager and of azure-native", () => {
    for (const type of [
        "Microsoft.Network/loadBalancers",
        "Microsoft.Network/applicationGateways",
        "Microsoft.Web/sites",
    ]) {
        it(`come back from each other: ${type}`, () => {
            fc.assert(
                fc.property(settings, (given) => {
                    const all = { ...given, ...ENVELOPE };
                    assert.deepEqual(settingsIn(documentWith(all, type), type), all);
                }),
            );
        });
    }

    it("have the envelope beside the properties, and a gateway's sku among them", () => {
        const document = documentWith({ ...ENVELOPE, mode: "x" }, "Microsoft.Web/sites");
        assert.deepEqual(document, { ...ENVELOPE, properties: { mode: "x" } });
        const gateway = documentWith({ sku: { name: "v2" } }, "microsoft.network/APPLICATIONGATEWAYS");
        assert.deepEqual(gateway, { properties: { sku: { name: "v2" } } });
    });

    it("nest the parts of network resources, but not those without properties of their own", () => {
        const { properties } = documentWith(
            { rules: [{ id: "i", name: "a", port: 1 }], rewriteRules: [{ name: "b", port: 2 }] },
            "Microsoft.Network/loadBalancers",
        );
        assert.deepEqual(properties, {
            rules: [{ id: "i", name: "a", properties: { port: 1 } }],
            rewriteRules: [{ name: "b", port: 2 }],
        });
    });
});
