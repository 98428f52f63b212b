import { DOMImplementation, type Document, type Element, XMLSerializer } from "@xmldom/xmldom";

import { type ProbeReport, type SeriesReport } from "./model";
import { explanation } from "./terminal";

/**
 * The report as JUnit XML, with a test case for each series: passed where the verdict is sticky, failed where it is
 * not, and in error where there is no verdict, so that no CI takes "inconclusive" for a success.
 * https://github.com/testmoapp/junitxml
 */
export function renderJunit(report: ProbeReport): string {
    return new Writer(report).write();
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
const CASE = "clients stay on their replica";

class Writer {
    private readonly document = emptyDocument();

    constructor(private readonly report: ProbeReport) {}

    write(): string {
        const { series, url, startedAt, notices, settings, identity, version } = this.report;
        const counts = {
            tests: String(series.length),
            failures: String(series.filter((one) => outcomeOf(one) === "failure").length),
            errors: String(series.filter((one) => outcomeOf(one) === "error").length),
            time: seconds(this.report.durationMilliseconds),
        };
        const properties = Object.entries({ version, replica: identity.option, ...settings }).map(([name, value]) =>
            this.make("property", { name, value: String(value) }),
        );
        const suite = this.make("testsuite", { name: url, ...counts, timestamp: startedAt.replace(/\.\d+Z$/, "") }, [
            this.make("properties", {}, properties),
            ...series.map((one) => this.testCase(one)),
            ...(notices.length === 0 ? [] : [this.make("system-out", {}, [notices.join("\n")])]),
        ]);
        return serialized(this.document, this.make("testsuites", { name: NAME, ...counts }, [suite]));
    }

    private testCase(series: SeriesReport): Element {
        const { judgement, connections } = series;
        const said = explanation(judgement, this.report.settings.expectReplicas);
        const outcome = outcomeOf(series);
        const attributes = {
            name: `${CASE} (${connections} connections)`,
            classname: this.report.url,
            time: seconds(series.durationMilliseconds),
        };
        const message = `${judgement.verdict}: ${said}`;
        const result =
            outcome === undefined ? [] : [this.make(outcome, { type: judgement.verdict, message }, [message])];
        return this.make("testcase", attributes, [
            ...result,
            ...(outcome === undefined ? [this.make("system-out", {}, [message])] : []),
        ]);
    }

    private make(name: string, attributes: Attributes, children: readonly (Element | string)[] = []): Element {
        return element(this.document, name, attributes, children);
    }
}

type Attributes = Readonly<Record<string, string>>;

function outcomeOf({ judgement }: SeriesReport): "failure" | "error" | undefined {
    switch (judgement.verdict) {
        case "sticky":
            return undefined;
        case "partly sticky":
        case "not sticky":
            return "failure";
        case "inconclusive":
            return "error";
    }
}

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
