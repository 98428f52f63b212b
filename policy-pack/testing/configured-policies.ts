import {
    type Policies,
    type ReportViolation,
    type ResourceValidation,
    type ResourceValidationPolicy,
    type StackValidationPolicy,
} from "@pulumi/policy";

import { type PolicySettings } from "./config";
import { type ReadPack } from "./pack";

type Policy = ResourceValidationPolicy | StackValidationPolicy;

/** What the host hands a policy from what the engine told it of the stack. */
interface Told {
    readonly settings: PolicySettings;
    readonly stackTags: ReadonlyMap<string, string>;
}

/**
 * The policies as they run under a configuration. CrossGuard's host keeps the configuration of the one pack that a process
 * serves; here packs are many, and so each policy brings its own.
 */
export function configuredPolicies(
    pack: ReadPack,
    settings: ReadonlyMap<string, PolicySettings>,
    stackTags: Readonly<Record<string, string>>,
): Policies {
    const tags = readOnly(new Map(Object.entries(stackTags)));
    return pack.policies.map((policy) => {
        const own = settings.get(policy.name) ?? { level: pack.enforcementLevel, properties: {} };
        return configured(policy, { settings: own, stackTags: tags });
    });
}

function configured(policy: Policy, told: Told): Policy {
    const { validateResource, remediateResource } = policy as ResourceValidationPolicy;
    const { validateStack } = policy as StackValidationPolicy;
    const copy = Object.assign(Object.create(Object.getPrototypeOf(policy) as object) as Policy, policy);
    return Object.assign(copy, {
        enforcementLevel: told.settings.level,
        // Called as the host does: on the policy where it does so, and on nothing where it does not.
        ...(validateResource ? { validateResource: configuredValidation(validateResource, told) } : {}),
        ...(remediateResource
            ? { remediateResource: withTold(remediateResource.bind(policy), remediateResource, told) }
            : {}),
        ...(validateStack ? { validateStack: withTold(validateStack.bind(policy), validateStack, told) } : {}),
    });
}

function configuredValidation(validation: ResourceValidation | ResourceValidation[], told: Told) {
    return Array.isArray(validation)
        ? validation.map((one) => withTold(one, one, told))
        : withTold(validation, validation, told);
}

/** The function with the configuration and the tags in its arguments, and with the type that it is for. */
function withTold<Args extends object, Result>(
    run: (args: Args, report: ReportViolation) => Result,
    marked: object,
    { settings, stackTags }: Told,
): (args: Args, report: ReportViolation) => Result {
    const getConfig = () => ({ ...settings.properties });
    return Object.assign((args: Args, report: ReportViolation) => run({ ...args, getConfig, stackTags }, report), {
        ...marked,
    });
}

/** The map without what changes one, as the host hands it over. */
function readOnly<Value>(map: Map<string, Value>): ReadonlyMap<string, Value> {
    return Object.freeze({
        entries: map.entries.bind(map),
        forEach: map.forEach.bind(map),
        get: map.get.bind(map),
        has: map.has.bind(map),
        keys: map.keys.bind(map),
        size: map.size,
        values: map.values.bind(map),
        [Symbol.iterator]: map[Symbol.iterator].bind(map),
    });
}
