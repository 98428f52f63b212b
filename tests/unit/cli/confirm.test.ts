import assert from "node:assert/strict";

import { isYes } from "../../../cli/confirm";

describe("an answer", () => {
    it("is yes where it clearly is", () => {
        for (const answer of ["y", "Y", "yes", "YES", " Yes ", "yes\r"]) assert.equal(isYes(answer), true, answer);
    });

    it("is no otherwise", () => {
        for (const answer of ["", " ", "n", "no", "yes please", "yn", "ye", "oui"]) {
            assert.equal(isYes(answer), false, answer);
        }
    });
});
