/**
 * Reads one text, number or boolean from a JSON document. The path is names and indexes with dots or brackets
 * between them: `pod.name`, `$.hosts[0]`, `["x-replica"]`. Undefined where there is nothing of the kind.
 */
export function readPath(document: string, path: string): string | undefined {
    const parsed = parse(document);
    const value = stepsOf(path).reduce<unknown>(
        (at, step) => (isContainer(at) ? (at as Record<string, unknown>)[step] : undefined),
        parsed,
    );
    return isScalar(value) ? String(value) : undefined;
}

/** A scalar of a document, with its path. */
export interface Leaf {
    readonly path: string;
    readonly names: readonly string[];
    readonly value: string;
}

/** Leaves that are looked at, and how deep. */
const MOST_LEAVES = 200;
const DEEPEST = 6;

/** The texts and numbers of a JSON document. A text that is no JSON object or list has none. */
export function leavesOf(document: string): readonly Leaf[] {
    const found: Leaf[] = [];
    const visit = (value: unknown, names: readonly string[]) => {
        if (found.length === MOST_LEAVES || names.length > DEEPEST) return;
        if (isContainer(value)) Object.entries(value).forEach(([name, item]) => visit(item, [...names, name]));
        else if (isScalar(value) && names.length > 0) {
            found.push({ path: names.map(stepText).join("").replace(/^\./, ""), names, value: String(value) });
        }
    };
    visit(parse(document), []);
    return found;
}

/** The names in a path. */
export function stepsOf(path: string): string[] {
    const steps = path
        .replace(/^\$/, "")
        .matchAll(/\[\s*"([^"]*)"\s*\]|\[\s*'([^']*)'\s*\]|\[\s*(\d+)\s*\]|([^.[\]]+)/g);
    return [...steps].map(([, double, single, index, name]) => double ?? single ?? index ?? name ?? "");
}

function stepText(name: string): string {
    return /^[\w-]+$/.test(name) ? `.${name}` : `["${name}"]`;
}

function parse(document: string): unknown {
    try {
        return JSON.parse(document);
    } catch {
        return undefined;
    }
}

function isContainer(value: unknown): value is object {
    return typeof value === "object" && value !== null;
}

function isScalar(value: unknown): value is string | number | boolean {
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
