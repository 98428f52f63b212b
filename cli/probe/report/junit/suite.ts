import { type Element } from "@xmldom/xmldom";

import { junitOfFailure, XmlWriter } from "../../../junit-xml";

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
    return junitOfFailure(NAME, url, CASE, message);
}

const NAME = "session-affinity probe";
/** What every proof claims. */
export const CASE = "clients stay on their replica";

class Writer {
    private readonly xml = new XmlWriter();

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
            this.xml.make("property", { name, value: String(value) }),
        );
        const suite = this.xml.make(
            "testsuite",
            { name: url, ...counts, timestamp: startedAt.replace(/\.\d+Z$/, "") },
            [
                this.xml.make("properties", {}, listed),
                ...cases.map((one) => this.testCase(one)),
                ...(notices.length === 0 ? [] : [this.xml.make("system-out", {}, [notices.join("\n")])]),
            ],
        );
        return this.xml.write(this.xml.make("testsuites", { name: NAME, ...counts }, [suite]));
    }

    private testCase({ name, milliseconds, tone, verdict, said }: JunitCase): Element {
        const outcome = OUTCOMES[tone];
        const message = `${verdict}: ${said}`;
        const result =
            outcome === undefined
                ? this.xml.make("system-out", {}, [message])
                : this.xml.make(outcome, { type: verdict, message }, [message]);
        const attributes = { name, classname: this.suite.url, time: seconds(milliseconds) };
        return this.xml.make("testcase", attributes, [result]);
    }
}

function seconds(milliseconds: number): string {
    return (milliseconds / 1000).toFixed(3);
}
