import { namesIn, type Shape } from "./shape";

/** Says a text about azure-native's properties of what a program has in their place. */
export type Spelling = (text: string) => string;

/** A property path, and the value that a text gives it. */
const PATH = /([A-Za-z]\w*(?:\[\d*\])?(?:\.[A-Za-z]\w*(?:\[\d*\])?)*)(?:( = | to )"(\w+)")?/g;

/**
 * The spelling of a kind: paths become the classic ones, with their indices, and values too.
 *
 * @param phrases whole phrases that are said otherwise, before paths are.
 */
export function spellingOf(shape: Shape, phrases: readonly (readonly [native: string, classic: string])[]): Spelling {
    const names = namesIn(shape);
    return (text) =>
        phrases
            .reduce((said, [native, classic]) => said.replaceAll(native, classic), text)
            .replace(PATH, (whole: string, path: string, link: string | undefined, value: string | undefined) => {
                const segments = path.split(".");
                for (let length = segments.length; length > 0; length--) {
                    const plain = segments.slice(0, length).map((segment) => segment.replace(/\[.*$/, ""));
                    const found = names.get(plain.join("."));
                    if (!found) continue;
                    const rest = segments.slice(length).map((segment) => `.${segment}`);
                    const own = withIndices(found.classic, segments.slice(0, length)) + rest.join("");
                    return own + (link === undefined ? "" : link + valueIn(found.convert, value, rest.length > 0));
                }
                return whole;
            });
}

/** A path with the indices of another, one for one from its beginning. */
function withIndices(path: string, indexed: readonly string[]): string {
    const indices = indexed.map((segment) => /\[\d*\]$/.exec(segment)?.[0] ?? "");
    return path
        .split(".")
        .map((segment, at) => segment + (indices[at] ?? ""))
        .join(".");
}

/** A value as the program writes it: a switch where it has one. */
function valueIn(
    convert: ((value: unknown) => unknown) | undefined,
    value: string | undefined,
    below: boolean,
): string {
    const text = `"${value}"`;
    if (below || !convert) return text;
    const written = [true, false].find((one) => convert(one) === value);
    return written === undefined ? text : String(written);
}
