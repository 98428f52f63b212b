import { type Redaction } from "../../redaction";
import { ReportFiles } from "../../report-files";
import { type McpReport } from "../mcp/model";
import { type ProbeSettings } from "../settings";

import { type ProbeReport } from "./model";

/** The options that ask for files. */
export interface FileFlags {
    readonly junit?: string;
    readonly html?: string;
    readonly k6?: string;
}

/** The files that a probe writes beside what it says. */
export class ProbeFiles {
    private readonly files: ReportFiles<keyof FileFlags>;

    /** Throws UsageError where two options name one file. */
    constructor(
        flags: FileFlags,
        private readonly settings: ProbeSettings,
        private readonly redaction: Redaction,
    ) {
        this.files = new ReportFiles(["junit", "html", "k6"], flags);
    }

    /** Tells before the probe whether all can be written. Throws UsageError. */
    async check(): Promise<void> {
        await this.files.check();
    }

    /** Writes all that were asked for, as many as can be. Returns what went wrong. */
    write(report: ProbeReport): Promise<readonly Error[]> {
        // Loaded here: most runs write no file.
        return this.files.write({
            junit: async () => (await import("./junit/render.js")).renderJunit(report),
            html: async () => (await import("./html/render.js")).renderHtml(report),
            k6: async () => (await import("./k6/render.js")).renderK6(report, this.settings, this.redaction),
        });
    }

    /** The same for a report of the Model Context Protocol, of which there is no k6 script. */
    writeMcp(report: McpReport): Promise<readonly Error[]> {
        return this.files.write({
            junit: async () => (await import("../mcp/report/junit.js")).renderMcpJunit(report),
            html: async () => (await import("../mcp/report/html.js")).renderMcpHtml(report),
        });
    }

    /** Writes what CI reads for a probe that could not run. */
    async writeFailure(message: string): Promise<void> {
        const url = this.redaction.text(this.settings.shownUrl);
        await this.files.writeFailure("junit", async () =>
            (await import("./junit/suite.js")).renderJunitOfFailure(url, message),
        );
    }
}
