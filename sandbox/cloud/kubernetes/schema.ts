import { type Value } from "../values";
import { type View } from "../view";
import { type Invalid } from "./object";

/** The part of a structural schema that the sandbox checks. https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema */
export type Schema =
    | {
          readonly type: "string";
          readonly enum?: readonly string[];
          readonly pattern?: string;
          readonly minLength?: number;
          readonly maxLength?: number;
      }
    | { readonly type: "integer"; readonly format?: "int32" }
    | { readonly type: "array"; readonly items: Schema }
    | {
          readonly type: "object";
          readonly properties: Readonly<Record<string, Schema>>;
          readonly required?: readonly string[];
      };

/**
 * Refuses a value that does not fit, as the API server does. Properties that the schema does not have fit: a server may
 * drop or refuse them. An object of which a part is not known yet never comes here.
 */
export function checkSchema(value: View, schema: Schema, path: string, invalid: Invalid): void {
    if (!value.present) return;
    const found = typeOf(value.plain());
    if (found !== schema.type) {
        invalid(path, `Invalid value: "${found}": ${path} in body must be of type ${schema.type}: "${found}"`);
    }
    switch (schema.type) {
        case "string":
            return checkText(value.text() ?? "", schema, path, invalid);
        case "integer":
            return;
        case "array":
            return value.list().forEach((item, i) => checkSchema(item, schema.items, `${path}[${i}]`, invalid));
        case "object":
            return checkObject(value, schema, path, invalid);
    }
}

function typeOf(value: Value): string {
    if (value === null) return "null";
    if (Array.isArray(value)) return "array";
    if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
    return typeof value;
}

type Of<Type> = Extract<Schema, { type: Type }>;

function checkText(text: string, schema: Of<"string">, path: string, invalid: Invalid): void {
    const quoted = JSON.stringify(text);
    if (schema.enum && !schema.enum.includes(text)) {
        const values = schema.enum.map((word) => `"${word}"`).join(", ");
        invalid(path, `Unsupported value: ${quoted}: supported values: ${values}`);
    }
    const { minLength = 0, maxLength = Infinity } = schema;
    if (text.length < minLength) {
        invalid(path, `Invalid value: ${quoted}: ${path} in body should be at least ${minLength} chars long`);
    }
    if (text.length > maxLength) invalid(path, `Too long: may not be more than ${maxLength} bytes`);
    if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(text)) {
        invalid(path, `Invalid value: ${quoted}: ${path} in body should match '${schema.pattern}'`);
    }
}

function checkObject(value: View, schema: Of<"object">, path: string, invalid: Invalid): void {
    for (const key of schema.required ?? []) {
        if (!value.member(key).present) invalid(`${path}.${key}`, "Required value");
    }
    for (const [key, inner] of Object.entries(schema.properties)) {
        checkSchema(value.member(key), inner, `${path}.${key}`, invalid);
    }
}
