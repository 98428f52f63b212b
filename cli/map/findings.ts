import { type Finding, type Rule, rules } from "../../policy-pack/rules";
import { DEFAULT_CONFIG } from "../../policy-pack/rules/config";
import { type Topology } from "../../policy-pack/topology";

import { type Level } from "./verdict";

/** Something that a rule found out about a resource, as a map tells of it. */
export interface LevelledFinding extends Pick<Finding, "rule" | "urn" | "path" | "message" | "fix"> {
    /** `mandatory` stops a deployment. */
    readonly level: Level;
}

/**
 * What the pack's rules find in a stack, under the pack's own configuration, in the order of rules and URNs.
 *
 * @param today the day on which declarations have to hold, `YYYY-MM-DD`.
 */
export function findingsOf(topology: Topology, today: string): LevelledFinding[] {
    return rules
        .flatMap((rule) => rule.evaluate(topology, DEFAULT_CONFIG, today).map((finding) => levelled(finding, rule)))
        .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function levelled({ kind, ...finding }: Finding, rule: Rule): LevelledFinding {
    return { ...finding, level: kind === "undecided" ? "advisory" : (rule.enforcementLevel ?? "mandatory") };
}

function keyOf({ rule, urn, path }: LevelledFinding): string {
    return [rule, urn, path].join("\n");
}
