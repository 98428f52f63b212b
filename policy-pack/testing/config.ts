import { type EnforcementLevel, type PolicyPackConfig } from "@pulumi/policy";

import { faultsOfConfig } from "./config-schema";
import { kindOf, TestingError } from "./errors";
import { type ReadPack } from "./pack";

/** What one policy is run with. */
export interface PolicySettings {
    readonly level: EnforcementLevel;
    /** What `getConfig()` gives. */
    readonly properties: Readonly<Record<string, unknown>>;
}

const LEVELS: readonly string[] = ["advisory", "mandatory", "remediate", "disabled"];

/**
 * What each policy of a pack is run with: defaults of its schema, then the pack's initial configuration, then the given
 * one, as the engine puts them together.
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/analyzer/config.go
 *
 * @throws {TestingError} for a configuration that the engine refuses.
 */
export function settingsOf(pack: ReadPack, given: PolicyPackConfig = {}): ReadonlyMap<string, PolicySettings> {
    const settings = new Map<string, PolicySettings>();
    for (const { name, enforcementLevel = pack.enforcementLevel, configSchema } of pack.policies) {
        const defaults = Object.entries(configSchema?.properties ?? {}).filter(([, schema]) => "default" in schema);
        settings.set(name, {
            level: enforcementLevel,
            properties: Object.fromEntries(defaults.map(([key, schema]) => [key, structuredClone(schema.default)])),
        });
    }
    apply(withInitialLevels(parse(pack.initialConfig)), settings);
    apply(parse(given), settings);
    for (const { name, configSchema } of pack.policies) {
        const faults = configSchema ? faultsOfConfig(configSchema, settings.get(name)?.properties ?? {}) : [];
        if (faults.length > 0) throw new TestingError(`The configuration of ${name} is refused: ${faults.join("; ")}.`);
    }
    return settings;
}

type GivenSettings = Partial<PolicySettings>;

/** Reads a configuration as `--policy-pack-config` takes it: for each policy a level, or an object that may have one. */
function parse(config: PolicyPackConfig): Map<string, GivenSettings> {
    if (typeof config !== "object" || config === null || Array.isArray(config)) {
        throw new TestingError(`The configuration is ${kindOf(config)}: give an object of policies' names.`);
    }
    return new Map(Object.entries(config).map(([policy, value]) => [policy, parseOne(policy, value)]));
}

function parseOne(policy: string, value: unknown): GivenSettings {
    if (typeof value === "string") return { level: levelOf(policy, value) };
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw new TestingError(`The configuration of ${policy} is ${kindOf(value)}: give a level or an object.`);
    }
    const { enforcementLevel, ...properties } = structuredClone(value) as Record<string, unknown>;
    const level = enforcementLevel === undefined ? {} : { level: levelOf(policy, enforcementLevel) };
    return { properties, ...level };
}

/**
 * A pack's host sends the engine its initial configuration in protocol buffers, where a level that is not set is the first
 * one there is. https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/protoutil.ts
 */
function withInitialLevels(config: ReadonlyMap<string, GivenSettings>): Map<string, GivenSettings> {
    return new Map(
        [...config]
            .filter(([, { level, properties = {} }]) => level !== undefined || Object.keys(properties).length > 0)
            .map(([policy, settings]) => [policy, { level: "advisory", ...settings }]),
    );
}

function levelOf(policy: string, value: unknown): EnforcementLevel {
    if (typeof value === "string" && LEVELS.includes(value)) return value as EnforcementLevel;
    const what = typeof value === "string" ? JSON.stringify(value) : kindOf(value);
    throw new TestingError(`The enforcement level of ${policy} is ${what}: it is one of ${LEVELS.join(", ")}.`);
}

function apply(config: ReadonlyMap<string, GivenSettings>, settings: Map<string, PolicySettings>): void {
    const all = config.get("all")?.level;
    for (const [policy, before] of settings) {
        const own = config.get(policy);
        settings.set(policy, {
            level: own?.level ?? all ?? before.level,
            properties: { ...before.properties, ...own?.properties },
        });
    }
}
