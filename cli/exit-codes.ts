import { type McpVerdict } from "./probe/mcp/verdict";

/** What the process ends with. Scripts rely on these numbers. */
export const EXIT = {
    /** The answer is yes: sticky, applied, no finding. */
    yes: 0,
    /** The answer is no: not sticky, or only partly. */
    no: 1,
    /** No answer can be given from what was seen. */
    inconclusive: 2,
    /** Nothing could be found out: asked for wrongly, or no connection. */
    couldNotRun: 3,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code that says a verdict. */
export function exitCodeOf(verdict: McpVerdict): ExitCode {
    switch (verdict) {
        case "sticky":
        case "not needed":
            return EXIT.yes;
        case "partly sticky":
        case "not sticky":
            return EXIT.no;
        case "inconclusive":
            return EXIT.inconclusive;
    }
}
