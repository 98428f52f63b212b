import assert from "node:assert/strict";

import { lastTopology } from "../../../policy-pack/last-topology";
import { SeenInputs } from "../../../policy-pack/seen-inputs";
import { containerApp } from "./stacks";

describe("the last topology", () => {
    const stack = (maxReplicas: number) => [
        containerApp({ configuration: { ingress: { targetPort: 80 } }, template: { scale: { maxReplicas } } }),
    ];

    it("is kept for a copy of the same resources", () => {
        const read = lastTopology(new SeenInputs());
        assert.equal(read(stack(3)), read(stack(3)));
    });

    it("is read anew for any other", () => {
        const read = lastTopology(new SeenInputs());
        const sizes = [stack(3), stack(4), [], stack(4)].map((resources) =>
            read(resources).hops.map(({ replicas }) => (replicas.known ? replicas.value.max : replicas.path)),
        );
        assert.deepEqual(sizes, [[3], [4], [], [4]]);
    });
});
