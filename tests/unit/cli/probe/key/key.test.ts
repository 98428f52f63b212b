import assert from "node:assert/strict";

import fc from "fast-check";

import { decideKey, type KeyFinding } from "../../../../../cli/probe/key/decide";
import { type KeyRun, type Marks } from "../../../../../cli/probe/key/marks";
import { outcomeOf } from "../../../../../cli/probe/key/outcome";
import { nextRun, type Possible } from "../../../../../cli/probe/key/plan";
import { keyText } from "../../../../../cli/probe/key/text";
import { type Random, seeded } from "../../../../../cli/probe/random";
import { scheduleOf } from "../../../../../cli/probe/schedule";
import { givenPool, loopbackPool } from "../../../../../cli/probe/sources/pool";
import { judge } from "../../../../../cli/probe/verdict";
import { visitOf } from "../../../../support/probe/simulate";

/** What a simulated balancer sees of a request. `cookies`: what the client sends. */
interface Seen {
    readonly cookies: ReadonlyMap<string, string>;
    readonly address: string;
    readonly connection: number;
    readonly header?: string;
}

/** Says which of three replicas answers, and which cookies it sets. */
type Balancer = (seen: Seen) => { readonly replica: number; readonly set?: Readonly<Record<string, string>> };

type Make = (random: Random) => Balancer;

const REPLICAS = 3;
const ALL: Possible = { cookies: true, addresses: true, networks: true, headers: [] };
const CLIENTS = 20;
const ROUNDS = 4;

const hash = (text: string) => {
    let value = 7;
    for (const char of text) value = Math.imul(value ^ char.charCodeAt(0), 0x0100_0193) ^ (value >>> 13);
    return (value >>> 3) % REPLICAS;
};
const network = (address: string) => address.split(".").slice(0, 3).join(".");
const anyReplica: Make = (random) => () => ({ replica: random(0, REPLICAS - 1) });
const inTurn: Make = () => {
    let next = 0;
    return () => ({ replica: next++ % REPLICAS });
};
/** By cookies of these names, any of them; without one, as another balancer does. */
const byCookies =
    (names: readonly string[], otherwise: Make = anyReplica): Make =>
    (random) => {
        const other = otherwise(random);
        return (seen) => {
            const known = names.map((name) => seen.cookies.get(name)).find((value) => value !== undefined);
            if (known !== undefined) return { replica: Number(known) };
            const { replica } = other(seen);
            return { replica, set: Object.fromEntries(names.map((name) => [name, String(replica)])) };
        };
    };
/** Sets a session cookie that nobody looks at. */
const withSession =
    (make: Make): Make =>
    (random) => {
        const balancer = make(random);
        let sessions = 0;
        return (seen) => {
            const answer = balancer(seen);
            if (seen.cookies.has("session")) return answer;
            return { ...answer, set: { ...answer.set, session: `x${sessions++}` } };
        };
    };
const byAddress: Make =
    () =>
    ({ address }) => ({ replica: hash(address) });
const byNetwork: Make =
    () =>
    ({ address }) => ({ replica: hash(network(address)) });
const byConnection: Make =
    () =>
    ({ connection }) => ({ replica: hash(`c${connection}`) });
const byHeader: Make =
    (random) =>
    ({ header }) => ({
        replica: header === undefined ? random(0, REPLICAS - 1) : hash(header),
    });
/** A hash of address and an application's cookie together. */
const byBoth: Make = () => {
    let sessions = 0;
    return ({ address, cookies }) => {
        const session = cookies.get("sid");
        return {
            replica: hash(`${address}|${session ?? ""}`),
            ...(session === undefined ? { set: { sid: `n${sessions++}` } } : {}),
        };
    };
};
const constant: Make = () => () => ({ replica: 1 });
/** Keeps nine of ten requests by the cookie. */
const mostly: Make = (random) => {
    const sticky = byCookies(["SRV"])(random);
    return (seen) => {
        const { replica } = sticky(seen);
        const moved = random(1, 10) === 1 ? random(0, REPLICAS - 1) : replica;
        return { replica: moved, set: { SRV: String(moved) } };
    };
};

/** One run, as the probe makes it. */
function run(balancer: Balancer, marks: Marks, possible: Possible, random: Random, seed: number): KeyRun {
    const pool = possible.networks ? loopbackPool(seed) : givenPool(["10.0.0.1", "10.3.0.7", "10.9.2.5"], seed);
    const jars = Array.from({ length: CLIENTS }, () => new Map<string, string>());
    const sent = new Set<string>();
    let connections = random(0, 1000);
    const kept = jars.map(() => connections++);
    const visits = scheduleOf(CLIENTS, ROUNDS, random).flatMap((order, round) =>
        order.map((client) => {
            const jar = jars[client] as Map<string, string>;
            const cookies = new Map(
                [...jar].filter(([name]) => marks.cookies === "all" || marks.cookies.includes(name)),
            );
            if (marks.cookies === "none") cookies.clear();
            for (const name of cookies.keys()) sent.add(name);
            const addresses = {
                one: () => pool.own(0),
                own: () => pool.own(client),
                roaming: () => pool.roaming(),
                network: () => pool.neighbour?.(client, round) ?? "",
            };
            const { replica, set = {} } = balancer({
                cookies,
                address: addresses[marks.address](),
                connection: marks.connections === "fresh" ? connections++ : (kept[client] as number),
                ...(marks.header === undefined ? {} : { header: `u${client}` }),
            });
            for (const [name, value] of Object.entries(set)) jar.set(name, value);
            return visitOf(client, round - 1, `r${replica}`);
        }),
    );
    const judgement = judge(visits, { clients: CLIENTS, rounds: ROUNDS - 1, random });
    return { marks, outcome: outcomeOf(judgement), cookieNames: [...sent] };
}

function search(make: Make, possible: Possible, seed: number): KeyFinding & { readonly runs: KeyRun[] } {
    const random = seeded(seed);
    const balancer = make(seeded(seed ^ 0x1234));
    const runs: KeyRun[] = [];
    for (let marks = nextRun(runs, possible); marks !== undefined; marks = nextRun(runs, possible)) {
        runs.push(run(balancer, marks, possible, random, seed));
        assert.ok(runs.length < 20, "it comes to an end");
    }
    return { ...decideKey(runs, possible), runs };
}

const CASES: readonly (readonly [name: string, make: Make, possible: Partial<Possible>, text: string])[] = [
    ["a cookie", byCookies(["SRV"]), {}, "cookie SRV (no cookie: not sticky; other address: no difference)"],
    [
        "a cookie, asked from one address",
        byCookies(["SRV"]),
        { addresses: false, networks: false },
        "cookie SRV (no cookie: not sticky; other address: not tried)",
    ],
    [
        "one of two cookies",
        withSession(byCookies(["SRV"])),
        {},
        "cookie SRV (no cookie: not sticky; other address: no difference)",
    ],
    [
        "either of two cookies",
        byCookies(["ARRAffinity", "ARRAffinitySameSite"]),
        {},
        "cookie ARRAffinity or ARRAffinitySameSite (no cookie: not sticky; other address: no difference)",
    ],
    [
        "a cookie, and without one the address",
        byCookies(["SRV"], byAddress),
        {},
        "cookie SRV (no cookie: sticky by source IP; other address: no difference)",
    ],
    [
        "a cookie and the address together",
        byBoth,
        {},
        "cookie sid with the source IP (no cookie: sticky by source IP; other address: not sticky)",
    ],
    [
        "the address",
        withSession(byAddress),
        {},
        "source IP (cookies alone: not sticky; other address of the same network of 256: not kept)",
    ],
    ["the address, of a few given ones", byAddress, { cookies: false, networks: false }, "source IP"],
    [
        "the network",
        byNetwork,
        { cookies: false },
        "source IP, first 24 bits (other address of the same network of 256: no difference)",
    ],
    ["the connection", byConnection, { cookies: false }, "connection (new connections: not sticky)"],
    [
        "the connection, asked from one address",
        byConnection,
        { cookies: false, addresses: false, networks: false },
        "connection (new connections: not sticky)",
    ],
    [
        "a header",
        byHeader,
        { headers: ["x-other", "x-user"].slice(1), cookies: false },
        "header x-user (no such header: not sticky; other address: no difference)",
    ],
    ["nothing, at random", anyReplica, { cookies: false }, "none (source IP: not sticky; connection: not sticky)"],
    [
        "nothing, in turn, with a session cookie",
        withSession(inTurn),
        {},
        "none (cookies: not sticky; source IP: not sticky; connection: not sticky)",
    ],
    ["one replica", constant, { cookies: false }, "unknown (all clients get one replica, whatever they show)"],
    [
        "the address, asked from one",
        withSession(byAddress),
        { addresses: false, networks: false },
        "unknown (all clients get one replica, and all ask from one address, which may be the key: see --source, --proxy-protocol and --forwarded-for)",
    ],
    ["a cookie, mostly", mostly, {}, "cookie SRV, partly (no cookie: not sticky; other address: no difference)"],
];

describe("the key", () => {
    for (const [name, make, possible, text] of CASES) {
        it(`is named of a balancer that goes by ${name}`, () => {
            for (let seed = 1; seed <= 10; seed++) {
                const found = search(make, { ...ALL, ...possible }, seed);
                assert.equal(keyText(found), text, JSON.stringify(found.runs));
            }
        });
    }

    it("takes two runs of a cookie, and asks nothing twice", () => {
        assert.deepEqual(
            search(byCookies(["SRV"]), ALL, 1).runs.map(({ marks }) => [marks.cookies, marks.address]),
            [
                ["all", "roaming"],
                ["none", "own"],
            ],
        );
        for (const [, make, possible] of CASES) {
            const marks = search(make, { ...ALL, ...possible }, 3).runs.map((one) => JSON.stringify(one.marks));
            assert.equal(new Set(marks).size, marks.length);
        }
    });

    it("tries only what there is", () => {
        fc.assert(
            fc.property(
                fc.record({
                    cookies: fc.boolean(),
                    addresses: fc.boolean(),
                    networks: fc.boolean(),
                    headers: fc.subarray(["x-a", "x-b"]),
                }),
                fc.array(fc.constantFrom("holds", "partly", "moves", "one replica", "unsure"), { minLength: 20 }),
                (drawn, outcomes) => {
                    const possible = { ...drawn, networks: drawn.networks && drawn.addresses };
                    const runs: KeyRun[] = [];
                    for (let marks = nextRun(runs, possible); marks; marks = nextRun(runs, possible)) {
                        const sends = marks.cookies === "none" ? [] : ["a", "b"];
                        runs.push({ marks, outcome: outcomes[runs.length] as KeyRun["outcome"], cookieNames: sends });
                    }
                    assert.ok(runs.length >= 1 && runs.length <= 12);
                    for (const { marks } of runs) {
                        if (!possible.cookies) assert.equal(marks.cookies, "none");
                        if (!possible.addresses) assert.equal(marks.address, "one");
                        if (!possible.networks) assert.notEqual(marks.address, "network");
                        if (marks.header !== undefined) assert.ok(possible.headers.includes(marks.header));
                    }
                    const { key, partly } = decideKey(runs, possible);
                    const some = (outcome: string) => runs.some((one) => one.outcome === outcome);
                    if (key.by === "none") assert.ok(!some("holds") && !some("partly") && !some("unsure"));
                    if (key.by === "connection" && !partly) assert.equal(runs.at(-1)?.outcome, "holds");
                    if (key.by !== "none" && key.by !== "unknown") assert.ok(some(partly ? "partly" : "holds"));
                },
            ),
        );
    });

    it("is not known before a run was made", () => {
        assert.deepEqual(decideKey([], ALL).key, { by: "unknown" });
    });

    it("is said to be of several cookies together where none alone holds", () => {
        const marks: Marks = { cookies: "all", connections: "fresh", address: "roaming" };
        const runs: KeyRun[] = [
            { marks, outcome: "holds", cookieNames: ["a", "b"] },
            { marks: { ...marks, cookies: ["a"] }, outcome: "moves", cookieNames: ["a"] },
            { marks: { ...marks, cookies: ["b"] }, outcome: "one replica", cookieNames: ["b"] },
        ];
        assert.equal(keyText(decideKey(runs, ALL)), "cookie a and b (other address: no difference)");
    });

    it("is what holds before what holds partly, and no address where there is one only", () => {
        const run = (cookies: Marks["cookies"], address: Marks["address"], outcome: KeyRun["outcome"]): KeyRun => ({
            marks: { cookies, connections: "fresh", address },
            outcome,
            cookieNames: cookies === "none" ? [] : ["a"],
        });
        const runs = [run("all", "roaming", "partly"), run("none", "own", "holds")];
        assert.equal(keyText(decideKey(runs, ALL)), "source IP (cookies alone: partly sticky)");
        const one: Possible = { ...ALL, addresses: false, networks: false };
        assert.deepEqual(decideKey([run("none", "one", "holds")], one).key, { by: "unknown" });
        assert.match(
            keyText(decideKey([run("all", "one", "holds"), run("none", "one", "holds")], one)),
            /no cookie: sticky;/,
        );
    });

    it("is judged with chance in mind", () => {
        const judged = (reason: string, verdict: string, bound: number) =>
            outcomeOf({ reason, verdict, bound } as Parameters<typeof outcomeOf>[0]);
        assert.equal(judged("too few clients", "inconclusive", 1e-4), "holds");
        assert.equal(judged("too few clients", "inconclusive", 1.1e-4), "unsure");
        assert.equal(judged("answers missing", "inconclusive", 1e-9), "unsure");
        assert.equal(judged("one replica", "inconclusive", 1), "one replica");
        assert.equal(judged("some moved", "partly sticky", 1e-4), "partly");
        assert.equal(judged("moved", "not sticky", 1), "moves");
        assert.equal(judged("stayed", "sticky", 1e-9), "holds");
    });
});
