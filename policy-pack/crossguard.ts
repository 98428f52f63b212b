import {
    type EnforcementLevel,
    type ReportViolation,
    type ResourceValidationPolicy,
    type StackValidationPolicy,
} from "@pulumi/policy";

import { configOf, currentDay, reportedAt } from "./evaluate";
import { fromResourceArgs } from "./host-resource";
import { type RuleConfig, schemaWith } from "./rules/config";
import { formatMessage } from "./rules/message";
import { readingsOf } from "./readings";
import { changed, withoutSecrets } from "./secrets";
import { type Finding, type Rule } from "./rules/rule";
import { SeenInputs } from "./seen-inputs";
import { type Topology } from "./topology";

/**
 * A report with a level of its own, which CrossGuard's server takes though its types tell of a text only.
 * https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/server.ts
 */
type ReportWithLevel = (report: {
    readonly message: string;
    readonly urn: string;
    /** Omitted: the policy's own. */
    readonly enforcementLevel?: EnforcementLevel;
}) => void;

/**
 * The CrossGuard policy that runs a rule: a resource policy, which blocks before creation, or a stack policy.
 *
 * @param seen shared by the policies of a pack: its resource policies fill it, and its stack policies read it.
 * @param readings shared by the policies of a pack.
 */
export function toPolicy(
    rule: Rule,
    today: () => string = currentDay,
    seen = new SeenInputs(),
    readings = readingsOf(seen),
): ResourceValidationPolicy | StackValidationPolicy {
    const about = {
        name: rule.name,
        displayName: rule.displayName,
        description: rule.description,
        severity: rule.severity,
        remediationSteps: rule.remediation,
        url: `docs/rules/${rule.name}.md`,
        tags: [...rule.tags],
        configSchema: schemaWith(rule.parameters ?? {}),
        ...(rule.enforcementLevel ? { enforcementLevel: rule.enforcementLevel } : {}),
    };
    const evaluate = (topology: Topology, config: RuleConfig, report: ReportViolation) =>
        reportFindings(rule.evaluate(topology, config, today()), config, report);

    const configFrom = (given: unknown) => configOf(rule, given, seen);
    const remediation = remediationOf(rule, configFrom, today);

    return rule.scope === "resource"
        ? {
              ...about,
              ...remediation,
              validateResource: (args, report) => {
                  const resource = fromResourceArgs(args);
                  seen.remember(resource.urn, resource.properties);
                  const config = configFrom(args.getConfig());
                  const alone = readings.alone(resource);
                  // Most resources are no hops, of which rules of one resource find nothing.
                  if (alone.hops.length > 0) evaluate(alone, config, report);
              },
          }
        : {
              ...about,
              ...remediation,
              validateStack: (args, report) =>
                  evaluate(readings.stack(args.resources), configFrom(args.getConfig()), report),
          };
}

/**
 * What CrossGuard's server runs at the level "remediate" and at no other, before it validates; also of a policy that
 * validates stacks. https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/server.ts
 */
function remediationOf(
    { remediate }: Rule,
    configFrom: (given: unknown) => RuleConfig,
    today: () => string,
): Pick<ResourceValidationPolicy, "remediateResource"> {
    if (!remediate) return {};
    return {
        remediateResource: (args) => {
            const resource = fromResourceArgs(args);
            const readable = { ...resource, properties: withoutSecrets(resource.properties) };
            const change = remediate(readable, configFrom(args.getConfig()), today());
            return change && changed(resource.properties, change);
        },
    };
}

/** Reports violations at the policy's level, and what is undecided at the level that the configuration asks for. */
function reportFindings(findings: readonly Finding[], config: RuleConfig, report: ReportViolation): void {
    for (const finding of findings) {
        const level = reportedAt(finding, config);
        if (level === "disabled") continue;
        (report as unknown as ReportWithLevel)({
            message: formatMessage(finding),
            urn: finding.urn,
            ...(level === "own" ? {} : { enforcementLevel: level }),
        });
    }
}
