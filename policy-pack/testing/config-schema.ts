import { isDeepStrictEqual } from "node:util";

import { type PolicyConfigSchema } from "@pulumi/policy";

import { isRecord } from "../topology/values";

/** JSON schema as a policy's `configSchema` has it. */
type Schema = PolicyConfigSchema["properties"][string];
type Definition = Schema | boolean;

/**
 * What of a policy's configuration its schema does not allow, each with its path: the engine refuses such a configuration
 * before it runs a policy. Values themselves are not told. `format` is not looked at.
 */
export function faultsOfConfig({ properties, required }: PolicyConfigSchema, config: unknown): string[] {
    return faultsOf({ type: "object", properties, ...(required ? { required } : {}) }, config, "");
}

function faultsOf(schema: Definition, value: unknown, path: string): string[] {
    if (schema === true) return [];
    const fault = (text: string) => `${path === "" ? "it" : path} ${text}`;
    if (schema === false) return [fault("is not allowed")];
    const types = [schema.type ?? []].flat();
    if (types.length > 0 && !types.some((type) => isOfType(type, value)))
        return [fault(`has to be of type ${types.join(" or ")}`)];
    return [
        ...faultsOfAny(schema, value).map(fault),
        ...(typeof value === "number" ? faultsOfNumber(schema, value).map(fault) : []),
        ...(typeof value === "string" ? faultsOfText(schema, value).map(fault) : []),
        ...(Array.isArray(value) ? faultsOfList(schema, value, path) : []),
        ...(isRecord(value) ? faultsOfObject(schema, value, path) : []),
    ];
}

function isOfType(type: string, value: unknown): boolean {
    switch (type) {
        case "null":
            return value === null;
        case "array":
            return Array.isArray(value);
        case "object":
            return isRecord(value);
        case "integer":
            return Number.isInteger(value);
        default:
            return typeof value === type;
    }
}

function faultsOfAny(schema: Schema, value: unknown): string[] {
    const allowed = schema.enum;
    return [
        ...(allowed && !allowed.some((one) => isDeepStrictEqual(one, value))
            ? [`has to be one of ${allowed.map((one) => JSON.stringify(one)).join(", ")}`]
            : []),
        ...("const" in schema && !isDeepStrictEqual(schema.const, value)
            ? [`has to be ${JSON.stringify(schema.const)}`]
            : []),
    ];
}

function faultsOfNumber(schema: Schema, value: number): string[] {
    const { minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf } = schema;
    return [
        ...(minimum !== undefined && value < minimum ? [`has to be ${minimum} or more`] : []),
        ...(exclusiveMinimum !== undefined && value <= exclusiveMinimum
            ? [`has to be more than ${exclusiveMinimum}`]
            : []),
        ...(maximum !== undefined && value > maximum ? [`has to be ${maximum} or less`] : []),
        ...(exclusiveMaximum !== undefined && value >= exclusiveMaximum
            ? [`has to be less than ${exclusiveMaximum}`]
            : []),
        ...(multipleOf !== undefined && !Number.isInteger(value / multipleOf)
            ? [`has to be a multiple of ${multipleOf}`]
            : []),
    ];
}

function faultsOfText({ minLength, maxLength, pattern }: Schema, value: string): string[] {
    const { length } = [...value];
    return [
        ...(minLength !== undefined && length < minLength ? [`has to have ${minLength} characters or more`] : []),
        ...(maxLength !== undefined && length > maxLength ? [`has to have ${maxLength} characters or less`] : []),
        ...(pattern !== undefined && !new RegExp(pattern, "u").test(value) ? [`has to match ${pattern}`] : []),
    ];
}

function faultsOfList(schema: Schema, value: readonly unknown[], path: string): string[] {
    const { minItems, maxItems, uniqueItems, contains, items = true, additionalItems = true } = schema;
    const repeated = value.some((one, index) => value.slice(0, index).some((other) => isDeepStrictEqual(one, other)));
    const schemaOf = (index: number) => (Array.isArray(items) ? (items[index] ?? additionalItems) : items);
    return [
        ...(minItems !== undefined && value.length < minItems ? [`${path} has to have ${minItems} items or more`] : []),
        ...(maxItems !== undefined && value.length > maxItems ? [`${path} has to have ${maxItems} items or less`] : []),
        ...(uniqueItems && repeated ? [`${path} has to have each item once`] : []),
        ...(contains && !value.some((item) => faultsOf(contains, item, path).length === 0)
            ? [`${path} has none of the items that it has to have`]
            : []),
        ...value.flatMap((item, index) => faultsOf(schemaOf(index), item, `${path}[${index}]`)),
    ];
}

function faultsOfObject(schema: Schema, value: Record<string, unknown>, path: string): string[] {
    const { properties = {}, patternProperties = {}, additionalProperties = true, propertyNames = true } = schema;
    const { required = [], minProperties, maxProperties, dependencies = {} } = schema;
    const at = (key: string) => (path === "" ? key : `${path}.${key}`);
    const keys = Object.keys(value);
    const schemasOf = (key: string): Definition[] => {
        const named = Object.hasOwn(properties, key) ? [properties[key] ?? true] : [];
        const matching = Object.entries(patternProperties).filter(([pattern]) => new RegExp(pattern, "u").test(key));
        const known = [...named, ...matching.map(([, definition]) => definition)];
        return known.length > 0 ? known : [additionalProperties];
    };
    const needed = Object.entries(dependencies).filter(([key]) => Object.hasOwn(value, key));
    return [
        ...required.filter((key) => !Object.hasOwn(value, key)).map((key) => `${at(key)} is required`),
        ...(minProperties !== undefined && keys.length < minProperties
            ? [`${path} needs ${minProperties} properties or more`]
            : []),
        ...(maxProperties !== undefined && keys.length > maxProperties
            ? [`${path} takes ${maxProperties} properties or less`]
            : []),
        ...needed.flatMap(([key, needs]) =>
            Array.isArray(needs)
                ? needs
                      .filter((other) => !Object.hasOwn(value, other))
                      .map((other) => `${at(other)} is required beside ${at(key)}`)
                : faultsOf(needs, value, path),
        ),
        ...keys.flatMap((key) => faultsOf(propertyNames, key, `the name ${at(key)}`)),
        ...keys.flatMap((key) => schemasOf(key).flatMap((one) => faultsOf(one, value[key], at(key)))),
    ];
}
