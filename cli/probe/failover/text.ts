import { type Detail, type Finding, type Tone } from "../findings/finding";
import { atMost, countsText, duration, placesText } from "../findings/text";

import { type Failover, type FailoverVerdict } from "./outcome";

const TONES: Readonly<Record<FailoverVerdict, Tone>> = {
    "not recovered": "no",
    flapping: "no",
    soft: "no",
    inconclusive: "open",
    strong: "yes",
};

/** What the loss of a replica did, for reports. */
export function failoverFinding(failover: Failover): Finding {
    return {
        title: "failover",
        claim: "only the clients of a lost replica move, each once",
        tone: TONES[failover.verdict],
        verdict: failover.verdict,
        said: said(failover),
        details: details(failover),
    };
}

function said(failover: Failover): string {
    const { lost, victims, others, clients } = failover;
    const without = victims.unserved + others.unserved;
    switch (failover.verdict) {
        case "not recovered":
            return `${without} of ${clients} clients were without an answer to the end${lost.length === 0 ? "" : ` after the loss of ${lost.join(", ")}`}.`;
        case "flapping":
            return `${victims.flapped} of ${victims.clients} clients of ${lost.join(", ")} changed their replica more than once: they found no new one to stay on.`;
        case "soft":
            return (
                `${others.moved.hits} of ${others.moved.trials} clients moved though their replica lived, with the ${victims.clients} of ${lost.join(", ")}. ` +
                "Affinity that remembers each client's replica moves none of them, a consistent hash few, the remainder of a hash about half or more."
            );
        case "inconclusive":
            return clients === 0
                ? "no client stayed on a replica before, so that nothing could be lost."
                : "no replica was gone to the end: did --kill take one away, or did it come back by itself?";
        case "strong":
            return `the ${victims.clients} clients of ${lost.join(", ")} moved, each once; of the others that moved: ${atMost(others.moved)}.`;
    }
}

function details({ lost, victims, others, returned, unsettled }: Failover): Detail[] {
    const detail = (label: string, text: string | undefined): Detail[] => (text === undefined ? [] : [{ label, text }]);
    const { waited } = victims;
    return [
        ...detail(
            "expected",
            lost.length === 0
                ? undefined
                : `${victims.clients} of ${victims.clients} move once, 0 of ${others.moved.trials} others`,
        ),
        ...detail(
            "errors",
            lost.length === 0 && victims.errors.length + others.errors.length === 0
                ? undefined
                : errorsText(victims, others),
        ),
        ...detail(
            "again",
            waited &&
                `first answer by another replica after ${duration(waited.median)} (median), ${duration(waited.slowest)} (slowest)`,
        ),
        ...detail("went", victims.went.length === 0 ? undefined : placesText(victims.went)),
        ...detail("back", returned && returnText(returned, lost, victims.clients)),
        ...detail(
            "",
            unsettled === 0 ? undefined : `${unsettled} clients had no replica of their own and are left out`,
        ),
    ];
}

function errorsText(victims: Failover["victims"], others: Failover["others"]): string {
    const own =
        victims.errors.length === 0
            ? "none for clients of the lost replica"
            : `${countsText(victims.errors)}, ${victims.mostErrors} at most for one client; ${victims.smooth} of ${victims.clients} saw none`;
    return others.errors.length === 0 ? own : `${own}; for the others ${countsText(others.errors)}`;
}

function returnText(returned: NonNullable<Failover["returned"]>, lost: readonly string[], victims: number): string {
    const seen =
        returned.served > 0
            ? `${lost.join(", ")} serves ${returned.served} of ${returned.newcomers} new clients again`
            : `${lost.join(", ")} was not seen again among ${returned.newcomers} new clients`;
    return `${seen}; ${returned.victims} of ${victims} of its clients came back, and ${returned.others} others moved once more`;
}
