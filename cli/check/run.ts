import { type Level } from "../../policy-pack/evaluate";
import { CouldNotRunError } from "../errors";
import { type Io } from "../io";
import { ReportFiles } from "../report-files";
import { packageVersion } from "../version";

import { check, type Checkup } from "./check";
import { readConfigFile } from "./config-file";
import { nameOfFile } from "./input/read-text";
import { type CheckVerdict } from "./report/model";
import { renderText } from "./report/text";

/** The options, as commander reads them. */
export interface CheckFlags {
    readonly config?: string;
    readonly failOn: Level;
    readonly rule?: readonly string[];
    readonly json?: boolean;
    readonly sarif?: string;
    readonly junit?: string;
}

/**
 * Checks a file, says what was found and writes the reports that were asked for.
 *
 * @throws {CliError} where it cannot be checked, or a report cannot be written.
 */
export async function runCheck(file: string, flags: CheckFlags, io: Io): Promise<CheckVerdict> {
    const files = new ReportFiles(["sarif", "junit"], flags);
    await files.check();
    const { report, chosen, lines } = await checkup(file, flags, io).catch(async (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        await files.writeFailure("junit", async () =>
            (await import("./report/junit.js")).renderJunitOfFailure(nameOfFile(file), message),
        );
        throw error;
    });
    io.out(flags.json ? `${JSON.stringify(report, undefined, 2)}\n` : renderText(report, io.color));
    // Loaded here: most runs write no file.
    const failures = await files.write({
        sarif: async () => (await import("./report/sarif.js")).renderSarif(report, chosen, lines()),
        junit: async () => (await import("./report/junit.js")).renderJunit(report),
    });
    if (failures.length > 0) throw new CouldNotRunError(failures.map(({ message }) => message).join("\n"));
    return report.verdict;
}

async function checkup(file: string, { config, rule, failOn }: CheckFlags, io: Io): Promise<Checkup> {
    const settings = config === undefined ? undefined : await readConfigFile(config);
    const done = await check(file, { config: settings, only: rule ?? [], failOn, version: packageVersion() });
    for (const name of done.unknown) io.err(`note: --config names ${name}, which is no rule of this pack.\n`);
    return done;
}
