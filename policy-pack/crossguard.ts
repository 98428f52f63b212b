import * as policy from "@pulumi/policy";
import {
    type PolicyResource,
    type ReportViolation,
    type ResourceValidationArgs,
    type ResourceValidationPolicy,
    type StackValidationPolicy,
} from "@pulumi/policy";

import { readConfig, CONFIG_SCHEMA, type RuleConfig } from "./rules/config";
import { formatMessage } from "./rules/message";
import { type Finding, type Rule } from "./rules/rule";
import { readTopology, type StackResource } from "./topology";

/** The member by which CrossGuard's unknown-checking proxy hands out what it stands for. https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/proxy.ts */
const PROXY_TARGET = "__getSpecialProxyTarget";

/** The error that CrossGuard reports as advisory; exported without a type. https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/proxy.ts */
const { UnknownValueError } = policy as unknown as {
    UnknownValueError: new (mark: string, path: readonly string[]) => Error;
};
/** Pulumi's mark for a text that is not known yet. */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The CrossGuard policy that runs a rule: a resource policy, which blocks before creation, or a stack policy. */
export function toPolicy(
    rule: Rule,
    today: () => string = currentDay,
): ResourceValidationPolicy | StackValidationPolicy {
    const about = {
        name: rule.name,
        displayName: rule.displayName,
        description: rule.description,
        severity: rule.severity,
        remediationSteps: rule.remediation,
        url: `docs/rules/${rule.name}.md`,
        tags: [...rule.tags],
        configSchema: CONFIG_SCHEMA,
    };
    const evaluate = (resources: StackResource[], config: RuleConfig, report: ReportViolation) =>
        reportFindings(rule.evaluate(readTopology(resources), config, today()), config, report);

    return rule.scope === "resource"
        ? {
              ...about,
              validateResource: (args, report) =>
                  evaluate([fromResourceArgs(args)], readConfig(rule.name, args.getConfig()), report),
          }
        : {
              ...about,
              validateStack: (args, report) =>
                  evaluate(args.resources.map(fromStackResource), readConfig(rule.name, args.getConfig()), report),
          };
}

/**
 * Reports violations at the policy's level, and what is undecided at its own. CrossGuard has one level a policy, but for
 * the error that stands for an unknown value, which it reports as advisory: that error carries all that is undecided.
 */
function reportFindings(findings: readonly Finding[], config: RuleConfig, report: ReportViolation): void {
    const undecided: Finding[] = [];
    for (const finding of findings) {
        if (finding.kind === "violation" || config.onUnknown === "mandatory")
            report(formatMessage(finding), finding.urn);
        else if (config.onUnknown === "advisory") undecided.push(finding);
    }
    if (undecided.length > 0) throw undecidedError(undecided);
}

function undecidedError(undecided: readonly Finding[]): Error {
    const error = new UnknownValueError(UNKNOWN_TEXT, []);
    error.message = undecided
        .map(({ urn, message }) => `${urn.slice(urn.lastIndexOf("::") + 2)}: ${message}`)
        .join("; ");
    return error;
}

function fromResourceArgs(args: ResourceValidationArgs): StackResource {
    return toResource(args, args.opts.parent, {});
}

function fromStackResource(resource: PolicyResource): StackResource {
    const dependencies = Object.entries(resource.propertyDependencies).map(([key, others]) => [
        key,
        others.map(({ urn }) => urn),
    ]);
    return toResource(
        resource,
        resource.parent?.urn,
        Object.fromEntries(dependencies) as StackResource["propertyDependencies"],
    );
}

function toResource(
    { urn, type, name, props, provider }: Pick<PolicyResource, "urn" | "type" | "name" | "props" | "provider">,
    parent: string | undefined,
    propertyDependencies: StackResource["propertyDependencies"],
): StackResource {
    return {
        urn,
        type,
        name,
        properties: plain(props),
        propertyDependencies,
        ...(parent ? { parent } : {}),
        ...(provider ? { provider: provider.urn } : {}),
    };
}

/** The properties themselves, with Pulumi's marks for what is not known, which the readers understand. */
function plain(properties: Record<string, unknown>): Record<string, unknown> {
    return (properties[PROXY_TARGET] as Record<string, unknown> | undefined) ?? properties;
}

function currentDay(): string {
    return new Date().toISOString().slice(0, "YYYY-MM-DD".length);
}
