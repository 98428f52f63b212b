import { DOMParser, type Element, type Node } from "@xmldom/xmldom";
import {
    ALLOWED_SECTIONS,
    SECTIONS,
    type Section,
    type StatementName,
} from "../../../../components/apim/policies/sections";
import { Refusal } from "../../kind";
import { escapeExpressions } from "./expressions";
import { elementFault, invalid } from "./faults";
import { RETRY_COUNT, VALIDATE_JWT_ORDER, holdsParts, holdsStatements, neededAttributes } from "./statements";

export type PolicyRoot = "policies" | "fragment";

/**
 * A policy document, checked as the service checks one when it is saved. Statements that are not in the tables are let through: the
 * service has many more.
 *
 * @throws Refusal where the service would not take it.
 */
export function readPolicyDocument(text: string, { raw, root }: { raw: boolean; root: PolicyRoot }): Element {
    const document = parse(raw ? escapeExpressions(text) : text);
    if (document.nodeName !== root) fault(document, `The root element has to be '${root}'.`);
    if (root === "fragment") checkFragment(document);
    else checkSections(document);
    return document;
}

function parse(xml: string): Element {
    let reason: string | undefined;
    const parser = new DOMParser({
        onError: (_level, message) => {
            reason = message;
            throw new Error(message);
        },
    });
    try {
        const root = parser.parseFromString(xml, "text/xml").documentElement;
        if (root !== null) return mustHaveNoLooseAmpersand(xml, root);
    } catch (error) {
        if (error instanceof Refusal) throw error;
        const line = (error as { locator?: { lineNumber?: number } }).locator?.lineNumber;
        notWellFormed(line, reason ?? (error as Error).message);
    }
    return notWellFormed(undefined, "it has no root element");
}

function notWellFormed(line: number | undefined, reason: string): never {
    invalid(`The document is not well-formed XML${line ? ` (line ${line})` : ""}: ${reason}.`);
}

const LOOSE_AMPERSAND = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|&(?!(?:#\d+|#x[\dA-Fa-f]+|[A-Za-z_][\w.-]*);)/g;

/** The parser lets them pass, the service does not. */
function mustHaveNoLooseAmpersand(xml: string, root: Element): Element {
    const loose = [...xml.matchAll(LOOSE_AMPERSAND)].find(([match]) => match === "&");
    if (loose === undefined) return root;
    return notWellFormed(xml.slice(0, loose.index).split("\n").length, "an & has to be written as &amp;");
}

/** Everything of an element in the document, itself first. */
export function* elementsOf(root: Element): Generator<Element> {
    const open = [root];
    for (let element = open.pop(); element !== undefined; element = open.pop()) {
        yield element;
        open.push(...childrenOf(element).reverse());
    }
}

export function childrenOf(element: Element): Element[] {
    return Array.from(element.childNodes as Iterable<Node>).filter((node): node is Element => node.nodeType === 1);
}

/** The text that stands directly in an element. */
export function textOf(element: Element): string {
    return Array.from(element.childNodes as Iterable<Node>)
        .filter(({ nodeType }) => nodeType === 3 || nodeType === 4)
        .map(({ nodeValue }) => nodeValue ?? "")
        .join("");
}

function fault(element: Element, message: string): never {
    elementFault(element.nodeName, element.lineNumber, message);
}

function isSection(name: string): name is Section {
    return (SECTIONS as readonly string[]).includes(name);
}

function checkSections(policies: Element): void {
    const seen = new Set<string>();
    mustHoldNoText(policies);
    for (const section of childrenOf(policies)) {
        const name = section.nodeName;
        if (!isSection(name)) fault(section, `A section has to be one of ${SECTIONS.join(", ")}.`);
        if (seen.has(name)) fault(section, "The section stands in the document more than once.");
        seen.add(name);
        mustHoldNoText(section);
        const statements = childrenOf(section);
        // https://learn.microsoft.com/azure/api-management/api-management-howto-policies
        if (name === "backend" && statements.length > 1) {
            fault(section, "backend section allows only one policy to be specified.");
        }
        checkStatements(
            statements.filter(({ nodeName }) => nodeName !== "base"),
            name,
        );
    }
}

/** https://learn.microsoft.com/azure/api-management/policy-fragments: statements alone, without sections and `base`. */
function checkFragment(fragment: Element): void {
    mustHoldNoText(fragment);
    const statements = childrenOf(fragment);
    const section = statements.find(({ nodeName }) => isSection(nodeName));
    if (section) fault(section, "A policy fragment cannot hold a section.");
    checkStatements(statements, undefined);
}

function mustHoldNoText(element: Element): void {
    if (textOf(element).trim() !== "") fault(element, `The element '${element.nodeName}' cannot contain text.`);
}

/** @param section where they stand; undefined in a fragment, which its users place. */
function checkStatements(statements: readonly Element[], section: Section | undefined): void {
    const open = statements.map((element) => ({ element, part: false })).reverse();
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const { element, part } = next;
        const name = element.nodeName;
        if (name === "base") fault(element, "The element 'base' can stand directly in a section only.");
        if (!part) mustBeAllowed(element, section);
        checkElement(element);
        const below = childrenOf(element).reverse();
        if (name === "choose" || holdsStatements(name)) open.push(...below.map((child) => ({ element: child, part })));
        else if (holdsParts(name)) open.push(...below.map((child) => ({ element: child, part: true })));
    }
}

function mustBeAllowed(element: Element, section: Section | undefined): void {
    const name = element.nodeName;
    if (section === undefined || !Object.hasOwn(ALLOWED_SECTIONS, name)) return;
    const allowed: readonly Section[] = ALLOWED_SECTIONS[name as StatementName];
    if (allowed.includes(section)) return;
    fault(element, `Policy is not allowed in the specified section: '${section}' is not one of ${allowed.join(", ")}.`);
}

function checkElement(element: Element): void {
    for (const names of neededAttributes(element.nodeName)) {
        if (!names.some((name) => element.hasAttribute(name))) {
            fault(element, `Required attribute '${names.join("' or '")}' is missing.`);
        }
    }
    if (element.nodeName === "choose") checkChoose(element);
    if (element.nodeName === "retry") checkRetry(element);
    if (element.nodeName === "validate-jwt") checkOrder(element, VALIDATE_JWT_ORDER);
}

/** https://learn.microsoft.com/azure/api-management/choose-policy */
function checkChoose(choose: Element): void {
    const names = childrenOf(choose).map(({ nodeName }) => nodeName);
    const other = names.find((name) => name !== "when" && name !== "otherwise");
    if (other !== undefined) fault(choose, `It can hold 'when' and 'otherwise' only, not '${other}'.`);
    if (!names.includes("when")) fault(choose, "It needs at least one 'when'.");
    if (names.filter((name) => name === "otherwise").length > 1) fault(choose, "It can hold one 'otherwise' only.");
}

function checkRetry(retry: Element): void {
    const count = retry.getAttribute("count") ?? "";
    // An expression or a named value tells its number later.
    if (/^@|\{\{/.test(count)) return;
    const { least, most } = RETRY_COUNT;
    if (/^\d+$/.test(count) && Number(count) >= least && Number(count) <= most) return;
    fault(retry, `The attribute 'count' has to be a number from ${least} to ${most}, not '${count}'.`);
}

function checkOrder(element: Element, order: readonly string[]): void {
    const known = childrenOf(element).filter(({ nodeName }) => order.includes(nodeName));
    known.forEach((child, index) => {
        const before = known[index - 1];
        if (before === undefined || order.indexOf(before.nodeName) <= order.indexOf(child.nodeName)) return;
        fault(child, `It has to stand before '${before.nodeName}': the order is ${order.join(", ")}.`);
    });
}
