import assert from "node:assert/strict";

import { exitCodeOf } from "../../../cli/exit-codes";
import { toneOf } from "../../../cli/probe/findings/finding";

describe("exit codes", () => {
    it("say the verdict to scripts", () => {
        const verdicts = ["sticky", "partly sticky", "not sticky", "inconclusive", "not needed"] as const;
        assert.deepEqual(
            verdicts.map((verdict) => exitCodeOf(toneOf(verdict))),
            [0, 1, 1, 2, 0],
        );
    });
});
