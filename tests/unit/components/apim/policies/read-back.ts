import assert from "node:assert/strict";
import { DOMParser, type Element as XmlElement } from "@xmldom/xmldom";

/** An element of a document that API Management got. */
export interface ReadElement {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly children: readonly ReadElement[];
    /** Its own text, or what stands between its children. */
    readonly text: string;
}

/**
 * Reads `rawxml` as API Management does: a value that begins as an expression is one up to where its C# ends, and XML
 * otherwise. Throws for what is no well-formed XML.
 */
export function readBack(rawXml: string): ReadElement {
    const xml = new Escaper(rawXml).escaped();
    assert.match(
        xml,
        /^[\t\n\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u,
        "holds only characters that XML may hold",
    );
    const parser = new DOMParser({
        onError(level, message) {
            throw new Error(`${level}: ${message} in ${xml}`);
        },
    });
    // The parser takes this character, which XML allows, for the mark of a wrong encoding.
    const root = parser.parseFromString(xml.replaceAll("\uFFFD", "&#xFFFD;"), "text/xml").documentElement;
    assert.ok(root);
    return readElement(root);
}

function readElement(node: XmlElement): ReadElement {
    const children: ReadElement[] = [];
    let text = "";
    for (let child = node.firstChild; child; child = child.nextSibling) {
        if (child.nodeType === child.ELEMENT_NODE) children.push(readElement(child as XmlElement));
        else {
            assert.equal(child.nodeType, child.TEXT_NODE, "holds elements and texts only");
            text += child.nodeValue ?? "";
        }
    }
    const attributes = Array.from(node.attributes, ({ name, value }): [string, string] => [name, value]);
    return { name: node.tagName, attributes: Object.fromEntries(attributes), children, text };
}

/** Escapes the expressions in raw XML. */
class Escaper {
    private at = 0;
    private out = "";

    constructor(private readonly raw: string) {}

    escaped(): string {
        while (this.at < this.raw.length) {
            if (this.raw[this.at] === "<") this.passTag();
            else this.passText();
        }
        return this.out;
    }

    private passTag(): void {
        this.take(/<\/?[^\s/>"'<]+/y);
        while (!this.isNext(/\s*\/?>/y)) {
            this.take(/\s+[^\s/>"'<=]+="/y);
            this.passValue('"');
            this.take(/"/y);
        }
        this.take(/\s*\/?>/y);
        this.passValue("<");
    }

    /** What stands between tags. */
    private passText(): void {
        this.take(/[^<]+/y);
    }

    /** A value up to the character that ends it, which has to stand behind an expression at once. */
    private passValue(end: string): void {
        if (!this.isNext(/@[({]/y)) {
            const until = this.raw.indexOf(end, this.at);
            const stop = until < 0 ? this.raw.length : until;
            this.out += this.raw.slice(this.at, stop);
            this.at = stop;
            return;
        }
        const stop = endOfCode(this.raw, this.at + 2, this.raw[this.at + 1] === "(" ? ")" : "}");
        const code = this.raw.slice(this.at, stop);
        this.out += code.replace(/[<>&"'\t\n]/g, (char) => `&#${char.charCodeAt(0)};`);
        this.at = stop;
        assert.equal(this.raw[stop], end, `${code} is a value of its own`);
    }

    private isNext(pattern: RegExp): boolean {
        pattern.lastIndex = this.at;
        return pattern.test(this.raw);
    }

    private take(pattern: RegExp): void {
        pattern.lastIndex = this.at;
        const found = pattern.exec(this.raw)?.[0];
        assert.ok(found !== undefined, `${String(pattern)} at ${this.raw.slice(this.at, this.at + 80)}`);
        this.out += found;
        this.at += found.length;
    }
}

/** Texts and comments of C#, all of one kind in one pattern. Interpolated strings hold code, and are read apart. */
const TEXTS = /@"(?:[^"]|"")*"|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)+'|\/\/[^\n]*\n|\/\*.*?\*\//sy;
const INTERPOLATED = /\$@"|@\$"|\$"/y;

/** Index behind the bracket that closes what is open at the index. */
function endOfCode(source: string, from: number, closing: string): number {
    let at = from;
    for (;;) {
        assert.ok(at < source.length, `${source.slice(from - 2, from + 40)} ends`);
        const opened = matchAt(INTERPOLATED, source, at);
        if (opened !== undefined) {
            at = endOfInterpolated(source, at + opened.length, opened !== '$"');
            continue;
        }
        const text = matchAt(TEXTS, source, at);
        if (text !== undefined) {
            at += text.length;
            continue;
        }
        const char = source[at] as string;
        at += 1;
        if (char === closing) return at;
        const inner = { "(": ")", "[": "]", "{": "}" }[char];
        if (inner !== undefined) at = endOfCode(source, at, inner);
        else assert.ok(!")]}".includes(char), `${char} closes what ${closing} has to`);
    }
}

function endOfInterpolated(source: string, from: number, verbatim: boolean): number {
    const plain = verbatim ? /(?:[^"{}]|""|\{\{|\}\})+/y : /(?:[^"{}\\]|\\.|\{\{|\}\})+/sy;
    let at = from;
    for (;;) {
        at += matchAt(plain, source, at)?.length ?? 0;
        if (source[at] === '"') return at + 1;
        assert.equal(source[at], "{", `${source.slice(from, at + 1)} is an interpolated string`);
        at = endOfCode(source, at + 1, "}");
    }
}

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
}
