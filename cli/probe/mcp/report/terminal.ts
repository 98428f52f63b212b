import picocolors from "picocolors";

import { printable } from "../../../printable";
import { explanation } from "../../report/terminal";

import { STREAM } from "../answer";
import { breakText } from "../diagnosis";
import { type McpFailover, type McpReport, type McpSeriesReport } from "../model";
import { type McpVerdict } from "../verdict";

type Colors = ReturnType<typeof picocolors.createColors>;

const LABEL_WIDTH = 10;

const HEADLINES: Readonly<Record<McpVerdict, string>> = {
    sticky: "STICKY for MCP",
    "partly sticky": "PARTLY STICKY for MCP",
    "not sticky": "NOT STICKY for MCP",
    inconclusive: "INCONCLUSIVE for MCP",
    "not needed": "NO AFFINITY NEEDED for MCP",
};

/** The report for people, as lines of text. */
export function renderMcpTerminal(report: McpReport, color: boolean): string {
    const colors = picocolors.createColors(color);
    const { sessions, calls, tool, seed, connections } = report.settings;
    const [bare, jar] = report.series;
    const what = `${sessions} sessions × ${calls} calls (${tool ?? "tools/list"}), without and with a cookie jar, ${connections === "fresh" ? "fresh" : "kept"} connections, seed ${seed}`;
    const took = `${report.requests} requests  ${(report.durationMilliseconds / 1000).toFixed(1)} s`;
    const lines = [
        ...(bare === undefined ? [] : [`${what}   ${colors.dim(took)}`]),
        `${headline(report.verdict, colors)}   ${printable(reasonText(report, bare))}`,
        ...(report.diagnosis === undefined
            ? []
            : [labelled("why", report.diagnosis.why), labelled("do", report.diagnosis.do)]),
        ...(jar === undefined ? [] : [labelled("jar", jarText(jar))]),
        ...(bare === undefined ? [] : homeLines(bare)),
        ...(report.failover === undefined ? [] : [labelled("failover", failoverText(report.failover))]),
        ...(report.identity === undefined
            ? []
            : [labelled("replica", `${report.identity.option} (${report.identity.why})`)]),
        ...report.notices.map((notice) => labelled("note", notice)),
        ...(report.stopped === undefined ? [] : [labelled("ended", `before its end: ${report.stopped}`)]),
    ];
    return `${lines.map((line) => `  ${line}`).join("\n")}\n`;
}

function headline(verdict: McpVerdict, colors: Colors): string {
    const paint = {
        sticky: colors.green,
        "not needed": colors.green,
        "partly sticky": colors.yellow,
        "not sticky": colors.red,
        inconclusive: colors.yellow,
    };
    return colors.bold(paint[verdict](HEADLINES[verdict]));
}

/** The verdict's reason, in a sentence or two. */
export function reasonText(report: Pick<McpReport, "reason" | "settings" | "server">, bare?: McpSeriesReport): string {
    const { held = 0, broken = 0, sessions = 0, failed = 0, refused = 0 } = bare?.judgement.tally ?? {};
    const replicas = bare?.judgement.replicas ?? [];
    switch (report.reason) {
        case "held":
            return `${held} of ${sessions} sessions held, each on its own replica of ${replicas.length}, for a client without cookies`;
        case "broke":
            return `${broken} of ${sessions} sessions broke: ${breakText(bare?.sessions ?? [])}`;
        case "broke on one replica":
            return `${broken} of ${sessions} sessions broke (${breakText(bare?.sessions ?? [])}), but one replica answered all, ${replicas[0]}: the server itself ends them, not the balancer.`;
        case "shared":
            return `${held} of ${sessions} sessions held wherever their requests went (${replicas.join(", ")}): the replicas share the state of sessions.`;
        case "no sessions":
            return `${held} of ${sessions} clients were served, and the server gave no session id: every replica can serve every request.`;
        case "no sessions in its revision":
            return "the server speaks revision 2026-07-28, which has no sessions (no initialize, no session id): round robin is right.";
        case "failed":
            return `${failed + refused} of ${sessions} sessions failed, and none was unknown to a replica: ${failureOf(bare)}.`;
        case "nothing finished":
            return "no session was finished.";
        case "replicas unknown":
            return `${held} of ${sessions} sessions held, but no answer says which replica gave it, and one replica would look the same. Give --replica-header, or --mcp-tool with --replica-body, --replica-json or --replica-regex.`;
        case "unproven":
            return bare === undefined
                ? ""
                : `${held} of ${sessions} sessions held, but ${explanation(bare.calls, report.settings.expectReplicas)}`;
    }
}

function failureOf(series: McpSeriesReport | undefined): string {
    const answers = series?.sessions.flatMap((session) => session.answers) ?? [];
    const bad = answers.find(({ status, failure }) => failure !== undefined || (status ?? 0) >= 400);
    return `${bad?.failure ?? `HTTP ${bad?.status}`} to ${bad?.step}`;
}

/** What clients with a jar show, in a sentence. */
export function jarText({ judgement: { tally }, sessions }: McpSeriesReport): string {
    const names = [...new Set(sessions.flatMap(({ cookies }) => cookies))];
    const cookies = names.length === 0 ? "no cookie was set" : `cookies ${names.join(", ")}`;
    return `with a cookie jar ${tally.held} of ${tally.sessions} sessions held (${cookies})`;
}

/** Where sessions began, and whether their streams came from there. */
function homeLines({ sessions }: McpSeriesReport): string[] {
    const homes = new Map<string, number>();
    let streams = 0;
    let together = 0;
    for (const { answers } of sessions) {
        const home = answers.find(({ step }) => step === "initialize")?.replica;
        const stream = answers.find(({ step }) => step === STREAM);
        if (home === undefined) continue;
        homes.set(home, (homes.get(home) ?? 0) + 1);
        if (stream?.status === undefined || stream.status === 405) continue;
        streams++;
        if (stream.replica === home) together++;
    }
    const spread = [...homes].sort().map(([replica, count]) => `${replica} ${"█".repeat(count)} ${count}`);
    return [
        ...(spread.length === 0 ? [] : [labelled("begun", spread.join("   "))]),
        ...(streams === 0
            ? []
            : [
                  labelled(
                      "stream",
                      `GET was answered by the session's own replica in ${together} of ${streams} sessions`,
                  ),
              ]),
    ];
}

/** Whether the command took a replica from any session. */
export function isAnyLost({ recovery: { sessions, untouched, errors } }: McpFailover): boolean {
    return untouched < sessions || errors > 0;
}

/** What the loss of a replica did, with its verdict. */
export function failoverText(failover: McpFailover): string {
    const text = lossText(failover);
    if (!isAnyLost(failover)) return text;
    return `${failover.recovered ? "recovered" : "NOT RECOVERED"}: ${text}`;
}

/** What the loss of a replica did, in a sentence or two. */
export function lossText(failover: McpFailover): string {
    const { sessions, untouched, moved, ended, endedOtherwise, stuck, begun, errors, mostErrors, slowest } =
        failover.recovery;
    if (!isAnyLost(failover)) return "no session lost its replica: did --kill take one away?";
    const parts = [
        `${untouched} of ${sessions} sessions went on where they were`,
        ...(moved === 0 ? [] : [`${moved} went on with another replica`]),
        ...(ended === 0 ? [] : [`${ended} ended with 404, and ${begun} of all that ended began anew`]),
        ...(endedOtherwise === 0 ? [] : [`${endedOtherwise} ended with another answer than 404 ⚠`]),
        ...(stuck === 0 ? [] : [`${stuck} were neither served nor ended ⚠`]),
    ];
    const time = slowest === undefined ? "" : `, the last after ${(slowest / 1000).toFixed(1)} s`;
    const failed =
        errors === 0
            ? "no request failed otherwise"
            : `${errors} requests failed before, ${mostErrors} at most in one session`;
    return `${parts.join(", ")}${time}; ${failed}`;
}

function labelled(label: string, text: string): string {
    return `${label.padEnd(LABEL_WIDTH)}${printable(text)}`;
}
