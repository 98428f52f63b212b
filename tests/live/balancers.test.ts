import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";

import {
    type Balancer,
    type Key,
    type Mode,
    mode,
    MODES,
    type Replica,
    startBalancer,
    startReplicas,
    stopReplicas,
} from "./support/balancers";
import { byAllElse, byConnection, byKey, neighbours, newcomer } from "./support/balancers/crowd";
import { needs } from "./support/needs";
import { type Visitor } from "./support/visitor";
import { backendsOf, held, homes, until, visits } from "./support/visits";

const REPLICAS = 3;
/** All of them on one of three replicas by chance: 3 to the -19, below 1e-9. */
const CLIENTS = 20;
/** One client that is not kept is held by chance: 3 to the -3. Half of 20 or more of them: below 1e-9. */
const ROUNDS = 4;
/** As many in a row that are served show that a balancer has left a replica out. */
const NEWCOMERS = 10;

// In sequence: one balancer at a time, so that nothing but its own replicas can answer.
for (const way of MODES) {
    const { name, key, otherwise } = way;
    describe(`A real balancer: ${name}`, () => {
        let replicas: Replica[] = [];
        let balancer: Balancer;
        let clients: readonly Visitor[];
        let newcomers = 0;

        before(async function () {
            // The first run installs the wheels.
            await needs(this, way.needs);
            replicas = await startReplicas(REPLICAS, way);
            balancer = await startBalancer(way, replicas);
        });
        after(async () => {
            await balancer?.stop();
            await stopReplicas(replicas);
        });

        const come = () => newcomer(balancer, newcomers++).ask();

        if (way.sticky) {
            it(`keeps clients by ${described(key)}, over several replicas`, async () => {
                clients = byKey(balancer, CLIENTS);
                await visits(clients, way.settlesAfter ?? 0);
                const seen = await visits(clients, ROUNDS);
                assert.equal(held(seen), CLIENTS, JSON.stringify(seen));
                assert.ok(backendsOf(seen).length > 1, "all are on one replica, which shows nothing");
                if (key.by !== "cookie") return;
                for (const { setCookies } of clients)
                    assert.ok(setCookies.some((line) => line.startsWith(`${key.name}=`)));
            });

            it(`${way.forgetful ? "loses" : "keeps"} them when it is restarted`, async () => {
                const before = homes(await visits(clients, 1));
                await balancer.restart();
                const after = homes(await visits(clients, 1));
                if (way.forgetful) assert.notDeepEqual(after, before);
                else assert.deepEqual(after, before);
            });
        }

        if (key.by === "source-ip") {
            it("takes all clients from one address for one", async () => {
                assert.equal(backendsOf(await visits(byAllElse(balancer, CLIENTS), ROUNDS)).length, 1);
            });

            const most = key.bits === 24 ? 1 : way.neighboursTogether ? REPLICAS - 1 : REPLICAS;
            it(`has neighbours on ${most} of ${REPLICAS} replicas`, async () => {
                const seen = await visits(neighbours(balancer, CLIENTS), 1);
                const several = backendsOf(seen).length;
                assert.ok(way.neighboursTogether ? several <= most : several === most, JSON.stringify(seen));
            });
        } else {
            it(`keeps nobody by anything ${key.by === "none" ? "at all" : "else"}`, async () => {
                const seen = await visits(byAllElse(balancer, CLIENTS), ROUNDS);
                assert.equal(backendsOf(seen).length, REPLICAS);
                assert.ok(held(seen) < CLIENTS / 2, JSON.stringify(seen));
            });
        }

        if ([key, otherwise].some((one) => one?.by === "connection")) {
            it("keeps clients that keep their connection", async () => {
                const lasters = byConnection(balancer, CLIENTS);
                const seen = await visits(lasters, ROUNDS);
                for (const laster of lasters) laster.close();
                assert.equal(held(seen), CLIENTS, JSON.stringify(seen));
                assert.ok(backendsOf(seen).length > 1, "all are on one replica, which shows nothing");
            });
        }

        it("goes on when a replica is killed, and takes it back when it is started again", async () => {
            const [gone] = replicas as [Replica];
            await gone.kill();
            await until("newcomers are served without it", async () => {
                for (let served = 0; served < NEWCOMERS; served++) assert.notEqual(await come(), gone.name);
                return true;
            });
            await gone.start();
            await until("a newcomer is served by it", async () => (await come()) === gone.name);
        });

        it("leaves no process, no open port and no files", async () => {
            const { folder } = balancer;
            assert.notDeepEqual(processesWith(folder), []);
            await balancer.stop();
            assert.deepEqual(processesWith(folder), []);
            await assert.rejects(balancer.visitor().ask(), { code: "ECONNREFUSED" });
            assert.ok(!existsSync(folder));
        });
    });
}

describe("A real balancer that cannot start", () => {
    const sound = mode("haproxy-roundrobin");
    let replicas: Replica[] = [];

    before(async function () {
        await needs(this, sound.needs);
        replicas = await startReplicas(1);
    });
    after(() => stopReplicas(replicas));

    it("says what is wrong with its configuration, and leaves nothing", async () => {
        let folder = "";
        const broken: Mode = {
            ...sound,
            async launch(place) {
                folder = place.folder;
                return { ...(await sound.launch(place)), files: { "haproxy.cfg": "nonsense\n" } };
            },
        };
        await assert.rejects(
            startBalancer(broken, replicas),
            /haproxy ended \(exit code 1\)[^]*unknown keyword 'nonsense'/,
        );
        assert.deepEqual(processesWith(folder), []);
        assert.ok(!existsSync(folder));
    });

    it("does not let another server answer in its place", async () => {
        const balancer = await startBalancer(sound, replicas);
        await balancer.stop();
        const other = http.createServer((_, response) => response.end()).listen(balancer.port, balancer.host);
        try {
            await once(other, "listening");
            await assert.rejects(balancer.restart(), new RegExp(`port ${balancer.port} is free`));
        } finally {
            other.close();
        }
    });
});

function described(key: Key): string {
    switch (key.by) {
        case "cookie":
        case "header":
            return `the ${key.by} ${key.name}`;
        case "source-ip":
            return key.bits === 32 ? "the client's address" : "the client's network of 256 addresses";
        case "connection":
        case "none":
            return "nothing that lasts";
    }
}

/** Ids of processes that were started with this text among their arguments. */
function processesWith(text: string): string[] {
    return readdirSync("/proc").filter((id) => {
        try {
            return /^\d+$/.test(id) && readFileSync(path.join("/proc", id, "cmdline"), "utf8").includes(text);
        } catch {
            // It has ended meanwhile.
            return false;
        }
    });
}
