import assert from "node:assert/strict";

import { readingsOf } from "../../../policy-pack/readings";
import { SeenInputs } from "../../../policy-pack/seen-inputs";
import { type Topology } from "../../../policy-pack/topology";
import { containerApp } from "./stacks";

function appWith(maxReplicas: number) {
    return containerApp({ configuration: { ingress: { targetPort: 80 } }, template: { scale: { maxReplicas } } });
}

function sizesIn({ hops }: Topology) {
    return hops.map(({ replicas }) => (replicas.known ? replicas.value.max : replicas.path));
}

describe("readings", () => {
    it("keep the last stack for a copy of it", () => {
        const { stack } = readingsOf(new SeenInputs());
        assert.equal(stack([appWith(3)]), stack([appWith(3)]));
    });

    it("read any other stack anew", () => {
        const { stack } = readingsOf(new SeenInputs());
        const stacks = [[appWith(3)], [appWith(4)], [], [appWith(4)]];
        assert.deepEqual(
            stacks.map((resources) => sizesIn(stack(resources))),
            [[3], [4], [], [4]],
        );
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
