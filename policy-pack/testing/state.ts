import { isRecord } from "../topology/values";

import { kindOf, TestingError } from "./errors";
import { defaultProvider, DEFAULT_OPTIONS, type ResourceOptions, type TestedResource } from "./resource";
import { nameInUrn, placeOf, providerUrn } from "./urn";
import { objectToWire, withFloats, type WireObject } from "./wire";

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a document that may still be text.
 *
 * @throws {TestingError} for text that is no JSON, and for what is neither text nor an object.
 */
export function readDocument(given: unknown, maker: string): Json {
    let document = given;
    if (typeof given === "string") {
        try {
            document = JSON.parse(given);
        } catch (cause) {
            throw new TestingError(`The text is no JSON: give what \`${maker}\` writes.`, { cause });
        }
    }
    if (isRecord(document)) return document;
    throw new TestingError(`The document is ${kindOf(document)}: give what \`${maker}\` writes, as text or parsed.`);
}

/**
 * A resource as states and previews write it (`apitype.ResourceV3`).
 * https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/core.go
 *
 * @param path where the entry stands in its document.
 * @param clean makes of written properties what policies are shown.
 * @throws {TestingError} for an entry without URN or type.
 */
export function readResource(
    entry: unknown,
    path: string,
    clean: (properties: WireObject) => WireObject,
): TestedResource {
    if (!isRecord(entry)) throw new TestingError(`${path} is ${kindOf(entry)}, and no resource.`);
    const text = (key: string): string | undefined => {
        const value = entry[key];
        if (value === undefined || value === null || value === "") return undefined;
        if (typeof value === "string") return value;
        throw new TestingError(`${path}.${key} is ${kindOf(value)}, and no text.`);
    };
    const properties = (key: string): WireObject =>
        isRecord(entry[key]) ? clean(withFloats(objectToWire(entry[key], `${path}.${key}`)) as WireObject) : {};
    const [urn, type, parent, provider] = [text("urn"), text("type"), text("parent"), text("provider")];
    if (urn === undefined || placeOf(urn) === undefined) throw new TestingError(`${path}.urn is no URN.`);
    if (type === undefined) throw new TestingError(`${path}.type is missing.`);
    return {
        urn,
        type,
        name: nameInUrn(urn),
        custom: entry["custom"] === true,
        read: entry["external"] === true,
        inputs: properties("inputs"),
        outputs: properties("outputs"),
        ...(parent === undefined ? {} : { parent }),
        ...(provider === undefined ? {} : { provider: providerUrn(provider) }),
        dependencies: texts(entry["dependencies"]),
        propertyDependencies: isRecord(entry["propertyDependencies"])
            ? Object.fromEntries(Object.entries(entry["propertyDependencies"]).map(([key, urns]) => [key, texts(urns)]))
            : {},
        options: optionsOf(entry),
    };
}

/** Resources with those providers that are named and not told of, as previews leave default ones out. */
export function withProviders(resources: readonly TestedResource[]): TestedResource[] {
    const known = new Set(resources.map(({ urn }) => urn));
    const missing = new Set(resources.flatMap(({ provider }) => (provider && !known.has(provider) ? [provider] : [])));
    return [...[...missing].map((urn) => defaultProvider(urn)), ...resources];
}

function texts(value: unknown): string[] {
    return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function optionsOf(entry: Json): ResourceOptions {
    const timeouts = isRecord(entry["customTimeouts"]) ? entry["customTimeouts"] : {};
    const seconds = (key: string): number => (typeof timeouts[key] === "number" ? timeouts[key] : 0);
    return {
        ...DEFAULT_OPTIONS,
        protect: entry["protect"] === true,
        ignoreChanges: texts(entry["ignoreChanges"]),
        aliases: texts(entry["aliases"]),
        additionalSecretOutputs: texts(entry["additionalSecretOutputs"]),
        customTimeouts: {
            createSeconds: seconds("create"),
            updateSeconds: seconds("update"),
            deleteSeconds: seconds("delete"),
        },
    };
}
