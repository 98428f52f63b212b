/** A property value as Pulumi sends it: JSON in which two marks stand for what JSON has no word for, unknown and secret. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Properties = { [key: string]: Value };

/** https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts: specialSigKey, specialSecretSig */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What the engine sends in a preview for a value that only the deployment will tell. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** One mark a type: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go */
const UNKNOWNS: ReadonlySet<unknown> = new Set([
    UNKNOWN,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** What the cloud keeps in place of a secret value. */
export const HIDDEN = "[secret]";

export function isUnknown(value: unknown): boolean {
    return UNKNOWNS.has(value);
}

export function isObject(value: unknown): value is Properties {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSecret(value: unknown): boolean {
    return isObject(value) && value[SIGNATURE] === SECRET;
}

export function secret(value: Value): Value {
    return isSecret(value) ? value : { [SIGNATURE]: SECRET, value };
}

/** The value inside a secret; any other value as it is. */
export function unwrap(value: Value | undefined): Value | undefined {
    return isSecret(value) ? unwrap((value as Properties)["value"]) : value;
}

function mapValues(value: Value, change: (value: Value) => Value): Value {
    if (Array.isArray(value)) return value.map(change);
    if (!isObject(value)) return value;
    // Not an assignment in a loop: a property called __proto__ must stay a property.
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner)]));
}

/** The same value with every secret opened. Unknowns stay marked. */
export function plain(value: Value): Value {
    return mapValues(unwrap(value) ?? null, plain);
}

/** The same value with every secret's content replaced, to be written to disk. */
export function hideSecrets(value: Value): Value {
    return isSecret(value) ? secret(HIDDEN) : mapValues(value, hideSecrets);
}

/** True where an unknown is anywhere inside. */
export function containsUnknown(value: Value | undefined): boolean {
    const inner = unwrap(value);
    if (Array.isArray(inner)) return inner.some(containsUnknown);
    if (isObject(inner)) return Object.values(inner).some(containsUnknown);
    return isUnknown(inner);
}

/** Marks as secret, in `value`, what is secret at the same place of `like`. */
export function secretsLike(value: Value, like: Value | undefined): Value {
    if (isSecret(like)) return secret(value);
    if (Array.isArray(value) && Array.isArray(like)) return value.map((inner, i) => secretsLike(inner, like[i]));
    if (!isObject(value) || !isObject(like) || isSecret(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, secretsLike(inner, own(like, key))]));
}

/** Puts back, where the cloud kept only a placeholder, the secret that the engine still holds at the same place. */
export function restoreSecrets(value: Value, held: Value | undefined): Value {
    if (isSecret(value)) {
        const inner = unwrap(value);
        return secret(inner === HIDDEN ? (unwrap(held) ?? HIDDEN) : (inner ?? null));
    }
    const open = unwrap(held);
    if (Array.isArray(value)) return value.map((v, i) => restoreSecrets(v, Array.isArray(open) ? open[i] : undefined));
    if (!isObject(value)) return value;
    return Object.fromEntries(
        Object.entries(value).map(([key, v]) => [key, restoreSecrets(v, isObject(open) ? own(open, key) : undefined)]),
    );
}

/** In a preview whatever the service computes is unknown: everything in `outputs` that `inputs` did not give. */
export function unknownBeyond(outputs: Value, inputs: Value | undefined): Value {
    const given = unwrap(inputs);
    if (given === undefined || given === null) return UNKNOWN;
    const found = unwrap(outputs);
    const mark = isSecret(outputs) ? secret : (value: Value) => value;
    if (isUnknown(given) || isUnknown(found)) return mark(UNKNOWN);
    if (Array.isArray(found) && Array.isArray(given)) {
        return mark(found.map((inner, i) => unknownBeyond(inner, given[i])));
    }
    if (isObject(found) && isObject(given)) {
        return mark(
            Object.fromEntries(
                Object.entries(found).map(([key, inner]) => [key, unknownBeyond(inner, own(given, key))]),
            ),
        );
    }
    return outputs;
}

/** `properties` where the condition holds, nothing where not: to be spread into others. */
export function when(condition: boolean, properties: Properties): Properties {
    return condition ? properties : {};
}

export function without(properties: Properties, ...keys: readonly string[]): Properties {
    return Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key)));
}

export function own(value: Properties, key: string): Value | undefined {
    return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A deep copy with `patch` laid over it: objects are merged, everything else is replaced. */
export function merge(value: Value, patch: Value): Value {
    const base = unwrap(value) ?? null;
    const over = unwrap(patch) ?? null;
    if (!isObject(base) || !isObject(over)) return over;
    const merged = new Map(Object.entries(base));
    for (const [key, inner] of Object.entries(over)) {
        const below = merged.get(key);
        merged.set(key, below === undefined ? inner : merge(below, inner));
    }
    return Object.fromEntries(merged);
}

/** Values are the same, whether secret or not. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
    const left = unwrap(a) ?? null;
    const right = unwrap(b) ?? null;
    if (Array.isArray(left) && Array.isArray(right)) {
        return left.length === right.length && left.every((inner, i) => same(inner, right[i]));
    }
    if (isObject(left) && isObject(right)) {
        const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
        return [...keys].every((key) => same(own(left, key), own(right, key)));
    }
    return left === right;
}
