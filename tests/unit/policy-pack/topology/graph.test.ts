import assert from "node:assert/strict";
import fc from "fast-check";

import { readTopology, type StackResource } from "../../../../policy-pack/topology";
import { shuffled, stacks } from "../arbitraries";
import { app, BACKEND_TYPES, pool, scaler, service, workload } from "../stacks";

/** All that a topology tells. */
function told(resources: readonly StackResource[]) {
    const topology = readTopology(resources);
    const { hops, edges } = topology;
    return { hops, edges, routes: hops.map((hop) => topology.routesTo(hop).map(({ urn }) => urn)) };
}

describe("the topology of a stack", () => {
    it("holds the hops of all platforms in the order of their URNs", () => {
        const resources = [
            workload("Deployment"),
            service(),
            scaler(),
            pool({}, BACKEND_TYPES.storing[0]),
            app({}),
            app({}, undefined, "api"),
        ];
        const platforms = readTopology(resources).hops.map(({ platform, name }) => `${platform} ${name}`);
        assert.deepEqual(platforms, [
            "container-apps api",
            "container-apps web",
            "api-management pool",
            "kubernetes web",
        ]);
    });

    it("is empty for an empty stack and for types that are none", () => {
        assert.deepEqual(told([]), { hops: [], edges: [], routes: [] });
        assert.deepEqual(told([{ ...app({}), type: "garbage" }]).hops, []);
    });

    it("is read whatever the stack holds, and the same in whatever order", () => {
        let hops = 0;
        fc.assert(
            fc.property(
                stacks.chain((stack) => fc.tuple(fc.constant(stack), shuffled(stack))),
                ([stack, other]) => {
                    const first = told(stack);
                    assert.deepEqual(told(other), first);
                    hops += first.hops.length;
                },
            ),
            { numRuns: 1000 },
        );
        assert.ok(hops > 500, `the stacks had ${hops} hops, too few to say anything`);
    });
});
