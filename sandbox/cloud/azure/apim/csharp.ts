/**
 * Where C# code ends that stands in a policy document. It shares nothing with what writes such documents in components/apim,
 * so that the one is judged by another reading of the language. Nothing is compiled: brackets are counted, and what may hold brackets
 * without meaning them (strings, characters, comments) is passed over.
 * https://learn.microsoft.com/dotnet/csharp/language-reference/builtin-types/reference-types#string-literals
 */

/** Code up to its closing bracket, or the text of an interpolated string, in which a `{` begins code again. */
type Mode =
    | { readonly code: true; readonly open: string; readonly close: string; depth: number }
    | { readonly code: false; readonly verbatim: boolean };

const INTERPOLATED = /\$@?"|@\$"/y;
/** Comments, verbatim strings, ordinary strings and characters. */
const OPAQUE =
    /\/\/[^\n]*|\/\*[^]*?\*\/|@"[^"]*(?:""[^"]*)*"|"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'(?:[^'\\\n]|\\.[\dA-Fa-f]*)'/y;
/** Begins one of them that does not end, since it was not matched as a whole. */
const ENDLESS = /\/\*|@?"/y;
/** What stands for a single character in the text of an interpolated string. */
const ESCAPED = /\{\{|\}\}|\\./y;
const ESCAPED_VERBATIM = /\{\{|\}\}|""/y;

/** The position after the bracket that closes the one at `start`; undefined where the code does not end. */
export function endOfCode(text: string, start: number): number | undefined {
    const modes: Mode[] = [codeFrom(text.charAt(start))];
    let at = start + 1;
    // An explicit stack, since interpolated strings nest as deep as someone cares to write them.
    for (let mode = modes.at(-1); mode !== undefined && at < text.length; mode = modes.at(-1)) {
        const next = mode.code ? stepInCode(text, at, mode, modes) : stepInString(text, at, mode.verbatim, modes);
        if (next === undefined) return undefined;
        at = next;
    }
    return modes.length === 0 ? at : undefined;
}

function codeFrom(open: string): Mode {
    return { code: true, open, close: open === "(" ? ")" : "}", depth: 1 };
}

function stepInCode(text: string, at: number, mode: Mode & { code: true }, modes: Mode[]): number | undefined {
    const string = matchAt(INTERPOLATED, text, at);
    if (string !== undefined) {
        modes.push({ code: false, verbatim: string.includes("@") });
        return at + string.length;
    }
    const opaque = matchAt(OPAQUE, text, at);
    if (opaque !== undefined) return at + opaque.length;
    if (matchAt(ENDLESS, text, at) !== undefined) return undefined;
    const character = text.charAt(at);
    if (character === mode.open) mode.depth++;
    if (character === mode.close && --mode.depth === 0) modes.pop();
    return at + 1;
}

function stepInString(text: string, at: number, verbatim: boolean, modes: Mode[]): number | undefined {
    const escaped = matchAt(verbatim ? ESCAPED_VERBATIM : ESCAPED, text, at);
    if (escaped !== undefined) return at + escaped.length;
    const character = text.charAt(at);
    if (character === "\n" && !verbatim) return undefined;
    if (character === '"') modes.pop();
    if (character === "{") modes.push(codeFrom("{"));
    return at + 1;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
}
