import { isObject, type Properties, type Value } from "../values";
import { type View } from "../view";
import { inSight, refuse } from "./arm";

/** How a part of a resource names another in the provider. https://github.com/pulumi/pulumi-azure-native/pull/2478 */
const SELF = "$self/";

/** Parts that have a name get an id below the resource, which other parts point to; `$self` in any value becomes the id. */
export function partsOf(inputs: View, id: string, lists: readonly string[]): Properties {
    const named = (list: string) => (part: Value) =>
        isObject(part) && typeof part["name"] === "string" ? { ...part, id: `${id}/${list}/${part["name"]}` } : part;
    return Object.fromEntries(
        lists
            .filter((list) => inputs.at(list).present)
            .map((list) => {
                const parts = resolveSelf(inputs.plain(list), id);
                return [list, Array.isArray(parts) ? parts.map(named(list)) : parts];
            }),
    );
}

function resolveSelf(value: Value, id: string): Value {
    if (typeof value === "string") return value.startsWith(SELF) ? `${id}/${value.slice(SELF.length)}` : value;
    if (Array.isArray(value)) return value.map((inner) => resolveSelf(inner, id));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveSelf(inner, id)]));
}

/** @throws Refusal where a part names one of the same resource that is not there. */
export function partMustExist(inputs: View, id: string, reference: string | undefined, from: string): void {
    if (reference === undefined) return;
    const full = reference.startsWith(SELF) ? `${id}/${reference.slice(SELF.length)}` : reference;
    const below = `${id.toLowerCase()}/`;
    const [list = "", name = ""] = full.toLowerCase().startsWith(below) ? full.slice(below.length).split("/") : [];
    if (list === "" && !inSight(full)) return;
    const found = inputs
        .list(inputs.entries().find(([key]) => key.toLowerCase() === list.toLowerCase())?.[0] ?? "")
        .some((part) => part.unknown || part.text("name")?.toLowerCase() === name.toLowerCase());
    if (!found) {
        refuse(400, "InvalidResourceReference", `Resource ${full} referenced by resource ${from} was not found.`);
    }
}

/** @throws Refusal where a text is none of the words that the service knows. */
export function oneOf(view: View, path: string, words: readonly string[]): void {
    const given = view.text(path);
    if (given !== undefined && !words.includes(given)) {
        const list = words.join(", ");
        refuse(
            400,
            "InvalidRequestFormat",
            `The value '${given}' of ${path} is not one of the supported values: ${list}.`,
        );
    }
}

/** @throws Refusal where a number is out of its bounds. */
export function within(view: View, path: string, minimum: number, maximum: number): void {
    const given = view.number(path);
    if (given !== undefined && (given < minimum || given > maximum)) {
        refuse(400, "BadRequest", `The value ${given} of ${path} is out of range: ${minimum} to ${maximum}.`);
    }
}

/** @throws Refusal where a part has not got what it needs. */
export function needs(view: View, where: string, paths: readonly string[]): void {
    const missing = paths.find((path) => !view.at(path).present);
    if (missing !== undefined) refuse(400, "MissingRequiredProperty", `${where} has no ${missing}, which is required.`);
}
