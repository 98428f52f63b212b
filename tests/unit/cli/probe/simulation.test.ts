import assert from "node:assert/strict";

import { simulateCases } from "../../../support/probe/cases";

describe("the verdict on simulated balancers", () => {
    it("is right for every kind of them", () => {
        const { runs, right, falselySticky, wrong } = simulateCases(300, 1);
        assert.equal(falselySticky, 0, wrong.join("\n"));
        assert.deepEqual(wrong, []);
        assert.equal(right, runs);
    });
});
