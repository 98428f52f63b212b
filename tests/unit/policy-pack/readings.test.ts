import assert from "node:assert/strict";
import { type PolicyResource } from "@pulumi/policy";

import { readingsOf } from "../../../policy-pack/readings";
import { SeenInputs } from "../../../policy-pack/seen-inputs";
import { type Topology } from "../../../policy-pack/topology";
import { containerApp } from "./stacks";

function appWith(maxReplicas: number) {
    return containerApp({ configuration: { ingress: { targetPort: 80 } }, template: { scale: { maxReplicas } } });
}

/** The same as CrossGuard's server hands it to a stack policy. */
function handed(maxReplicas: number, props = appWith(maxReplicas).properties, dependencies = {}): PolicyResource {
    const { urn, type, name } = appWith(maxReplicas);
    const opts = { ignoreChanges: [] as string[] };
    return { urn, type, name, props, opts, propertyDependencies: dependencies } as unknown as PolicyResource;
}

function sizesIn({ hops }: Topology) {
    return hops.map(({ replicas }) => (replicas.known ? replicas.value.max : replicas.path));
}

describe("readings", () => {
    it("keep the last stack for a copy of it", () => {
        const { stack } = readingsOf(new SeenInputs());
        assert.equal(stack([handed(3)]), stack([handed(3)]));
    });

    it("read any other stack anew", () => {
        const { stack } = readingsOf(new SeenInputs());
        const stacks = [[handed(3)], [handed(4)], [], [handed(4)]];
        assert.deepEqual(
            stacks.map((resources) => sizesIn(stack(resources))),
            [[3], [4], [], [4]],
        );
    });

    it("keep it for the very same properties too, and not with another resource or another dependency", () => {
        const { stack } = readingsOf(new SeenInputs());
        const { properties } = appWith(3);
        const first = stack([handed(3, properties)]);
        assert.equal(stack([handed(3, properties)]), first);
        assert.notEqual(stack([handed(3, properties), handed(4)]), first);
        const [one, other] = [stack([handed(3)]), stack([handed(3, undefined, { tags: [handed(4)] })])];
        assert.notEqual(one, other);
    });

    it("keep the last resource for a copy of it, and read any other anew", () => {
        const { alone } = readingsOf(new SeenInputs());
        assert.equal(alone(appWith(3)), alone(appWith(3)));
        assert.deepEqual(
            [3, 4, 3].map((maxReplicas) => sizesIn(alone(appWith(maxReplicas)))),
            [[3], [4], [3]],
        );
    });
});
