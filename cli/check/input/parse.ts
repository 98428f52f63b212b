import { CouldNotRunError } from "../../errors";

import { CutShortError, ForeignTextError, placeOf, type Span, splitDocuments } from "./json-text";

/** A JSON document, and where it stands in the text. */
export interface Document {
    readonly value: unknown;
    readonly span: Span;
}

/**
 * Parses the JSON documents of a text: one, or several one behind the other. Errors tell places and never what stands
 * there, since a stack may hold secrets.
 *
 * @param name of the file, for errors.
 * @throws {CouldNotRunError} where it is no JSON, or cut short.
 */
export function parseDocuments(text: string, name: string): Document[] {
    const whole = parsed(text);
    if (whole !== undefined) return [{ value: whole.value, span: { start: text.search(/\S/), end: text.length } }];
    return spansOf(text, name).map((span) => {
        const found = parsed(text.slice(span.start, span.end));
        if (found) return { value: found.value, span };
        throw new CouldNotRunError(
            `${name} is no JSON: there is a fault in what begins at ${placeOf(text, span.start)}. Write the file anew with the command that made it.`,
        );
    });
}

function spansOf(text: string, name: string): Span[] {
    try {
        return splitDocuments(text);
    } catch (error) {
        if (error instanceof CutShortError) {
            throw new CouldNotRunError(
                `${name} is cut short: it ends in the middle of its JSON, at ${placeOf(text, text.length)}. Write the file anew, and see that the command that writes it succeeds.`,
            );
        }
        if (!(error instanceof ForeignTextError)) throw error;
        throw new CouldNotRunError(`${name} is no JSON at ${placeOf(text, error.at)}. ${adviceFor(text)}`);
    }
}

function adviceFor(text: string): string {
    return /^\s*(---|apiVersion:|kind:|Name:)/.test(text)
        ? "It looks like YAML or text: let kubectl write JSON, with -o json."
        : "Give what pulumi stack export, pulumi preview --json or kubectl get -o json writes, and nothing beside it.";
}

function parsed(text: string): { readonly value: unknown } | undefined {
    try {
        return { value: JSON.parse(text) as unknown };
    } catch {
        return undefined;
    }
}
