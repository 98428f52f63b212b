import assert from "node:assert/strict";

import { mixedStack } from "../../../bench/support/mixed-stack";
import { countViolations, usualPolicies } from "../../../bench/support/usual-policies";

describe("policies written the usual way", () => {
    it("are as many as asked for, with names of their own", () => {
        const names = usualPolicies(17).map(({ name }) => name);
        assert.equal(new Set(names).size, 17);
    });

    it("find in resources of their own type what is not as they ask for", () => {
        const { resources } = mixedStack(150);
        const [apps, services, deployments, backends] = usualPolicies(5).map((one) =>
            countViolations([one], resources),
        );
        // One group of ten has apps without affinity. Ingresses keep the clients of Services, and pools have the token of a
        // parameterised package: such rules see neither.
        assert.deepEqual([apps, services, deployments, backends], [2, 10, 0, 0]);
        assert.equal(countViolations(usualPolicies(10), resources), 2 * countViolations(usualPolicies(5), resources));
    });
});
