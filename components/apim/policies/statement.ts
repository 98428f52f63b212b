import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../../affinity/checks";

import { type Expression, type NamedValueReference } from "./expression";
import { ALLOWED_SECTIONS, type Section, SECTIONS, type StatementName } from "./sections";

/** A text that a policy holds: as it is, as an expression that yields it, or as a named value's. */
export type PolicyText = pulumi.Input<string> | Expression | NamedValueReference;
/** A number, or an expression that yields one. */
export type PolicyNumber = pulumi.Input<number> | Expression;
/** True or false, or an expression that yields it. */
export type PolicyBoolean = pulumi.Input<boolean> | Expression;

/**
 * A value of an element: one that may be an expression, one that API Management takes as it is, or a Liquid template,
 * whose braces are its own.
 */
export type ElementValue =
    | { readonly text: PolicyText | PolicyNumber | PolicyBoolean }
    | { readonly fixed: pulumi.Input<string | number | boolean | undefined> }
    | { readonly template: pulumi.Input<string> };

/** An XML element of a policy document. */
export interface Element {
    readonly name: string;
    readonly attributes: Readonly<Record<string, ElementValue>>;
    readonly children: readonly (Element | Statement<never>)[];
    /** The element's own text, where it has no children. */
    readonly text?: ElementValue;
}

/**
 * A policy statement, with the sections that it may stand in. A statement of `Statement<"inbound" | "backend">` is one of
 * `Statement<"inbound">` too, so that a list for a section takes only what may stand there.
 */
export interface Statement<S extends Section = Section> extends Element {
    /** The sections that allow the statement and all that it holds. */
    readonly sections: readonly Section[];
    /** Only for the compiler, which reads from it where the statement may stand. */
    readonly allows?: (section: S) => void;
}

/** The values of an element; those that were left out are undefined. */
type Attributes = Readonly<Record<string, ElementValue | undefined>>;

/** A value that may be an expression. */
export function text<T extends PolicyText | PolicyNumber | PolicyBoolean>(
    value: T | undefined,
): ElementValue | undefined {
    return value === undefined ? undefined : { text: value };
}

/** A value that API Management takes as it is, expressions not allowed. */
export function fixed(
    value: pulumi.Input<string | number | boolean | undefined> | undefined,
): ElementValue | undefined {
    return value === undefined ? undefined : { fixed: value };
}

/** An element that is no statement of its own. */
export function element(
    name: string,
    attributes: Attributes,
    content: Element["children"] | ElementValue = [],
): Element {
    const given = Object.entries(attributes).filter((entry): entry is [string, ElementValue] => entry[1] !== undefined);
    return {
        name,
        attributes: Object.fromEntries(given),
        ...(isChildren(content) ? { children: content } : { children: [], text: content }),
    };
}

/** A statement that API Management knows, which may stand where it and all that it holds may. */
export function known<N extends StatementName, Within extends Section = Section>(
    name: N,
    attributes: Attributes,
    content?: Element["children"] | ElementValue,
): Statement<(typeof ALLOWED_SECTIONS)[N][number] & Within> {
    return allowedIn(ALLOWED_SECTIONS[name], element(name, attributes, content));
}

/** The statement of an element: where it may stand itself, and all that it holds. */
export function allowedIn<S extends Section>(own: readonly Section[], node: Element): Statement<S> {
    const held = statementsBelow(node);
    const sections = own.filter((section) => held.every((statement) => statement.sections.includes(section)));
    if (sections.length === 0) {
        const list = held.map(({ name, sections: where }) => `${name} (${where.join(", ")})`);
        throw new pulumi.RunError(
            `policy statement ${node.name}: no section allows all that it holds: ${list.join("; ")}. Take them apart.`,
        );
    }
    return { ...node, sections };
}

/** The statements nearest below an element. */
export function statementsBelow(node: Element): Statement<never>[] {
    return node.children.flatMap((child) => (isStatement(child) ? [child] : statementsBelow(child)));
}

/** The element and all below it, from the outside in. */
export function everyElement(node: Element): Element[] {
    return [node, ...node.children.flatMap(everyElement)];
}

/** Checks of a statement's arguments. */
export function checksOf(name: string): Checks {
    return new Checks("policy statement", name);
}

/** Sections in words, for an error. */
export function sectionsInWords(sections: readonly Section[]): string {
    return sections.length === SECTIONS.length ? "every section" : sections.join(", ");
}

function isStatement(node: Element): node is Statement<never> {
    return "sections" in node;
}

function isChildren(content: Element["children"] | ElementValue): content is Element["children"] {
    return Array.isArray(content);
}
