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
    const runs = chosen.map((one) => ({
        ...one,
        config: configOf(one.rule, one.settings, seen),
        findings: [] as LevelledFinding[],
    }));
    const run = (scope: Rule["scope"], topology: Topology) => {
        for (const { rule, level, config, findings } of runs) {
            if (rule.scope !== scope) continue;
            for (const finding of rule.evaluate(topology, config, today)) {
                findings.push(...levelled(finding, level, config));
            }
        }
    };
    for (const resource of resources) {
        if (resource.inputs === undefined) continue;
        seen.remember(resource.urn, resource.inputs);
        const alone = readTopology([shownAlone(resource, resource.inputs)]);
        // Most resources are no hops, of which rules of one resource find nothing.
        if (alone.hops.length > 0) run("resource", alone);
    }
    const topology = seen.readTopology(resources);
    run("stack", topology);
    const findings = runs.flatMap((one) => one.findings);
    return { topology, findings };
}

/** What a rule of one resource is shown: what the program asked for. */
function shownAlone(resource: StackResource, inputs: StackResource["properties"]): StackResource {
    return { ...resource, properties: inputs, propertyDependencies: {} };
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
