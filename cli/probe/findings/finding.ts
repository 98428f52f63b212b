import { type McpVerdict } from "../mcp/verdict";

/** Whether what was found is as affinity should be: yes, no, or open. */
export type Tone = "yes" | "no" | "open";

/** Whether a verdict is as affinity should be. */
export function toneOf(verdict: McpVerdict): Tone {
    switch (verdict) {
        case "sticky":
        case "not needed":
            return "yes";
        case "partly sticky":
        case "not sticky":
            return "no";
        case "inconclusive":
            return "open";
    }
}

/** One answer of a probe, as every report shows it. */
export interface Finding {
    /** What was asked, in a word or two: "failover". */
    readonly title: string;
    /** As a sentence that holds where the tone is yes, for CI: "clients stay on their replica". */
    readonly claim: string;
    readonly tone: Tone;
    readonly verdict: string;
    /** The verdict's reason, in a sentence or two. */
    readonly said: string;
    readonly details: readonly Detail[];
}

/** More on a finding, with a label of one word. */
export interface Detail {
    readonly label: string;
    readonly text: string;
}

/** From the worst to the best. */
const BY_GRAVITY: readonly Tone[] = ["no", "open", "yes"];

/** The worst of several. Yes where there is none. */
export function worstTone(findings: readonly Pick<Finding, "tone">[]): Tone {
    return BY_GRAVITY.find((tone) => findings.some((finding) => finding.tone === tone)) ?? "yes";
}
