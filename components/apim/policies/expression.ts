import * as pulumi from "@pulumi/pulumi";

import { csharpString, scanCSharp } from "./csharp";

/** A piece of an expression: C# as it was written, a value that becomes a C# literal, or a named value's text. */
export type ExpressionPart =
    | { readonly code: string }
    | { readonly literal: pulumi.Input<string | number | boolean> }
    | { readonly namedValue: pulumi.Input<string> };

/** A policy expression. Made by {@link expression} and {@link multiStatement}. */
export interface Expression {
    readonly expression: "single" | "block";
    readonly parts: readonly ExpressionPart[];
}

/** A named value's text, put in its place by API Management. Made by {@link namedValue}. */
export interface NamedValueReference {
    readonly namedValue: pulumi.Input<string>;
}

/** What may stand in `${…}` of an expression. */
export type Interpolated = pulumi.Input<string | number | boolean> | Expression | NamedValueReference;

/** Characters of a named value's display name. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/namedvalues */
const DISPLAY_NAME = /^[A-Za-z0-9\-._]{1,256}$/;

/**
 * A policy expression of one C# expression: `` expression`context.Response.StatusCode >= 500` ``. The code is kept as it
 * is written. A text, number or boolean in `${…}` becomes a C# literal that no character of it can break out of; another
 * expression stands in parentheses; a named value becomes a C# string of its text.
 * https://learn.microsoft.com/azure/api-management/api-management-policy-expressions
 *
 * @throws {pulumi.RunError} where brackets, a string or a comment are left open, or `${…}` stands within a string.
 */
export function expression(code: TemplateStringsArray, ...values: readonly Interpolated[]): Expression {
    return compose("single", code, values);
}

/**
 * A policy expression of several C# statements that ends with `return`, for `@{…}`. What may stand in it is as in
 * {@link expression}.
 *
 * @throws {pulumi.RunError} as {@link expression} does.
 */
export function multiStatement(code: TemplateStringsArray, ...values: readonly Interpolated[]): Expression {
    return compose("block", code, values);
}

/**
 * The text of a named value, which policies refer to by its display name. API Management puts the text in its place.
 *
 * @param value a named value, or the display name of one.
 * @throws {pulumi.RunError} for a display name that no named value can have.
 */
export function namedValue(
    value: pulumi.Input<string> | { readonly displayName: pulumi.Output<string> },
): NamedValueReference {
    const given = isNamedValueResource(value) ? value.displayName : value;
    if (typeof given === "string") return { namedValue: checkedName(given) };
    return { namedValue: pulumi.output(given).apply(checkedName) };
}

/** An expression that is true where a variable holds no text: whether a lookup that finds nothing leaves it out or null, no source says for sure. */
export function isUnset(variable: string): Expression {
    return expression`string.IsNullOrEmpty(context.Variables.GetValueOrDefault<string>(${variable}, ""))`;
}

/** An expression that is true where one of several comparisons is. */
export function anyOf(comparisons: readonly Expression[]): Expression {
    return {
        expression: "single",
        parts: comparisons.flatMap(({ parts }, index) => (index === 0 ? parts : [{ code: " || " }, ...parts])),
    };
}

/** True for what {@link expression} and {@link multiStatement} make. */
export function isExpression(value: unknown): value is Expression {
    return typeof value === "object" && value !== null && "expression" in value && "parts" in value;
}

/** True for what {@link namedValue} makes. */
export function isNamedValue(value: unknown): value is NamedValueReference {
    return typeof value === "object" && value !== null && !pulumi.Output.isInstance(value) && "namedValue" in value;
}

/** The expression as a policy holds it. */
export function writeExpression({ expression: form, parts }: pulumi.Unwrap<Expression>): string {
    const written = parts.map(writePart).join("");
    return form === "single" ? `@(${written})` : `@{${written}}`;
}

/** A text as an expression that yields it, for what API Management would take for something else. */
export function writeLiteral(text: string): string {
    return `@(${csharpString(text)})`;
}

function isNamedValueResource(value: unknown): value is { readonly displayName: pulumi.Output<string> } {
    return typeof value === "object" && value !== null && !pulumi.Output.isInstance(value) && "displayName" in value;
}

function checkedName(name: string): string {
    if (DISPLAY_NAME.test(name)) return name;
    throw new pulumi.RunError(
        `namedValue(${JSON.stringify(name)}): a named value's display name has 1 to 256 letters, digits, "-", "." and "_" ` +
            "only. Policies refer to it by that name.",
    );
}

function compose(
    form: Expression["expression"],
    code: TemplateStringsArray,
    values: readonly Interpolated[],
): Expression {
    // The source as it was written: a backslash belongs to C#, not to the template.
    const texts = code.raw;
    const shown = `${form === "single" ? "expression" : "multiStatement"} \`${texts.join("${…}")}\``;
    checkClosed(texts, shown);
    checkBraces(texts, shown);
    const parts = texts.flatMap((text, index): ExpressionPart[] =>
        index < values.length ? [{ code: text }, ...asParts(values[index] as Interpolated, shown)] : [{ code: text }],
    );
    return { expression: form, parts };
}

function asParts(value: Interpolated, shown: string): ExpressionPart[] {
    if (isNamedValue(value)) return [{ namedValue: value.namedValue }];
    if (!isExpression(value)) {
        const held = (known: string | number | boolean) => heldLiteral(known, shown);
        const isLater = pulumi.Output.isInstance(value) || value instanceof Promise;
        return [{ literal: isLater ? pulumi.output(value).apply(held) : held(value) }];
    }
    if (value.expression === "block") {
        throw new pulumi.RunError("expression: a multiStatement cannot stand within an expression. Give its code.");
    }
    return [{ code: "(" }, ...value.parts, { code: ")" }];
}

/** A value that C# has a literal for. */
function heldLiteral<T>(value: T, shown: string): T {
    if (typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) return value;
    const given = typeof value === "object" && value !== null ? "an object" : String(value);
    throw new pulumi.RunError(`${shown}: \${…} is ${given}, which is no text, number or boolean.`);
}

function checkClosed(texts: readonly string[], shown: string): void {
    if (texts.length === 1 && texts[0]?.trim() === "") {
        throw new pulumi.RunError(`${shown} is empty: give it C# code.`);
    }
    texts.forEach((_, index) => {
        // A value in between is a whole operand, as a number is.
        const source = texts.slice(0, index + 1).join("0");
        const { open, inText, stray } = scanCSharp(source);
        if (stray !== undefined) {
            const context = source.slice(Math.max(0, stray - 20), stray + 1);
            throw new pulumi.RunError(`${shown}: the last character of \`${context}\` closes nothing.`);
        }
        if (index < texts.length - 1) {
            if (!inText) return;
            throw new pulumi.RunError(
                `${shown}: \${…} stands within its ${open.at(-1)}. Take it out of there: its value becomes a C# literal.`,
            );
        }
        if (open.length > 0) throw new pulumi.RunError(`${shown}: its ${open.at(-1)} is not closed.`);
    });
}

/** Braces that API Management takes for a named value, before C# sees them. */
const NAMED_VALUE = /\{\{\s*[A-Za-z0-9\-._]+\s*\}\}/;

function checkBraces(texts: readonly string[], shown: string): void {
    const [found] = texts.flatMap((text) => NAMED_VALUE.exec(text) ?? []);
    if (found === undefined) return;
    throw new pulumi.RunError(
        `${shown}: API Management takes ${found} for a named value. For one, write \${namedValue("…")} in its place; for braces, ` +
            'write them apart, as in "{" + "{".',
    );
}

function writePart(part: pulumi.Unwrap<ExpressionPart>): string {
    if ("code" in part) return part.code;
    if ("namedValue" in part) return `@"{{${part.namedValue}}}"`;
    const { literal } = part;
    if (typeof literal === "string") return csharpString(literal);
    // In parentheses its sign is no part of the operator before it.
    return typeof literal === "number" && literal < 0 ? `(${literal})` : String(literal);
}
