import { isObject, type Json } from "../azure/json";

const NOTHING = "–";
const BARE = /^[A-Za-z_$][\w$]*$/;

/** A value as a program would spell it: `{ sessionId: { source: "cookie" } }`. */
export function spelled(value: Json): string {
    if (value === null) return NOTHING;
    if (Array.isArray(value)) return `[${value.map(spelled).join(", ")}]`;
    if (!isObject(value)) return JSON.stringify(value);
    const members = Object.entries(value).map(
        ([name, inner]) => `${BARE.test(name) ? name : JSON.stringify(name)}: ${spelled(inner)}`,
    );
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** Dotted paths at which two documents differ, without their values: those may be secret. */
export function differences(one: Json | undefined, other: Json | undefined, path = ""): string[] {
    if (isObject(one) && isObject(other)) {
        const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
        return names.flatMap((name) =>
            differences(own(one, name), own(other, name), path === "" ? name : `${path}.${name}`),
        );
    }
    if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
        return one.flatMap((inner, index) => differences(inner, other[index], `${path}[${index}]`));
    }
    return JSON.stringify(one) === JSON.stringify(other) ? [] : [path];
}

function own(value: { [key: string]: Json }, name: string): Json | undefined {
    return Object.hasOwn(value, name) ? value[name] : undefined;
}
