import { readSummary, type RunSummary } from "./run-summary";

/**
 * `node summary.js FILE…` adds up the summaries of several test runs. It names each test that was left out or failed, and
 * its last line is `N passed, N failed`. It exits with 1 where a test failed or a file is missing or is no summary.
 */
function main(files: readonly string[]): number {
    if (files.length === 0) {
        console.error("Give the files that MOCHA_SUMMARY named, one a run.");
        return 2;
    }
    const summaries: RunSummary[] = [];
    let unread = false;
    for (const file of files) {
        try {
            summaries.push(readSummary(file));
        } catch (error) {
            unread = true;
            console.error((error as Error).message);
        }
    }
    for (const title of summaries.flatMap(({ skipped }) => skipped)) console.log(`left out: ${title}`);
    for (const { title, message } of summaries.flatMap(({ failures }) => failures)) {
        console.log(`failed: ${title}: ${message}`);
    }
    const sum = (count: "passed" | "failed") => summaries.reduce((total, summary) => total + summary[count], 0);
    console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
    return unread || sum("failed") > 0 ? 1 : 0;
}

process.exitCode = main(process.argv.slice(2));
