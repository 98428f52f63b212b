import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type OutgoingHttpHeaders } from "node:http";
import vm from "node:vm";

import { type Exchange } from "../../../../../cli/probe/http/client";
import { readIdentity, type IdentitySource } from "../../../../../cli/probe/identification/source";
import { seeded } from "../../../../../cli/probe/random";
import { renderK6 } from "../../../../../cli/probe/report/k6/render";
import { scheduleOf } from "../../../../../cli/probe/schedule";
import { type ProbeFlags, settingsOf } from "../../../../../cli/probe/settings-of";
import { Redaction } from "../../../../../cli/redaction";
import { reportOf, staying } from "../../../../support/probe/report";

const FLAGS: ProbeFlags = {
    clients: 6,
    rounds: 3,
    seed: 41,
    concurrency: 4,
    connections: "fresh",
    timeout: 7,
    maxTime: 300,
    maxRequests: 999,
};

interface Asked {
    readonly client: number;
    readonly url: string;
    readonly options: {
        readonly headers: Record<string, string>;
        readonly redirects: number;
        readonly timeout: number;
    };
    readonly at: number;
}

interface Answer {
    readonly status?: number;
    readonly headers?: OutgoingHttpHeaders;
    readonly body?: string | null;
    readonly cookies?: Record<string, { value: string }[]>;
}

interface Options {
    readonly url?: string;
    readonly flags?: Partial<ProbeFlags>;
    readonly source?: IdentitySource;
    readonly env?: Record<string, string>;
    readonly sent?: Record<string, string[]>;
    /** Replicas that the probe saw. */
    readonly replicas?: readonly string[];
}

function script({ url = "http://shop.test/", flags, source, replicas = ["a", "b"] }: Options = {}): string {
    const { settings, secrets } = settingsOf(url, { ...FLAGS, ...flags }, "1.2.3");
    const report = reportOf(staying(6, 3, replicas), { url: settings.shownUrl });
    const redaction = new Redaction(secrets);
    const identity = { ...report.identity, ...(source === undefined ? {} : { source }) };
    return renderK6(redaction.data({ ...report, identity }), settings, redaction);
}

/** Runs the script as k6 does, a virtual user for each client, with a clock and a network of the test's own. */
function run(answer: (asked: Asked) => Answer, options: Options = {}) {
    const asked: Asked[] = [];
    const counted: Record<string, number> = {};
    let now = 1_000_000;
    let options_: Record<string, unknown> = {};
    const source = script(options)
        .replace(/^import .*$/gm, "")
        .replace("export const options =", "const options =")
        .replace("export default function", "made = function");
    for (let client = 0; client < FLAGS.clients; client++) {
        const vu = { idInTest: client + 1, iterationInScenario: 0 };
        const sandbox: Record<string, unknown> = {
            __ENV: options.env ?? {},
            exec: { vu, scenario: { startTime: 1_000_000 } },
            http: {
                get: (url: string, given: Asked["options"]) => {
                    const one = { client, url, options: given, at: now };
                    asked.push(one);
                    return { status: 200, headers: {}, body: null, cookies: {}, ...answer(one) };
                },
                cookieJar: () => ({ cookiesForURL: () => options.sent ?? {} }),
            },
            sleep: (seconds: number) => (now += seconds * 1000),
            Date: { now: () => now },
            SharedArray: class {
                constructor(_name: string, make: () => unknown[]) {
                    return make();
                }
            },
            Counter: class {
                constructor(readonly name: string) {}
                add(count: number, tags?: { replica: string }) {
                    const key = `${this.name}${tags ? ` ${tags.replica}` : ""}`;
                    counted[key] = (counted[key] ?? 0) + count;
                }
            },
            crypto: { sha256: (text: string) => createHash("sha256").update(text).digest("hex") },
            made: undefined,
        };
        vm.createContext(sandbox);
        vm.runInContext(`${source}\nglobalThis.given = JSON.stringify(options);`, sandbox);
        options_ = JSON.parse(sandbox["given"] as string) as Record<string, unknown>;
        for (let round = 0; round < FLAGS.rounds; round++) {
            now = 1_000_000;
            vu.iterationInScenario = round;
            (sandbox["made"] as () => void)();
        }
    }
    return { asked, counted, options: options_ };
}

const ofClient = ({ client }: Asked): Answer => ({ headers: { "X-Replica": client % 2 ? "b" : "a" } });

describe("the k6 script", () => {
    it("keeps the jar, and asks in the probe's own order", () => {
        const { asked, options } = run(ofClient);
        assert.equal(options["noCookiesReset"], true);
        assert.equal(options["noConnectionReuse"], true);
        assert.deepEqual(options["scenarios"], {
            probe: { executor: "per-vu-iterations", vus: 6, iterations: 3, maxDuration: "24h" },
        });
        const inOrder = [...asked].sort((one, other) => one.at - other.at).map(({ client }) => client);
        assert.deepEqual([inOrder.slice(0, 6), inOrder.slice(6, 12), inOrder.slice(12)], scheduleOf(6, 3, seeded(41)));
        assert.ok(asked.every(({ options }) => options.redirects === 0 && options.timeout === 7_000));
        assert.ok(asked.every(({ options }) => options.headers["user-agent"] === "session-affinity/1.2.3"));
        assert.ok(Math.max(...asked.map(({ at }) => at)) < 1_000_000 + 3 * 2_000, "a round takes 2 s");
    });

    it("counts who stayed, who moved, who is unknown, and who answered", () => {
        assert.deepEqual(run(ofClient).counted, {
            "session_answers 0": 9,
            "session_answers 1": 9,
            session_stayed: 12,
        });
        let count = 0;
        const moving = () => ({ headers: { "x-replica": ["a", "b", "new"][count++ % 3] } });
        const { counted, options } = run(moving);
        assert.equal(counted["session_moved"], 12);
        assert.equal(counted["session_answers -1"], 6);
        assert.equal(run(() => ({ headers: {} })).counted["session_unknown"], 18);
        assert.equal(run(() => ({ status: 0, headers: { "x-replica": "a" } })).counted["session_unknown"], 18);
        assert.deepEqual(options["thresholds"], {
            session_moved: ["count==0"],
            session_unknown: ["count==0"],
            "session_answers{replica:0}": ["count>0"],
            "session_answers{replica:1}": ["count>0"],
        });
    });

    it("takes another pace, another kind of connection and another URL from the environment", () => {
        const env = { PROBE_ROUND_SECONDS: "0.5", PROBE_CONNECTIONS: "keep-alive", PROBE_URL: "http://other.test/" };
        const { asked, options } = run(ofClient, { env });
        assert.equal(options["noConnectionReuse"], false);
        assert.ok(Math.max(...asked.map(({ at }) => at)) < 1_000_000 + 3 * 500);
        assert.equal(asked[0]?.url, "http://other.test/");
        assert.throws(() => run(ofClient, { env: { PROBE_ROUND_SECONDS: "x" } }), /no number above 0/);
        assert.equal(run(ofClient, { flags: { connections: "keep-alive" } }).options["noConnectionReuse"], false);
    });

    it("holds no secret, and takes them from the environment", () => {
        const secret: Options = {
            url: "http://me:passw0rd@shop.test/?code=qu3ry",
            flags: { header: ["X-Key: s3cret-key", "Accept: text/plain"] },
        };
        const text = script(secret);
        const basic = Buffer.from("me:passw0rd").toString("base64");
        for (const hidden of ["passw0rd", "qu3ry", "s3cret-key", basic]) assert.ok(!text.includes(hidden), hidden);
        assert.throws(() => run(ofClient, secret), /Set PROBE_URL/);
        const env = { PROBE_URL: "http://shop.test/?code=qu3ry" };
        assert.throws(() => run(ofClient, { ...secret, env }), /Set PROBE_HEADER_(X_KEY|AUTHORIZATION) to the value/);
        const all = { ...env, PROBE_HEADER_X_KEY: "s3cret-key", PROBE_HEADER_AUTHORIZATION: `Basic ${basic}` };
        const { asked } = run(ofClient, { ...secret, env: all });
        assert.deepEqual(
            { ...asked[0]?.options.headers },
            {
                "user-agent": "session-affinity/1.2.3",
                accept: "text/plain",
                "x-key": "s3cret-key",
                authorization: `Basic ${basic}`,
            },
        );
    });

    it("follows redirects within the host only, and not for ever", () => {
        const hop = (asked: Asked) =>
            asked.url === "http://shop.test/" ? { status: 302, headers: { location: "/in" } } : ofClient(asked);
        assert.deepEqual(
            [...new Set(run(hop).asked.map(({ url }) => url))],
            ["http://shop.test/", "http://shop.test/in"],
        );
        for (const location of [
            "http://evil.test/",
            "//evil.test/",
            "http://shop.test.evil.test/",
            "http://shop.test@evil.test/",
        ]) {
            const { asked } = run(() => ({ status: 302, headers: { location } }));
            assert.equal(asked.length, 18, location);
        }
        assert.equal(run(() => ({ status: 307, headers: { location: "http://shop.test/x" } })).asked.length, 18 * 6);
        assert.equal(run(() => ({ status: 200, headers: { location: "/x" } })).asked.length, 18);
    });

    const body = JSON.stringify({ pod: { name: "b", list: ["a"], on: true, none: null } });
    const long = "z".repeat(201);
    for (const [source, headers, text, sent] of [
        [{ kind: "header", name: "X-Who" }, { "x-who": " b " }, "", ""],
        [{ kind: "header", name: "x-who" }, { "x-who": "" }, "", ""],
        [{ kind: "header", name: "x-who" }, { "x-who": long }, "", ""],
        [{ kind: "json", path: "pod.name" }, {}, body, ""],
        [{ kind: "json", path: '$["pod"].list[0]' }, {}, body, ""],
        [{ kind: "json", path: "pod.on" }, {}, body, ""],
        [{ kind: "json", path: "pod.none" }, {}, body, ""],
        [{ kind: "json", path: "pod.none.more" }, {}, body, ""],
        [{ kind: "json", path: "pod" }, {}, body, ""],
        [{ kind: "json", path: "pod.name" }, {}, "no JSON", ""],
        [{ kind: "regex", pattern: "^on (\\w+)" }, {}, "x\non b.", ""],
        [{ kind: "regex", pattern: "node-\\d" }, {}, "node-1.", ""],
        [{ kind: "regex", pattern: "nothing" }, {}, "node-1.", ""],
        [{ kind: "body" }, {}, "b\n", ""],
        [{ kind: "cookie", name: "w" }, { "set-cookie": "w=b; Path=/" }, "", ""],
        [{ kind: "cookie", name: "w" }, { "set-cookie": "w=b; Path=/" }, "", "b"],
        [{ kind: "cookie", name: "w" }, {}, "", ""],
    ] as readonly (readonly [IdentitySource, Record<string, string>, string, string])[]) {
        it(`reads ${JSON.stringify(source)} as the probe does (${text || JSON.stringify(headers).slice(0, 40)}${sent})`, () => {
            const exchange = {
                response: { headers, body: text },
                sent: sent === "" ? [] : [{ name: "w", value: sent }],
            } as unknown as Exchange;
            const expected = readIdentity(source, exchange);
            const set = headers["set-cookie"] === undefined ? {} : { w: [{ value: "b" }] };
            const known =
                expected === undefined ? "session_unknown" : `session_answers ${["a", expected].indexOf(expected)}`;
            const answer = () => ({ headers, body: text, cookies: set as Record<string, { value: string }[]> });
            const { counted } = run(answer, {
                source,
                sent: sent === "" ? {} : { w: [sent] },
                replicas: ["a", expected ?? "b"],
            });
            assert.equal(counted[known], 18, `${expected}`);
        });
    }

    it("keeps hostile texts in their quotes", () => {
        const source = { kind: "regex", pattern: '/ throw 1 /* \u2028 " `${x}' } as const;
        assert.equal(run(() => ({ body: "" }), { source }).asked.length, 18);
        const { asked } = run(ofClient, { url: "http://shop.test/*/throw%201/*%0Athrow%202" });
        assert.equal(asked.length, 18);
    });
});
