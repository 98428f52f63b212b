import { at, isObject, type Json, type JsonObject } from "../azure/json";

/** Where resources hold what nobody may read, though a GET may show it. */
const PLACES = [
    "properties.credentials",
    "properties.proxy",
    "properties.configuration.secrets",
    "properties.siteConfig",
];

/** Every text at those places, so that none gets into an error of Azure's that is shown. */
export function secretsOf(document: JsonObject): string[] {
    return PLACES.flatMap((place) => texts(at(document, place)));
}

function texts(value: Json | undefined): string[] {
    if (typeof value === "string") return [value];
    if (Array.isArray(value)) return value.flatMap(texts);
    return isObject(value) ? Object.values(value).flatMap(texts) : [];
}
