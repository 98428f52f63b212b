import { type McpReport } from "../mcp/model";

import { type ProbeReport } from "./model";

/** The report as JSON, with a line break at its end. */
export function renderJson(report: ProbeReport | McpReport): string {
    return `${JSON.stringify(report, undefined, 2)}\n`;
}
