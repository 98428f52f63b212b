import { STATELESS_KEY } from "../../components/affinity/stateless";
import { type Topology } from "../topology";
import { inOwnWords } from "../topology/classic";
import { readDeclarationsText } from "../topology/declaration";
import { type ParsedResource } from "../topology/resource";
import { isKind } from "../topology/type-token";
import { isRecord, isUnknown, lookup, lookupList } from "../topology/values";

import { type RuleConfig } from "./config";
import { type Finding, type Rule } from "./rule";
import { undecided, unlessDeclared } from "./unless-declared";

const NAME = "pool-failover-needs-circuit-breaker";

const MEMBERS_PATH = "pool.services";

/** The members of a pool with priorities can trip. */
export const poolFailoverNeedsCircuitBreaker: Rule = {
    name: NAME,
    displayName: "API Management pools with priorities have members with circuit breakers",
    description:
        "In an API Management pool with priorities, each member before the last group has a circuit breaker. A later group serves " +
        "only when the breakers of all earlier ones have tripped, so without them it never does.",
    severity: "medium",
    scope: "stack",
    remediation:
        "Give the members of the earlier groups circuitBreaker.rules (not in the Consumption tier), or give all members one priority, " +
        `or declare the pool: a line "${STATELESS_KEY}: <reason>" in its description.`,
    enforcementLevel: "advisory",
    tags: ["session-affinity", "azure", "api-management"],
    evaluate: (topology, config, today) =>
        [...topology.resources()]
            .filter(isBackend)
            .flatMap((pool) => evaluatePool(pool, topology, config, today) ?? []),
};

function isBackend({ token }: ParsedResource): boolean {
    return ["Backend", "WorkspaceBackend"].some((kind) => isKind(token, "azure-native", "apimanagement", kind));
}

function evaluatePool(
    pool: ParsedResource,
    topology: Topology,
    config: RuleConfig,
    today: string,
): Finding | undefined {
    const { urn, name, properties } = pool;
    const services = lookupList(properties, MEMBERS_PATH);
    if (services.state !== "known") return undefined;
    const members = topology.referredTo(pool, "pool").filter((one) => one.urn !== urn && isBackend(one));
    // Members of other stacks may have breakers.
    if (members.length < services.value.length) return undefined;
    const about = { rule: NAME, urn };
    const priorities = services.value.map((service) => (isRecord(service) ? service["priority"] : service));
    const sure = new Set(priorities.filter((one) => !isUnknown(one)).map((one) => one ?? "none"));
    const unsure = priorities.findIndex(isUnknown);
    if (sure.size <= 1 && (unsure === -1 || services.value.length <= 1)) return undefined;

    const breakers = members.map((member) => ({ member, rules: lookup(member.properties, "circuitBreaker.rules") }));
    const without = breakers.filter(({ rules }) => isEmpty(rules)).map(({ member }) => member.name);
    const waiting = breakers.find(({ rules }) => rules.state === "unknown");
    const needless = lastGroup(priorities);
    const possible = without.length + breakers.filter(({ rules }) => rules.state === "unknown").length;
    if (possible <= needless) return undefined;
    const violation = {
        ...about,
        path: MEMBERS_PATH,
        message: `has priorities, and no circuit breaker on ${without.join(", ")}: a later group never takes over.`,
        fix: inOwnWords(pool.type, poolFailoverNeedsCircuitBreaker.remediation),
    };
    const declared = readDeclarationsText(properties, "description");
    const finding = unlessDeclared(violation, { urn, name, ...declared }, config, today);
    if (!finding) return undefined;
    if (sure.size <= 1) return undecided(about, `${MEMBERS_PATH}[${unsure}].priority`);
    if (without.length > needless) return finding;
    return waiting
        ? undecided(about, `${inOwnWords(pool.type, "circuitBreaker.rules")} of Backend ${waiting.member.name}`)
        : finding;
}

/** How many members the last group has: the highest number; which ones, ids that are not known yet do not tell. */
function lastGroup(priorities: readonly unknown[]): number {
    const numbers = priorities.flatMap((one) => (typeof one === "number" ? [one] : []));
    const last = Math.max(...numbers);
    return numbers.filter((one) => one === last).length;
}

function isEmpty(rules: ReturnType<typeof lookup>): boolean {
    return (
        rules.state === "absent" || (rules.state === "known" && Array.isArray(rules.value) && rules.value.length === 0)
    );
}
