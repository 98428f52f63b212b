import * as assert from "node:assert/strict";
import { fromArguments, fromValue } from "../../../../sandbox/providers/parameters";

describe("providers: parameters of azure-native", () => {
    const expected = {
        name: "azure-native_apimanagement_v20241001preview",
        module: "apimanagement",
        version: "v20241001preview",
    };
    const json = JSON.stringify({ module: "apimanagement", version: "v20241001preview" });

    for (const version of ["2024-10-01-preview", "v20241001preview", "20241001preview"]) {
        it(`takes the version as ${version}`, () => {
            assert.deepEqual(fromArguments(["apimanagement", version]), expected);
        });
    }

    it("reads an SDK's parameter, as JSON or in base64", () => {
        assert.deepEqual(fromValue(Buffer.from(json)), expected);
        assert.deepEqual(fromValue(Buffer.from(Buffer.from(json).toString("base64"))), expected);
    });

    it("says what is wrong with any other", () => {
        assert.throws(() => fromArguments(["apimanagement"]), /takes a module and an API version, not 1 arguments/);
        assert.throws(() => fromArguments(["apimanagement", "latest"]), /such as apimanagement and v20241001preview/);
        assert.throws(() => fromValue(Buffer.from("nonsense")), /no base64 of JSON/);
        assert.throws(() => fromValue(Buffer.from("{}")), /parameterised by a module and an API version/);
    });
});
