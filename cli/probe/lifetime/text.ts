import { type Detail, type Finding, type Tone } from "../findings/finding";
import { percent } from "../findings/text";
import { type Judgement } from "../verdict";

import { type Ending, isLetGo, type Lifetime, type Rest } from "./outcome";

const ENDINGS: Readonly<Record<Ending, string>> = {
    sliding: "each request begins the time anew: clients that went on asking were kept",
    fixed: "the time is fixed: clients that went on asking were let go, too",
    "not seen": "clients that went on asking were kept, too",
    unclear:
        "clients that went on asking do not show whether each request begins the time anew; try a shorter time too",
};

/** How long an affinity lasts, for reports. */
export function lifetimeFinding(lifetime: Lifetime): Finding {
    const { rests } = lifetime;
    return {
        title: "lifetime",
        claim: `clients are kept while they rest for ${rests.map(({ seconds }) => seconds).join(", ")} s`,
        tone: toneOf(lifetime),
        verdict: verdictOf(lifetime),
        said: `${rests.map(restText).join("; ")}.`,
        details: [{ label: "asking", text: busyText(lifetime) }, ...cookieDetails(lifetime)],
    };
}

function toneOf({ rests, busy }: Lifetime): Tone {
    const all = [...rests.map(({ judgement }) => judgement), busy.judgement];
    if (all.some(isLetGo)) return "no";
    return all.some(({ verdict }) => verdict === "inconclusive") ? "open" : "yes";
}

function verdictOf(lifetime: Lifetime): string {
    switch (toneOf(lifetime)) {
        case "no":
            return "let go";
        case "open":
            return "inconclusive";
        case "yes":
            return "kept";
    }
}

/** A rest that is not told apart from all that came before it by so much is shown with that. */
const LONGER = 1.5;

function restText({ seconds, mostSeconds, judgement }: Rest): string {
    const rested = `${seconds} s${mostSeconds > seconds * LONGER ? ` (up to ${mostSeconds.toFixed(1)} s since their first visit)` : ""}`;
    const { hits, trials, low } = judgement.repeats;
    const share = `${hits} of ${trials}`;
    switch (judgement.verdict) {
        case "sticky":
            return `after ${rested} ${share} clients were kept (at least ${percent(low)} with 95 % confidence)`;
        case "partly sticky":
            return `after ${rested} only ${share} clients were kept`;
        case "not sticky":
            return `after ${rested} clients were let go: ${share} were where they had been, no more than by chance`;
        case "inconclusive":
            return `after ${rested} ${share} clients were where they had been, which proves nothing (${reasonText(judgement)})`;
    }
}

function reasonText({ reason }: Judgement): string {
    return reason === "one replica" ? "one replica answered all" : reason;
}

function busyText({ busy, ending }: Lifetime): string {
    const { hits, trials } = busy.judgement.repeats;
    return `${ENDINGS[ending]} (${hits} of ${trials}, asking every ${busy.everySeconds} s)`;
}

function cookieDetails({ cookie, rests }: Lifetime): Detail[] {
    if (cookie === undefined) return [];
    const differs = rests.filter(
        ({ promised, judgement }) =>
            promised !== undefined && judgement.verdict !== "inconclusive" && promised === isLetGo(judgement),
    );
    const unlike = differs.map(({ seconds, promised }) =>
        promised ? `let go after ${seconds} s all the same` : `kept after ${seconds} s all the same`,
    );
    const text = `${cookie.name} lives ${cookie.seconds} s by its own word: ${unlike.length === 0 ? "as observed" : `${unlike.join(", ")} ⚠`}`;
    return [{ label: "cookie", text }];
}
