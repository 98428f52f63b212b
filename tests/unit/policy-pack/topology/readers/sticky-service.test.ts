import assert from "node:assert/strict";

import { StickyService, type StickyServiceArgs } from "../../../../../components/kubernetes";
import { readTopology } from "../../../../../policy-pack/topology";
import { type Hop } from "../../../../../policy-pack/topology/hop";
import { type Recorded, run, urnOf as registeredUrn } from "../../../support/program";
import { resource, workload } from "../../stacks";

const podSpec = { containers: [{ name: "api", readinessProbe: { tcpSocket: { port: 80 } } }] };

/** What the component's program left in the cluster, as a stack policy sees it. */
function inTheCluster({ cloud }: Recorded) {
    return cloud
        .list()
        .filter(({ type, id }) => type.startsWith("kubernetes:") && id !== "shop")
        .map(({ type, id, outputs }) => resource(type, id, outputs, { id }));
}

/** The hop as the component registers it. */
function registered({ outputs }: Recorded): Record<string, unknown> {
    const found = outputs.get(registeredUrn("session-affinity:index:StickyService", "web"));
    return found?.["hop"] as Record<string, unknown>;
}

function read({ replicas, affinity, clientFacing, platform }: Hop) {
    assert.ok(replicas.known && affinity.known);
    const { min, max } = replicas.value;
    const { kind, strength, ttlSeconds } = affinity.value;
    return { platform, min, max, kind, strength, ttlSeconds, clientFacing };
}

describe("a StickyService", () => {
    const cases: [about: string, args: StickyServiceArgs][] = [
        ["with a Deployment", { podSpec, port: 80, replicas: 3 }],
        ["with a StatefulSet", { podSpec, port: 80, replicas: 3, workload: "StatefulSet" }],
        ["with one pod", { podSpec, port: 80, workload: "StatefulSet" }],
        ["with an autoscaler", { podSpec, port: 80, autoscale: { minReplicas: 2, maxReplicas: 7 } }],
        [
            "with an autoscaler of a StatefulSet",
            { podSpec, port: 80, workload: "StatefulSet", autoscale: { maxReplicas: 7 } },
        ],
        ["at a node port", { podSpec, port: 80, replicas: 2, type: "NodePort", timeoutSeconds: 60 }],
        ["without affinity", { podSpec, port: 80, replicas: 2, sessionAffinity: "None" }],
        ["that drains", { podSpec, port: 80, replicas: 2, drainSeconds: 10, namespace: "shop" }],
    ];
    for (const [about, args] of cases) {
        it(`is read as it describes itself, ${about}`, async () => {
            const recorded = await run(() => new StickyService("web", args));
            const { hops } = readTopology(inTheCluster(recorded));
            // The headless Service of a StatefulSet chooses nothing, and is no hop.
            assert.equal(hops.length, 1);
            const { platform, replicas, affinity, clientFacing } = registered(recorded) as unknown as {
                platform: string;
                replicas: { min: number; max: number };
                affinity: { kind: string; strength: string; ttlSeconds?: number };
                clientFacing: boolean;
            };
            const { min, max } = replicas;
            const { kind, strength, ttlSeconds } = affinity;
            assert.deepEqual(read(hops[0] as Hop), { platform, min, max, kind, strength, ttlSeconds, clientFacing });
        });
    }

    it("is read with the pods that its labels select", async () => {
        const recorded = await run(() => new StickyService("web", { podLabels: { app: "cart" }, port: 80 }));
        assert.deepEqual(readTopology(inTheCluster(recorded)).hops, []);
        const cart = workload("StatefulSet", { replicas: 4 }, { name: "cart", labels: { app: "cart", tier: "x" } });
        const { hops } = readTopology([...inTheCluster(recorded), cart]);
        assert.equal(hops.length, 1);
        const { min, max, kind } = read(hops[0] as Hop);
        assert.deepEqual({ min, max, kind }, { min: 4, max: 4, kind: "client-ip" });
    });
});
