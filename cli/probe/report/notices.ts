import { type ProbeSettings } from "../settings";

import { type SeriesReport } from "./model";

/** The largest replica has this many times its fair share, surely: then it is said. */
const UNEVEN = 1.5;

/** What the user should know beside the verdict. */
export function noticesOf(settings: ProbeSettings, series: readonly SeriesReport[]): readonly string[] {
    return [...new Set([...series.flatMap((one) => noticesOfSeries(settings, one)), ...acrossSeries(series)])];
}

function noticesOfSeries({ expectReplicas }: ProbeSettings, { judgement, cookies, visits, connections }: SeriesReport) {
    const notices: string[] = [];
    const seen = judgement.spread.replicas.length;
    if (expectReplicas !== undefined && seen > expectReplicas) {
        notices.push(
            `${seen} replicas answered, and --expect-replicas is ${expectReplicas}: it may have been scaled out, or what names the replica is finer than a replica.`,
        );
    }
    const { largest } = judgement.spread;
    if (largest !== undefined && largest.low > UNEVEN) {
        notices.push(`uneven: ${largest.replica} has ${largest.ratio.toFixed(1)} times its fair share of the clients.`);
    }
    for (const { name, refused, hindrances = [], holdsAddress } of cookies) {
        for (const hindrance of hindrances) notices.push(`the cookie ${name} may not be sent back: ${hindrance}.`);
        if (holdsAddress !== undefined) {
            notices.push(
                `the cookie ${name} holds an address, ${holdsAddress}: clients learn it, and may choose their replica with another one.`,
            );
        }
        if (refused !== undefined) notices.push(`clients refuse the cookie ${name}: ${refused}.`);
    }
    if (judgement.gaps > 0) {
        notices.push(`${judgement.gaps} of ${judgement.visits} requests do not say which replica answered.`);
    }
    const away = visits.find(({ leftHost }) => leftHost !== undefined)?.leftHost;
    if (away !== undefined) notices.push(`answers redirect to another host, ${away}, which was not followed.`);
    if (connections === "keep-alive") {
        notices.push(
            "a kept connection can hold a client on its replica without any affinity: fresh connections show the session's own.",
        );
    }
    return notices;
}

function acrossSeries(series: readonly SeriesReport[]): string[] {
    const verdictOf = (kind: string) => series.find(({ connections }) => connections === kind)?.judgement.verdict;
    if (verdictOf("keep-alive") !== "sticky" || verdictOf("fresh") === undefined || verdictOf("fresh") === "sticky")
        return [];
    return ["only the connection is sticky: clients that open a new one are not held to their replica."];
}
