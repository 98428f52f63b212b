import { type Element } from "@xmldom/xmldom";

import { junitOfFailure, XmlWriter } from "../../junit-xml";

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
    return junitOfFailure(NAME, url, CASE, message);
}

const NAME = "session-affinity probe";
const CASE = "clients stay on their replica";

class Writer {
    private readonly xml = new XmlWriter();

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
            this.xml.make("property", { name, value: String(value) }),
        );
        const suite = this.xml.make(
            "testsuite",
            { name: url, ...counts, timestamp: startedAt.replace(/\.\d+Z$/, "") },
            [
                this.xml.make("properties", {}, properties),
                ...series.map((one) => this.testCase(one)),
                ...(notices.length === 0 ? [] : [this.xml.make("system-out", {}, [notices.join("\n")])]),
            ],
        );
        return this.xml.write(this.xml.make("testsuites", { name: NAME, ...counts }, [suite]));
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
            outcome === undefined ? [] : [this.xml.make(outcome, { type: judgement.verdict, message }, [message])];
        return this.xml.make("testcase", attributes, [
            ...result,
            ...(outcome === undefined ? [this.xml.make("system-out", {}, [message])] : []),
        ]);
    }
}

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

function seconds(milliseconds: number): string {
    return (milliseconds / 1000).toFixed(3);
}
