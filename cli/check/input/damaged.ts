import { isRecord } from "../../../policy-pack/topology/values";
import { CouldNotRunError } from "../../errors";

/** A file is of a kind that is known, and yet something in it is not as it has to be. */
export function damaged(name: string, path: string, allowed: string): CouldNotRunError {
    return new CouldNotRunError(
        `${name} is damaged: ${path} has to be ${allowed}. Write the file anew with the command that made it.`,
    );
}

/** The value where it is an object. Throws CouldNotRunError where it is something else. */
export function recordAt(value: unknown, name: string, path: string): Record<string, unknown> {
    if (isRecord(value)) return value;
    throw damaged(name, path, "an object");
}

/** The value where it is a list; null and nothing stand for an empty one. Throws CouldNotRunError. */
export function listAt(value: unknown, name: string, path: string): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    throw damaged(name, path, "a list");
}

/** The value where it is a text that is not empty. Throws CouldNotRunError where it is something else. */
export function textAt(value: unknown, name: string, path: string): string {
    if (typeof value === "string" && value !== "") return value;
    throw damaged(name, path, "a text");
}
