import assert from "node:assert/strict";

import fc from "fast-check";

import { fit } from "../../../../cli/map/fit";
import { type State } from "../../../../cli/map/model";
import {
    affinityText,
    countText,
    durationText,
    firmnessText,
    MEANINGS,
    SIGNS,
    summaryText,
    targetsText,
} from "../../../../cli/map/words";
import { fact, notYet } from "../../../../policy-pack/topology/values";

const targets = (min: number, max: number) => targetsText(fact({ min, max, source: "scale" }), "pods");

describe("the words of a map", () => {
    it("tell numbers of targets", () => {
        assert.equal(targets(2, 10), "2–10 pods");
        assert.equal(targets(3, 3), "3 pods");
        assert.equal(targets(1, 1), "1 pod");
        assert.equal(targets(0, 1), "0–1 pod");
        assert.equal(targets(5, 3), "3 pods", "more at least than at most is a mistake of the stack's");
        assert.equal(targets(0, Infinity), "any number of pods");
        assert.equal(targets(2, Infinity), "2 or more pods");
        assert.equal(targetsText(notYet("scale.max"), "pods"), "pods: not known yet");
    });

    it("tell times in the largest unit that divides them", () => {
        const times = [1, 59, 60, 90, 3600, 5400, 86_400, 90_000, 172_800];
        assert.deepEqual(times.map(durationText), [
            "1 s",
            "59 s",
            "1 min",
            "90 s",
            "1 h",
            "90 min",
            "1 d",
            "25 h",
            "2 d",
        ]);
        assert.equal(durationText(0), "0 s");
    });

    it("tell affinity and how firm it is, and nothing where there is none", () => {
        assert.equal(affinityText({ kind: "cookie" }), "cookie");
        assert.equal(affinityText({ kind: "cookie", key: "cart" }), "cookie cart");
        assert.equal(firmnessText({ lifetime: "1 h", strength: "soft" }), "1 h, soft");
        assert.equal(firmnessText({ strength: "none" }), "");
        assert.equal(firmnessText({}), "");
    });

    it("count", () => {
        const hops = (["kept", "broken", "broken", "undecided", "stateless", "aside"] as const).map((state) => ({
            state,
        }));
        assert.equal(summaryText(hops), "6 hops, 2 broken, 1 undecided, 1 stateless");
        assert.equal(summaryText([{ state: "kept" }]), "1 hop");
        assert.equal(countText(0, "hop"), "0 hops");
    });

    it("have a sign and a meaning for each state, no two alike", () => {
        const states = Object.keys(SIGNS) as State[];
        assert.equal(new Set(states.map((state) => SIGNS[state])).size, states.length);
        assert.equal(new Set(states.map((state) => MEANINGS[state])).size, states.length);
    });
});

describe("text that has to fit", () => {
    it("stays as it is where it does, and ends with a sign where it does not", () => {
        assert.equal(fit("abcde", 5), "abcde");
        assert.equal(fit("abcdef", 5), "abcd…");
        assert.equal(fit("  a\n b ", 5), "a b");
    });

    it("counts wide characters twice, and those without room of their own not at all", () => {
        assert.equal(fit("日本語", 6), "日本語");
        assert.equal(fit("日本語", 5), "日本…");
        assert.equal(fit("e\u0301e\u0301", 2), "e\u0301e\u0301");
    });

    it("never is longer, and never cuts a character in half", () => {
        fc.assert(
            fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 30 }), (text, letters) => {
                const fitted = fit(text, letters);
                assert.doesNotMatch(fitted, /\p{Cs}/u);
                assert.ok(Array.from(fitted).filter((one) => !/\p{M}|\p{Cf}/u.test(one)).length <= letters);
            }),
        );
    });
});
