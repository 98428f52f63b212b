import { type Properties, type Value } from "../cloud";
import { isObject, without } from "../cloud/values";

/** Parts of network resources have properties of their own: https://learn.microsoft.com/azure/templates/microsoft.network/loadbalancers */
const NAMESPACE = /^microsoft\.network\//i;
/** What stands beside a part's properties. */
const BESIDE = ["id", "name", "type", "zones", "etag"];
/** Lists whose elements have a name and yet no properties of their own. */
const PLAIN = new Set(["rewriteRules", "conditions", "requestHeaderConfigurations", "responseHeaderConfigurations"]);

/** Settings with the parts of network resources as Resource Manager has them: `{ name, properties: { … } }`. */
export function nested(settings: Properties, type: string): Properties {
    return NAMESPACE.test(type) ? (nest(settings) as Properties) : settings;
}

/** The other way. */
export function flattened(settings: Properties, type: string): Value {
    return NAMESPACE.test(type) ? flatten(settings) : settings;
}

function nest(value: Value, list = ""): Value {
    if (Array.isArray(value)) return value.map((part) => nestPart(part, list));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, nest(inner, key)]));
}

function nestPart(part: Value, list: string): Value {
    const inner = nest(part);
    if (!isObject(inner) || typeof inner["name"] !== "string" || PLAIN.has(list)) return inner;
    if (isObject(inner["properties"])) return inner;
    const beside = BESIDE.filter((name) => Object.hasOwn(inner, name));
    return {
        ...Object.fromEntries(beside.map((name) => [name, inner[name] ?? null])),
        properties: without(inner, ...beside),
    };
}

function flatten(value: Value): Value {
    if (Array.isArray(value)) return value.map(flatten);
    if (!isObject(value)) return value;
    const { properties, ...beside } = value;
    const inner = Object.fromEntries(Object.entries(beside).map(([key, under]) => [key, flatten(under)]));
    return isObject(properties) ? { ...inner, ...(flatten(properties) as Properties) } : inner;
}
