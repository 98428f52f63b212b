import { type Command } from "commander";

/** Where the report goes. */
export function addReportOptions(command: Command): Command {
    return command
        .option("--json", "write the report as JSON")
        .option("--junit <file>", "write the report as JUnit XML too, for CI")
        .option("--html <file>", "write the report as one HTML page too, with a picture of who answered whom")
        .option("--k6 <file>", "write the same schedule as a k6 script too, for more load than one machine gives");
}
