import { type ChosenRule, type Level } from "../../policy-pack/evaluate";
import { type Rule, rules as allRules } from "../../policy-pack/rules";
import { isRecord } from "../../policy-pack/topology/values";
import { UsageError } from "../errors";

/** The levels that Pulumi knows. No rule mends anything here, so that "remediate" is "mandatory", as in the engine. */
const LEVELS = ["advisory", "mandatory", "remediate", "disabled"] as const;

type GivenLevel = (typeof LEVELS)[number];

/** Stands for all rules in a configuration, and gives a level alone. */
const ALL = "all";

/** The rules that are to be run. */
export interface Choice {
    readonly chosen: readonly ChosenRule[];
    /** Names in the configuration that no rule has. */
    readonly unknown: readonly string[];
}

/**
 * Chooses the rules, with the levels and settings of a configuration as `pulumi preview --policy-pack-config` takes it.
 *
 * @param config what was read of the file; undefined: none was given.
 * @param only names of rules; empty: all.
 * @throws {UsageError} for a name that no rule has, and for what is no configuration.
 */
export function chooseRules(config: unknown, only: readonly string[] = []): Choice {
    const names = allRules.map(({ name }) => name);
    const strange = only.find((name) => !names.includes(name));
    if (strange !== undefined)
        throw new UsageError(`--rule ${strange}: there is no such rule. There are: ${names.join(", ")}.`);
    if (config !== undefined && !isRecord(config)) {
        throw new UsageError("--config: it has to be an object of rules' names, each with its level or its settings.");
    }
    const given = new Map(Object.entries(config ?? {}).map(([name, value]) => [name, readEntry(name, value)]));
    const ofAll = given.get(ALL)?.level;
    return {
        chosen: allRules
            .filter(({ name }) => only.length === 0 || only.includes(name))
            .flatMap((rule) => {
                const { level, settings } = given.get(rule.name) ?? {};
                const own = levelOf(level ?? ofAll ?? byDefault(rule));
                return own === undefined ? [] : [{ rule, level: own, ...(settings ? { settings } : {}) }];
            }),
        unknown: [...given.keys()].filter((name) => name !== ALL && !names.includes(name)),
    };
}

/** What a configuration says of one rule. */
interface Entry {
    readonly level?: GivenLevel;
    readonly settings?: Readonly<Record<string, unknown>>;
}

function readEntry(name: string, value: unknown): Entry {
    if (typeof value === "string") return { level: readLevel(name, value) };
    if (!isRecord(value)) throw new UsageError(`--config: ${name} has to be a level or an object of settings.`);
    const { enforcementLevel, ...settings } = value;
    return {
        ...(enforcementLevel === undefined ? {} : { level: readLevel(name, enforcementLevel) }),
        ...(Object.keys(settings).length === 0 ? {} : { settings }),
    };
}

function readLevel(name: string, value: unknown): GivenLevel {
    const level = LEVELS.find((one) => one === value);
    if (level !== undefined) return level;
    throw new UsageError(
        `--config: the level of ${name} is ${JSON.stringify(value)}, and has to be one of ${LEVELS.join(", ")}.`,
    );
}

function byDefault({ enforcementLevel }: Rule): Level {
    return enforcementLevel ?? "mandatory";
}

/** Undefined where the rule is not run. */
function levelOf(level: GivenLevel): Level | undefined {
    if (level === "disabled") return undefined;
    return level === "remediate" ? "mandatory" : level;
}
