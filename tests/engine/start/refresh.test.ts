import assert from "node:assert/strict";

import { Cloud } from "../../../sandbox/cloud";
import { Observation } from "../../../sandbox/run/observation";
import { inline, readProgram } from "../../../sandbox/run/program";
import { engineFor, TestStack } from "../support/engine";

describe("the flagship, changed behind Pulumi's back", () => {
    let test: TestStack;
    let resources = 0;

    before(async function () {
        const program = readProgram("apim-topology");
        test = await TestStack.create(await engineFor(this), inline(program), program.project.name);
        const { summary } = await test.stack.up();
        resources = summary.resourceChanges?.create ?? 0;
    });
    after(() => test?.close());

    it("shows no change in a refresh when nobody touched it", async () => {
        const { summary } = await test.stack.refresh();
        assert.deepEqual(summary.resourceChanges, { same: resources });
    });

    it("shows sticky sessions that the portal turned off, and an update turns them on again", async () => {
        await test.whileStopped(async () => {
            const cloud = Cloud.open(test.cloudFile);
            const app = cloud.list().find(({ kind }) => kind === "azure-native:app:ContainerApp");
            assert.ok(app);
            cloud.edit({ type: app.kind, id: app.id }, (inputs) => {
                const changed = structuredClone(inputs) as {
                    configuration: { ingress: { stickySessions: { affinity: string } } };
                };
                changed.configuration.ingress.stickySessions.affinity = "none";
                return changed;
            });
            await cloud.saved();
        });
        const refreshed = await test.stack.refresh();
        assert.equal(refreshed.summary.resourceChanges?.update, 1);

        const observation = new Observation();
        await test.stack.up({ onEvent: observation.take });
        assert.equal(observation.changes.update, 1);
        assert.equal(observation.changes.same, resources - 1);
        assert.match(test.cloudText(), /"affinity":\s*"sticky"/);
        assert.doesNotMatch(test.cloudText(), /"affinity":\s*"none"/);
    });
});
