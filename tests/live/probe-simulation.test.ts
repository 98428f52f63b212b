import assert from "node:assert/strict";

import { simulateCases } from "../support/probe/cases";

describe("the verdicts on 10,000 simulated probes", () => {
    it("are never falsely sticky, and right in 99.9 % at least", () => {
        const { runs, right, falselySticky, wrong } = simulateCases(10_000, 1_000_000);
        assert.equal(falselySticky, 0, wrong.join("\n"));
        assert.ok(right / runs >= 0.999, `${right} of ${runs} are right:\n${wrong.join("\n")}`);
    });
});
