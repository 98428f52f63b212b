/** Text that is HTML already. Only the tag `html` makes it. */
export class Markup {
    /** @internal */
    constructor(readonly text: string) {}

    toString(): string {
        return this.text;
    }
}

/** What may stand in a template: text and numbers are escaped, markup stands as it is, a list is its parts. */
export type Part = string | number | Markup | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

/**
 * Template tag for HTML. Every value is escaped, for text and for attributes in quotes alike, so that nothing which others
 * say can become markup; characters that HTML does not allow are replaced.
 */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
    return new Markup(literals.map((literal, index) => literal + render(parts[index])).join(""));
}

/** The same for SVG and wherever blanks count: formatters leave these templates as they are. */
export const xml = html;

function render(part: Part): string {
    if (part === undefined) return "";
    if (part instanceof Markup) return part.text;
    if (isList(part)) return part.map(render).join("");
    return allowed(String(part)).replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

function isList(part: Part): part is readonly Part[] {
    return Array.isArray(part);
}

/** Without control characters, half surrogate pairs, and the marks that turn the direction of the text after them. */
function allowed(text: string): string {
    return text.replace(/(?![\n\t])\p{Cc}|\p{Cs}|[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, "\ufffd");
}
