import { type Element } from "@xmldom/xmldom";

import { junitOfFailure, XmlWriter } from "../../junit-xml";

import { type CheckFinding, type CheckReport, counts } from "./model";

const NAME = "session-affinity check";
const CASE = "the rules can be run";

/**
 * The report as JUnit XML. Each finding is a test case of its rule: failed where it counts, in error where it counts and
 * is undecided, passed with its text where it does not count. A rule that found nothing is one case that passed.
 * https://github.com/testmoapp/junitxml
 */
export function renderJunit(report: CheckReport): string {
    const { file, rules, findings, gaps, version, kind, failOn, hops, resources } = report;
    const xml = new XmlWriter();
    const byRule = new Map(rules.map((rule) => [rule, findings.filter((finding) => finding.rule === rule)]));
    const cases = [...byRule].flatMap(([rule, found]) =>
        found.length === 0
            ? [xml.make("testcase", { name: "no finding", classname: rule, time: "0" })]
            : found.map((finding) => caseOf(finding, report, xml)),
    );
    const incomplete = gaps.map((gap) =>
        xml.make("testcase", { name: "all resources are in the file", classname: NAME, time: "0" }, [
            xml.make("error", { type: "incomplete", message: gap }, [gap]),
        ]),
    );
    const outcomes = findings.map((finding) => outcomeOf(finding, report));
    const numbers = {
        tests: String(cases.length + incomplete.length),
        failures: String(outcomes.filter((outcome) => outcome === "failure").length),
        errors: String(outcomes.filter((outcome) => outcome === "error").length + incomplete.length),
        time: "0",
    };
    const properties = Object.entries({ version, kind, failOn, hops, resources }).map(([name, value]) =>
        xml.make("property", { name, value: String(value) }),
    );
    const suite = xml.make("testsuite", { name: file, ...numbers }, [
        xml.make("properties", {}, properties),
        ...cases,
        ...incomplete,
    ]);
    return xml.write(xml.make("testsuites", { name: NAME, ...numbers }, [suite]));
}

/** The JUnit XML of a check that could not run: one case, in error. */
export function renderJunitOfFailure(file: string, message: string): string {
    return junitOfFailure(NAME, file, CASE, message);
}

function caseOf(finding: CheckFinding, report: CheckReport, xml: XmlWriter): Element {
    const { rule, name, path, level, kind, message, fix, page, urn } = finding;
    const text = [`${path}: ${message}`, fix, page, urn].filter((line) => line !== "").join("\n");
    const outcome = outcomeOf(finding, report);
    const attributes = { name: `${name}: ${path}`, classname: rule, time: "0" };
    const type = kind === "undecided" ? `undecided, ${level}` : level;
    return xml.make("testcase", attributes, [
        outcome === undefined ? xml.make("system-out", {}, [text]) : xml.make(outcome, { type, message }, [text]),
    ]);
}

function outcomeOf(finding: CheckFinding, { failOn }: CheckReport): "failure" | "error" | undefined {
    if (!counts(finding, failOn)) return undefined;
    return finding.kind === "undecided" ? "error" : "failure";
}
