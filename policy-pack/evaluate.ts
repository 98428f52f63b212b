import { readConfig, type RuleConfig } from "./rules/config";
import { type Finding, type Rule } from "./rules/rule";
import { SeenInputs } from "./seen-inputs";
import { readTopology, type StackResource, type Topology } from "./topology";

/** How firmly something is reported: a mandatory finding stops a deployment. */
export type Level = "advisory" | "mandatory";

/** A rule with what the configuration says of it. */
export interface ChosenRule {
    readonly rule: Rule;
    /** Level of its violations. */
    readonly level: Level;
    /** Its settings as they were given. Undefined: none were. */
    readonly settings?: unknown;
}

/** A finding with the level at which the engine would report it. */
export interface LevelledFinding extends Finding {
    readonly level: Level;
}

/** What comes of a stack. */
export interface Evaluation {
    readonly topology: Topology;
    /** In the order of the rules. */
    readonly findings: readonly LevelledFinding[];
}

/**
 * Evaluates rules as the engine does with this pack: rules of one resource are shown its inputs, rules of the stack its
 * outputs, with the inputs in the place of what is not known yet.
 *
 * @param resources with outputs as `properties`, and with `inputs`; those without inputs are shown to rules of the stack only.
 * @throws {ConfigError} where a rule's settings are wrong.
 */
export function evaluateStack(
    resources: readonly StackResource[],
    chosen: readonly ChosenRule[],
    today = currentDay(),
): Evaluation {
    const seen = new SeenInputs();
    const configured = chosen.map((one) => ({ ...one, config: configOf(one.rule, one.settings, seen) }));
    const alone = resources.flatMap(({ inputs, ...resource }) => {
        if (inputs === undefined) return [];
        seen.remember(resource.urn, inputs);
        return readTopology([{ ...resource, properties: inputs, propertyDependencies: {} }]);
    });
    const topology = readTopology(
        resources.map((resource) => ({ ...resource, properties: seen.complete(resource.urn, resource.properties) })),
    );
    const findings = configured.flatMap(({ rule, level, config }) =>
        (rule.scope === "resource" ? alone : [topology])
            .flatMap((shown) => rule.evaluate(shown, config, today))
            .flatMap((finding) => levelled(finding, level, config)),
    );
    return { topology, findings };
}

/** Reads a rule's settings, and shares their exemptions with the other rules of the pack. */
export function configOf(rule: Rule, settings: unknown, seen: SeenInputs): RuleConfig {
    const config = readConfig(rule.name, settings, rule.parameters);
    seen.rememberExemptions(rule.name, config.exempt);
    return { ...config, others: seen.exemptionsBeside(rule.name) };
}

/** At which level a finding is reported: the rule's own, or another that the configuration asks for. */
export function reportedAt({ kind }: Finding, { onUnknown }: RuleConfig): "own" | "advisory" | "disabled" {
    return kind === "violation" || onUnknown === "mandatory" ? "own" : onUnknown;
}

/** Today as declarations are dated, YYYY-MM-DD. */
export function currentDay(): string {
    return new Date().toISOString().slice(0, "YYYY-MM-DD".length);
}

function levelled(finding: Finding, own: Level, config: RuleConfig): LevelledFinding[] {
    const at = reportedAt(finding, config);
    return at === "disabled" ? [] : [{ ...finding, level: at === "own" ? own : at }];
}
