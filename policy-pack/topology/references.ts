import { type ParsedResource } from "./resource";
import { isRecord } from "./values";

/**
 * True where a property of one resource refers to another: its value was made from the other's outputs, or it holds the
 * other's id. The first is known in a preview too.
 *
 * @param property name of a property at the top, as dependencies are recorded by it.
 */
export function refersTo(from: ParsedResource, property: string, to: ParsedResource): boolean {
    return (
        (from.propertyDependencies[property] ?? []).includes(to.urn) ||
        (to.id !== undefined && holds(from.properties[property], to.id))
    );
}

/** True where a text equal to the wanted one, but for case, stands anywhere in the value: ARM ids differ in case only. */
function holds(value: unknown, wanted: string): boolean {
    if (typeof value === "string") return value.toLowerCase() === wanted.toLowerCase();
    if (Array.isArray(value)) return value.some((item) => holds(item, wanted));
    return isRecord(value) && Object.values(value).some((item) => holds(item, wanted));
}
