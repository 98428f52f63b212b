import { isObject, isUnknown, own, plain, unwrap, type Properties, type Value } from "./values";

/**
 * A look at a property value that may be unknown, secret or of a wrong type anywhere. Reading what is unknown or of another type
 * gives undefined, so that a check written as "if it is a known text and wrong" can neither fail on an unknown nor throw.
 */
export class View {
    private readonly value: Value | undefined;

    constructor(value: Value | undefined) {
        this.value = unwrap(value);
    }

    /** The value at a dotted path: `configuration.ingress`. Below an unknown everything is unknown. */
    at(path: string): View {
        return path === "" ? this : path.split(".").reduce<View>((view, key) => view.member(key), this);
    }

    /** The value of one key, which may itself hold dots, as labels and annotations do. */
    member(key: string): View {
        if (this.unknown) return this;
        return new View(isObject(this.value) ? own(this.value, key) : undefined);
    }

    get unknown(): boolean {
        return isUnknown(this.value);
    }

    /** Given, even if its value is not known yet. */
    get present(): boolean {
        return this.value !== undefined && this.value !== null;
    }

    text(path = ""): string | undefined {
        const value = this.at(path).value;
        return typeof value === "string" && !isUnknown(value) ? value : undefined;
    }

    number(path = ""): number | undefined {
        const value = this.at(path).value;
        return typeof value === "number" ? value : undefined;
    }

    boolean(path = ""): boolean | undefined {
        const value = this.at(path).value;
        return typeof value === "boolean" ? value : undefined;
    }

    /** The elements of a list; none where it is no list or not known. */
    list(path = ""): View[] {
        const value = this.at(path).value;
        return Array.isArray(value) ? value.map((inner) => new View(inner)) : [];
    }

    entries(path = ""): [string, View][] {
        const value = this.at(path).value;
        return isObject(value) ? Object.entries(value).map(([key, inner]) => [key, new View(inner)]) : [];
    }

    /** A copy with every secret opened; an object with no properties where this is no object. */
    properties(path = ""): Properties {
        const value = this.at(path).value;
        return isObject(value) ? (plain(value) as Properties) : {};
    }

    /** A copy with every secret opened. */
    plain(path = ""): Value {
        return plain(this.at(path).value ?? null);
    }
}
