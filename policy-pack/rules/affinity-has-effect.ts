import { STATELESS_KEY } from "../../components/affinity/stateless";
import { type AffinitySetting } from "../topology/settings";

import { type RuleConfig } from "./config";
import { type Finding, type Rule } from "./rule";
import { undecided, unlessDeclared } from "./unless-declared";

const NAME = "affinity-has-effect";

const DECLARE = `tag or annotation ${STATELESS_KEY} = "<reason>"`;

/** Affinity that is set does something. */
export const affinityHasEffect: Rule = {
    name: NAME,
    displayName: "Affinity that is set has an effect",
    description:
        "What a resource sets to keep its clients is read by what it is set on, is complete, and works with the settings beside " +
        "it. Affinity that is set and does nothing is worse than none, since it looks as if the work were done.",
    severity: "high",
    scope: "stack",
    remediation: `Give the setting what it needs, as the finding says, or remove it, or declare the workload stateless: ${DECLARE}.`,
    tags: ["session-affinity", "azure", "kubernetes"],
    evaluate: (topology, config, today) =>
        topology.settings().flatMap((setting) => evaluateSetting(setting, config, today) ?? []),
};

function evaluateSetting(setting: AffinitySetting, config: RuleConfig, today: string): Finding | undefined {
    const { urn, path, affinity, fix } = setting;
    if (affinity.known && affinity.value.kind !== "none") return undefined;
    const violation = {
        rule: NAME,
        urn,
        path,
        message: `set, and without effect (${affinity.known ? affinity.value.source : ""}): it keeps no client.`,
        fix: `${fix}, or remove it, or declare the workload stateless: ${DECLARE}.`,
    };
    const finding = unlessDeclared(violation, setting, config, today);
    const waits = affinity.known ? undefined : affinity.path;
    return finding && waits !== undefined
        ? undecided(violation, waits, `, and ${path} may be without effect`)
        : finding;
}
