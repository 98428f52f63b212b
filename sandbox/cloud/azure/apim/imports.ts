import * as yaml from "yaml";
import { type Surroundings } from "../../kind";
import { HIDDEN, isObject, type Properties } from "../../values";
import { View } from "../../view";
import { childKey } from "./child";
import { invalid } from "./faults";

/** An operation that the service makes from a document which an API is imported from. */
export interface ImportedOperation {
    readonly id: string;
    readonly method: string;
    readonly urlTemplate: string;
}

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
    openapi: (text) => yaml.parse(text, { logLevel: "error" }) as unknown,
    "openapi+json": (text) => JSON.parse(text) as unknown,
    "swagger-json": (text) => JSON.parse(text) as unknown,
};

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
/** https://learn.microsoft.com/azure/api-management/api-management-api-import-restrictions#normalization-rules-for-operationid */
const LONGEST_ID = 76;

/**
 * The operations of the document that an API is imported from; undefined where that is not known, of a kind that is not read here, or
 * behind a link.
 *
 * @throws Refusal where the document is none of its format.
 */
export function importedOperations(api: View): ImportedOperation[] | undefined {
    if (!api.at("format").present && !api.at("value").present) return [];
    const format = api.text("format");
    const value = api.text("value");
    const read = format !== undefined && Object.hasOwn(READERS, format) ? READERS[format] : undefined;
    if (read === undefined || format === undefined || value === undefined || value === HIDDEN) return undefined;
    const paths = pathsOf(read, value, format);
    return Object.entries(paths).flatMap(([urlTemplate, operations]) =>
        METHODS.filter((method) => isObject(operations) && isObject(operations[method])).map((method) => {
            const named = new View(operations).text(`${method}.operationId`) || `${method}-${urlTemplate}`;
            return { id: normalized(named), method: method.toUpperCase(), urlTemplate };
        }),
    );
}

function pathsOf(read: (text: string) => unknown, value: string, format: string): Properties {
    let document: unknown;
    try {
        document = read(value);
    } catch (error) {
        const [reason = ""] = (error as Error).message.split("\n");
        return invalid(`value: Parsing error(s): the document is not of the format '${format}': ${reason}`);
    }
    const paths = isObject(document) ? document["paths"] : undefined;
    return isObject(paths) ? paths : invalid("value: Parsing error(s): the document has no 'paths'.");
}

function normalized(operationId: string): string {
    const dashed = operationId.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    return dashed.replace(/^-|-$/g, "").slice(0, LONGEST_ID);
}

/** The operations that an API came with; undefined where they are not known. */
export function operationsBroughtBy(cloud: Surroundings, apiId: string): ImportedOperation[] | undefined {
    const api = cloud.find(childKey("Api"), apiId.replace(/;rev=[^/]*$/, ""));
    return api === undefined ? [] : importedOperations(new View(api.inputs));
}

/** True for the id of an operation that its API's document brought, which is no resource of the program's. */
export function hasImportedOperation(id: string, cloud: Surroundings): boolean {
    const [, apiId, name] = /^(.*\/apis\/[^/]+)\/operations\/([^/]+)$/i.exec(id) ?? [];
    if (apiId === undefined || name === undefined) return false;
    const operations = operationsBroughtBy(cloud, apiId);
    // Operations of a document that was not read may have any name.
    return operations === undefined || operations.some((operation) => operation.id === name.toLowerCase());
}
