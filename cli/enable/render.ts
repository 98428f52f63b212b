import pc from "picocolors";

import { spelled } from "./diff";
import { type EnableReport } from "./report";

/** The change on one line: what is there, what it becomes, and what it was read with. */
export function renderChange(report: EnableReport, color: boolean): string {
    const { bold, dim, red, green } = pc.createColors(color);
    const { property, before, after, apiVersion, etag } = report;
    const read = `API ${apiVersion}${etag === null ? "" : `, etag ${etag}`}`;
    const change = `${red(spelled(before))} ▶ ${green(spelled(after))}`;
    return [
        `  ${bold(property)}   ${change}   ${dim(`(${read})`)}`,
        ...report.notes.map((note) => `  note: ${note}`),
        "",
    ].join("\n");
}

/** How it ended, in a sentence, and how to keep it. */
export function renderOutcome(report: EnableReport, color: boolean): string {
    const colors = pc.createColors(color);
    const { outcome, target, property, after, keep, reason, notes } = report;
    const good = (text: string) => `${colors.green("✔")} ${text}\n`;
    switch (outcome) {
        case "already": {
            const how = after === null ? "not there" : spelled(after);
            const lines = notes.map((note) => `  note: ${note}\n`).join("");
            return good(`${target}: ${property} is ${how} already. Nothing was changed.`) + lines;
        }
        case "planned":
            return "  --dry-run: nothing was changed.\n";
        case "declined":
            return "  Nothing was changed.\n";
        case "written":
            return good(`written and read back.${keep === null ? "" : ` ${KEEP}`}`) + keepLine(report);
        case "refused":
            return `${colors.red("✖")} ${target}: ${reason ?? ""}\n`;
        case "unknown":
            return `${colors.yellow("?")} ${target}: ${reason ?? ""}\n`;
    }
}

const KEEP = "Keep it in code, or the next deployment of a template without it removes it: docs/cli.md#keep";

function keepLine({ keep }: EnableReport): string {
    return keep === null ? "" : `  ${keep.commands.join(" && ")}   (component ${keep.component})\n`;
}
