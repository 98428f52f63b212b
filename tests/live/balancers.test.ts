import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import {
    type Balancer,
    type Key,
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
for (const mode of MODES) {
    const { name, key, otherwise } = mode;
    describe(`A real balancer: ${name}`, () => {
        let replicas: Replica[] = [];
        let balancer: Balancer;
        let clients: readonly Visitor[];
        let newcomers = 0;

        before(async function () {
            // The first run installs the wheels.
            this.timeout(300_000);
            await needs(this, mode.needs);
            replicas = await startReplicas(REPLICAS, mode);
            balancer = await startBalancer(mode, replicas);
        });
        after(async () => {
            await balancer?.stop();
            await stopReplicas(replicas);
        });

        const come = () => newcomer(balancer, newcomers++).ask();

        if (mode.sticky) {
            it(`keeps clients by ${described(key)}, over several replicas`, async () => {
                clients = byKey(balancer, CLIENTS);
                await visits(clients, mode.settlesAfter ?? 0);
                const seen = await visits(clients, ROUNDS);
                assert.equal(held(seen), CLIENTS, JSON.stringify(seen));
                assert.ok(backendsOf(seen).length > 1, "all are on one replica, which shows nothing");
            });

            it(`${mode.forgetful ? "loses" : "keeps"} them when it is restarted`, async () => {
                const before = homes(await visits(clients, 1));
                await balancer.restart();
                const after = homes(await visits(clients, 1));
                if (mode.forgetful) assert.notDeepEqual(after, before);
                else assert.deepEqual(after, before);
            });
        }

        if (key.by === "source-ip") {
            it("takes all clients from one address for one", async () => {
                assert.equal(backendsOf(await visits(byAllElse(balancer, CLIENTS), ROUNDS)).length, 1);
            });

            const most = key.bits === 24 ? 1 : mode.neighboursTogether ? REPLICAS - 1 : REPLICAS;
            it(`has neighbours on ${most} of ${REPLICAS} replicas`, async () => {
                const seen = await visits(neighbours(balancer, CLIENTS), 1);
                const several = backendsOf(seen).length;
                assert.ok(mode.neighboursTogether ? several <= most : several === most, JSON.stringify(seen));
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
