import { DOMImplementation, type Document, type Element, XMLSerializer } from "@xmldom/xmldom";

/** Attributes of an element. */
export type Attributes = Readonly<Record<string, string>>;

/** Makes the elements of one XML document. Characters that XML 1.0 has no way to write are replaced. */
export class XmlWriter {
    private readonly document: Document = new DOMImplementation().createDocument(null, "");

    make(name: string, attributes: Attributes, children: readonly (Element | string)[] = []): Element {
        const made = this.document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, allowed(value));
        for (const child of children) {
            made.appendChild(typeof child === "string" ? this.document.createTextNode(allowed(child)) : child);
        }
        return made;
    }

    /** The document with an element as its root, as text. */
    write(root: Element): string {
        this.document.appendChild(root);
        return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(this.document)}\n`;
    }
}

/** A JUnit report of something that could not run: one case, in error. https://github.com/testmoapp/junitxml */
export function junitOfFailure(tool: string, suite: string, name: string, message: string): string {
    const xml = new XmlWriter();
    const counts = { tests: "1", failures: "0", errors: "1", time: "0" };
    const error = xml.make("error", { type: "could not run", message }, [message]);
    const testCase = xml.make("testcase", { name, classname: suite, time: "0" }, [error]);
    return xml.write(
        xml.make("testsuites", { name: tool, ...counts }, [
            xml.make("testsuite", { name: suite, ...counts }, [testCase]),
        ]),
    );
}

/** Without the characters that XML 1.0 has no way to write: https://www.w3.org/TR/xml/#charsets */
function allowed(text: string): string {
    return text.replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, "\ufffd");
}
