import assert from "node:assert/strict";
import path from "node:path";

import { StickyService, type StickyServiceArgs } from "../../components/kubernetes";
import { run } from "../unit/support/program";
import { type KubeProxyInput, type KubeProxySeen } from "./support/kube-proxy/inside";
import { manifestsOf, type Manifest } from "./support/kubernetes/manifests";
import { CLIENTS } from "./support/namespace/inside";
import { inNamespace } from "./support/namespace/network-namespace";
import { needs } from "./support/needs";
import { backendsOf, held, homes } from "./support/visits";

const INSIDE = path.join(__dirname, "support", "kube-proxy", "inside.js");
/** The first run may have to build Kubernetes. */
const START_MILLISECONDS = 900_000;
/** Short, so that the test need not wait. */
const TIMEOUT_SECONDS = 2;

/** The Service that a StickyService asks for. */
async function serviceOf(name: string, args: Partial<StickyServiceArgs>): Promise<Manifest> {
    const podSpec = { containers: [{ name: "web", image: "nginx" }] };
    const recorded = await run(
        () => new StickyService(name, { podSpec, port: 80, readiness: {}, replicas: 3, serviceName: name, ...args }),
    );
    const service = manifestsOf(recorded).find(({ manifest }) => manifest.kind === "Service");
    if (service === undefined) throw new Error(`${name} asks for no Service`);
    return service.manifest;
}

// Chances are for pods that are picked anew for each connection, one in three.
for (const [mode, program] of [
    ["iptables", "iptables-save"],
    ["nftables", "nft"],
] as const) {
    describe(`a StickyService, with the real kube-proxy by ${mode}`, () => {
        let seen: KubeProxySeen;

        before(async function () {
            this.timeout(START_MILLISECONDS);
            await needs(this, ["go", "etcd", "unshare", "ip", program]);
            const services = {
                sticky: await serviceOf("sticky", {}),
                plain: await serviceOf("plain", { sessionAffinity: "None" }),
                lapsing: await serviceOf("lapsing", { timeoutSeconds: TIMEOUT_SECONDS }),
            };
            const input: KubeProxyInput = { mode, services, timeoutSeconds: TIMEOUT_SECONDS };
            seen = await inNamespace<KubeProxySeen>(INSIDE, input);
        });

        it("keeps each of 20 client addresses on one pod, and spreads them", () => {
            assert.equal(held(seen.sticky), CLIENTS.length, JSON.stringify(seen.sticky));
            // All on one by chance: 3 to the -19, below 1e-9.
            assert.ok(backendsOf(seen.sticky).length > 1);
        });

        it("keeps nobody where affinity is off", () => {
            // One client stays by chance: 3 to the -4. Half of them: below 1e-13.
            assert.ok(held(seen.plain) < CLIENTS.length / 2, JSON.stringify(seen.plain));
        });

        it("keeps clients within a short timeout, and lets them go after it", () => {
            assert.equal(held(seen.within), CLIENTS.length, JSON.stringify(seen.within));
            // None of them moves by chance: 3 to the -40.
            assert.ok(held(seen.beyond) < CLIENTS.length, JSON.stringify(seen.beyond));
        });

        it("keeps them through the same idle time where the timeout is longer", () => {
            assert.deepEqual(homes(seen.later), homes(seen.sticky));
        });

        it("moves the clients of a pod that turns unready, once, and nobody else", () => {
            assert.equal(held(seen.without), CLIENTS.length, JSON.stringify(seen.without));
            assert.ok(homes(seen.sticky).includes(seen.gone), "somebody was on the pod");
            homes(seen.sticky).forEach((before, client) => {
                const after = homes(seen.without)[client];
                if (before === seen.gone) assert.notEqual(after, seen.gone, CLIENTS[client]);
                else assert.equal(after, before, CLIENTS[client]);
            });
        });

        it("leaves them where they are when the pod is ready again", () => {
            assert.equal(held(seen.again), CLIENTS.length);
            assert.deepEqual(homes(seen.again), homes(seen.without));
        });
    });
}
