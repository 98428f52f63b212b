import { refuse } from "../arm";

/** What the service answers to a value that it does not take. */
export function invalid(message: string): never {
    refuse(400, "ValidationError", `One or more fields contain incorrect values: ${message}`);
}

/** The same about a policy document: https://github.com/MicrosoftDocs/azure-docs/issues/111058 shows how the service words it. */
export function elementFault(element: string, line: number | undefined, message: string): never {
    invalid(`Error in element '${element}'${line === undefined ? "" : ` on line ${line}`}: ${message}`);
}
