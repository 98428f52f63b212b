import Table from "cli-table3";
import picocolors from "picocolors";

import { reportHops as hopsReport, type ReportedHop } from "../../cli/hops/report";
import { affinityText, replicasText, strengthText, verdictText } from "../../cli/hops/words";
import { nameOf, readTopology, type StackResource } from "../../policy-pack/topology";

import { type Changes, type ReportedFinding } from "./observation";

/** What `npm start` reports, as `--json` writes it. */
export interface Report {
    readonly program: string;
    /** Null where there was nothing to run it for. */
    readonly engine: { readonly version: string; readonly origin: string } | null;
    readonly changes: Changes;
    readonly hops: readonly ReportedHop[];
    readonly findings: readonly Omit<ReportedFinding, "fix">[];
    readonly seconds: number;
}

/** The report of a run that found nothing to do. */
export function emptyReport(program: string): Report {
    const changes = { create: 0, update: 0, same: 0, delete: 0, replace: 0 };
    return { program, engine: null, changes, hops: [], findings: [], seconds: 0 };
}

/** The hops of a stack with their verdicts. */
export function reportHops(
    resources: readonly StackResource[],
    findings: readonly ReportedFinding[],
    today: string,
): ReportedHop[] {
    return hopsReport(readTopology(resources), findings, today);
}

/** The hops as a table for people. */
export function hopTable(hops: readonly ReportedHop[]): string {
    const table = new Table({
        head: ["platform", "name", "replicas", "affinity", "strength", "verdict"].map((title) => picocolors.dim(title)),
        style: { head: [], border: [], compact: true, "padding-left": 2, "padding-right": 0 },
        chars: NO_BORDERS,
    });
    for (const hop of hops) {
        table.push([hop.platform, hop.name, replicasText(hop), affinityText(hop), strengthText(hop), verdictText(hop)]);
    }
    return table.toString();
}

const NO_BORDERS = Object.fromEntries(
    ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
        .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"])
        .map((place) => [place, ""]),
);

/** The findings as lines for people. */
export function findingLines(findings: readonly ReportedFinding[]): string[] {
    return findings.flatMap(({ rule, urn, path, message, fix, level }) => [
        `  ${level === "mandatory" ? picocolors.red(rule) : picocolors.yellow(rule)}  ${nameOf(urn)}  ${picocolors.dim(path)}`,
        ...[message, ...fix.split("\n")].filter((line) => line !== "").map((line) => `    ${line}`),
    ]);
}

/** Changes in words: "41 created", "no change". */
export function changesText(changes: Changes, tense: "was" | "would be"): string {
    const words = { create: "created", update: "updated", replace: "replaced", delete: "deleted" } as const;
    const parts = (Object.keys(words) as (keyof typeof words)[])
        .filter((kind) => changes[kind] > 0)
        .map((kind) => `${changes[kind]} ${words[kind]}`);
    if (parts.length === 0) return `no change, ${changes.same} resources as they were`;
    return `${parts.join(", ")}${tense === "would be" ? " (preview: nothing was changed)" : ""}`;
}
