/** A part of a text, from its first character to before `end`. */
export interface Span {
    readonly start: number;
    readonly end: number;
}

/** What {@link walk} tells of an object or a list. */
interface Bracket {
    readonly at: number;
    /** How many objects and lists are around it. */
    readonly depth: number;
    /** The name that it has in the object around it; undefined in a list. */
    readonly key: string | undefined;
}

/** A text holds something beside JSON objects and lists. */
export class ForeignTextError extends Error {
    constructor(readonly at: number) {
        super("no JSON");
    }
}

/** A text ends within an object or a list. */
export class CutShortError extends Error {}

const [QUOTE, BACKSLASH, COLON, COMMA] = ['"', "\\", ":", ","].map((one) => one.charCodeAt(0));
const OPENING: ReadonlySet<number> = new Set(["{", "["].map((one) => one.charCodeAt(0)));
const CLOSING: ReadonlySet<number> = new Set(["}", "]"].map((one) => one.charCodeAt(0)));
const BLANK: ReadonlySet<number> = new Set([" ", "\n", "\r", "\t"].map((one) => one.charCodeAt(0)));

/**
 * The JSON objects and lists that stand one behind the other in a text, as commands write them that are called several
 * times. What is between the brackets is not looked at.
 *
 * @throws {ForeignTextError} where something else stands between them.
 * @throws {CutShortError} where the last one has no end.
 */
export function splitDocuments(text: string): Span[] {
    const documents: Span[] = [];
    let start = 0;
    walk(text, 0, {
        open: ({ at, depth }) => {
            if (depth === 0) start = at;
        },
        close: (at, depth) => {
            if (depth === 0) documents.push({ start, end: at + 1 });
        },
    });
    return documents;
}

/**
 * Where the objects of a list begin.
 *
 * @param start where the object begins that the path leads from.
 * @param path names of objects in one another, the last of which holds the list.
 */
export function elementOffsets(text: string, { start, end }: Span, path: readonly string[]): number[] {
    const offsets: number[] = [];
    const around: (string | undefined)[] = [];
    walk(
        text.slice(0, end),
        start,
        {
            open: ({ at, depth, key }) => {
                around[depth] = key;
                const inList = depth === path.length + 1 && key === undefined;
                if (inList && path.every((name, index) => around[index + 1] === name)) offsets.push(at);
            },
            close: () => undefined,
        },
        path.length + 1,
    );
    return offsets;
}

/** Calls back for each object and list. Names are read down to a depth, as deeper ones are not asked for. */
function walk(
    text: string,
    from: number,
    { open, close }: { open: (bracket: Bracket) => void; close: (at: number, depth: number) => void },
    deepestKey = -1,
): void {
    let depth = 0;
    let key: string | undefined;
    let word: Span | undefined;
    for (let at = from; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code === QUOTE && depth > 0) {
            const end = endOfString(text, at);
            word = { start: at, end };
            at = end - 1;
        } else if (OPENING.has(code)) {
            open({ at, depth, key });
            depth++;
            key = undefined;
        } else if (CLOSING.has(code) && depth > 0) {
            depth--;
            key = undefined;
            close(at, depth);
        } else if (code === COLON && depth <= deepestKey) {
            key = word && text.slice(word.start + 1, word.end - 1);
        } else if (code === COMMA) {
            key = undefined;
        } else if (depth === 0 && !BLANK.has(code)) {
            throw new ForeignTextError(at);
        }
    }
    if (depth > 0) throw new CutShortError("cut short");
}

/** Where a string ends that begins at a quote: behind the next quote that no backslash stands before. */
function endOfString(text: string, start: number): number {
    for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
        let backslashes = 0;
        while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
        if (backslashes % 2 === 0) return end + 1;
    }
    throw new CutShortError("cut short");
}

/** Line and column of a place in a text, from 1. */
export function placeOf(text: string, at: number): string {
    const lines = text.slice(0, at).split("\n");
    return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

/** The line, from 1, of each of the places, which have to be in order. */
export function linesOf(text: string, places: readonly number[]): number[] {
    let line = 1;
    let next = text.indexOf("\n");
    return places.map((at) => {
        for (; next !== -1 && next < at; next = text.indexOf("\n", next + 1)) line++;
        return line;
    });
}
