import { type Rule } from "../../policy-pack/rules";

/** What is generated stands between these, and nothing else does. */
const BEGIN = (part: string) => `<!-- generated: ${part} -->`;
const END = (part: string) => `<!-- end of: ${part} -->`;

/** The index with its generated parts as the rules' metadata has them. The rest stays as it is. */
export function withGeneratedParts(page: string, rules: readonly Rule[]): string {
    return filled(
        filled(page, "rules", table(RULE_COLUMNS, rules)),
        "settings",
        table(SETTING_COLUMNS, settings(rules)),
    );
}

function filled(page: string, part: string, content: string): string {
    const [before, after] = [page.indexOf(BEGIN(part)), page.indexOf(END(part))];
    if (before === -1 || after < before) {
        throw new Error(`the index has no part between ${BEGIN(part)} and ${END(part)}: put both lines in`);
    }
    return `${page.slice(0, before + BEGIN(part).length)}\n\n${content}\n\n${page.slice(after)}`;
}

type Columns<Row> = Readonly<Record<string, (row: Row) => string>>;

const RULE_COLUMNS: Columns<Rule> = {
    Rule: ({ name }) => linkTo(name),
    Requirement: ({ displayName }) => displayName,
    Severity: ({ severity }) => severity,
    Level: ({ enforcementLevel }) => enforcementLevel ?? "mandatory",
    Decides: ({ scope }) => (scope === "resource" ? "before creation" : "at the end"),
    Remediates: ({ remediate }) => (remediate ? "[yes](../remediation.md)" : "no"),
};

interface Setting {
    readonly rule: string;
    readonly name: string;
    readonly description: string;
}

const SETTING_COLUMNS: Columns<Setting> = {
    Rule: ({ rule }) => linkTo(rule),
    Setting: ({ name }) => `\`${name}\``,
    Meaning: ({ description }) => description,
};

/** The settings that rules have beside those of all. */
function settings(rules: readonly Rule[]): Setting[] {
    return rules.flatMap(({ name: rule, parameters = {} }) =>
        Object.entries(parameters).map(([name, { schema }]) => ({ rule, name, description: schema.description ?? "" })),
    );
}

function linkTo(rule: string): string {
    return `[${rule}](${rule}.md)`;
}

/** A table with columns as wide as their widest cell, as Prettier has them. */
function table<Row>(columns: Columns<Row>, rows: readonly Row[]): string {
    const cells = Object.entries(columns).map(([title, cell]) => [title, ...rows.map(cell)]);
    const widths = cells.map((column) => Math.max(...column.map((cell) => cell.length)));
    const line = (at: number) =>
        `| ${cells.map((column, index) => (column[at] ?? "").padEnd(widths[index] ?? 0)).join(" | ")} |`;
    const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
    return [line(0), rule, ...rows.map((_, at) => line(at + 1))].join("\n");
}
