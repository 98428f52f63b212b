import { isRecord, isUnknown, lookup, type Lookup, UNKNOWN_TEXT, withValue } from "../values";

/** Properties of a resource, or of an item in one of its lists. */
export type Properties = Readonly<Record<string, unknown>>;

/** A property of azure-native's and the classic one that stands for it. */
export interface Move {
    readonly native: string;
    readonly classic: string;
    /** What the native property is for a value of the classic one. Omitted: the same. */
    readonly convert?: (value: unknown) => unknown;
    /** What the native property is where the classic one is left out. Omitted: left out too. */
    readonly byDefault?: unknown;
    /** True for what findings do not tell of, or what has the name of something else. */
    readonly unsaid?: boolean;
}

/** A list of azure-native's and the classic one that stands for it. */
export interface ListMove {
    readonly native: string;
    readonly classic: string;
    readonly items: Shape;
}

/** How classic properties become those of azure-native. */
export interface Shape {
    /** Parents before what is below them. */
    readonly moves?: readonly Move[];
    readonly lists?: readonly ListMove[];
    /** What is not a matter of names. */
    readonly convert?: (native: Properties, classic: Properties) => Properties;
}

/** A move between names alone. */
export function move(native: string, classic: string): Move {
    return { native, classic };
}

/** A switch that azure-native has as a text. */
export function switched(native: string, classic: string, byDefault: "Enabled" | "Disabled"): Move {
    return { native, classic, byDefault, convert: (value) => (value === true ? "Enabled" : "Disabled") };
}

/** The classic properties with those of azure-native beside them; what is not known yet stays so. */
export function toNative(shape: Shape, classic: unknown): unknown {
    if (!isRecord(classic) || isUnknown(classic)) return classic;
    let native: Properties = classic;
    for (const { native: to, classic: from, convert, byDefault } of shape.moves ?? []) {
        const found = lookup(classic, from);
        const value = valueOf(found, convert ?? ((one) => one), byDefault);
        if (value !== undefined) native = withValue(native, to.split("."), value);
    }
    for (const { native: to, classic: from, items } of shape.lists ?? []) {
        const found = lookup(classic, from);
        const value = valueOf(found, (list) =>
            Array.isArray(list) ? list.map((item) => toNative(items, item)) : list,
        );
        if (value !== undefined) native = withValue(native, to.split("."), value);
    }
    return shape.convert ? shape.convert(native, classic) : native;
}

function valueOf(found: Lookup, convert: (value: unknown) => unknown, byDefault?: unknown): unknown {
    if (found.state === "unknown") return UNKNOWN_TEXT;
    return found.state === "known" ? convert(found.value) : byDefault;
}

/** The names that a shape gives to the native properties, by their paths without indices. */
export function namesIn({ moves = [], lists = [] }: Shape): ReadonlyMap<string, Move> {
    const names = new Map<string, Move>();
    for (const one of moves) if (!one.unsaid) names.set(one.native, one);
    for (const { native, classic, items } of lists) {
        names.set(native, { native, classic });
        for (const [path, below] of namesIn(items)) {
            const own = { ...below, native: `${native}.${path}`, classic: `${classic}.${below.classic}` };
            names.set(own.native, own);
        }
    }
    return names;
}
