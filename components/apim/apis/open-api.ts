import type * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import { type Checks } from "../../affinity/checks";

/** A document as API Management imports it. */
export interface OpenApiImport {
    /** How it is written. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/apis */
    readonly format: "openapi" | "openapi+json" | "swagger-json";
    readonly value: string;
    /** The ids of its operations; those without one get theirs from API Management. */
    readonly operationIds: readonly string[];
}

/** Bounds of an import. https://learn.microsoft.com/azure/api-management/api-management-api-import-restrictions */
const BYTES = 4 * 1024 * 1024;
const ID_LENGTH = 76;

/** The id that API Management gives an imported operation. */
export function importedId(operationId: string): string {
    return operationId
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, "")
        .slice(0, ID_LENGTH);
}

/**
 * Reads an OpenAPI document, in JSON or YAML, and says how API Management has to take it.
 *
 * @param hold what else the document is held against.
 */
export function readOpenApi(
    check: Checks,
    path: string,
    document: pulumi.Input<string | undefined> | undefined,
    hold: (api: OpenApiImport) => void,
): pulumi.Output<OpenApiImport> | undefined {
    if (document === undefined) return undefined;
    return check
        .together<{ text: string }>({ text: document as pulumi.Input<string> }, ({ text }) => {
            hold(importOf(check, path, text));
        })
        .apply(({ text }) => importOf(check, path, text));
}

function importOf(check: Checks, path: string, text: string): OpenApiImport {
    const size = Buffer.byteLength(text, "utf8");
    if (size > BYTES) throw check.fault(path, `has ${size} bytes: API Management imports at most ${BYTES}.`);
    const json = parsedJson(text);
    const content = json ?? parsedYaml(check, path, text);
    const { openapi, swagger, paths } = isRecord(content) ? content : {};
    const rule = "give an OpenAPI document of version 3, as JSON or YAML, or of version 2 as JSON.";
    if (!isRecord(paths)) throw check.fault(path, `has no paths: ${rule}`);
    const version = [openapi, swagger].find((given) => typeof given === "string") ?? "";
    if (version.startsWith("3.")) {
        return { format: json ? "openapi+json" : "openapi", value: text, operationIds: operationIdsOf(paths) };
    }
    if (version.startsWith("2.") && json)
        return { format: "swagger-json", value: text, operationIds: operationIdsOf(paths) };
    throw check.fault(path, `is of version ${version === "" ? "(none)" : version}: ${rule}`);
}

function parsedJson(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}

function parsedYaml(check: Checks, path: string, text: string): unknown {
    try {
        return parse(text) as unknown;
    } catch (error) {
        const [reason] = String(error instanceof Error ? error.message : error).split("\n");
        throw check.fault(path, `cannot be read as JSON or YAML: ${reason}`);
    }
}

function operationIdsOf(paths: Record<string, unknown>): string[] {
    return Object.values(paths)
        .filter(isRecord)
        .flatMap((methods) => Object.values(methods))
        .filter(isRecord)
        .map(({ operationId }) => operationId)
        .filter((id) => typeof id === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
