import { type PolicyConfigSchema } from "@pulumi/policy";

import { faultOfDate, faultOfReason } from "../../components/affinity/stateless";
import { type StatelessDeclaration } from "../../components/affinity/vocabulary";
import { isRecord } from "../topology/values";

/** What a rule reports where a value that it needs is not known yet. */
export type OnUnknown = "advisory" | "mandatory" | "disabled";

/** What is assumed of workloads of which nothing is declared. */
export type Assumption = "stateful" | "stateless";

/** The least that keeps a client: `strong` where the choice is stored, `soft` where a hash is enough. */
export type MinimumStrength = "soft" | "strong";

/** A resource that the pack's configuration exempts, with the reason. */
export interface Exemption extends StatelessDeclaration {
    /** Name of the resource in its program, or its URN. */
    readonly resource: string;
}

/** A setting of one rule, beside those that all have. */
export interface Parameter {
    /** JSON schema of its value. */
    readonly schema: PolicyConfigSchema["properties"][string];
    /** What is wrong with a value, for a sentence that begins with the setting's name; undefined where nothing is. */
    faultOf(value: unknown): string | undefined;
}

/** The settings of one rule, by their names. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** An exemption, and the rule that was given it. */
export interface GivenExemption {
    readonly rule: string;
    readonly exemption: Exemption;
}

/** Configuration of a rule. */
export interface RuleConfig {
    /** Resources that need no affinity. Omitted: none. */
    readonly exempt: readonly Exemption[];
    /** False: neither `exempt` nor tags and annotations of a stack exempt anything. Omitted: true. */
    readonly allowExemptions: boolean;
    /** Level of what cannot be decided before a deployment. Omitted: "advisory". */
    readonly onUnknown: OnUnknown;
    /** "stateless": only workloads that are declared stateful need affinity. Omitted: "stateful". */
    readonly assume: Assumption;
    /** "strong": a hash, which moves clients when targets come or go, does not count. Omitted: "soft". */
    readonly minimumStrength: MinimumStrength;
    /** What was given of the rule's own settings. Omitted: nothing. */
    readonly parameters?: Readonly<Record<string, unknown>>;
    /** Exemptions of the pack's other rules, as far as they have run. Omitted: none. */
    readonly others?: readonly GivenExemption[];
}

/** The configuration of a rule that was given none. */
export const DEFAULT_CONFIG: RuleConfig = {
    exempt: [],
    allowExemptions: true,
    onUnknown: "advisory",
    assume: "stateful",
    minimumStrength: "soft",
};

const ON_UNKNOWN: readonly OnUnknown[] = ["advisory", "mandatory", "disabled"];
const ASSUMPTIONS: readonly Assumption[] = ["stateful", "stateless"];
const STRENGTHS: readonly MinimumStrength[] = ["soft", "strong"];

/** JSON schema of the configuration, as CrossGuard takes it. */
export const CONFIG_SCHEMA = {
    properties: {
        exempt: {
            description: "Resources that need no affinity, each with the reason and, if it ends, its last day.",
            type: "array" as const,
            items: {
                type: "object" as const,
                required: ["resource", "reason"],
                additionalProperties: false,
                properties: {
                    resource: {
                        type: "string" as const,
                        description: "Name of the resource in its program, or its URN.",
                    },
                    reason: { type: "string" as const, description: "Why, in 10 to 256 characters." },
                    expiresOn: { type: "string" as const, description: "Last day on which it holds, YYYY-MM-DD." },
                },
            },
        },
        allowExemptions: {
            description: "False: nothing is exempt, neither here nor by tags and annotations.",
            type: "boolean" as const,
        },
        onUnknown: {
            description: "Level of what cannot be decided before a deployment.",
            enum: [...ON_UNKNOWN],
        },
        assume: {
            description:
                'What workloads are taken for of which nothing is declared. "stateless": only those that are declared stateful need affinity.',
            enum: [...ASSUMPTIONS],
        },
        minimumStrength: {
            description: 'The least that keeps a client. "strong": a hash does not count.',
            enum: [...STRENGTHS],
        },
    },
};

/** The JSON schema of a rule's configuration, with its own settings. */
export function schemaWith(parameters: Parameters): PolicyConfigSchema {
    const own = Object.entries(parameters).map(([name, { schema }]) => [name, schema] as const);
    return { properties: { ...CONFIG_SCHEMA.properties, ...Object.fromEntries(own) } };
}

/** A rule's configuration is wrong. */
export class ConfigError extends Error {}

/**
 * Reads a rule's configuration and completes it with the defaults.
 *
 * @param parameters the settings that the rule has beside those of all.
 * @throws {ConfigError} for an unknown key or a wrong value, with its path and what is allowed.
 */
export function readConfig(rule: string, given: unknown, parameters: Parameters = {}): RuleConfig {
    if (given === undefined) return DEFAULT_CONFIG;
    const fail = (path: string, problem: string): never => {
        throw new ConfigError(`configuration of ${rule}: ${path} ${problem}`);
    };
    if (!isRecord(given)) return fail("it", "has to be an object.");
    const names = [...Object.keys(CONFIG_SCHEMA.properties), ...Object.keys(parameters)];
    const unknownKey = Object.keys(given).find((key) => !names.includes(key));
    if (unknownKey !== undefined) fail(unknownKey, `is no setting; there are ${names.join(", ")}.`);
    const own = Object.entries(given).filter(([key]) => Object.hasOwn(parameters, key));
    for (const [key, value] of own) {
        const fault = parameters[key]?.faultOf(value);
        if (fault !== undefined) fail(key, fault);
    }
    const { exempt = [], allowExemptions = true, ...words } = given;
    const oneOf = <Word extends string>(key: string, allowed: readonly Word[], byDefault: Word): Word => {
        const word = words[key] === undefined ? byDefault : words[key];
        return allowed.find((one) => one === word) ?? fail(key, `has to be one of ${allowed.join(", ")}.`);
    };
    if (typeof allowExemptions !== "boolean") fail("allowExemptions", "has to be true or false.");
    if (!Array.isArray(exempt)) fail("exempt", "has to be a list.");
    return {
        exempt: (exempt as unknown[]).map((entry, index) => readExemption(entry, `exempt[${index}]`, fail)),
        allowExemptions: allowExemptions as boolean,
        onUnknown: oneOf("onUnknown", ON_UNKNOWN, DEFAULT_CONFIG.onUnknown),
        assume: oneOf("assume", ASSUMPTIONS, DEFAULT_CONFIG.assume),
        minimumStrength: oneOf("minimumStrength", STRENGTHS, DEFAULT_CONFIG.minimumStrength),
        ...(own.length > 0 ? { parameters: Object.fromEntries(own) } : {}),
    };
}

function readExemption(entry: unknown, path: string, fail: (path: string, problem: string) => never): Exemption {
    if (!isRecord(entry)) return fail(path, "has to be an object.");
    const { resource, reason, expiresOn, ...rest } = entry;
    const [extra] = Object.keys(rest);
    if (extra !== undefined) return fail(`${path}.${extra}`, "is no setting; there are resource, reason, expiresOn.");
    if (typeof resource !== "string" || resource === "") return fail(`${path}.resource`, "has to be a name or a URN.");
    if (typeof reason !== "string") return fail(`${path}.reason`, "has to be a text.");
    const fault = faultOfReason(reason);
    if (fault !== undefined) return fail(`${path}.reason`, `is not enough: ${fault}.`);
    if (expiresOn === undefined) return { resource, reason };
    if (typeof expiresOn !== "string") return fail(`${path}.expiresOn`, "has to be a date written YYYY-MM-DD.");
    const dateFault = faultOfDate(expiresOn);
    if (dateFault !== undefined) return fail(`${path}.expiresOn`, `is wrong: ${dateFault}.`);
    return { resource, reason, expiresOn };
}
