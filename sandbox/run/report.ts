import Table from "cli-table3";
import picocolors from "picocolors";

import { levelsByUrn, type Verdict, verdictOn } from "../../cli/map/verdict";
import { type Affinity, type Replicas, type StatelessDeclaration } from "../../components/affinity/vocabulary";
import { type Fact, nameOf, readTopology, type StackResource } from "../../policy-pack/topology";

import { type Changes, type ReportedFinding } from "./observation";

/** Something that is not known before the deployment: the property that it waits for. */
interface NotKnown {
    readonly unknown: string;
}

/** A hop as a report tells of it. */
export interface ReportedHop {
    readonly platform: string;
    readonly name: string;
    readonly urn: string;
    readonly replicas: (Omit<Replicas, "max"> & { readonly max: number | "unbounded" }) | NotKnown;
    readonly affinity: Affinity | NotKnown;
    readonly clientFacing: boolean | null;
    readonly stateless?: StatelessDeclaration | NotKnown;
    readonly verdict: Verdict;
}

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
    const levels = levelsByUrn(findings);
    const topology = readTopology(resources);
    return topology.hops.map((hop) => ({
        platform: hop.platform,
        name: hop.name,
        urn: hop.urn,
        replicas: written(hop.replicas, ({ max, ...rest }) => ({ ...rest, max: max === Infinity ? "unbounded" : max })),
        affinity: written(hop.affinity, (affinity) => affinity),
        clientFacing: hop.clientFacing ?? null,
        ...(hop.stateless ? { stateless: written(hop.stateless, (declaration) => declaration) } : {}),
        verdict: verdictOn(hop, topology, levels, today),
    }));
}

function written<T, U>(known: Fact<T>, write: (value: T) => U): U | NotKnown {
    return known.known ? write(known.value) : { unknown: known.path };
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

function replicasText({ replicas }: ReportedHop): string {
    if ("unknown" in replicas) return "?";
    const { min, max } = replicas;
    return min === max ? `${min}` : `${min}–${max === "unbounded" ? "…" : max}`;
}

function affinityText({ affinity }: ReportedHop): string {
    if ("unknown" in affinity) return "?";
    const { kind, key, ttlSeconds } = affinity;
    return [kind, key, ttlSeconds === undefined ? undefined : `${ttlSeconds} s`].filter(Boolean).join(" ");
}

function strengthText({ affinity }: ReportedHop): string {
    return "unknown" in affinity ? "?" : affinity.strength;
}

function verdictText({ verdict, stateless }: ReportedHop): string {
    const reason = stateless && "reason" in stateless ? `: ${stateless.reason}` : "";
    switch (verdict) {
        case "ok":
            return picocolors.green("ok");
        case "stateless":
            return `declared stateless${reason}`;
        case "rejected":
            return picocolors.red("✖ rejected");
        case "not known yet":
            return picocolors.yellow("not known yet");
        case "not sticky":
            return picocolors.red("✖ not sticky");
        case "nothing to keep":
            return "nothing to keep";
        case "kept in front":
            return "kept by the routes in front";
        case "not checked":
            return picocolors.dim("not checked");
    }
}

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
