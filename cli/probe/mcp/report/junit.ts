import { renderSuite } from "../../report/junit/suite";
import { type McpReport } from "../model";

import { mcpFindings } from "./findings";

/** The report of a probe of the protocol as JUnit XML: a test case for its sessions, and one for the loss of a replica. */
export function renderMcpJunit(report: McpReport): string {
    const { version, identity, settings, url, startedAt, durationMilliseconds, notices } = report;
    const findings = mcpFindings(report);
    return renderSuite({
        ...{ url, startedAt, notices },
        milliseconds: durationMilliseconds,
        properties: { version, ...(identity === undefined ? {} : { replica: identity.option }), ...settings },
        cases: findings.map(({ claim, tone, verdict, said }, index) => ({
            ...{ name: claim, tone, verdict, said },
            milliseconds: index === 0 ? durationMilliseconds : 0,
        })),
    });
}
