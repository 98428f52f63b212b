import assert from "node:assert/strict";

import { type RouteControllerArgs, type RouteCookieArgs, StickyRoute } from "../../components/kubernetes";
import { run } from "../unit/support/program";
import { Backends } from "./support/backends";
import { Envoy } from "./support/balancers/envoy";
import {
    type EnvoyAffinity,
    fromBackendTrafficPolicy,
    fromDestinationRule,
    fromHttpRoute,
    ROUND_ROBIN,
} from "./support/balancers/envoy-config";
import { balancerProgram } from "./support/balancers/wheels";
import { type Manifest, manifestsOf } from "./support/kubernetes/manifests";
import { needs } from "./support/needs";
import { backendsOf, held, homes, type Visits, visits } from "./support/visits";

/** Enough for the share that moves to be told from none and from half: it lies 5 deviations from both bounds. */
const CLIENTS = 400;
const ROUNDS = 3;
const LASTING: RouteCookieArgs = { name: "sid", ttlSeconds: 5400 };
const SESSION: RouteCookieArgs = { name: "sid" };

const gateway = { name: "edge" };
const CONTROLLERS = {
    istio: { istio: { gateway, consistentHash: {} } },
    envoyGateway: { envoyGateway: { gateway } },
    gatewayApi: {
        gatewayApi: { gateway, release: "1.6", channel: "experimental", implementation: { envoyGateway: {} } },
    },
} satisfies Record<string, RouteControllerArgs>;

/** Of what a StickyRoute asks for, the object of this kind. */
async function object(kind: string, controller: RouteControllerArgs, cookie: RouteCookieArgs): Promise<Manifest> {
    const service = { name: "cart", port: 80 };
    const hosts = ["shop.test"];
    const program = () => new StickyRoute("web", { service, hosts, affinity: { cookie }, controller });
    const found = manifestsOf(await run(program)).find(({ manifest }) => manifest.kind === kind);
    assert.ok(found, `StickyRoute asks for no ${kind}`);
    return found.manifest;
}

interface Way {
    readonly title: string;
    readonly affinity: (cookie: RouteCookieArgs) => Promise<EnvoyAffinity>;
    readonly strength: "strong" | "soft";
}

const WAYS: readonly Way[] = [
    {
        title: "Istio's DestinationRule",
        affinity: async (cookie) => fromDestinationRule(await object("DestinationRule", CONTROLLERS.istio, cookie)),
        strength: "soft",
    },
    {
        title: "Envoy Gateway's BackendTrafficPolicy",
        affinity: async (cookie) =>
            fromBackendTrafficPolicy(await object("BackendTrafficPolicy", CONTROLLERS.envoyGateway, cookie)),
        strength: "soft",
    },
    {
        title: "Envoy Gateway's session persistence",
        affinity: async (cookie) => fromHttpRoute(await object("HTTPRoute", CONTROLLERS.gatewayApi, cookie)),
        strength: "strong",
    },
];

describe("A real Envoy with what a mesh makes of a StickyRoute", () => {
    let backends: Backends;
    let three: readonly number[];
    let envoy: Envoy | undefined;

    before(async function () {
        await needs(this, ["python3", "pip"]);
        await balancerProgram("envoy");
        backends = await Backends.start(Array<string>(4).fill("127.0.0.1"), 0);
        three = backends.ports.slice(0, 3);
    });
    afterEach(async () => {
        await envoy?.stop();
        envoy = undefined;
    });
    after(() => backends?.stop());

    async function start(affinity: EnvoyAffinity): Promise<Envoy> {
        envoy = await Envoy.start(affinity, three);
        return envoy;
    }
    const crowd = (of: Envoy, keepsCookies: boolean) => Array.from({ length: CLIENTS }, () => of.visitor(keepsCookies));

    for (const { title, affinity, strength } of WAYS) {
        it(`keeps clients with cookies, and no others: ${title}`, async function () {
            const running = await start(await affinity(LASTING));
            const clients = crowd(running, true);
            const before = await visits(clients, ROUNDS);
            assert.equal(held(before), CLIENTS);
            assert.equal(backendsOf(before).length, 3, "they are spread over all backends");
            const issued = clients.flatMap(({ setCookies }) => setCookies.slice(0, 1));
            assert.equal(issued.length, CLIENTS);
            for (const line of issued) assert.match(line, /^sid=[^;]+;.*Max-Age=5400/);
            for (const line of issued) assert.match(line, /; *Path=\/(;|$)/i);

            keepsNobody(await visits(crowd(running, false), ROUNDS));
        });

        it(`is ${strength} when a backend is added: ${title}`, async function () {
            const running = await start(await affinity(LASTING));
            const clients = crowd(running, true);
            const before = homes(await visits(clients, 1));
            await running.scale(backends.ports);
            const after = homes(await visits(clients, 1));
            const moved = after.filter((home, index) => home !== before[index]);
            if (strength === "strong") return assert.equal(moved.length, 0);
            const share = moved.length / CLIENTS;
            assert.ok(share > 0.1 && share < 0.5, `${moved.length} of ${CLIENTS} have moved: about a quarter should`);
        });

        it(`gives a cookie that ends with the browser where no lifetime is asked for: ${title}`, async () => {
            const running = await start(await affinity(SESSION));
            const client = running.visitor(true);
            assert.equal(held(await visits([client], 20)), 1);
            assert.match(client.setCookies[0] ?? "", /^sid=/);
            assert.doesNotMatch(client.setCookies[0] ?? "", /max-age|expires/i);
        });
    }

    it("issues no cookie to a hash without ttl, so that the component always writes one", async function () {
        const rule = await object("DestinationRule", CONTROLLERS.istio, SESSION);
        const { hashPolicy, ...rest } = fromDestinationRule(rule);
        assert.deepEqual(hashPolicy, [{ cookie: { name: "sid", path: "/", ttl: "0s" } }]);
        const running = await start({ hashPolicy: [{ cookie: { name: "sid", path: "/" } }], ...rest });
        const clients = crowd(running, true);
        keepsNobody(await visits(clients, ROUNDS));
        assert.deepEqual(
            clients.flatMap(({ setCookies }) => setCookies),
            [],
        );
    });

    it("keeps nobody by taking turns", async function () {
        keepsNobody(await visits(crowd(await start(ROUND_ROBIN), true), ROUNDS));
    });
});

/** Of three random answers out of three backends all are the same for a ninth of the clients: 44 of 400, 6 more or less. */
function keepsNobody(seen: Visits): void {
    assert.equal(backendsOf(seen).length, 3);
    assert.ok(held(seen) < CLIENTS / 4, `${held(seen)} of ${CLIENTS} were held by chance: about a ninth should be`);
}
