import * as pulumi from "@pulumi/pulumi";

import { faultOfDate, faultOfReason, type StatelessArgs } from "./stateless";

/** Longest rendering of a wrong value in an error. */
const SHOWN_LENGTH = 60;
/** Stands for a wrong value that no error may show. */
const SECRET = Symbol("secret");

/**
 * Checks the arguments of one component. A plain value is checked at once and throws from the constructor; a value that
 * is an Output is checked when it is known, inside the Output that the check returns, so that a child which takes that
 * Output cannot be created unchecked.
 *
 * Every fault is a `pulumi.InputPropertyError` that says what was given, where, and what is allowed.
 */
export class Checks {
    /**
     * @param component class name of the component, for the message.
     * @param name name of the component, for the message.
     */
    constructor(
        private readonly component: string,
        private readonly name: string,
    ) {}

    /** Throws: the value at the path is not allowed. `rule` says what is, and what to do. */
    fail(path: string, given: unknown, rule: string): never {
        throw this.fault(path, `is ${shown(given)}: ${rule}`);
    }

    /** Throws: nothing stands at the path. */
    missing(path: string, rule: string): never {
        throw this.fault(path, `is missing: ${rule}`);
    }

    /** Throws: two arguments of the component contradict each other. */
    conflict(path: string, other: string, rule: string): never {
        throw this.fault(path, `cannot stand beside args.${other}: ${rule}`);
    }

    /** Throws: the component's own name will not do. */
    failOwnName(rule: string): never {
        throw new pulumi.InputPropertyError({
            propertyPath: "name",
            reason: `${this.component} ${this.name}: its name is ${shown(this.name)}: ${rule}`,
        });
    }

    /** The value, which has to be there. */
    required<T>(path: string, value: pulumi.Input<T> | undefined, rule: string): pulumi.Input<T> {
        const held = <V>(known: V): V => {
            if (known === undefined || known === null || known === "") this.missing(path, rule);
            return known;
        };
        if (isLater(value)) return pulumi.output(value).apply(held) as pulumi.Output<T>;
        return held(value) as pulumi.Input<T>;
    }

    /** The value, held against a rule that returns what is wrong. Undefined stays undefined. */
    value<T>(
        path: string,
        value: pulumi.Input<T | undefined> | undefined,
        fault: (value: T) => string | undefined,
    ): pulumi.Input<T> | undefined {
        const held = (known: T, hidden = false): T => {
            const found = fault(known);
            if (found !== undefined) this.fail(path, hidden ? SECRET : known, found);
            return known;
        };
        if (value === undefined || value === null) return undefined;
        if (containsLater(value)) {
            const later = pulumi.output(value as pulumi.Input<T | undefined>);
            return pulumi
                .all([later, pulumi.isSecret(later)])
                .apply(([known, hidden]) =>
                    known === undefined || known === null ? undefined : held(known as T, hidden),
                ) as pulumi.Output<T>;
        }
        return held(value as T);
    }

    /** A whole number within bounds. */
    integer(
        path: string,
        value: pulumi.Input<number | undefined> | undefined,
        bounds: { min: number; max: number; unit?: string },
    ): pulumi.Input<number> | undefined {
        const allowed = `it has to be a whole number from ${bounds.min} to ${bounds.max}${bounds.unit ? ` (${bounds.unit})` : ""}.`;
        return this.value(path, value, (number) =>
            Number.isInteger(number) && number >= bounds.min && number <= bounds.max ? undefined : allowed,
        );
    }

    /** One of a service's own words. */
    oneOf<T extends string>(
        path: string,
        value: pulumi.Input<T | undefined> | undefined,
        allowed: readonly T[],
    ): pulumi.Input<T> | undefined {
        return this.value(path, value, (word) =>
            allowed.includes(word) ? undefined : `it has to be one of ${allowed.map((a) => `"${a}"`).join(", ")}.`,
        );
    }

    /** A text that fits a pattern; `rule` says it in words. */
    text(
        path: string,
        value: pulumi.Input<string | undefined> | undefined,
        pattern: RegExp,
        rule: string,
    ): pulumi.Input<string> | undefined {
        return this.value(path, value, (text) => (typeof text === "string" && pattern.test(text) ? undefined : rule));
    }

    /** A text of a length that the service takes. */
    length(
        path: string,
        value: pulumi.Input<string | undefined> | undefined,
        max: number,
    ): pulumi.Input<string> | undefined {
        return this.value(path, value, (text) =>
            typeof text === "string" && text.length >= 1 && text.length <= max
                ? undefined
                : `it has to have 1 to ${max} characters.`,
        );
    }

    /** A map without the keys that the component sets itself. Values are not shown: they may be secret. */
    without<T extends object>(
        path: string,
        map: pulumi.Input<T | undefined> | undefined,
        own: readonly string[],
    ): pulumi.Input<T> | undefined {
        return this.value<T>(path, map, (known) => {
            const taken = own.find((key) => Object.hasOwn(known, key));
            if (taken !== undefined) throw this.fault(path, `has "${taken}", which the component sets. Leave it out.`);
            return undefined;
        });
    }

    /** Several values held against each other: at once where all are plain, else when all are known. */
    together<T extends object>(
        values: { [K in keyof T]: pulumi.Input<T[K]> },
        hold: (known: T) => void,
    ): pulumi.Output<T> {
        const held = (known: T): T => {
            hold(known);
            return known;
        };
        const plain = Object.values(values).every((value) => !containsLater(value));
        if (plain) held(values as T);
        return pulumi.output(values).apply((known) => held(known as T));
    }

    /** Exactly one of several alternatives; returns its name. */
    exactlyOne<K extends string>(path: string, alternatives: Partial<Record<K, unknown>>, names: readonly K[]): K {
        const given = names.filter((name) => alternatives[name] !== undefined);
        const [only, second] = given;
        const list = names.map((name) => `${path}${name}`).join(", ");
        if (only === undefined) {
            const others = names.slice(1).map((name) => ` or args.${path}${name}`);
            throw this.fault(
                `${path}${names[0]}`,
                `${others.join("").trimStart()} is missing: give exactly one of them.`,
            );
        }
        if (second !== undefined) this.conflict(`${path}${second}`, `${path}${only}`, `give exactly one of ${list}.`);
        return only;
    }

    /** A declaration of statelessness: its reason and its date. */
    stateless(path: string, declaration: StatelessArgs | undefined): StatelessArgs | undefined {
        if (declaration === undefined) return undefined;
        const rule = (fault: string | undefined) => fault && `${fault}.`;
        const reason = this.value(
            `${path}.reason`,
            this.required(`${path}.reason`, declaration.reason, "say why any replica can serve any request."),
            (text) => rule(faultOfReason(text)),
        );
        const expiresOn = this.value(`${path}.expiresOn`, declaration.expiresOn, (date) => rule(faultOfDate(date)));
        return { reason: reason as pulumi.Input<string>, ...(expiresOn === undefined ? {} : { expiresOn }) };
    }

    /** The error for the argument at the path; `rest` completes the sentence that begins with it. */
    fault(path: string, rest: string): pulumi.InputPropertyError {
        return new pulumi.InputPropertyError({
            propertyPath: path,
            reason: `${this.component} ${this.name}: args.${path} ${rest}`,
        });
    }
}

/** True for a value that is known only later. */
function isLater(value: unknown): boolean {
    return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** True for a value that is known only later, in whole or in part. */
function containsLater(value: unknown): boolean {
    if (isLater(value)) return true;
    if (Array.isArray(value)) return value.some(containsLater);
    const isRecord = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    return isRecord && Object.values(value).some(containsLater);
}

function shown(value: unknown): string {
    if (value === SECRET) return "a secret";
    const text = JSON.stringify(value) ?? String(value);
    return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}
