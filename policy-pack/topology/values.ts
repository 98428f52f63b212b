/** Stands for a text that is not known before the deployment. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * The values that stand for what is not known before the deployment, in previews and in what policies are given.
 * https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/proxy.ts
 */
const UNKNOWN_VALUES: ReadonlySet<unknown> = new Set([
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    UNKNOWN_TEXT,
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** What stands at a property path: a value, nothing, or something that is not known yet, with the path where that begins. */
export type Lookup<T = unknown> =
    | { readonly state: "known"; readonly value: T }
    | { readonly state: "absent" }
    | { readonly state: "unknown"; readonly path: string };

/** A conclusion from properties: known, or not yet, with the path that it waits for. */
export type Fact<T> = { readonly known: true; readonly value: T } | { readonly known: false; readonly path: string };

/** A conclusion that stands. */
export function fact<T>(value: T): Fact<T> {
    return { known: true, value };
}

/** A conclusion that waits for the property at the path. */
export function notYet<T>(path: string): Fact<T> {
    return { known: false, path };
}

/** Member and value by which Pulumi marks an object that holds a secret. https://www.pulumi.com/docs/iac/concepts/secrets/ */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** True for a value that stands for what is not known yet, or for a secret that an export keeps to itself. */
export function isUnknown(value: unknown): boolean {
    return typeof value === "string"
        ? value.length === UNKNOWN_TEXT.length && UNKNOWN_VALUES.has(value)
        : isSecret(value);
}

/** True for an object that holds a secret, encrypted or not. */
export function isSecret(value: unknown): boolean {
    return isRecord(value) && value[SIGNATURE] === SECRET;
}

/** True for an object with named members: neither null nor an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

const ABSENT = { state: "absent" } as const;

/** Paths, taken apart: the same few are looked up in every resource. */
const KEYS = new Map<string, readonly string[]>();

function keysOf(path: string): readonly string[] {
    const present = KEYS.get(path) ?? path.split(".");
    KEYS.set(path, present);
    return present;
}

/**
 * Looks a property up. Never throws: a path that leads through nothing, or through a value of another shape, is absent.
 *
 * @param properties a resource's properties.
 * @param path such as `template.scale.maxReplicas`; keys with dots in them go in an array.
 */
export function lookup(properties: unknown, path: string | readonly string[]): Lookup {
    const keys = typeof path === "string" ? keysOf(path) : path;
    let value = properties;
    let depth = 0;
    for (const key of keys) {
        depth++;
        if (!isRecord(value) || !Object.hasOwn(value, key)) return ABSENT;
        value = value[key];
        if (isUnknown(value)) return { state: "unknown", path: keys.slice(0, depth).join(".") };
    }
    return value === undefined || value === null ? ABSENT : { state: "known", value };
}

/** Looks a number up. A number that is written as a text counts; any other value is absent. */
export function lookupNumber(properties: unknown, path: string): Lookup<number> {
    const found = lookup(properties, path);
    if (found.state !== "known") return found;
    const number = typeof found.value === "string" && found.value.trim() !== "" ? Number(found.value) : found.value;
    return typeof number === "number" && Number.isFinite(number)
        ? { state: "known", value: number }
        : { state: "absent" };
}

/** Looks a text up; any other value is absent. */
export function lookupText(properties: unknown, path: string | readonly string[]): Lookup<string> {
    const found = lookup(properties, path);
    if (found.state !== "known") return found;
    return typeof found.value === "string" ? { state: "known", value: found.value } : { state: "absent" };
}

/** Looks a list up; any other value is absent. */
export function lookupList(properties: unknown, path: string): Lookup<readonly unknown[]> {
    const found = lookup(properties, path);
    if (found.state !== "known") return found;
    return Array.isArray(found.value) ? { state: "known", value: found.value as unknown[] } : { state: "absent" };
}

/** Properties with a value at a path, which takes the place of what is no object there; what is not known yet stays so. */
export function withValue(
    properties: Readonly<Record<string, unknown>>,
    [key = "", ...rest]: readonly string[],
    value: unknown,
): Readonly<Record<string, unknown>> {
    if (rest.length === 0) return { ...properties, [key]: value };
    const below = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (isUnknown(below)) return properties;
    return { ...properties, [key]: withValue(isRecord(below) ? below : {}, rest, value) };
}
