import { type Edge, type Hop } from "../../policy-pack/topology";

/** The chains of a stack: hops that edges join, however far. Each is in reading order, those first that clients reach. */
export function chainsOf(hops: readonly Hop[], edges: readonly Edge[]): Hop[][] {
    const byUrn = new Map(hops.map((hop) => [hop.urn, hop]));
    const [behind, beside] = [neighbours(edges, "forward"), neighbours(edges, "both")];
    const seen = new Set<string>();
    return hops.flatMap((hop) => {
        if (seen.has(hop.urn)) return [];
        const members = walk([hop.urn], beside, seen);
        const reached = new Set(members.flatMap((urn) => [...(behind.get(urn) ?? [])]));
        const first = members.filter((urn) => !reached.has(urn)).sort();
        const ordered = walk([...first, ...[...members].sort()], behind, new Set());
        return [ordered.flatMap((urn) => byUrn.get(urn) ?? [])];
    });
}

function neighbours(edges: readonly Edge[], way: "forward" | "both"): ReadonlyMap<string, ReadonlySet<string>> {
    const found = new Map<string, Set<string>>();
    const add = (from: string, to: string) => found.set(from, (found.get(from) ?? new Set()).add(to));
    for (const { from, to } of edges) {
        add(from, to);
        if (way === "both") add(to, from);
    }
    return found;
}

/** All that is reached from the given ones, each once, a way to its end before the next. No recursion: chains may be long. */
function walk(
    from: readonly string[],
    next: ReadonlyMap<string, ReadonlySet<string>>,
    seen: Set<string>,
): readonly string[] {
    const found: string[] = [];
    const waiting = [...from].reverse();
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
        if (seen.has(at)) continue;
        seen.add(at);
        found.push(at);
        waiting.push(...[...(next.get(at) ?? [])].sort().reverse());
    }
    return found;
}
