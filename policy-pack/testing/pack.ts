import { type EnforcementLevel, type Policies, type PolicyPackArgs, type PolicyPackConfig } from "@pulumi/policy";

import { kindOf, TestingError } from "./errors";

/** A policy pack as `new PolicyPack(name, args, initialConfig)` takes it. */
export interface TestedPack extends Pick<PolicyPackArgs, "enforcementLevel"> {
    /** Omitted: "policies". */
    readonly name?: string;
    /** What the pack's package.json says. Omitted: "0.0.0". */
    readonly version?: string;
    /** Level of policies that have none of their own. Omitted: "advisory". */
    readonly enforcementLevel?: EnforcementLevel;
    readonly policies: Policies;
    /** Configuration that the pack brings along. Omitted: none. */
    readonly initialConfig?: PolicyPackConfig;
}

/** A policy pack with its defaults filled in. */
export type ReadPack = Required<TestedPack>;

/**
 * Reads a pack and holds it against what CrossGuard's host refuses as it starts.
 *
 * @throws {TestingError} for what is no pack, and with the host's own words for what the host refuses.
 */
export function readPack(given: Policies | TestedPack): ReadPack {
    const pack: TestedPack = Array.isArray(given) ? { policies: given } : given;
    if (typeof pack !== "object" || pack === null || !Array.isArray(pack.policies)) {
        throw new TestingError(
            `The pack is ${kindOf(given)} without policies: give a list of policies, or { policies, name, enforcementLevel, ... } ` +
                "as for new PolicyPack.",
        );
    }
    const { name = "policies", version = "0.0.0", enforcementLevel = "advisory", policies, initialConfig = {} } = pack;
    if (!/^[a-zA-Z0-9-_.]{1,100}$/.test(name)) {
        throw new TestingError(
            `Invalid policy pack name "${name}". Policy pack names may only contain alphanumerics, hyphens, underscores, or periods.`,
        );
    }
    for (const policy of policies) {
        if (policy.name === "all") throw new TestingError('Invalid policy name "all". "all" is a reserved name.');
        if (policy.configSchema?.properties?.["enforcementLevel"]) {
            throw new TestingError("enforcementLevel cannot be explicitly specified in properties.");
        }
        if (policy.configSchema?.required?.includes("enforcementLevel")) {
            throw new TestingError('"enforcementLevel" cannot be specified in required.');
        }
    }
    return { name, version, enforcementLevel, policies, initialConfig };
}
