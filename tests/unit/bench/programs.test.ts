import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { loadProgram, type ProgramName } from "../../../bench/programs";
import { cloudMocks, type RecordedResource } from "../../../sandbox/cloud";

/** What a program registers, in the order of names. */
async function register(name: ProgramName, size: number): Promise<RecordedResource[]> {
    const mocks = cloudMocks();
    await pulumi.runtime.setMocks(mocks, "bench", "bench", false);
    await (
        await loadProgram(name, size)
    )();
    await pulumi.runtime.disconnect();
    return mocks.resources.filter(({ type }) => !type.startsWith("pulumi:")).sort(byName);
}

function byName(one: RecordedResource, other: RecordedResource): number {
    return `${one.type} ${one.name}` < `${other.type} ${other.name}` ? -1 : 1;
}

describe("programs of the benchmarks", () => {
    it("compare components whose children are the same, inputs and all", async () => {
        const children = async (name: ProgramName) =>
            (await register(name, 3))
                .filter(({ custom }) => custom)
                .map(({ type, name: own, inputs }) => ({ type, name: own, inputs }));
        const handWritten = await children("hand-written-apps");
        assert.equal(handWritten.length, 5);
        assert.deepEqual(await children("sticky-apps"), handWritten);
    });

    it("mix Container Apps and Kubernetes two to one, to the number asked for", async () => {
        const resources = await register("mixed-workloads", 60);
        assert.equal(resources.length, 60);
        const share = (type: string) => resources.filter((resource) => resource.type === type).length;
        assert.equal(share("azure-native:app:ContainerApp"), 38);
        assert.equal(share("kubernetes:apps/v1:Deployment"), 10);
        assert.equal(share("kubernetes:core/v1:Service"), 10);
    });
});
