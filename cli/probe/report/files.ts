import path from "node:path";

import { UsageError } from "../../errors";
import { type Redaction } from "../../redaction";
import { ReportFile } from "../../report-file";
import { type McpReport } from "../mcp/model";
import { type ProbeSettings } from "../settings";

import { type ProbeReport } from "./model";

/** The options that ask for files. */
export interface FileFlags {
    readonly junit?: string;
    readonly html?: string;
    readonly k6?: string;
}

type Renderers = { readonly [option in keyof FileFlags]?: () => Promise<string> };

const OPTIONS = ["junit", "html", "k6"] as const;

/** The files that a probe writes beside what it says. */
export class ReportFiles {
    private readonly files: ReadonlyMap<keyof FileFlags, ReportFile>;

    /** Throws UsageError where two options name one file. */
    constructor(
        flags: FileFlags,
        private readonly settings: ProbeSettings,
        private readonly redaction: Redaction,
    ) {
        const given = OPTIONS.flatMap((option) =>
            flags[option] === undefined ? [] : [[option, flags[option]] as const],
        );
        const [twice] = given.filter(([, file], index) =>
            given.slice(0, index).some(([, other]) => path.resolve(other) === path.resolve(file)),
        );
        if (twice !== undefined) {
            throw new UsageError(
                `--${twice[0]}: ${twice[1]} is given for another report too. Give each a file of its own.`,
            );
        }
        this.files = new Map(given.map(([option, file]) => [option, new ReportFile(`--${option}`, file)]));
    }

    /** Tells before the probe whether all can be written. Throws UsageError. */
    async check(): Promise<void> {
        for (const file of this.files.values()) await file.check();
    }

    /** Writes all that were asked for, as many as can be. Returns what went wrong. */
    write(report: ProbeReport): Promise<readonly Error[]> {
        // Loaded here: most runs write no file.
        return this.writeAll({
            junit: async () => (await import("./junit/render.js")).renderJunit(report),
            html: async () => (await import("./html/render.js")).renderHtml(report),
            k6: async () => (await import("./k6/render.js")).renderK6(report, this.settings, this.redaction),
        });
    }

    /** The same for a report of the Model Context Protocol, of which there is no k6 script. */
    writeMcp(report: McpReport): Promise<readonly Error[]> {
        return this.writeAll({
            junit: async () => (await import("../mcp/report/junit.js")).renderMcpJunit(report),
            html: async () => (await import("../mcp/report/html.js")).renderMcpHtml(report),
        });
    }

    private async writeAll(renderers: Renderers): Promise<readonly Error[]> {
        const results = await Promise.allSettled(
            [...this.files].map(async ([option, file]) => {
                const render = renderers[option];
                if (render !== undefined) await file.write(await render());
            }),
        );
        return results.flatMap((result) => (result.status === "rejected" ? [result.reason as Error] : []));
    }

    /**
     * Writes what CI reads for a probe that could not run, so that the report of an earlier run is not taken for this
     * one's. What goes wrong with that is not said: the probe's own failure is.
     */
    async writeFailure(message: string): Promise<void> {
        const junit = this.files.get("junit");
        if (junit === undefined) return;
        const { renderJunitOfFailure } = await import("./junit/suite.js");
        const url = this.redaction.text(this.settings.shownUrl);
        await junit.write(renderJunitOfFailure(url, message)).catch(() => undefined);
    }
}
