import picocolors from "picocolors";

import { printable } from "../../printable";

import { type CheckFinding, type CheckReport } from "./model";

type Colors = ReturnType<typeof picocolors.createColors>;

/** The report for people, as lines of text: findings by resource, and a last line that counts them. */
export function renderText(report: CheckReport, color: boolean): string {
    const colors = picocolors.createColors(color);
    const lines = [
        ...groupsOf(report.findings).flatMap((group) => [...groupLines(group, colors), ""]),
        ...report.gaps.map((gap) => `${colors.yellow("incomplete:")} ${gap}`),
        lastLine(report, colors),
    ];
    return lines.map((line) => (line === "" ? "\n" : `  ${printable(line)}\n`)).join("");
}

/** Findings of one resource each, in their order. */
function groupsOf(findings: readonly CheckFinding[]): CheckFinding[][] {
    const groups = new Map<string, CheckFinding[]>();
    for (const finding of findings) {
        const group = groups.get(finding.urn);
        if (group) group.push(finding);
        else groups.set(finding.urn, [finding]);
    }
    return [...groups.values()];
}

function groupLines(group: readonly CheckFinding[], colors: Colors): string[] {
    const [{ name, type }] = group as [CheckFinding];
    return [
        `${colors.bold(oneLine(name))}  ${colors.dim(type)}`,
        ...group.flatMap((finding) => findingLines(finding, colors)),
    ];
}

function findingLines(finding: CheckFinding, colors: Colors): string[] {
    const { rule, path, message, fix, page } = finding;
    return [
        `  ${label(finding, colors)}  ${rule}  ${colors.dim(oneLine(path))}`,
        `    ${oneLine(message)}`,
        ...fix
            .split("\n")
            .filter((line) => line.trim() !== "")
            .map((line) => `    ${line.trim()}`),
        `    ${colors.dim(page)}`,
    ];
}

function label({ level, kind }: CheckFinding, colors: Colors): string {
    const text = kind === "undecided" ? `? ${level}` : `${level === "mandatory" ? "✖" : "⚠"} ${level}`;
    return level === "mandatory" ? colors.red(text) : colors.yellow(text);
}

function lastLine({ verdict, findings, resources, hops, rules, failOn }: CheckReport, colors: Colors): string {
    const paint = { passed: colors.green, failed: colors.red, undecided: colors.yellow }[verdict];
    const looked = `${numbered(hops, "hop")} in ${numbered(resources, "resource")}, ${numbered(rules.length, "rule")}`;
    return `${colors.bold(paint(verdict.toUpperCase()))}  ${countText(findings)} (fails on ${failOn}); checked ${looked}`;
}

function countText(findings: readonly CheckFinding[]): string {
    const of = (wanted: (finding: CheckFinding) => boolean) => findings.filter(wanted).length;
    const parts = [
        [of(({ kind, level }) => kind === "violation" && level === "mandatory"), "mandatory"],
        [of(({ kind, level }) => kind === "violation" && level === "advisory"), "advisory"],
        [of(({ kind }) => kind === "undecided"), "undecided"],
    ] as const;
    if (findings.length === 0) return "no finding";
    const told = parts.flatMap(([number, what]) => (number === 0 ? [] : [`${number} ${what}`]));
    return `${numbered(findings.length, "finding")}: ${told.join(", ")}`;
}

function numbered(number: number, what: string): string {
    return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}

function oneLine(text: string): string {
    return text.replace(/\s+/g, " ").trim();
}
