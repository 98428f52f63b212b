import { Output } from "@pulumi/pulumi";
import { Archive, Asset } from "@pulumi/pulumi/asset";

import { kindOf, TestingError } from "./errors";

/** Values as the engine and a policy pack exchange them: JSON, with Pulumi's marks for secrets, assets and unknowns. */
export type WireValue = null | boolean | number | string | WireValue[] | WireObject;

/** Properties of a resource as the engine and a policy pack exchange them. */
export interface WireObject {
    [key: string]: WireValue;
}

/** The key that marks an object as something else. https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go */
export const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const ASSET_SIGNATURE = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE_SIGNATURE = "0def7320c3a5731c473e5ecbe6d01bc7";
/** Of numbers that JSON cannot write, such as infinity, in states alone. https://github.com/pulumi/pulumi/blob/master/pkg/resource/stack/deployment.go */
const FLOAT_SIGNATURE = "8ad145fe-0d11-4827-bfd7-1abcbf086f5c";
const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";

/** Pulumi's marks for what is not known yet. https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/proxy.ts */
const UNKNOWN_MARKS = {
    boolean: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    string: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    array: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    asset: "030794c1-ac77-496b-92df-f27374a8bd58",
    archive: "e48ece36-62e2-4504-bad9-02848725956a",
    object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
} as const;

/**
 * A value that is not known before the deployment, for a property of a {@link fixture}. A policy that touches it is
 * stopped as in a preview.
 *
 * @param kind what the value will be. Omitted: a string, which is what programs in TypeScript tell the engine of any.
 */
export function unknown(kind: keyof typeof UNKNOWN_MARKS = "string"): string {
    return UNKNOWN_MARKS[kind];
}

/**
 * A secret value, for a property of a {@link fixture}. Policies are shown the value itself; what a remediation puts in
 * its place stays secret.
 */
export function secret(value: unknown): { readonly [SIGNATURE_KEY]: string; readonly value: unknown } {
    return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/** An asset, for a property of a {@link fixture}: a file, a text, or what lies at an address. */
export function asset(
    content: { readonly path: string } | { readonly text: string } | { readonly uri: string },
): Readonly<Record<string, string>> {
    return { [SIGNATURE_KEY]: ASSET_SIGNATURE, ...content };
}

/** An archive, for a property of a {@link fixture}: a file or folder, what lies at an address, or assets by their names. */
export function archive(
    content:
        { readonly path: string } | { readonly uri: string } | { readonly assets: Readonly<Record<string, object>> },
): Readonly<Record<string, unknown>> {
    return { [SIGNATURE_KEY]: ARCHIVE_SIGNATURE, ...content };
}

/**
 * Plain data as it would go over the wire: without what is undefined.
 *
 * @throws {TestingError} for what is no data, with its path.
 */
export function toWire(value: unknown, path: string): WireValue {
    if (value === null || typeof value === "boolean" || typeof value === "string") return value;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    if (Array.isArray(value)) {
        return value.map((item: unknown, index) => (item === undefined ? null : toWire(item, `${path}[${index}]`)));
    }
    if (Output.isInstance(value) || value instanceof Promise) {
        throw new TestingError(
            `${path} is an Output: fixtures are plain data. Give the value itself, or unknown(); ` +
                "a program with Outputs runs under fromProgram().",
        );
    }
    if (Asset.isInstance(value) || Archive.isInstance(value)) {
        throw new TestingError(
            `${path} is one of Pulumi's assets: give asset({ path }) or archive({ path }) of this module.`,
        );
    }
    if (typeof value !== "object" || !isPlain(value)) {
        throw new TestingError(
            `${path} is ${kindOf(value)} that is no data: properties are null, booleans, finite numbers, strings, lists and plain objects.`,
        );
    }
    return objectToWire(value, path);
}

/** Properties as they would go over the wire. */
export function objectToWire(properties: Readonly<Record<string, unknown>>, path: string): WireObject {
    const given = Object.entries(properties).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given.map(([key, value]) => [key, toWire(value, `${path}.${key}`)]));
}

function isPlain(value: object | null): boolean {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/**
 * What the engine sends a policy of a resource's properties: references to resources become ids, and keys come in order,
 * as protocol buffers hand maps over. https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
 *
 * @param internalKeys whether keys that begin with "__" are sent too: remediations are shown them.
 */
export function marshal(properties: WireObject, internalKeys: boolean): WireObject {
    const keys = Object.keys(properties).filter((key) => internalKeys || !key.startsWith("__"));
    return Object.fromEntries(keys.sort().map((key) => [key, marshalValue(properties[key] ?? null, internalKeys)]));
}

function marshalValue(value: WireValue, internalKeys: boolean): WireValue {
    if (Array.isArray(value)) return value.map((item) => marshalValue(item, internalKeys));
    if (typeof value !== "object" || value === null) return value;
    if (value[SIGNATURE_KEY] !== RESOURCE_SIGNATURE) return marshal(value, internalKeys);
    // A resource whose id is not known yet has an empty one.
    if (value["id"] === "") return unknown();
    return value["id"] ?? value["urn"] ?? null;
}

/** The wire value with each object that is marked as a secret replaced. */
export function replaceSecrets(value: WireValue, replace: (secret: WireObject) => WireValue): WireValue {
    if (Array.isArray(value)) return value.map((item) => replaceSecrets(item, replace));
    if (typeof value !== "object" || value === null) return value;
    if (value[SIGNATURE_KEY] === SECRET_SIGNATURE) return replace(value);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceSecrets(inner, replace)]));
}

/** Whether anything in the wire value is not known yet. */
export function holdsUnknown(value: WireValue): boolean {
    if (typeof value === "string") return Object.values<string>(UNKNOWN_MARKS).includes(value);
    return typeof value === "object" && value !== null && Object.values<WireValue>(value).some(holdsUnknown);
}

/** The wire value with the numbers in it that a state writes by their bits. */
export function withFloats(value: WireValue): WireValue {
    if (Array.isArray(value)) return value.map(withFloats);
    if (typeof value !== "object" || value === null) return value;
    const { value: bits } = value;
    if (value[SIGNATURE_KEY] === FLOAT_SIGNATURE && typeof bits === "string" && /^[\da-f]{16}$/.test(bits)) {
        return Buffer.from(bits, "hex").readDoubleBE();
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withFloats(inner)]));
}
