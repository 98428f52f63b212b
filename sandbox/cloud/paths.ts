import { isObject, isSecret, isUnknown, own, secret, unwrap, without, type Properties, type Value } from "./values";

/** Sets a value at a dotted path, inside secrets too. What is unknown on the way stays as it is. */
export function setPath(properties: Properties, path: string, value: Value): Properties {
    return set(properties, path.split("."), value) as Properties;
}

function set(target: Value | undefined, keys: readonly string[], value: Value): Value {
    const [key, ...rest] = keys;
    if (key === undefined) return value;
    if (isUnknown(target)) return target ?? null;
    if (isSecret(target)) return secret(set(unwrap(target), keys, value));
    const object = isObject(target) ? target : {};
    return { ...object, [key]: set(own(object, key), rest, value) };
}

/** Removes what lies at a dotted path, where `[]` after a key means every element of that list. */
export function removePath(value: Value, path: string): Value {
    return remove(value, path.split("."));
}

function remove(target: Value, keys: readonly string[]): Value {
    if (isSecret(target)) return secret(remove(unwrap(target) ?? null, keys));
    const [first = "", ...rest] = keys;
    const every = first.endsWith("[]");
    const key = every ? first.slice(0, -2) : first;
    if (!isObject(target) || !Object.hasOwn(target, key)) return target;
    const inner = target[key] ?? null;
    if (rest.length === 0) return without(target, key);
    if (!every) return { ...target, [key]: remove(inner, rest) };
    const open = unwrap(inner) ?? null;
    return Array.isArray(open) ? { ...target, [key]: open.map((element) => remove(element, rest)) } : target;
}
