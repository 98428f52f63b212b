import { type Finding, toneOf } from "../../findings/finding";
import { type McpFailover, type McpReport, type McpSeriesReport } from "../model";

import { isAnyLost, jarText, lossText, reasonText } from "./terminal";

/** What a probe of the protocol found, as every report shows it: sessions, and what the loss of a replica did to them. */
export function mcpFindings(report: McpReport): readonly Finding[] {
    const [bare, jar] = report.series;
    const { verdict, diagnosis, failover } = report;
    return [
        {
            title: "sessions",
            claim: "MCP sessions of clients without cookies hold",
            tone: toneOf(verdict),
            verdict,
            said: reasonText(report, bare),
            details: [
                ...(diagnosis === undefined
                    ? []
                    : [
                          { label: "why", text: diagnosis.why },
                          { label: "do", text: diagnosis.do },
                      ]),
                ...(jar === undefined ? [] : [{ label: "jar", text: jarText(jar) }]),
            ],
        },
        ...(failover === undefined ? [] : [failoverFinding(failover)]),
    ];
}

function failoverFinding(failover: McpFailover): Finding {
    const { recovered } = failover;
    const lost = isAnyLost(failover);
    return {
        title: "failover",
        claim: "MCP sessions of a lost replica end with 404 and begin anew, or go on",
        tone: !recovered ? "no" : lost ? "yes" : "open",
        verdict: !recovered ? "not recovered" : lost ? "recovered" : "inconclusive",
        said: lossText(failover),
        details: [],
    };
}

/** Whether a series is of clients that keep cookies. */
export function seriesTitle({ keepsCookies }: McpSeriesReport): string {
    return keepsCookies ? "Clients with a cookie jar" : "Clients without cookies";
}
