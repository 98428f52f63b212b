import { ClientJar } from "../jar";
import { type Identification } from "../identify";
import { type Budget } from "../budget";
import { type Random, shuffle } from "../random";
import { judge } from "../verdict";
import { type Visit } from "../visit";

import { isFine, type McpAnswer } from "./answer";
import { type SessionRecord } from "./fate";
import { type Sdk } from "./sdk";
import { McpSession } from "./session";
import { type McpSettings } from "./settings";
import { type Series } from "./diagnosis";
import { judgeSessions } from "./verdict";
import { Wire } from "./wire";

/** What all series of a run share. */
export interface Run {
    readonly settings: McpSettings;
    readonly version: string;
    readonly sdk: Sdk;
    readonly budget: Budget;
    readonly identification?: Identification;
    readonly random: Random;
    /** Hears of each finished step of a session. */
    onStep(): void;
}

/** Opens sessions, without cookies or with them, calls in each, round by round in a fresh random order, and ends them. */
export async function runSeries(run: Run, keepsCookies: boolean): Promise<Series> {
    const { settings, random } = run;
    const { clients, rounds } = settings.probe;
    const sessions = Array.from({ length: clients }, (_, client) => sessionOf(run, client, keepsCookies));
    const steps = [
        (one: McpSession) => one.open(),
        ...Array.from({ length: rounds }, () => (one: McpSession) => one.call()),
    ];
    let finished = 0;
    for (const step of steps) {
        if (!(await inRandomOrder(run, sessions, step))) break;
        finished++;
    }
    await inRandomOrder(run, sessions, (one) => one.end());
    // A session whose calls were not begun shows nothing.
    const records = finished < 2 ? [] : sessions.map(recordOf);
    const visits = visitsOf(records, run.identification?.source.kind === "header");
    const { expectReplicas } = settings.probe;
    const calls = judge(visits, { clients, rounds: roundsOf(visits), expectReplicas, random });
    return { records, judgement: judgeSessions(records, calls), calls };
}

/** One client with its session. */
export function sessionOf(
    { settings, version, sdk, budget, identification }: Run,
    client: number,
    keepsCookies: boolean,
): McpSession {
    const { target, sources } = settings.probe;
    const wire = new Wire({
        target,
        budget,
        connections: settings.connections,
        source: identification?.source,
        ...(keepsCookies ? { jar: new ClientJar() } : {}),
        localAddress: sources?.pool.own(client),
    });
    const plan = { url: target.url, version, timeoutMilliseconds: target.timeoutMilliseconds };
    return new McpSession({ ...plan, tool: settings.tool, source: identification?.source }, wire, sdk);
}

/** A few at a time. False: the run ended before all were done. */
async function inRandomOrder(
    run: Run,
    sessions: readonly McpSession[],
    step: (one: McpSession) => Promise<void>,
): Promise<boolean> {
    const waiting = shuffle([...sessions], run.random);
    const work = async () => {
        for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
            await step(one);
            run.onStep();
        }
    };
    await Promise.all(Array.from({ length: run.settings.probe.concurrency }, work));
    return run.budget.stopped === undefined;
}

function recordOf({ answers, idLength, wire }: McpSession): SessionRecord {
    return { answers, ...(idLength === undefined ? {} : { idLength }), cookies: [...wire.cookies] };
}

/**
 * Who answered the calls of each session, as the visits of a client. A header names the replica that began the session too;
 * a tool's result cannot.
 */
export function visitsOf(records: readonly SessionRecord[], withFirst: boolean): Visit[] {
    const counts = ({ step, followUp }: McpAnswer) =>
        followUp || CALLS.has(step) || (withFirst && step === "initialize");
    return records.flatMap(({ answers }, client) =>
        answers.filter(counts).map((answer, round) => ({
            client,
            round,
            ...(answer.replica !== undefined && isFine(answer) ? { replica: answer.replica } : {}),
            status: answer.status,
            cookiesSet: [],
            cookiesSent: [],
            startedAt: 0,
        })),
    );
}

const CALLS = new Set(["tools/call", "tools/list", "ping"]);

/** Rounds that every session has. */
function roundsOf(visits: readonly Visit[]): number {
    const last = new Map<number, number>();
    for (const { client, round } of visits) last.set(client, Math.max(last.get(client) ?? 0, round + 1));
    return last.size === 0 ? 0 : Math.min(...last.values());
}
