import assert from "node:assert/strict";

import { isFine, isUnknownSession, type McpAnswer } from "../../../../../cli/probe/mcp/answer";
import { breakText, diagnose } from "../../../../../cli/probe/mcp/diagnosis";
import { fateOf, isConstant, type SessionRecord } from "../../../../../cli/probe/mcp/fate";
import { methodOf, responseIn } from "../../../../../cli/probe/mcp/messages";
import { noticesOf } from "../../../../../cli/probe/mcp/notices";
import { visitsOf } from "../../../../../cli/probe/mcp/series";
import { judgeSessions } from "../../../../../cli/probe/mcp/verdict";
import { seeded } from "../../../../../cli/probe/random";
import { judge } from "../../../../../cli/probe/verdict";

const CALLS = 5;

const answer = (step: string, more: Partial<McpAnswer> = {}): McpAnswer => ({
    step,
    status: step === "notifications/initialized" ? 202 : 200,
    followUp: false,
    ...more,
});

const STEPS = ["initialize", "notifications/initialized", "GET", ...Array.from({ length: CALLS }, () => "tools/list")];

/** A session that begins on the first replica; the others answer in turn, and know it or not. */
function session(
    replicas: readonly (string | undefined)[],
    more: Partial<SessionRecord> & { shared?: boolean } = {},
): SessionRecord {
    const [home, ...others] = replicas;
    const { shared = false, ...rest } = more;
    const answers = STEPS.map((step, at) => {
        const replica = at === 0 || others.length === 0 ? home : others[(at - 1) % others.length];
        const named = replica === undefined ? {} : { replica };
        if (at === 0 || replica === home || shared) return answer(step, named);
        return answer(step, { ...named, status: 404, said: "Session not found" });
    });
    return { answers, idLength: 36, cookies: [], ...rest };
}

function series(records: readonly SessionRecord[], expectReplicas?: number) {
    const question = { clients: records.length, rounds: CALLS + 1, random: seeded(1), expectReplicas };
    const calls = judge(visitsOf(records, true), question);
    return { records, calls, judgement: judgeSessions(records, calls) };
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));
const HELD = times(12, (index) => session([`r${index % 3}`]));
const HASHED = times(12, (index) => session([`r${index % 3}`, index < 4 ? `r${index % 3}` : `r${(index + 1) % 3}`]));
const IN_TURN = times(12, (index) => session([`r${index % 3}`, `r${(index + 1) % 3}`, `r${(index + 2) % 3}`]));

describe("answers in a session", () => {
    it("are fine, or say that it is not known, or are errors", () => {
        const cases: readonly [Partial<McpAnswer> & { step: string }, boolean, boolean][] = [
            [{ step: "tools/list", status: 200 }, true, false],
            [{ step: "notifications/initialized", status: 202 }, true, false],
            [{ step: "tools/list", status: 302 }, false, false],
            [{ step: "tools/list", status: 199 }, false, false],
            [{ step: "tools/list", status: 404 }, false, true],
            [{ step: "tools/list", status: 400 }, false, true],
            [{ step: "tools/list", status: 200, said: "Session expired" }, false, true],
            [{ step: "tools/list", status: 503 }, false, false],
            [{ step: "tools/list", failure: "no answer in time", status: undefined }, false, false],
            [{ step: "GET", status: 405 }, true, false],
            [{ step: "DELETE", status: 405 }, true, false],
            [{ step: "tools/list", status: 405 }, false, false],
            [{ step: "initialize", status: 404 }, false, false],
        ];
        for (const [given, fine, unknown] of cases) {
            const one = answer(given.step, given);
            assert.deepEqual([isFine(one), isUnknownSession(one)], [fine, unknown], JSON.stringify(given));
        }
    });

    it("make a session held, broken, refused or failed", () => {
        assert.equal(fateOf(session(["r1"])), "held");
        assert.equal(fateOf(session(["r1", "r2"])), "broken");
        assert.equal(fateOf({ answers: [answer("initialize", { status: 401 })], cookies: [] }), "refused");
        assert.equal(fateOf({ answers: [], cookies: [] }), "refused");
        assert.equal(
            fateOf({ answers: [answer("initialize"), answer("ping", { status: 500 })], cookies: [] }),
            "failed",
        );
    });

    it("go to one place or to several", () => {
        assert.equal(isConstant(session(["r1", "r2"])), true);
        assert.equal(isConstant(session(["r1", "r1", "r2"])), false);
        assert.equal(isConstant(session([undefined])), true);
        const unnamed = (statuses: readonly number[]) => ({
            answers: [answer("initialize"), ...statuses.map((status) => answer("ping", { status }))],
            cookies: [],
        });
        assert.equal(isConstant(unnamed([404, 404])), true);
        assert.equal(isConstant(unnamed([200, 404])), false);
    });
});

describe("the verdict on sessions", () => {
    const decided = (records: readonly SessionRecord[], expectReplicas?: number) => {
        const { verdict, reason } = series(records, expectReplicas).judgement;
        return [verdict, reason];
    };

    it("follows from what became of them", () => {
        assert.deepEqual(decided(HELD), ["sticky", "held"]);
        assert.deepEqual(decided(HELD, 4), ["inconclusive", "unproven"]);
        assert.deepEqual(decided(IN_TURN), ["not sticky", "broke"]);
        assert.deepEqual(decided(HASHED), ["not sticky", "broke"]);
        assert.deepEqual(decided([]), ["inconclusive", "nothing finished"]);
        assert.deepEqual(decided(times(12, () => session(["r1"]))), ["inconclusive", "unproven"]);
        assert.deepEqual(decided(times(12, () => session([undefined]))), ["inconclusive", "replicas unknown"]);
        assert.deepEqual(decided(HELD.map(({ answers }) => ({ answers, cookies: [] }))), ["not needed", "no sessions"]);
        const shared = IN_TURN.map((_, index) => session([`r${index % 3}`, "r0", "r1", "r2"], { shared: true }));
        assert.deepEqual(decided(shared), ["not needed", "shared"]);
    });

    it("is partly sticky where many more hold than chance would have it", () => {
        const [lost = session(["r1"])] = IN_TURN;
        assert.deepEqual(decided([...HELD.slice(0, 11), lost]), ["partly sticky", "broke"]);
        assert.deepEqual(decided([...HELD.slice(0, 10), ...IN_TURN.slice(0, 2)]), ["not sticky", "broke"]);
        assert.deepEqual(decided([...HELD.slice(0, 7), ...IN_TURN.slice(0, 5)]), ["not sticky", "broke"]);
    });

    it("does not blame the balancer where one replica alone ends sessions", () => {
        const ended = times(12, () => ({
            answers: [answer("initialize", { replica: "r1" }), answer("tools/list", { replica: "r1", status: 404 })],
            ...{ idLength: 36, cookies: [] },
        }));
        assert.deepEqual(decided(ended), ["inconclusive", "broke on one replica"]);
        const unnamed = ended.map((one) => ({
            ...one,
            answers: one.answers.map((given) => ({
                ...given,
                replica: given.step === "initialize" ? "r1" : undefined,
            })),
        })) as SessionRecord[];
        assert.deepEqual(decided(unnamed), ["not sticky", "broke"]);
    });

    it("takes other errors for no proof", () => {
        const failing = HELD.map((one) => ({ ...one, answers: [...one.answers, answer("DELETE", { status: 500 })] }));
        assert.deepEqual(decided(failing), ["inconclusive", "failed"]);
    });
});

describe("the diagnosis of sessions", () => {
    const withCookies = HELD.map((one) => ({ ...one, cookies: ["SRV"] }));

    it("names the cause", () => {
        assert.equal(diagnose(series(IN_TURN), series(withCookies))?.cause, "cookie");
        assert.equal(diagnose(series(HASHED), series(HASHED))?.cause, "hash of the session id");
        assert.equal(diagnose(series(IN_TURN), series(IN_TURN))?.cause, "no affinity");
        assert.equal(diagnose(series(HELD), series(HELD)), undefined);
    });

    it("does not take a cookie for the cause that was never set, nor one that does not hold all", () => {
        assert.equal(diagnose(series(IN_TURN), series(HELD))?.cause, "no affinity");
        const [lost = session(["r1"])] = IN_TURN;
        const nearly = [...withCookies.slice(1), { ...lost, cookies: ["SRV"] }];
        assert.equal(diagnose(series(IN_TURN), series(nearly))?.cause, "no affinity");
    });

    it("takes one session that wanders for the end of a hash", () => {
        const mixed = [...HASHED.slice(1), ...IN_TURN.slice(0, 1)];
        assert.equal(diagnose(series(mixed), series(mixed))?.cause, "no affinity");
    });

    it("sees a hash without names only where sessions hold beside those that break", () => {
        const unnamed = (held: boolean) =>
            session([undefined], {
                answers: STEPS.map((step, at) => answer(step, held || at === 0 ? {} : { status: 404 })),
            });
        const mixed = times(12, (index) => unnamed(index < 4));
        assert.equal(diagnose(series(mixed), series(mixed))?.cause, "hash of the session id");
        const none = times(12, () => unnamed(false));
        assert.equal(diagnose(series(none), series(none))?.cause, "unclear");
    });

    it("speaks of the most frequent break", () => {
        assert.equal(breakText(IN_TURN), '"Session not found" after initialize');
        const late = { answers: [answer("initialize"), answer("ping", { status: 404 })], cookies: [] };
        assert.equal(breakText([late, late, IN_TURN[0] ?? late]), "HTTP 404 at ping");
        assert.equal(breakText(HELD), "");
    });
});

describe("the visits of sessions", () => {
    it("are their calls, of replicas that served them", () => {
        const visits = visitsOf([session(["r1", "r1", "r2"])], true);
        assert.deepEqual(
            visits.map(({ round, replica }) => [round, replica]),
            [
                [0, "r1"],
                [1, "r1"],
                [2, undefined],
                [3, "r1"],
                [4, undefined],
                [5, "r1"],
            ],
        );
        assert.equal(visitsOf([session(["r1"])], false).length, CALLS);
    });
});

describe("notices about sessions", () => {
    const server = { takesInitialize: true, speaksStateless: false };

    it("are none where all is well", () => assert.deepEqual(noticesOf(server, "sticky", HELD), []));

    it("tell of streams without answer, and from elsewhere", () => {
        const stream = (more: Partial<McpAnswer>) =>
            HELD.map((one) => ({
                ...one,
                answers: one.answers.map((given) => (given.step === "GET" ? { ...given, ...more } : given)),
            }));
        assert.match(
            noticesOf(server, "sticky", stream({ status: undefined })).join(),
            /12 sessions had no answer to GET/,
        );
        assert.match(
            noticesOf(server, "sticky", stream({ replica: "r0" })).join(),
            /8 sessions have their stream .* another replica/,
        );
    });

    it("tell that the server speaks the new revision too, unless that is the verdict", () => {
        const both = { takesInitialize: true, speaksStateless: true };
        assert.equal(noticesOf(both, "not sticky", []).length, 1);
        assert.equal(noticesOf(both, "not needed", []).length, 0);
    });
});

describe("messages", () => {
    it("are found in JSON and in streams of events", () => {
        assert.equal(responseIn('{"id":1,"result":{"a":1}}')?.result?.["a"], 1);
        assert.equal(
            responseIn('event: message\r\ndata: {"id":1,"error":{"message":"no"}}\r\n\r\n')?.error?.message,
            "no",
        );
        assert.equal(responseIn('data: {"method":"ping"}\n\ndata: {"result":{"b":2}}\n\n')?.result?.["b"], 2);
        assert.equal(responseIn('data:{"result":{"c":3}}')?.result?.["c"], 3);
        for (const other of ["", "hello", "1", "null", '{"method":"ping"}']) assert.equal(responseIn(other), undefined);
    });

    it("say their method", () => {
        assert.equal(methodOf('{"method":"ping"}'), "ping");
        for (const other of ["", '{"method":1}', "{}"]) assert.equal(methodOf(other), undefined);
    });
});
