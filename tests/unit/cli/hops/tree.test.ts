import assert from "node:assert/strict";

import picocolors from "picocolors";

import { type ReportedHop } from "../../../../cli/hops/report";
import { treeLines } from "../../../../cli/hops/tree";

const hop = (name: string): ReportedHop => ({
    platform: "kubernetes",
    name,
    urn: name,
    replicas: { min: 1, max: "unbounded", source: "its replicas" },
    affinity: { unknown: "its affinity" },
    clientFacing: true,
    verdict: "not known yet",
});
const edge = (from: string, to: string) => ({ from, to, via: from });

/** The first two columns, without what was read of each. */
function drawn(names: readonly string[], ...edges: readonly [string, string][]): string[] {
    const lines = treeLines(
        names.map(hop),
        edges.map(([from, to]) => edge(from, to)),
        picocolors.createColors(false),
    );
    return lines
        .slice(1)
        .filter((line) => !/^ *(replicas|affinity):/.test(line))
        .map((line) => line.split(/ {2,}kube/)[0] ?? "");
}

describe("the tree of hops", () => {
    it("has behind each hop those that it sends to, and each of them once with all behind it", () => {
        const tree = drawn(["a", "b", "c", "d"], ["a", "b"], ["a", "c"], ["b", "d"], ["c", "d"]);
        assert.deepEqual(tree, ["a", "└▶ b", "   └▶ d", "└▶ c", "   └▶ d"]);
        const lines = treeLines(
            ["a", "b", "c"].map(hop),
            [edge("a", "c"), edge("b", "c")],
            picocolors.createColors(false),
        );
        assert.equal(lines.filter((line) => line.includes("(see above)")).length, 1);
        assert.equal(lines.filter((line) => line.includes("replicas: its replicas")).length, 3);
    });

    it("ends in a circle", () => {
        assert.deepEqual(drawn(["a", "b"], ["a", "b"], ["b", "a"]), ["a", "└▶ b", "   └▶ a"]);
    });

    it("begins with a hop whose front is not shown, and leaves out what is behind and not shown", () => {
        assert.deepEqual(drawn(["b", "a"], ["hidden", "a"], ["a", "behind"]), ["b", "a"]);
    });

    it("says what is not known, and that there is no bound", () => {
        const lines = treeLines([hop("a")], [], picocolors.createColors(false));
        assert.deepEqual(lines.slice(1), [
            "a    kubernetes  1–…       ?         ?         not known yet",
            "  replicas: its replicas",
            "  affinity: cannot tell without its affinity",
        ]);
    });
});
