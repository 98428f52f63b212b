import { type Finding, toneOf } from "../findings/finding";
import { percent } from "../findings/text";
import { type Judgement, STICKY_LIMIT, type Verdict } from "../verdict";

import { type SecondAddress } from "./outcome";

const VERDICTS: Readonly<Record<Verdict, string>> = {
    "not sticky": "no agreement",
    "partly sticky": "partly",
    inconclusive: "inconclusive",
    sticky: "same replica",
};

/** What a second address shows, for reports. */
export function secondAddressFinding({ url, across, first, second }: SecondAddress): Finding {
    return {
        title: "second address",
        claim: "clients keep their replica at a second address",
        tone: toneOf(across.verdict),
        verdict: VERDICTS[across.verdict],
        said:
            second.spread.replicas.length === 0 ? `no answer at ${url} says which replica gave it.` : said(across, url),
        details: [
            { label: "alone", text: `the first address ${aloneText(first)}; the second one ${aloneText(second)}` },
        ],
    };
}

function said({ verdict, repeats, bound, p }: Judgement, url: string): string {
    const share = `${repeats.hits} of ${repeats.trials} clients are on the same replica at ${url}`;
    switch (verdict) {
        case "sticky":
            return `${share} (at least ${percent(repeats.low)} with 95 % confidence); the chance to see this of two that do not agree is below ${chance(Math.max(bound, STICKY_LIMIT))}.`;
        case "partly sticky":
            return `${share} (${percent(repeats.low)} to ${percent(repeats.high)} with 95 % confidence): more than chance explains (p = ${chance(p)}), and not all.`;
        case "not sticky":
            return `${share}: no more than chance explains (p = ${chance(p)}). Each address chooses for itself.`;
        case "inconclusive":
            return `${share}, which proves nothing: one replica answered all, or too few clients were answered at both.`;
    }
}

function aloneText({ verdict, repeats }: Judgement): string {
    return `${verdict === "sticky" ? "kept all clients" : `kept ${repeats.hits} of ${repeats.trials} repeats`} while they came to both`;
}

function chance(p: number): string {
    return p >= 0.001 ? p.toFixed(3) : p.toExponential(0);
}
