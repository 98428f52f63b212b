import { InvalidArgumentError, Option } from "commander";

/** Reads a whole number within bounds. For commander: throws what it shows with the option's name. */
export function wholeNumber(from: number, to: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
    return (text) => {
        const value = Number(text);
        if (/^\d+$/.test(text) && value >= from && value <= to) return value;
        const upTo = to === Number.MAX_SAFE_INTEGER ? "" : ` to ${to}`;
        throw new InvalidArgumentError(`Give a whole number from ${from}${upTo}.`);
    };
}

/** Reads a number above 0. */
export function positiveNumber(most: number): (text: string) => number {
    return (text) => {
        const value = Number(text);
        if (/^\d*\.?\d+$/.test(text) && value > 0 && value <= most) return value;
        throw new InvalidArgumentError(`Give a number above 0, up to ${most}.`);
    };
}

/** Gathers an option that may be given several times. */
export function collect(text: string, before: string[] = []): string[] {
    return [...before, text];
}

/** Reads one or more numbers above 0 with commas between. */
export function positiveNumbers(most: number): (text: string) => number[] {
    const read = positiveNumber(most);
    return (text) => text.split(",").map((part) => read(part.trim()));
}

/** An option whose text is read. */
export function reading(flags: string, description: string, read: (text: string) => unknown): Option {
    return new Option(flags, description).argParser(read);
}
