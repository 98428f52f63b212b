import { toneOf } from "../../findings/finding";
import { findingsOf } from "../../findings/of";
import { type ProbeReport, type SeriesReport } from "../model";
import { explanation } from "../terminal";

import { CASE, type JunitCase, renderSuite } from "./suite";

/** The report as JUnit XML, with a test case for each series, and one for each question beyond the proof. */
export function renderJunit(report: ProbeReport): string {
    const { url, startedAt, durationMilliseconds, notices, settings, identity, version, key, sources } = report;
    return renderSuite({
        url,
        startedAt,
        milliseconds: durationMilliseconds,
        properties: {
            version,
            replica: identity.option,
            ...settings,
            ...(key === undefined ? {} : { key: key.name }),
            ...(sources === undefined ? {} : { from: sources.name }),
        },
        cases: [
            ...report.series.map((series) => caseOf(series, settings.expectReplicas)),
            ...findingsOf(report).map(({ claim, tone, verdict, said }) => ({
                ...{ name: claim, tone, verdict, said },
                milliseconds: 0,
            })),
        ],
        notices,
    });
}

function caseOf({ judgement, connections, durationMilliseconds }: SeriesReport, expected?: number): JunitCase {
    const { verdict } = judgement;
    return {
        name: `${CASE} (${connections} connections)`,
        milliseconds: durationMilliseconds,
        tone: toneOf(verdict),
        verdict,
        said: explanation(judgement, expected),
    };
}
