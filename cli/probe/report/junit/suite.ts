import { DOMImplementation, type Document, type Element, XMLSerializer } from "@xmldom/xmldom";

import { type Tone } from "../../findings/finding";

/** One test case: a claim, and whether it holds. */
export interface JunitCase {
    readonly name: string;
    readonly milliseconds: number;
    readonly tone: Tone;
    readonly verdict: string;
    readonly said: string;
}

/** All of a report that CI shows. */
export interface JunitSuite {
    readonly url: string;
    /** ISO 8601. */
    readonly startedAt: string;
    readonly milliseconds: number;
    readonly properties: Readonly<Record<string, string | number>>;
    readonly cases: readonly JunitCase[];
    readonly notices: readonly string[];
}

/** How CI takes a case: passed where the claim holds, failed where it does not, and in error where that is open, so that no CI takes "inconclusive" for a success. */
const OUTCOMES: Readonly<Record<Tone, "failure" | "error" | undefined>> = {
    yes: undefined,
    no: "failure",
    open: "error",
};

/** JUnit XML. https://github.com/testmoapp/junitxml */
export function renderSuite(suite: JunitSuite): string {
    return new Writer(suite).write();
}

/** The JUnit XML of a probe that could not run: one case, in error. */
export function renderJunitOfFailure(url: string, message: string): string {
    const document = emptyDocument();
    const counts = { tests: "1", failures: "0", errors: "1", time: "0" };
    const suite = element(document, "testsuite", { name: url, ...counts }, [
        element(document, "testcase", { name: CASE, classname: url, time: "0" }, [
            element(document, "error", { type: "could not run", message }, [message]),
        ]),
    ]);
    return serialized(document, element(document, "testsuites", { name: NAME, ...counts }, [suite]));
}

const NAME = "session-affinity probe";
/** What every proof claims. */
export const CASE = "clients stay on their replica";

class Writer {
    private readonly document = emptyDocument();

    constructor(private readonly suite: JunitSuite) {}

    write(): string {
        const { cases, url, startedAt, notices, properties, milliseconds } = this.suite;
        const count = (outcome: string) => String(cases.filter(({ tone }) => OUTCOMES[tone] === outcome).length);
        const counts = {
            tests: String(cases.length),
            failures: count("failure"),
            errors: count("error"),
            time: seconds(milliseconds),
        };
        const listed = Object.entries(properties).map(([name, value]) =>
            this.make("property", { name, value: String(value) }),
        );
        const suite = this.make("testsuite", { name: url, ...counts, timestamp: startedAt.replace(/\.\d+Z$/, "") }, [
            this.make("properties", {}, listed),
            ...cases.map((one) => this.testCase(one)),
            ...(notices.length === 0 ? [] : [this.make("system-out", {}, [notices.join("\n")])]),
        ]);
        return serialized(this.document, this.make("testsuites", { name: NAME, ...counts }, [suite]));
    }

    private testCase({ name, milliseconds, tone, verdict, said }: JunitCase): Element {
        const outcome = OUTCOMES[tone];
        const message = `${verdict}: ${said}`;
        const result =
            outcome === undefined
                ? this.make("system-out", {}, [message])
                : this.make(outcome, { type: verdict, message }, [message]);
        const attributes = { name, classname: this.suite.url, time: seconds(milliseconds) };
        return this.make("testcase", attributes, [result]);
    }

    private make(name: string, attributes: Attributes, children: readonly (Element | string)[] = []): Element {
        return element(this.document, name, attributes, children);
    }
}

type Attributes = Readonly<Record<string, string>>;

function emptyDocument(): Document {
    return new DOMImplementation().createDocument(null, "");
}

function element(
    document: Document,
    name: string,
    attributes: Attributes,
    children: readonly (Element | string)[],
): Element {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, allowed(value));
    for (const child of children) {
        made.appendChild(typeof child === "string" ? document.createTextNode(allowed(child)) : child);
    }
    return made;
}

function serialized(document: Document, root: Element): string {
    document.appendChild(root);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(document)}\n`;
}

/** Without the characters that XML 1.0 has no way to write: https://www.w3.org/TR/xml/#charsets */
function allowed(text: string): string {
    return text.replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, "\ufffd");
}

function seconds(milliseconds: number): string {
    return (milliseconds / 1000).toFixed(3);
}
