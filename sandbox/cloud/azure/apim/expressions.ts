import { elementFault } from "./faults";
import { endOfCode } from "./csharp";

const NOT_ELEMENTS = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>/y;
const TAG_NAME = /<(\/?)([^\s/>"'<]*)/y;
const EXPRESSION = /\s*(?=@[({])/y;

/**
 * A `rawxml` document as XML: the policy expressions in it, which may hold quotes, `<` and `&` as they are, are escaped. An
 * expression is the whole of an attribute's value or of an element's text, and begins it.
 * https://learn.microsoft.com/azure/api-management/api-management-policy-expressions
 *
 * @throws Refusal where an expression does not end.
 */
export function escapeExpressions(document: string): string {
    const parts: string[] = [];
    let copied = 0;

    /** Takes an expression that begins at or after `at`, with nothing but space between, and returns where to go on. */
    const expression = (at: number, element: string): number => {
        EXPRESSION.lastIndex = at;
        const space = EXPRESSION.exec(document)?.[0];
        if (space === undefined) return at;
        const start = at + space.length;
        const end = endOfCode(document, start + 1);
        if (end === undefined) {
            const begin = document.slice(start, start + 2);
            elementFault(element, lineAt(document, start), `The expression that begins with '${begin}' has no end.`);
        }
        parts.push(document.slice(copied, start), escape(document.slice(start, end)));
        copied = end;
        return end;
    };

    /** Goes through the attributes of a tag to the position after its `>`, or the end of a document that is cut off. */
    const tag = (from: number, element: string, closing: boolean): number => {
        for (let at = from; at < document.length; at++) {
            const character = document.charAt(at);
            if (character === ">")
                return closing || document.charAt(at - 1) === "/" ? at + 1 : expression(at + 1, element);
            if (character === '"' || character === "'") {
                const end = document.indexOf(character, expression(at + 1, element));
                if (end < 0) break;
                at = end;
            }
        }
        return document.length;
    };

    for (let at = document.indexOf("<"); at >= 0; at = document.indexOf("<", at)) {
        NOT_ELEMENTS.lastIndex = at;
        const passed = NOT_ELEMENTS.exec(document)?.[0];
        if (passed !== undefined) {
            at += passed.length;
            continue;
        }
        TAG_NAME.lastIndex = at;
        const [begin = "<", slash = "", name = ""] = TAG_NAME.exec(document) ?? [];
        // An unfinished comment or the like: the parser will say so.
        if (name.startsWith("!") || name.startsWith("?")) break;
        at = tag(at + begin.length, name, slash !== "");
    }
    return parts.join("") + document.slice(copied);
}

function lineAt(document: string, at: number): number {
    return document.slice(0, at).split("\n").length;
}

const ENTITIES: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&apos;",
};

function escape(text: string): string {
    return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
