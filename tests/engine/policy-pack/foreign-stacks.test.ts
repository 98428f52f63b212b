import assert from "node:assert/strict";
import path from "node:path";

import { packageRoot } from "../../../sandbox/package-root";
import { Observation } from "../../../sandbox/run/observation";
import { engineFor, TestStack } from "../support/engine";

import { foreignStacks } from "./stacks";

const PACK = path.join(packageRoot(), "policy-pack");

describe("the policy pack on stacks in the style of public examples", () => {
    let test: TestStack | undefined;

    afterEach(async () => {
        await test?.close();
        test = undefined;
    });

    /** Lets the stand-in for azure-native keep the resources of the package azure too, as they are given. */
    function keepClassic({ workspace: { envVars } }: TestStack["stack"]): void {
        const given = envVars["PULUMI_DEBUG_PROVIDERS"] ?? "";
        const [, port = ""] = /azure-native:(\d+)/.exec(given) ?? [];
        envVars["PULUMI_DEBUG_PROVIDERS"] = `${given},azure:${port}`;
    }

    for (const { title, program, findings } of foreignStacks) {
        const rejected = findings.some(([, level]) => level === "mandatory");
        it(`${rejected ? "rejects" : "passes"} ${title}`, async function () {
            test = await TestStack.create(await engineFor(this), () => Promise.resolve(program()));
            keepClassic(test.stack);
            const observation = new Observation();
            const preview = test.stack.preview({ onEvent: observation.take, policyPacks: [PACK] });
            const failed = await preview.then(
                () => false,
                () => true,
            );
            assert.deepEqual(observation.errors, []);
            assert.deepEqual(
                observation.findings.map(({ rule, level, urn, path: at }) => [rule, level, urn.split("::").at(-1), at]),
                findings,
            );
            assert.equal(failed, rejected);
        });
    }
});
