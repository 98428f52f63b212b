import { type Secret } from "@pulumi/policy";

import { type Remediation } from "./rules/rule";
import { isRecord } from "./topology/values";

type Properties = Readonly<Record<string, unknown>>;

/** Properties with what stands in their secrets, to be read. Remediations are given secrets as such. */
export function withoutSecrets(properties: Properties): Properties {
    return bare(properties) as Properties;
}

function bare(value: unknown): unknown {
    if (isSecret(value)) return bare(value.value);
    if (Array.isArray(value)) return value.map(bare);
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, bare(one)]));
}

/** Properties with a change, in which secrets stay secret. */
export function changed(properties: Properties, { path, value }: Remediation): Record<string, unknown> {
    return set(properties, path, value) as Record<string, unknown>;
}

function set(target: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
    if (key === undefined) return value;
    if (isSecret(target)) return new target.constructor(set(target.value, [key, ...rest], value));
    const own = isRecord(target) ? target : {};
    return { ...own, [key]: set(own[key], rest, value) };
}

/** A secret of CrossGuard, known by its class's name: importing the class would load all of Pulumi where only rules are wanted. */
function isSecret(value: unknown): value is Secret & { constructor: new (value: unknown) => Secret } {
    return (
        isRecord(value) &&
        (value.constructor as { name?: unknown } | undefined)?.name === "Secret" &&
        Object.hasOwn(value, "value")
    );
}
