import assert from "node:assert/strict";

import { missing } from "../../../live/support/kubernetes/apply";

describe("What an API server did not keep", () => {
    const cases: [string, unknown, unknown, string[]][] = [
        ["is nothing where it only added", { a: 1, b: { c: "x" } }, { a: 1, b: { c: "x", d: 2 }, e: [] }, []],
        ["is a value that differs", { spec: { port: 80 } }, { spec: { port: "80" } }, ["spec.port"]],
        ["is a member that is gone", { spec: { a: 1, b: false } }, { spec: { a: 1 } }, ["spec.b"]],
        ["is a whole object that is gone", { spec: { a: { b: 1 } } }, { spec: {} }, ["spec.a"]],
        ["is an object that became null", { a: { b: 1 } }, { a: null }, ["a"]],
        ["is told by its place in a list", { a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 1 }, { b: 3 }] }, ["a[1].b"]],
        ["is a list with fewer members", { a: [1, 2] }, { a: [1] }, ["a"]],
        ["is a list with more members", { a: [1] }, { a: [1, 2] }, ["a"]],
        ["is a list that is none", { a: [1] }, { a: { 0: 1, length: 1 } }, ["a"]],
        ["is not an object without members", { a: {} }, {}, []],
        ["is an object without members that is something else", { a: {} }, { a: "x" }, ["a"]],
        ["is a null that has a value", { a: null }, { a: 0 }, ["a"]],
        ["is a member that has to be absent", { a: { b: undefined } }, { a: { b: 1 } }, ["a.b"]],
        ["is not a member that is absent as it has to be", { a: { b: undefined } }, { a: { c: 1 } }, []],
    ];
    for (const [title, sent, kept, lost] of cases) {
        it(title, () => assert.deepEqual(missing(sent, kept), lost));
    }
});
