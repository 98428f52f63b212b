/** Parts of C# in which characters mean something else than in code. */
type Text = "string" | "verbatim string" | "interpolated string" | "character" | "line comment" | "block comment";

/** What a scan is in: a bracket or the hole of an interpolated string, both of which hold code, or a text. */
type Frame = { readonly bracket: string } | TextFrame;
interface TextFrame {
    readonly text: Text;
    /** True where a quote is written twice, not after a backslash. */
    readonly verbatim?: boolean;
}

/** What a scan of C# found: the brackets and texts that are open at its end, outermost first. */
export interface Scan {
    /** Opening brackets, or the names of texts. */
    readonly open: readonly string[];
    /** True where the scan ends within a text. */
    readonly inText: boolean;
    /** Index of a closing bracket that nothing opened. */
    readonly stray?: number;
}

const CLOSES: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** How texts begin. The longest stands first. https://learn.microsoft.com/dotnet/csharp/language-reference/language-specification/lexical-structure */
const BEGINNINGS: readonly (readonly [string, Frame])[] = [
    ['$@"', { text: "interpolated string", verbatim: true }],
    ['@$"', { text: "interpolated string", verbatim: true }],
    ['$"', { text: "interpolated string" }],
    ['@"', { text: "verbatim string", verbatim: true }],
    ['"', { text: "string" }],
    ["'", { text: "character" }],
    ["//", { text: "line comment" }],
    ["/*", { text: "block comment" }],
];

/** Finds what is open at the end of a piece of C#. */
export function scanCSharp(source: string): Scan {
    const frames: Frame[] = [];
    let at = 0;
    while (at < source.length) {
        const frame = frames.at(-1);
        if (frame && "text" in frame) {
            at = passText(source, at, frame, frames);
            continue;
        }
        const begun = BEGINNINGS.find(([token]) => source.startsWith(token, at));
        const char = source.charAt(at);
        const opener = CLOSES[char];
        if (begun) {
            frames.push(begun[1]);
        } else if (opener !== undefined) {
            if (frame?.bracket !== opener) return { ...describe(frames), stray: at };
            frames.pop();
        } else if (Object.values(CLOSES).includes(char)) {
            frames.push({ bracket: char });
        }
        at += begun ? begun[0].length : 1;
    }
    return describe(frames);
}

/** Reads one step of a text, and returns where the next begins. */
function passText(source: string, at: number, frame: TextFrame, frames: Frame[]): number {
    const isNext = (token: string) => source.startsWith(token, at);
    const end = (length: number) => {
        frames.pop();
        return at + length;
    };
    switch (frame.text) {
        case "line comment":
            return isNext("\n") ? end(1) : at + 1;
        case "block comment":
            return isNext("*/") ? end(2) : at + 1;
        case "character":
            return isNext("\\") ? at + 2 : isNext("'") ? end(1) : at + 1;
        case "string":
        case "verbatim string":
        case "interpolated string":
            if (frame.verbatim ? isNext('""') : isNext("\\")) return at + 2;
            if (isNext('"')) return end(1);
            if (frame.text === "interpolated string") {
                if (isNext("{{")) return at + 2;
                if (isNext("{")) frames.push({ bracket: "{" });
            }
            return at + 1;
    }
}

function describe(frames: readonly Frame[]): Scan {
    const last = frames.at(-1);
    return {
        open: frames.map((frame) => ("text" in frame ? frame.text : frame.bracket)),
        inText: last !== undefined && "text" in last,
    };
}

/**
 * A text as a C# string. Every character that could mean something to C#, to XML or to API Management is written by its
 * number, so that the text can neither close anything nor stand for a named value.
 */
export function csharpString(text: string): string {
    const written = Array.from({ length: text.length }, (_, index) => {
        const unit = text.charAt(index);
        return /[A-Za-z0-9 _./:;,!?*+=#$%^|~-]/.test(unit)
            ? unit
            : `\\u${text.charCodeAt(index).toString(16).toUpperCase().padStart(4, "0")}`;
    });
    return `"${written.join("")}"`;
}
