import assert from "node:assert/strict";

import { type Exchange } from "../../../../../cli/probe/http/client";
import { candidatesOf } from "../../../../../cli/probe/identification/candidates";
import { choose } from "../../../../../cli/probe/identification/choose";
import { isEcho, isOwnCookie, MADE_UP_VALUE, madeUp, suspects } from "../../../../../cli/probe/identification/circular";
import { leavesOf, readPath } from "../../../../../cli/probe/identification/json-path";
import { namesReplica, wordsOf } from "../../../../../cli/probe/identification/names";
import { optionOf, readIdentity } from "../../../../../cli/probe/identification/source";
import { type SentCookie } from "../../../../../cli/probe/jar";

type Headers = Readonly<Record<string, string>>;

function exchange(headers: Headers, body = "", sent: readonly SentCookie[] = []): Exchange {
    const response = { status: 200, headers, body, firstByte: 1, total: 1, connection: 1 };
    return { response, sent, set: [], requests: 1 };
}

/** What is chosen of 24 answers, made from their number. */
function chosen(
    answer: (count: number) => readonly [headers: Headers, body?: string],
    more: { sent?: string[]; expectReplicas?: number } = {},
) {
    const exchanges = Array.from({ length: 24 }, (_, count) => exchange(...answer(count)));
    const { source, why, others } = choose({ candidates: candidatesOf(exchanges), sent: [], ...more });
    return { option: source && optionOf(source), why, others: others.map(optionOf) };
}

/** Looks random, and is the same each time. */
function mixed(count: number, kinds: number): number {
    return (Math.imul(count + 1, 0x9e3779b1) >>> 12) % kinds;
}

describe("the place that names the replica", () => {
    it("is a header with a replica's name whose values come back", () => {
        const { option, why } = chosen((count) => [
            { "x-served-by": `web-${mixed(count, 3)}`, date: "now", "x-request-id": `${count}` },
        ]);
        assert.equal(option, "--replica-header x-served-by");
        assert.match(why, /its name says so, and it took 3 values that came back in 24 requests/);
    });

    for (const [what, body, option] of [
        [
            "a field of a JSON body",
            (n: number) => JSON.stringify({ ok: true, pod: { name: `p-${n}` } }),
            "--replica-json pod.name",
        ],
        [
            "a field with an unusual name",
            (n: number) => JSON.stringify({ "host name": [`p-${n}`] }),
            '--replica-json ["host name"].0',
        ],
        [
            "a line of text",
            (n: number) => `Hostname: web-${n}\nIP: 10.0.0.${n}\n`,
            "--replica-regex '^Hostname:\\s*(\\S+)'",
        ],
        ["a body that is a host name", (n: number) => `web-${n}\n`, "--replica-body"],
    ] as const) {
        it(`is ${what}`, () => {
            assert.equal(chosen((count) => [{}, body(mixed(count, 3))]).option, option);
        });
    }

    for (const [what, value] of [
        ["is new each time", (count: number) => `${count}`],
        ["counts up to a new one for two requests", (count: number) => `n${count >> 1}x${count % 2}`],
        ["changes once and never returns", (count: number) => (count < 9 ? "a" : "b")],
        ["goes from one to the next, like a clock", (count: number) => `v${Math.floor(count / 5)}`],
        ["is a time of day", (count: number) => `12:0${mixed(count, 3)}`],
        ["is a date", (count: number) => `2026-11-2${mixed(count, 3)}`],
        ["is a date of HTTP", (count: number) => `Sat, 2${mixed(count, 3)} Nov 2026`],
        ["is a Unix time", (count: number) => `179525000${mixed(count, 3)}`],
        ["is a node of a content delivery network", (count: number) => `cache-fra-${mixed(count, 3)}`],
        ["is what the client sent", (count: number) => (mixed(count, 2) === 0 ? "probe.example" : "other")],
        ["is not in every answer, ", (count: number) => (mixed(count, 3) === 0 ? undefined : `r${mixed(count, 3)}`)],
    ] as const) {
        it(`is not what ${what}`, () => {
            const answer = (count: number) => {
                const found = value(count);
                return [(found === undefined ? {} : { "x-server": found }) as Headers] as const;
            };
            const { option, others } = chosen(answer, { sent: ["probe.example"] });
            assert.equal(option, undefined);
            assert.deepEqual(others, []);
        });
    }

    for (const value of ["10.0.0.N:8080", "ip-10-20-30-4N", "web-7d9-12-3N", "471927364821937482N", "[fe80::N]:80"]) {
        it(`may be ${value}, which is no date`, () => {
            const answer = (count: number) => [{ "x-upstream": value.replace("N", `${mixed(count, 3)}`) }] as const;
            assert.equal(chosen(answer).option, "--replica-header x-upstream");
        });
    }

    for (const name of [
        "x-variant",
        "x-color",
        "x-request-node",
        "x-server-time",
        "x-client-host",
        "x-forwarded-server",
        "x-backend-version",
        "etag",
        "x-node-zone",
        "server",
    ]) {
        it(`is not ${name}, however it behaves`, () => {
            const { option } = chosen((count) => [{ [name]: `v${mixed(count, 2)}` }]);
            assert.equal(option, undefined);
        });
    }

    it("is offered for choice where only the name is missing", () => {
        const { option, others, why } = chosen((count) => [{ "x-color": `v${mixed(count, 2)}` }]);
        assert.equal(option, undefined);
        assert.deepEqual(others, ["--replica-header x-color"]);
        assert.match(why, /both has a replica's name and behaves like one/);
    });

    it("is the finer of two: the pod, not its node", () => {
        const answer = (count: number) =>
            [{ "x-node": `n${mixed(count, 4) >> 1}`, "x-pod": `p${mixed(count, 4)}` }] as const;
        const { option, others } = chosen(answer);
        assert.equal(option, "--replica-header x-pod");
        assert.deepEqual(others, ["--replica-header x-node"]);
    });

    it("is none of two that contradict each other", () => {
        const { option, why } = chosen((count) => [
            { "x-node": `n${mixed(count, 4) >> 1}`, "x-backend": `b${mixed(count, 4) % 2}` },
        ]);
        assert.equal(option, undefined);
        assert.match(why, /contradict each other.*x-node.*x-backend/);
    });

    it("has no more values than replicas are expected", () => {
        const answer = (count: number) => [{ "x-replica": `r${mixed(count, 3)}` }] as const;
        assert.equal(chosen(answer, { expectReplicas: 2 }).option, undefined);
        assert.equal(chosen(answer, { expectReplicas: 3 }).option, "--replica-header x-replica");
    });

    it("may take one value only, if its name says it all: one replica is for the verdict to tell", () => {
        assert.equal(chosen(() => [{ "x-replica": "r1" }]).option, "--replica-header x-replica");
        assert.equal(chosen(() => [{}, "hello"]).option, undefined);
        assert.equal(chosen(() => [{ "x-host": "me" }], { sent: ["me"] }).option, undefined);
    });
});

describe("names", () => {
    it("fall into words", () => {
        assert.deepEqual(wordsOf("x-served-by"), ["x", "served", "by"]);
        assert.deepEqual(wordsOf("podName"), ["pod", "name"]);
        assert.deepEqual(wordsOf("POD_NAME2"), ["pod", "name2"]);
    });

    it("are judged with those above them", () => {
        assert.ok(namesReplica(["server", "id"]));
        assert.ok(!namesReplica(["headers", "Host"]));
        assert.ok(!namesReplica(["id"]));
    });
});

describe("reading an identity", () => {
    it("reads what each option means", () => {
        const answer = exchange({ "x-pod": " p1 ", "set-cookie": "who=w1; Path=/" }, '{"a":{"b":[{"c":7}]}}');
        assert.equal(readIdentity({ kind: "header", name: "X-Pod" }, answer), "p1");
        assert.equal(readIdentity({ kind: "json", path: "$.a.b[0].c" }, answer), "7");
        assert.equal(readIdentity({ kind: "regex", pattern: '"c":(\\d)' }, answer), "7");
        assert.equal(readIdentity({ kind: "regex", pattern: "\\d" }, answer), "7");
        assert.equal(readIdentity({ kind: "regex", pattern: "nothing" }, answer), undefined);
        assert.equal(readIdentity({ kind: "cookie", name: "who" }, answer), "w1");
        assert.equal(readIdentity({ kind: "cookie", name: "wh" }, answer), undefined);
        assert.equal(readIdentity({ kind: "body" }, exchange({}, "  ")), undefined);
    });

    it("shortens what is long, and keeps it apart", () => {
        const [one, other] = ["a", "b"].map((last) =>
            readIdentity({ kind: "body" }, exchange({}, "x".repeat(500) + last)),
        );
        assert.match(one ?? "", /^sha256:[0-9a-f]{16}$/);
        assert.notEqual(one, other);
    });

    it("reads paths in brackets, and nothing that is inherited", () => {
        assert.equal(readPath('{"x.y":{"z":true}}', '["x.y"].z'), "true");
        assert.equal(readPath('{"x.y":1}', "$['x.y']"), "1");
        assert.equal(readPath("[5]", "$[0]"), "5");
        assert.equal(readPath("{}", "constructor.name"), undefined);
        assert.equal(readPath('{"a":{}}', "a"), undefined);
        assert.equal(readPath("no JSON", "a"), undefined);
    });

    it("lists leaves with paths that read them again", () => {
        const document = '{"a":1,"b c":{"d-e":["x",false]}}';
        assert.deepEqual(
            leavesOf(document).map(({ path }) => path),
            ["a", '["b c"].d-e.0', '["b c"].d-e.1'],
        );
        for (const { path, value } of leavesOf(document)) assert.equal(readPath(document, path), value);
        assert.deepEqual(leavesOf("7"), []);
        assert.equal(leavesOf(JSON.stringify(Array.from({ length: 900 }, () => 1))).length, 200);
    });
});

describe("a circular identity", () => {
    const sent = [{ name: "SRV", value: "s1" }];
    const cookie = { kind: "cookie", name: "SRV" } as const;
    const header = { kind: "header", name: "x" } as const;

    it("is a cookie that says nothing but what the client sent", () => {
        assert.equal(readIdentity(cookie, exchange({ "set-cookie": "SRV=s1" }, "", sent)), undefined);
        assert.equal(readIdentity(cookie, exchange({ "set-cookie": "SRV=s2" }, "", sent)), "s2");
        assert.ok(isOwnCookie(cookie, [exchange({ "set-cookie": "SRV=s1" }), exchange({}, "", sent)]));
        assert.ok(!isOwnCookie(cookie, [exchange({ "set-cookie": "SRV=s2" }, "", sent), exchange({}, "", sent)]));
        assert.ok(!isOwnCookie(cookie, [exchange({ "set-cookie": "SRV=s1" })]), "no client came back");
        assert.ok(!isOwnCookie(header, [exchange({}, "", sent)]));
    });

    it("is suspected where the value and a cookie overlap", () => {
        assert.equal(suspects(header, [exchange({ x: "s1" }, "", sent)]).length, 1);
        assert.equal(suspects(header, [exchange({ x: "pod-s1" }, "", sent)]).length, 1);
        assert.equal(suspects(header, [exchange({ x: "s" }, "", sent)]).length, 1);
        assert.equal(suspects(header, [exchange({ x: "r2" }, "", sent), exchange({ x: "s1" })]).length, 0);
        assert.equal(suspects(header, [exchange({ x: "r2" }, "", [{ name: "e", value: "" }])]).length, 0);
    });

    it("is an echo if it repeats a made-up value", () => {
        assert.deepEqual(madeUp(sent), [{ name: "SRV", value: MADE_UP_VALUE }]);
        assert.ok(isEcho(header, exchange({ x: `<${MADE_UP_VALUE}>` })));
        assert.ok(!isEcho(header, exchange({ x: "s1" })));
        assert.ok(!isEcho(header, exchange({})));
    });
});
