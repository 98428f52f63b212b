import picocolors from "picocolors";

import { printable } from "../../printable";
import { type CookieSummary } from "../cookies";
import { type Finding } from "../findings/finding";
import { findingsOf } from "../findings/of";
import { percent } from "../findings/text";
import { keyText } from "../key/text";
import { type Judgement, type Share, STICKY_LIMIT, type Verdict } from "../verdict";

import { type KeyReport, type ProbeReport, type SeriesReport } from "./model";

type Colors = ReturnType<typeof picocolors.createColors>;

const LONGEST_BAR = 12;
const LABEL_WIDTH = 9;

/** The report for people, as lines of text. */
export function renderTerminal(report: ProbeReport, color: boolean): string {
    const colors = picocolors.createColors(color);
    const lines = [
        ...report.series.flatMap((series, index) => seriesLines(report, series, colors, index === 0)),
        ...findingsOf(report).flatMap((finding) => findingLines(finding, colors)),
        ...sourceLines(report),
        labelled("replica", `${report.identity.option} (${report.identity.why})`),
        ...report.notices.map((notice) => labelled("note", notice)),
        ...(report.stopped === undefined ? [] : [labelled("ended", `before its end: ${report.stopped}`)]),
    ];
    return `${lines.map((line) => `  ${line}`).join("\n")}\n`;
}

function seriesLines({ settings, key }: ProbeReport, series: SeriesReport, colors: Colors, first: boolean): string[] {
    const { judgement, connections, visits, durationMilliseconds } = series;
    const { clients, rounds, seed } = settings;
    const what = `${clients} clients × ${rounds} rounds, shuffled, ${connections === "fresh" ? "fresh" : "kept"} connections, seed ${seed}`;
    const took = `${visits.length}/${clients * rounds}  ${(durationMilliseconds / 1000).toFixed(1)} s`;
    return [
        `${what}   ${colors.dim(took)}`,
        `${headline(judgement.verdict, colors)}   ${printable(explanation(judgement, settings.expectReplicas))}`,
        ...(key === undefined || !first ? [] : [labelled("key", keyText(key)), ...endedLines(key)]),
        ...spreadLines(judgement),
        ...series.cookies.map((cookie) => labelled("cookie", cookieText(cookie))),
        ...outcomeLines(series),
    ];
}

/** What was found beyond the proof: a line with its verdict, and what there is to it. */
export function findingLines({ title, tone, verdict, said, details }: Finding, colors: Colors): string[] {
    const paint = { yes: colors.green, no: colors.red, open: colors.yellow };
    return [
        `${title}: ${colors.bold(paint[tone](verdict.toUpperCase()))}   ${printable(said)}`,
        ...details.map(({ label, text }) => labelled(label, text)),
    ];
}

function endedLines({ ended }: KeyReport): string[] {
    return ended === undefined ? [] : [labelled("", `the search for the key ended early: ${ended}`)];
}

function sourceLines({ sources }: ProbeReport): string[] {
    if (sources === undefined) return [];
    const arrived = sources.seenAt === undefined ? "no answer shows whether they arrive" : `seen at ${sources.seenAt}`;
    return [labelled("from", `${sources.name} (${arrived})`)];
}

function headline(verdict: Verdict, colors: Colors): string {
    const paint = {
        sticky: colors.green,
        "partly sticky": colors.yellow,
        "not sticky": colors.red,
        inconclusive: colors.yellow,
    };
    return colors.bold(paint[verdict](verdict.toUpperCase()));
}

/** The verdict's reason, in a sentence or two. */
export function explanation(judgement: Judgement, expectReplicas?: number): string {
    const { repeats, clients, bound, spread, gaps, visits } = judgement;
    const seen = spread.replicas.length;
    const stayed = `${repeats.hits} of ${repeats.trials} repeats stayed (${percent(repeats.low)} to ${percent(repeats.high)} with 95 % confidence)`;
    switch (judgement.reason) {
        case "stayed":
            return (
                `every client stayed on its replica: ${shareText(clients, "clients")}, ${shareText(repeats, "repeats")}, with 95 % confidence; ` +
                `the chance to see this without affinity is below ${chance(Math.max(bound, STICKY_LIMIT))}`
            );
        case "some moved":
            return `${stayed}: more than chance explains (${byChance(judgement)}). ${clients.trials - clients.hits} of ${clients.trials} clients moved.`;
        case "moved":
            return `${stayed}: no more than chance explains (${byChance(judgement)}). ${clients.trials - clients.hits} of ${clients.trials} clients moved.`;
        case "no answer":
            return "no answer said which replica gave it.";
        case "no repeat":
            return "no client was answered twice: no round after the first was finished.";
        case "one replica":
            return `all answers came from one replica, ${spread.replicas[0]?.replica}: a move could not be seen. Is there one only, or do all these clients count as one (one address)?`;
        case "replicas missing":
            return `${seen} of ${expectReplicas} replicas answered. Take more --clients, or look for what keeps the others from answering.`;
        case "one replica a client":
            return `${seen} replicas for ${judgement.clients.trials} clients: the value may name the client. If there are that many, say --expect-replicas ${seen}; or take more --clients.`;
        case "answers missing":
            return `every client stayed, but ${gaps} of ${visits} requests do not say who answered: they may have been moves.`;
        case "too few clients":
            return `every client stayed, but chance would show that too in ${chance(bound)} of such runs (${chance(STICKY_LIMIT)} is the limit). Take more --clients or --rounds.`;
    }
}

function byChance({ p, kappa }: Judgement): string {
    return `p = ${chance(p)}${kappa === undefined ? "" : `, kappa ${kappa.toFixed(2)}`}`;
}

function shareText({ hits, trials, low }: Share, what: string): string {
    return `${hits} of ${trials} ${what} (at least ${percent(low)})`;
}

function chance(p: number): string {
    return p >= 0.001 ? p.toFixed(3) : p.toExponential(0);
}

function spreadLines({ spread }: Judgement): string[] {
    const most = Math.max(1, ...spread.replicas.map(({ clients }) => clients));
    const bars = spread.replicas.map(({ replica, clients }) => {
        const bar = "█".repeat(Math.round((clients / most) * LONGEST_BAR));
        return `${replica} ${bar} ${clients}`;
    });
    return bars.length === 0 ? [] : [labelled("spread", bars.join("   "))];
}

function cookieText(cookie: CookieSummary): string {
    const life = cookie.maxAgeSeconds === undefined ? "session" : `${cookie.maxAgeSeconds} s`;
    return [
        cookie.vendor === undefined ? cookie.name : `${cookie.name} (${cookie.vendor})`,
        life,
        ...(cookie.path === undefined ? [] : [`Path=${cookie.path}`]),
        ...(cookie.domain === undefined ? [] : [`Domain=${cookie.domain}`]),
        ...(cookie.httpOnly ? ["HttpOnly"] : []),
        ...(cookie.sameSite === undefined ? [] : [`SameSite=${cookie.sameSite}`]),
        cookie.secure ? "Secure" : "not Secure ⚠",
        ...(cookie.renewed > 0 ? [`set again ${cookie.renewed} times`] : []),
        ...(cookie.changed > 0 ? [`changed ${cookie.changed} times`] : []),
        ...(cookie.sentBack ? [] : ["never sent back ⚠"]),
    ].join("  ");
}

function outcomeLines({ outcomes }: SeriesReport): string[] {
    if (outcomes.every(({ outcome }) => outcome === "HTTP 200")) return [];
    return [labelled("answers", outcomes.map(({ outcome, count }) => `${outcome}: ${count}`).join(", "))];
}

function labelled(label: string, text: string): string {
    return `${label.padEnd(LABEL_WIDTH)}${printable(text)}`;
}
