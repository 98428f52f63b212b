import { type Level } from "../../policy-pack/evaluate";
import { judge } from "../../policy-pack/rules";
import { isRoute } from "../../policy-pack/rules/chains";
import { DEFAULT_CONFIG } from "../../policy-pack/rules/config";
import { type Hop, type Topology } from "../../policy-pack/topology";

/** What is said of a hop. A route is judged by the Services behind it, and those by the routes in front. */
export type Verdict =
    | "ok"
    | "stateless"
    | "not known yet"
    | "rejected"
    | "kept in front"
    | "not sticky"
    | "nothing to keep"
    | "not checked";

/** The worst level of each resource's findings. */
export type Levels = ReadonlyMap<string, Level>;

/** The worst level of each resource's findings, by URN. */
export function levelsByUrn(findings: readonly { readonly urn: string; readonly level: Level }[]): Levels {
    const mandatoryLast = [...findings].sort((one, other) => (one.level < other.level ? -1 : 1));
    return new Map(mandatoryLast.map(({ urn, level }) => [urn, level]));
}

/**
 * The verdict on a hop, under the pack's own configuration.
 *
 * @param today the day on which declarations have to hold, `YYYY-MM-DD`.
 */
export function verdictOn(hop: Hop, topology: Topology, levels: Levels, today: string): Verdict {
    if (levels.get(hop.urn) === "mandatory") return "rejected";
    const { verdict } = judge(hop, DEFAULT_CONFIG, today);
    switch (verdict) {
        case "sticky":
        case "single":
            return "ok";
        case "stateless":
            return "stateless";
        case "undecided":
            return "not known yet";
        case "not sticky":
            if (levels.has(hop.urn)) return "not known yet";
            if (isRoute(hop)) {
                const behind = topology.edges.filter(({ from }) => from === hop.urn);
                return behind.some(({ to }) => levels.has(to)) ? "not sticky" : "nothing to keep";
            }
            // Of another platform no rule of the pack speaks.
            return topology.routesTo(hop).length > 0 ? "kept in front" : "not checked";
    }
}
