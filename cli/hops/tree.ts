import { type Edge } from "../../policy-pack/topology";

import { type ReportedHop } from "./report";
import { affinityText, type Colors, replicasText, strengthText, verdictText } from "./words";

/** A hop in the tree, and the lines that lead to it. */
interface Place {
    readonly hop: ReportedHop;
    readonly lead: string;
    /** True where it stands in the tree already, with all behind it. */
    readonly again: boolean;
}

const HEADS = ["hop", "platform", "replicas", "affinity", "strength", "verdict"];

/**
 * The hops as a tree from clients to replicas: behind each hop stand those that it sends to. Below each, what tells its
 * replicas and its affinity.
 */
export function treeLines(hops: readonly ReportedHop[], edges: readonly Edge[], colors: Colors): string[] {
    const places = placesOf(hops, edges);
    const rows = places.map(({ hop, lead, again }) => [
        `${lead}${hop.name}`,
        hop.platform,
        ...(again ? ["(see above)"] : [replicasText(hop), affinityText(hop), strengthText(hop)]),
    ]);
    const widths = HEADS.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
    const line = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
    return [
        colors.dim(line(HEADS).trimEnd()),
        ...places.flatMap(({ hop, lead, again }, index) => {
            const row = line(rows[index] ?? []);
            if (again) return [row.trimEnd()];
            const below = `${" ".repeat(lead.length)}  `;
            return [
                `${row}  ${verdictText(hop, colors)}`,
                ...evidence(hop).map((text) => colors.dim(`${below}${text}`)),
            ];
        }),
    ];
}

/** What was read of a hop: where its replicas come from, and its affinity. */
function evidence({ replicas, affinity }: ReportedHop): string[] {
    return [
        "unknown" in replicas ? `replicas: cannot tell without ${replicas.unknown}` : `replicas: ${replicas.source}`,
        "unknown" in affinity ? `affinity: cannot tell without ${affinity.unknown}` : `affinity: ${affinity.source}`,
    ];
}

function placesOf(hops: readonly ReportedHop[], edges: readonly Edge[]): Place[] {
    const byUrn = new Map(hops.map((hop) => [hop.urn, hop]));
    const within = edges.filter(({ from, to }) => byUrn.has(from) && byUrn.has(to));
    const behind = new Map<string, Set<string>>();
    for (const { from, to } of within) behind.set(from, (behind.get(from) ?? new Set()).add(to));
    const reached = new Set(within.map(({ to }) => to));
    const seen = new Set<string>();
    const places: Place[] = [];
    // Those in a circle are reached from one another only: the first of them begins it.
    const starts = [...hops.filter(({ urn }) => !reached.has(urn)), ...hops];
    for (const { urn } of starts) {
        if (seen.has(urn)) continue;
        const waiting = [{ urn, lead: "" }];
        for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
            const hop = byUrn.get(at.urn) as ReportedHop;
            const again = seen.has(at.urn);
            places.push({ hop, lead: at.lead, again });
            if (again) continue;
            seen.add(at.urn);
            const lead = at.lead === "" ? "└▶ " : `   ${at.lead}`;
            waiting.push(...[...(behind.get(at.urn) ?? [])].reverse().map((next) => ({ urn: next, lead })));
        }
    }
    return places;
}
