import assert from "node:assert/strict";

import fc from "fast-check";

import { type Box, layOut, type PlacedNode } from "../../../../cli/map/layout";
import { shelve } from "../../../../cli/map/shelves";
import { anyGroup, groupOf } from "../../../support/map/groups";
import { mapOf, SHOP } from "../../../support/map/shop";

const overlap = (one: Box, other: Box) =>
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height;
const apart = (boxes: readonly Box[]) =>
    boxes.every((one, index) => boxes.slice(index + 1).every((other) => !overlap(one, other)));

describe("the layout of a map", () => {
    it("lets nothing overlap, nothing stick out, and joins what belongs together", () => {
        fc.assert(
            fc.property(anyGroup, (group) => {
                const { nodes, edges, width, height } = layOut(group);
                assert.ok(apart(nodes));
                for (const { x, y, ...box } of nodes) {
                    assert.ok(x >= 0 && y >= 0 && x + box.width <= width && y + box.height <= height);
                }
                assert.deepEqual(nodes.map(({ node }) => node.id).sort(), group.nodes.map(({ id }) => id).sort());
                assert.deepEqual(
                    edges.map(({ edge }) => edge),
                    group.edges,
                );
                const byId = new Map(nodes.map((placed) => [placed.node.id, placed]));
                for (const { edge, points } of edges) {
                    const [first, last] = [points.at(0), points.at(-1)];
                    assert.ok(first && last && touches(first, byId.get(edge.from)) && touches(last, byId.get(edge.to)));
                }
            }),
            { numRuns: 60 },
        );
    });

    it("puts clients on the left, and all replicas in the last column", () => {
        fc.assert(
            fc.property(anyGroup, (group) => {
                const { nodes } = layOut(group);
                const lefts = (kind: string) =>
                    nodes.filter(({ node }) => node.kind === kind).map(({ x, width }) => x + width / 2);
                const hops = lefts("hop");
                assert.ok(Math.max(...lefts("source")) < Math.min(...hops));
                const targets = lefts("targets");
                assert.ok(new Set(targets).size <= 1);
                assert.ok(Math.min(...targets) > Math.max(...hops));
            }),
            { numRuns: 30 },
        );
    });

    it("reads along a chain to its end, then the next one below", () => {
        const [group] = mapOf(SHOP).groups;
        assert.ok(group);
        const { nodes } = layOut(group);
        assert.equal(nodes[0]?.node.kind, "source");
        const ids = nodes.map(({ node }) => node.id);
        // orders, then what it sends to, the upper one first.
        const [pool, first, , second] = ids.slice(ids.indexOf("h3"));
        assert.equal(pool, "h3");
        assert.deepEqual([first, second].sort(), ["h4", "h5"]);
        const top = (id: string | undefined) => nodes.find(({ node }) => node.id === id)?.y ?? NaN;
        assert.ok(top(first) < top(second));
        for (const { node } of nodes) {
            if (node.kind === "targets") assert.equal(ids[ids.indexOf(node.id) - 1], node.id.slice(1));
        }
        const tops = nodes.filter(({ node, x }) => node.kind === "hop" && x < 250).map(({ y }) => y);
        assert.ok(tops.length > 3);
        assert.deepEqual(
            [...tops].sort((one, other) => one - other),
            tops,
        );
    });

    it("is the same each time", () => {
        const group = groupOf(12, [
            [0, 1],
            [1, 2],
            [2, 0],
            [3, 4],
        ]);
        assert.deepEqual(layOut(group), layOut(group));
    });

    it("leads each way from side to side, and back where it closes a circle", () => {
        const { nodes, edges } = layOut(
            groupOf(2, [
                [0, 1],
                [1, 0],
            ]),
        );
        const placed = (id: string) => nodes.find(({ node }) => node.id === id) as PlacedNode;
        const pointsOf = (from: string, to: string) =>
            edges.find(({ edge }) => edge.from === from && edge.to === to)?.points ?? [];
        const [one, two] = [placed("h1"), placed("h2")];
        const [right, left] = [
            { x: one.x + one.width, y: one.y + one.height / 2 },
            { x: two.x, y: two.y + two.height / 2 },
        ];
        assert.ok(right.x < left.x);
        assert.deepEqual([pointsOf("h1", "h2").at(0), pointsOf("h1", "h2").at(-1)], [right, left]);
        assert.deepEqual([pointsOf("h2", "h1").at(0), pointsOf("h2", "h1").at(-1)], [left, right]);
    });

    it("joins neighbours straight, and goes round what is in the way", () => {
        const { edges } = layOut(
            groupOf(3, [
                [0, 1],
                [1, 2],
            ]),
        );
        const pointsOf = (from: string, to: string) =>
            edges.find(({ edge }) => edge.from === from && edge.to === to)?.points.length ?? 0;
        assert.equal(pointsOf("h1", "h2"), 2);
        assert.ok(pointsOf("clients", "h3") > 2);
    });
});

describe("pictures on shelves", () => {
    const picture = (width: number, height: number) => ({ ...layOut(groupOf(1, [])), width, height });
    const sizes = fc.array(fc.tuple(fc.integer({ min: 10, max: 900 }), fc.integer({ min: 10, max: 900 })), {
        maxLength: 20,
    });

    it("do not overlap, keep their order, and fill about as much as they have to", () => {
        fc.assert(
            fc.property(sizes, (given) => {
                const { pictures, width, height } = shelve(
                    given.map(([w, h]) => picture(w, h)),
                    30,
                );
                const boxes = pictures.map(({ picture: { width: w, height: h }, x, y }) => ({
                    x,
                    y,
                    width: w,
                    height: h + 30,
                }));
                assert.ok(apart(boxes));
                assert.deepEqual(
                    boxes.map((box) => [box.width, box.height - 30]),
                    given,
                );
                for (const box of boxes) assert.ok(box.x + box.width <= width && box.y + box.height <= height);
                const rows = boxes.map(({ y }) => y);
                assert.deepEqual(
                    [...rows].sort((one, other) => one - other),
                    rows,
                );
            }),
        );
    });

    it("stand beside each other where there is room, and in about the shape of a screen", () => {
        const { pictures, width, height } = shelve(
            Array.from({ length: 24 }, () => picture(300, 200)),
            0,
        );
        assert.equal(pictures[1]?.y, 0);
        assert.equal(pictures[1]?.x, 324);
        assert.ok(width / height > 0.8 && width / height < 2, `${width} × ${height}`);
    });
});

function touches({ x, y }: { readonly x: number; readonly y: number }, box: Box | undefined): boolean {
    if (box === undefined) return false;
    const near = 2;
    return x >= box.x - near && x <= box.x + box.width + near && y >= box.y - near && y <= box.y + box.height + near;
}
