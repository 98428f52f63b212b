import assert from "node:assert/strict";

import { mixedStack } from "../../../bench/support/mixed-stack";
import { rules } from "../../../policy-pack/rules";
import { DEFAULT_CONFIG } from "../../../policy-pack/rules/config";
import { readTopology } from "../../../policy-pack/topology";
import { TODAY } from "../policy-pack/stacks";

/** How often evaluating so many resources reads a property off one of them. */
function readsOf(size: number): number {
    let reads = 0;
    const counted = mixedStack(size).resources.map((resource) => ({
        ...resource,
        properties: new Proxy(resource.properties, {
            get: (properties, key) => {
                reads++;
                return Reflect.get(properties, key) as unknown;
            },
        }),
    }));
    const topology = readTopology(counted);
    for (const rule of rules) rule.evaluate(topology, DEFAULT_CONFIG, TODAY);
    return reads;
}

describe("the stack of the topology's benchmark", () => {
    it("is a third of Kubernetes, to the number asked for, with URNs of its own", () => {
        for (const size of [1, 100, 1000]) {
            const { resources } = mixedStack(size);
            assert.equal(new Set(resources.map(({ urn }) => urn)).size, size);
        }
        const { resources } = mixedStack(1500);
        assert.equal(resources.filter(({ type }) => type.startsWith("kubernetes:")).length, 500);
    });

    it("has the violations and the edges that it says", () => {
        const { resources, violations } = mixedStack(1500);
        const topology = readTopology(resources);
        const found = rules.flatMap((rule) => rule.evaluate(topology, DEFAULT_CONFIG, TODAY));
        assert.deepEqual(
            found.map(({ kind }) => kind),
            Array<string>(violations).fill("violation"),
        );
        assert.equal(violations, 40);
        assert.equal(topology.edges.length, 290);
    });

    it("is evaluated with reads that grow as the stack does", () => {
        const [small, large] = [readsOf(600), readsOf(6000)];
        assert.ok(small > 600 && large <= 10.5 * small, `${small} reads became ${large}`);
    });
});
