import { faultOfDeclaration, STATELESS_KEY, STATELESS_UNTIL_KEY } from "../../components/affinity/stateless";
import { type StatelessDeclaration } from "../../components/affinity/vocabulary";
import { type Topology } from "../topology";
import { declarationOf } from "../topology/declaration";
import { type ParsedResource } from "../topology/resource";
import { lookup } from "../topology/values";

import { type GivenExemption, type RuleConfig } from "./config";
import { type Finding, type Rule } from "./rule";
import { undecided } from "./unless-declared";

const NAME = "exemption-is-valid";

/** Exemptions say why, have not ended, and are of something that is there. */
export const exemptionIsValid: Rule = {
    name: NAME,
    displayName: "Exemptions say why, have not expired and match a resource",
    description:
        "A tag, annotation or description that declares a workload stateless has a reason and a last day that is not over, and " +
        "each exemption of the pack's configuration names a resource of the stack.",
    severity: "medium",
    scope: "stack",
    remediation:
        `Write the reason in 10 to 256 characters as ${STATELESS_KEY}, and the last day, if there is one, as ${STATELESS_UNTIL_KEY} = ` +
        '"YYYY-MM-DD". Renew an exemption that ended, or remove it, and one that matches nothing.',
    tags: ["session-affinity", "azure", "kubernetes"],
    evaluate: (topology, config, today) => {
        const resources = [...topology.resources()];
        const isExempt = ({ urn, name }: ParsedResource) =>
            config.allowExemptions &&
            config.exempt.some((one) => isOf(one.resource, urn, name) && isRunning(one, today));
        return [
            ...resources.filter((one) => !isExempt(one)).flatMap((one) => evaluateResource(one, today) ?? []),
            ...evaluateConfig(resources, config, today, topology),
        ];
    },
};

function isOf(wanted: string, urn: string, name: string): boolean {
    return wanted === urn || wanted === name;
}

function isRunning(exemption: StatelessDeclaration, today: string): boolean {
    return faultOfDeclaration(exemption, today) === undefined;
}

function evaluateResource(resource: ParsedResource, today: string): Finding | undefined {
    const { urn } = resource;
    const declared = declarationOf(resource);
    if (!declared) return undefined;
    const { path, found } = declared;
    const about = { rule: NAME, urn };
    if (found?.known === false) {
        // Where it is not known whether there is one, there is nothing to hold it against.
        return found.path.endsWith(STATELESS_KEY) || found.path.endsWith(STATELESS_UNTIL_KEY)
            ? undecided(about, found.path)
            : undefined;
    }
    const untilAlone = lookup(resource.properties, [...path.split("."), STATELESS_UNTIL_KEY]);
    if (!found) {
        return untilAlone.state !== "absent"
            ? violation(urn, path, `${STATELESS_UNTIL_KEY} ends a declaration that is not there`)
            : undefined;
    }
    const fault = faultOfDeclaration(found.value, today);
    return fault === undefined
        ? undefined
        : violation(urn, path, `the declaration as stateless does not count: ${fault}`);
}

function evaluateConfig(
    resources: readonly ParsedResource[],
    config: RuleConfig,
    today: string,
    topology: Topology,
): Finding[] {
    const root = resources.find(({ type }) => type === "pulumi:pulumi:Stack") ?? resources[0];
    if (!root) return [];
    const given = [
        ...config.exempt.map((exemption): GivenExemption => ({ rule: NAME, exemption })),
        ...(config.others ?? []),
    ];
    if (given.length === 0) return [];
    const names = new Set([...topology.resources()].flatMap(({ urn, name }) => [urn, name]));
    return given.flatMap(({ rule, exemption }) => {
        const which = `the exemption of ${exemption.resource} in the configuration of ${rule}`;
        if (!names.has(exemption.resource))
            return violation(root.urn, "exempt", `${which} matches no resource of the stack`);
        const fault = faultOfDeclaration(exemption, today);
        return fault === undefined ? [] : violation(root.urn, "exempt", `${which} does not count: ${fault}`);
    });
}

function violation(urn: string, path: string, message: string): Finding {
    return { rule: NAME, kind: "violation", urn, path, message: `${message}.`, fix: exemptionIsValid.remediation };
}
