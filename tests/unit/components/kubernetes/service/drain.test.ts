import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type StickyServiceArgs } from "../../../../../components/kubernetes";
import { assertFault, refusesFaults } from "../../../support/faults";
import { runToFailure, runToThrow, UNKNOWN } from "../../../support/program";
import { allBut, CHILDREN, DEPLOYMENT, made, make, minimal, specOf, STATEFUL_SET } from "./support";

const api = { name: "api", image: "nginx" };
const sidecar = { name: "log", image: "fluent" };
const sleep = (seconds: number) => ({ preStop: { sleep: { seconds } } });

/** The pods that the component runs. */
async function podsOf(args: StickyServiceArgs, { preview = false, type = DEPLOYMENT } = {}): Promise<unknown> {
    const { template } = specOf(await made(args, preview), type) as { template: { spec: unknown } };
    return template.spec;
}

describe("StickyService's pods", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("sleep before they are told to stop, and have time for both", async () => {
                const args = { podSpec: { containers: [api, sidecar] }, drainSeconds: 20 };
                assert.deepEqual(await podsOf(args, { preview }), {
                    containers: [
                        { ...api, lifecycle: sleep(20) },
                        { ...sidecar, lifecycle: sleep(20) },
                    ],
                    terminationGracePeriodSeconds: 50,
                });
            });

            it("are asked for a path of their own port", async () => {
                const args = {
                    podSpec: { containers: [api, sidecar] },
                    targetPort: 8080,
                    readiness: { path: "/ready" },
                };
                assert.deepEqual(await podsOf(args, { preview }), {
                    containers: [{ ...api, readinessProbe: { httpGet: { path: "/ready", port: 8080 } } }, sidecar],
                });
            });

            it("take values that are known later", async () => {
                const args = {
                    podSpec: pulumi.output({ containers: [api], terminationGracePeriodSeconds: 21 }),
                    drainSeconds: Promise.resolve(20),
                    readiness: { path: pulumi.output("/ready"), port: pulumi.output("http") },
                };
                const readinessProbe = { httpGet: { path: "/ready", port: "http" } };
                assert.deepEqual(await podsOf(args, { preview }), {
                    containers: [{ ...api, readinessProbe, lifecycle: sleep(20) }],
                    terminationGracePeriodSeconds: 21,
                });
            });
        });
    }

    it("drain in a StatefulSet too", async () => {
        const args: StickyServiceArgs = { workload: "StatefulSet", podSpec: { containers: [api] }, drainSeconds: 1 };
        assert.deepEqual(await podsOf(args, { type: STATEFUL_SET }), {
            containers: [{ ...api, lifecycle: sleep(1) }],
            terminationGracePeriodSeconds: 31,
        });
    });

    it("keep their other hooks, and all else that they are given", async () => {
        const postStart = { exec: { command: ["true"] } };
        const spec = {
            containers: [{ ...api, lifecycle: { postStart } }],
            serviceAccountName: "cart",
            hostNetwork: true,
        };
        assert.deepEqual(await podsOf({ podSpec: spec, drainSeconds: 5 }), {
            ...spec,
            containers: [{ ...api, lifecycle: { postStart, ...sleep(5) } }],
            terminationGracePeriodSeconds: 35,
        });
    });

    it("are left alone where nothing is asked, and are never changed in the program's own hands", async () => {
        const spec = { containers: [{ ...api, lifecycle: {} }] };
        const before = structuredClone(spec);
        assert.deepEqual(await podsOf({ podSpec: spec }), before);
        await podsOf({ podSpec: spec, drainSeconds: 5, readiness: {} });
        assert.deepEqual(spec, before);
    });

    it("are asked for a connection where no path is given", async () => {
        const probeOf = async (args: StickyServiceArgs) => {
            const { containers } = (await podsOf({ podSpec: { containers: [api] }, ...args })) as {
                containers: Record<string, unknown>[];
            };
            return containers[0]?.["readinessProbe"];
        };
        assert.deepEqual(await probeOf({ readiness: {} }), { tcpSocket: { port: 80 } });
        assert.deepEqual(await probeOf({ readiness: {}, targetPort: "http" }), { tcpSocket: { port: "http" } });
        assert.deepEqual(await probeOf({ readiness: { port: 9000 }, targetPort: 1 }), { tcpSocket: { port: 9000 } });
        const ports = [
            { name: "a", port: 81, targetPort: 8081 },
            { name: "b", port: 82 },
        ];
        const several: StickyServiceArgs = { podSpec: { containers: [api] }, ports };
        delete several.port;
        const recorded = await runToThrow(() => make("web", { ...several, readiness: {} }));
        assert.equal(recorded.thrown, undefined);
        const { template } = specOf(recorded, DEPLOYMENT) as { template: { spec: { containers: object[] } } };
        assert.deepEqual(template.spec.containers, [{ ...api, readinessProbe: { tcpSocket: { port: 8081 } } }]);
    });

    it("are open in a preview while the time to drain is not known", async () => {
        const drainSeconds = pulumi.output(Promise.resolve(pulumi.unknown as unknown as number));
        assert.equal(await podsOf({ drainSeconds }, { preview: true }), UNKNOWN);
    });

    it("are refused in an Output that has a hook, as in a plain value", async () => {
        const hooked = { containers: [api, { ...sidecar, lifecycle: sleep(1) }] };
        const args = { ...minimal(), podSpec: pulumi.output(Promise.resolve(hooked)), drainSeconds: 5 };
        const { errors, resources } = await runToFailure(() => make("web", args));
        assertFault(errors[0], "StickyService", "web", {
            path: "drainSeconds",
            says: ["cannot stand beside args.podSpec.containers[1].lifecycle.preStop"],
        });
        assert.ok(!resources.some(({ type }) => type === DEPLOYMENT));
    });

    const udp = { ports: [{ port: 53, protocol: "UDP" }], port: undefined };
    const probed = { containers: [{ ...api, readinessProbe: { tcpSocket: { port: 1 } } }] };
    const hooked = { containers: [{ ...api, lifecycle: sleep(1) }] };
    const within = (terminationGracePeriodSeconds: number) => ({ containers: [api], terminationGracePeriodSeconds });
    refusesFaults<StickyServiceArgs>(
        {
            component: "StickyService",
            good: () => ({ ...minimal(), podSpec: { containers: [api] } }),
            make,
            children: CHILDREN,
            without: () => allBut(DEPLOYMENT),
        },
        [
            ...[0, 3601, 1.5, "5"].map((drainSeconds) => ({
                title: `${JSON.stringify(drainSeconds)} seconds to drain`,
                args: { drainSeconds },
                path: "drainSeconds",
                says: [`is ${JSON.stringify(drainSeconds)}:`, "from 1 to 3600 (seconds)"],
            })),
            ...[19, 20].map((grace) => ({
                title: `20 seconds to drain out of ${grace}`,
                args: { drainSeconds: 20, podSpec: within(grace) },
                path: "drainSeconds",
                says: ["is 20:", `podSpec.terminationGracePeriodSeconds, ${grace}, which begin before the sleep`],
            })),
            {
                title: "a drain beside a hook of the pods' own",
                args: { drainSeconds: 5, podSpec: hooked },
                path: "drainSeconds",
                says: ["cannot stand beside args.podSpec.containers[0].lifecycle.preStop", "Leave one of both out"],
            },
            {
                title: "a probe beside one of the pods' own",
                args: { readiness: { port: 80 }, podSpec: probed },
                path: "readiness",
                says: ["cannot stand beside args.podSpec.containers[0].readinessProbe"],
                plainOnly: true,
            },
            ...["ready", "", "/a b"].map((path) => ({
                title: `the path ${JSON.stringify(path)}`,
                args: { readiness: { path } },
                path: "readiness.path",
                says: [`is ${JSON.stringify(path)}:`, "begins with a slash"],
            })),
            ...[0, 65536, "80", "Http", "a--b", "-a", "a".repeat(16)].map((port) => ({
                title: `the port ${JSON.stringify(port)}`,
                args: { readiness: { port } },
                path: "readiness.port",
                says: [`is ${JSON.stringify(port)}:`, "name of a container's port"],
            })),
            {
                title: "a probe of a port without connections",
                args: { ...udp, readiness: { path: "/ready" } },
                path: "readiness.port",
                says: ["missing", "first port is UDP"],
                plainOnly: true,
            },
        ],
    );

    it("are asked at another port where the Service's first has no connections", async () => {
        const args = { podSpec: { containers: [api] }, ports: udp.ports as StickyServiceArgs["ports"] };
        const recorded = await runToThrow(() => make("web", { ...args, readiness: { port: 80 } }));
        assert.equal(recorded.thrown, undefined);
        const { template } = specOf(recorded, DEPLOYMENT) as { template: { spec: { containers: object[] } } };
        assert.deepEqual(template.spec.containers, [{ ...api, readinessProbe: { tcpSocket: { port: 80 } } }]);
    });
});
