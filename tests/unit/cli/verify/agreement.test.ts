import assert from "node:assert/strict";
import path from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { cloudMocks, type CloudMocks } from "../../../../sandbox/cloud";
import { ArmServer } from "../../../../sandbox/arm";
import { packageRoot } from "../../../../sandbox/package-root";
import { type Hop, readTopology, type StackResource, type Topology } from "../../../../policy-pack/topology";
import { type JsonObject } from "../../../../cli/azure/json";
import { documentWith, settingsIn } from "../../../../cli/azure/shape";
import { type VerifyReport } from "../../../../cli/verify/model";
import { SUBSCRIPTION, verify } from "./support";

/** Brings a sample program up in the sandbox's cloud, without an engine. */
async function broughtUp(program: string, sticky: boolean): Promise<CloudMocks> {
    const mocks = cloudMocks();
    await pulumi.runtime.setMocks(mocks, program, "test", false);
    pulumi.runtime.setAllConfig({ [`${program}:sticky`]: String(sticky) });
    const folder = path.join(packageRoot(), "dist", "programs", program);
    // Each run is to register its resources anew.
    for (const file of Object.keys(require.cache)) if (file.startsWith(folder)) delete require.cache[file];
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a module has to run again for each test
    require(folder);
    await pulumi.runtime.disconnect();
    pulumi.runtime.setAllConfig({});
    return mocks;
}

/** The stack as an export tells of it: what the program asked for, and what the cloud made of it. */
function stackOf({ resources, cloud }: CloudMocks): StackResource[] {
    const stored = new Map(cloud.list().map((one) => [one.id, one.outputs]));
    return resources.flatMap(({ type, name, id, inputs, custom }) => {
        if (!custom || id === undefined || !type.startsWith("azure-native")) return [];
        const properties = { ...inputs, ...stored.get(id) };
        return [{ urn: `urn:pulumi:s::p::${type}::${name}`, type, name, id, properties, propertyDependencies: {} }];
    });
}

/** What hops come to, by their resources' ids: names and type tokens are not the same in a cloud as in a program. */
function summary(
    { hops, edges }: Pick<Topology, "hops" | "edges">,
    resources: readonly { urn: string; id?: string }[],
) {
    const ids = new Map(resources.map(({ urn, id }) => [urn, id?.toLowerCase() ?? ""]));
    const idOf = (urn: string) => ids.get(urn) ?? "";
    const summed = hops.map((hop: Hop) => ({
        id: idOf(hop.urn),
        platform: hop.platform,
        replicas: hop.replicas.known ? [hop.replicas.value.min, hop.replicas.value.max] : "not known",
        affinity: hop.affinity.known ? [hop.affinity.value.kind, hop.affinity.value.strength] : "not known",
        key: hop.affinity.known ? hop.affinity.value.key : undefined,
        clientFacing: hop.clientFacing,
        stateless: hop.stateless?.known ? hop.stateless.value : undefined,
    }));
    const byId = [...summed].sort((one, other) => (one.id < other.id ? -1 : 1));
    return { hops: byId, edges: edges.map(({ from, to }) => `${idOf(from)} ${idOf(to)}`).sort() };
}

const PROGRAMS = ["apim-topology", "mcp-gateway", "multi-backend", "openai-responses", "sticky-web-apps"];
/** It transforms resources when it is not sticky, which Pulumi's mocks have no part for. */
const WITH_ENGINE_ONLY = "sticky-web-apps, not sticky";

describe("What verify reads off the cloud that a program made", () => {
    for (const program of PROGRAMS) {
        for (const sticky of [true, false]) {
            const title = `${program}, ${sticky ? "" : "not "}sticky`;
            if (title === WITH_ENGINE_ONLY) continue;
            it(`is what the pack reads off the stack of ${title}`, async () => {
                const mocks = await broughtUp(program, sticky);
                const server = await ArmServer.start(mocks.cloud);
                try {
                    const groups = mocks.cloud
                        .list()
                        .filter(({ kind }) => kind === "azure-native:resources:ResourceGroup")
                        .flatMap(({ id }) => ["--resource-group", id.split("/").at(-1) ?? ""]);
                    const { out, err } = await verify(["--json", ...groups], {
                        env: { AZURE_RESOURCE_MANAGER_ENDPOINT: server.endpoint, AZURE_SUBSCRIPTION_ID: SUBSCRIPTION },
                    });
                    assert.equal(err, "");
                    const { resources, gaps } = JSON.parse(out) as VerifyReport;
                    const stack = stackOf(mocks);
                    const expected = summary(readTopology(stack), stack);
                    assert.ok(expected.hops.length > 0);
                    assert.deepEqual(gaps, []);
                    assert.deepEqual(summary(readTopology(resources), resources), expected);
                    for (const { kind, outputs } of mocks.cloud.list()) {
                        const { type } = outputs;
                        if (!kind.startsWith("azure-native:") || typeof type !== "string") continue;
                        const settings = JSON.parse(JSON.stringify(outputs)) as JsonObject;
                        assert.deepEqual(settingsIn(documentWith(settings, type), type), settings, kind);
                    }
                } finally {
                    await server.stop();
                }
            });
        }
    }
});
