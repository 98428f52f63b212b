import path from "node:path";

import { UsageError } from "../errors";
import { ReportFile } from "../report-file";

import { type StackMap } from "./model";

/** The options that ask for files. */
export interface MapFlags {
    readonly html?: string;
    readonly svg?: string;
    readonly mermaid?: string;
}

const OPTIONS = ["html", "svg", "mermaid"] as const;

/** What writes each kind of file; loaded when it is asked for. */
const RENDERERS: Readonly<Record<keyof MapFlags, (map: StackMap) => Promise<string>>> = {
    html: async (map) => (await import("./html.js")).renderHtml(map),
    svg: async (map) => (await import("./svg.js")).renderSvg(map),
    mermaid: async (map) => (await import("./mermaid.js")).renderMermaid(map),
};

/** The files that a map is written to. */
export class MapFiles {
    private readonly files: ReadonlyMap<keyof MapFlags, ReportFile>;

    /** Throws UsageError where two options name one file. */
    constructor(flags: MapFlags) {
        const given = OPTIONS.flatMap((option) =>
            flags[option] === undefined ? [] : [[option, flags[option]] as const],
        );
        const [twice] = given.filter(([, file], index) =>
            given.slice(0, index).some(([, other]) => path.resolve(other) === path.resolve(file)),
        );
        if (twice !== undefined) {
            throw new UsageError(
                `--${twice[0]}: ${twice[1]} is given for another picture too. Give each its own file.`,
            );
        }
        this.files = new Map(given.map(([option, file]) => [option, new ReportFile(`--${option}`, file)]));
    }

    /** How many files are asked for. */
    get count(): number {
        return this.files.size;
    }

    /** Tells before any work whether all can be written. Throws UsageError. */
    async check(): Promise<void> {
        for (const file of this.files.values()) await file.check();
    }

    /** Writes all that were asked for, as many as can be. Returns what went wrong. */
    async write(map: StackMap): Promise<readonly Error[]> {
        const results = await Promise.allSettled(
            [...this.files].map(async ([option, file]) => file.write(await RENDERERS[option](map))),
        );
        return results.flatMap((result) => (result.status === "rejected" ? [result.reason as Error] : []));
    }
}
