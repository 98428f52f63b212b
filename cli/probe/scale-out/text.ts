import { type Detail, type Finding, type Tone } from "../findings/finding";
import { atMost, countsText, percent } from "../findings/text";

import { type ScaleOut, type ScaleOutKind, type ScaleOutVerdict } from "./outcome";

const TONES: Readonly<Record<ScaleOutVerdict, Tone>> = {
    "not served": "no",
    soft: "no",
    inconclusive: "open",
    strong: "yes",
};

const KINDS: Readonly<Record<ScaleOutKind, string>> = {
    remembered: "as where each client's replica is remembered",
    "consistent hash": "as with a consistent hash",
    "modulo hash": "as with the remainder of a hash",
    other: "neither as with a consistent hash nor as with the remainder of one",
};

/** What a new replica did, for reports. */
export function scaleOutFinding(scaleOut: ScaleOut): Finding {
    return {
        title: "scale-out",
        claim: "a new replica moves nobody, and new clients reach it",
        tone: TONES[scaleOut.verdict],
        verdict: scaleOut.verdict,
        said: said(scaleOut),
        details: details(scaleOut),
    };
}

function said({ verdict, moved, added, kind, newcomers, unserved }: ScaleOut): string {
    const names = added.join(", ");
    switch (verdict) {
        case "not served":
            return `${unserved} clients were without an answer to the end.`;
        case "soft":
            return `${moved.hits} of ${moved.trials} clients moved though their replica lived (${percent(moved.low)} to ${percent(moved.high)} with 95 % confidence), ${KINDS[kind]}.`;
        case "inconclusive":
            if (moved.trials === 0) return "no client stayed on a replica before, so that nothing could be lost.";
            return added.length === 0
                ? `no new replica was seen, by ${moved.trials} clients nor by ${newcomers.clients} new ones: did --scale add one, and is --watch long enough for it?`
                : `nobody moved, and of ${newcomers.clients} new clients none reached ${names}.`;
        case "strong":
            return `of clients on the replicas before, ${atMost(moved)} moved, and ${newcomers.reached} of ${newcomers.clients} new clients reached ${names}.`;
    }
}

function details({
    expected,
    before,
    added,
    moved,
    toAdded,
    newcomers,
    errors,
    unsettled,
    verdict,
}: ScaleOut): Detail[] {
    if (added.length === 0) return [];
    const { consistentHash, moduloHash } = expected;
    return [
        {
            label: "expected",
            text: `0 moves where replicas are remembered, ${percent(consistentHash)} with a consistent hash, ${percent(moduloHash)} with the remainder of one, from ${before.length} to ${before.length + added.length} replicas`,
        },
        ...(moved.hits === 0 ? [] : [{ label: "went", text: `${toAdded} of them to ${added.join(", ")}` }]),
        ...(verdict === "soft"
            ? [
                  {
                      label: "new",
                      text: `${newcomers.reached} of ${newcomers.clients} new clients reached ${added.join(", ")}`,
                  },
              ]
            : []),
        ...(errors.length === 0 ? [] : [{ label: "errors", text: countsText(errors) }]),
        ...(unsettled === 0
            ? []
            : [{ label: "", text: `${unsettled} clients had no replica of their own and are left out` }]),
    ];
}
