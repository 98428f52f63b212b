import * as pulumi from "@pulumi/pulumi";
import { DOMImplementation, type Document, type Element as XmlElement, XMLSerializer } from "@xmldom/xmldom";

import { type Checks } from "../../affinity/checks";

import { isExpression, isNamedValue, writeExpression, writeLiteral } from "./expression";
import { type Element, type ElementValue } from "./statement";

const INDENT = "    ";
/** Stand for what is put into the written document as it is: characters of no script, which no text of a policy keeps. */
const [OPEN, CLOSE] = ["\uE000", "\uE001"];
const HELD = new RegExp(`${OPEN}(\\d+)${CLOSE}`, "g");

/** An element whose values are known. */
type KnownElement = pulumi.Unwrap<Element>;
type KnownValue = pulumi.Unwrap<ElementValue>;

/**
 * The document as API Management's `rawxml` takes it: XML, in which expressions stand as they are. What of a text API
 * Management would take for an expression or a named value is written as an expression that yields the text.
 *
 * @param path property path of the document, for errors.
 * @throws {pulumi.InputPropertyError} within the Output, where a secret stands in the document, or a text where only a
 *         name may stand.
 */
export function renderPolicies(check: Checks, path: string, root: Element): pulumi.Output<string> {
    const known = pulumi.output(root);
    return pulumi.all([known, pulumi.isSecret(known)]).apply(([tree, hidden]) => {
        if (hidden) {
            throw check.fault(
                path,
                "holds a secret, which everyone who may read the policy would see. Keep it in an ApimNamedValue, and " +
                    "give namedValue(…) in its place.",
            );
        }
        return new Writer(check, path).write(tree);
    });
}

/** Writes one document. */
class Writer {
    private readonly document: Document = new DOMImplementation().createDocument(null, "");
    /** What is put into the document after it is written. */
    private readonly held: string[] = [];

    constructor(
        private readonly check: Checks,
        private readonly path: string,
    ) {}

    write(tree: KnownElement): string {
        const written = new XMLSerializer().serializeToString(this.build(tree, "\n"));
        // As API Management writes it itself. In a value the serializer escapes what looks like it.
        const spaced = written.replaceAll("/>", " />");
        return spaced.replace(HELD, (_, index: string) => this.held[Number(index)] as string);
    }

    private build(node: KnownElement, newline: string): XmlElement {
        const made = this.document.createElement(node.name);
        for (const [name, value] of Object.entries(node.attributes)) {
            const written = this.value(value, `${node.name} ${name}`);
            if (written !== undefined) made.setAttribute(name, written);
        }
        const own = node.text === undefined ? undefined : this.value(node.text, node.name);
        if (own !== undefined) made.appendChild(this.document.createTextNode(own));
        for (const child of node.children) {
            made.appendChild(this.document.createTextNode(newline + INDENT));
            made.appendChild(this.build(child, newline + INDENT));
        }
        if (node.children.length > 0) made.appendChild(this.document.createTextNode(newline));
        return made;
    }

    private value(value: KnownValue, place: string): string | undefined {
        if ("template" in value) return this.template(value.template, place);
        if ("fixed" in value) return value.fixed === undefined ? undefined : this.fixed(value.fixed, place);
        const given: unknown = value.text;
        if (isExpression(given)) return this.hold(writeExpression(given as Parameters<typeof writeExpression>[0]));
        if (isNamedValue(given)) return `{{${given.namedValue as string}}}`;
        const text = String(given);
        return standsForItself(text) ? text : this.hold(writeLiteral(text));
    }

    private fixed(given: string | number | boolean, place: string): string {
        // An expression comes here where the compiler does not look.
        if (typeof given !== "object" && standsForItself(String(given))) return String(given);
        throw this.check.fault(
            this.path,
            `has ${JSON.stringify(given)} as ${place}, where API Management takes no expression and no named value: it ` +
                "must hold neither, no control characters, and no blank at its ends.",
        );
    }

    private template(text: string, place: string): string {
        if (!EXPRESSION.test(text) && isCarried(text)) return text;
        throw this.check.fault(
            this.path,
            `has a Liquid template in ${place} that holds an expression or a control character. Take it out.`,
        );
    }

    private hold(text: string): string {
        this.held.push(text);
        return `${OPEN}${this.held.length - 1}${CLOSE}`;
    }
}

/** What begins an expression. */
const EXPRESSION = /@[({]/;
/** What begins a named value. */
const NAMED_VALUE = "{{";

/** True for a text that neither XML nor API Management changes, or takes for something else. */
function standsForItself(text: string): boolean {
    return !EXPRESSION.test(text) && !text.includes(NAMED_VALUE) && text === text.trim() && isCarried(text);
}

/**
 * Characters that a reader of XML does not give back as they were written: it ends lines in its own way, and knows no
 * control characters and no halves of a character. https://www.w3.org/TR/xml/#charsets
 */
const CHANGED = /(?![\t\n])[\p{Cc}\p{Surrogate}\u2028\u2029\uE000-\uF8FF\uFDD0-\uFDEF\uFFFE\uFFFF]/u;

function isCarried(text: string): boolean {
    return !CHANGED.test(text);
}
