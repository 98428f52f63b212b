import { isObject, type Json, type JsonObject } from "./json";

/** What stands beside `properties` in every resource of Resource Manager. `sku` is inside it for some. */
const ENVELOPE = ["location", "tags", "sku", "kind", "identity", "zones", "plan", "managedBy", "extendedLocation"];
/** Types whose `sku` lies in their properties: https://learn.microsoft.com/azure/templates/microsoft.network/applicationgateways */
const SKU_INSIDE = /^microsoft\.network\/(applicationgateways|azurefirewalls|virtualnetworkgateways)$/i;
/** Parts of network resources have properties of their own: https://learn.microsoft.com/azure/templates/microsoft.network/loadbalancers */
const WITH_PARTS = /^microsoft\.network\//i;
/** What stands beside a part's properties. */
const BESIDE = ["id", "name", "type", "zones", "etag"];
/** Lists whose elements have a name and yet no properties of their own. */
const PLAIN = new Set(["rewriteRules", "conditions", "requestHeaderConfigurations", "responseHeaderConfigurations"]);

/**
 * The settings of a document of Resource Manager with Pulumi's flat names: what is in `properties` stands beside the envelope.
 *
 * @param type ARM's type, in any case.
 */
export function settingsIn(document: JsonObject, type: string): JsonObject {
    const envelope = ENVELOPE.filter((name) => document[name] !== undefined);
    const properties = isObject(document["properties"]) ? document["properties"] : {};
    return {
        ...(flattened(properties, type) as JsonObject),
        ...Object.fromEntries(envelope.map((name) => [name, document[name] ?? null])),
    };
}

/** The other way: settings with Pulumi's flat names as Resource Manager has them, without id and name. */
export function documentWith(settings: JsonObject, type: string): JsonObject {
    const beside = ENVELOPE.filter(
        (name) => Object.hasOwn(settings, name) && !(name === "sku" && SKU_INSIDE.test(type)),
    );
    return { ...picked(settings, beside), properties: nested(omitted(settings, beside), type) };
}

function nested(settings: JsonObject, type: string): Json {
    return WITH_PARTS.test(type) ? nest(settings) : settings;
}

function flattened(properties: JsonObject, type: string): Json {
    return WITH_PARTS.test(type) ? flatten(properties) : properties;
}

function nest(value: Json, list = ""): Json {
    if (Array.isArray(value)) return value.map((part) => nestPart(part, list));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, nest(inner, key)]));
}

function nestPart(part: Json, list: string): Json {
    const inner = nest(part);
    if (!isObject(inner) || typeof inner["name"] !== "string" || PLAIN.has(list)) return inner;
    if (isObject(inner["properties"])) return inner;
    const beside = BESIDE.filter((name) => Object.hasOwn(inner, name));
    return { ...picked(inner, beside), properties: omitted(inner, beside) };
}

function flatten(value: Json): Json {
    if (Array.isArray(value)) return value.map(flatten);
    if (!isObject(value)) return value;
    const { properties, ...beside } = value;
    const inner = Object.fromEntries(Object.entries(beside).map(([key, under]) => [key, flatten(under)]));
    return isObject(properties) ? { ...inner, ...(flatten(properties) as JsonObject) } : inner;
}

function picked(object: JsonObject, names: readonly string[]): JsonObject {
    return Object.fromEntries(names.map((name) => [name, object[name] ?? null]));
}

function omitted(object: JsonObject, names: readonly string[]): JsonObject {
    return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
