import assert from "node:assert/strict";

import { StickyRoute, StickyService } from "../../components/kubernetes";
import { run } from "../unit/support/program";
import { balancerProgram } from "./support/balancers/wheels";
import { kubernetesBinaries } from "./support/kubernetes/binaries";
import { manifestsOf } from "./support/kubernetes/manifests";
import { inNamespace } from "./support/namespace/network-namespace";
import { needs } from "./support/needs";
import { type TraefikInput, type TraefikSeen } from "./support/traefik/inside";
import { backendsOf, held, homes } from "./support/visits";

const HOST = "shop.test";
const CLIENTS = 20;

/** A Service and Traefik's route to it, as the components ask for them. */
async function asked(): Promise<TraefikInput["asked"]> {
    const podSpec = { containers: [{ name: "cart", image: "nginx", readinessProbe: { tcpSocket: { port: 8080 } } }] };
    const recorded = await run(() => {
        const service = new StickyService("cart", { podSpec, port: 80, targetPort: 8080, serviceName: "cart" });
        return new StickyRoute("web", {
            service,
            hosts: [HOST],
            affinity: { cookie: { name: "sid", ttlSeconds: 5400 } },
            controller: { traefik: { ingress: { ingressClassName: "edge" } } },
        });
    });
    return manifestsOf(recorded);
}

describe("A real Traefik with what a StickyRoute asks for", () => {
    let seen: TraefikSeen;

    before(async function () {
        // The first run installs Traefik and builds Kubernetes.
        this.timeout(900_000);
        await needs(this, ["unshare", "ip", "python3", "pip", "etcd", "go"]);
        await kubernetesBinaries();
        const input: TraefikInput = {
            program: await balancerProgram("traefik"),
            asked: await asked(),
            service: "cart",
            host: HOST,
        };
        seen = await inNamespace(require.resolve("./support/traefik/inside"), input);
    });

    it("keeps clients that keep its cookie, over all backends", () => {
        assert.equal(seen.kept.length, CLIENTS);
        assert.equal(held(seen.kept), CLIENTS);
        assert.equal(backendsOf(seen.kept).length, 3);
    });

    it("does not keep clients without cookies", () => {
        assert.equal(backendsOf(seen.bare).length, 3);
        assert.ok(held(seen.bare) < CLIENTS / 2, `${held(seen.bare)} of ${CLIENTS} were held without a cookie`);
    });

    it("gives its cookie once, with the name, the path and the lifetime that were asked for", () => {
        for (const lines of seen.setCookies) {
            assert.equal(lines.length, 1);
            assert.match(lines[0] ?? "", /^sid=[^;]+; /);
            assert.match(lines[0] ?? "", /; Path=\/(;|$)/);
            assert.match(lines[0] ?? "", /; Max-Age=5400(;|$)/);
        }
    });

    it("is strong: nobody moves when a backend is added", () => {
        assert.equal(held(seen.scaled), CLIENTS);
        assert.deepEqual(homes(seen.scaled), homes(seen.kept));
    });

    it("moves the clients of a backend that is not ready, and no others", () => {
        assert.ok(!backendsOf(seen.without).includes(seen.gone));
        assert.equal(held(seen.without), CLIENTS);
        const stayed = homes(seen.scaled).map((home, index) =>
            home === seen.gone ? homes(seen.without)[index] : home,
        );
        assert.deepEqual(homes(seen.without), stayed);
    });

    it("leaves them where they went when the backend is ready again", () => {
        assert.equal(held(seen.again), CLIENTS);
        assert.deepEqual(homes(seen.again), homes(seen.without));
    });
});
