import path from "node:path";

import { UsageError } from "./errors";
import { ReportFile } from "./report-file";

/** The files that a command writes beside what it says, by the names of the options that ask for them. */
export class ReportFiles<Option extends string> {
    private readonly files: ReadonlyMap<Option, ReportFile>;

    /**
     * @param options names without dashes.
     * @param flags the files' names. Undefined: not asked for.
     * @throws {UsageError} where two options name one file.
     */
    constructor(options: readonly Option[], flags: Readonly<Partial<Record<Option, string>>>) {
        const given = options.flatMap((option) => {
            const file = flags[option];
            return file === undefined ? [] : [[option, file] as const];
        });
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

    /** Tells before any work whether all can be written. Throws UsageError. */
    async check(): Promise<void> {
        for (const file of this.files.values()) await file.check();
    }

    /** Writes all that were asked for and can be told this way, as many as can be. Returns what went wrong. */
    async write(renderers: { readonly [option in Option]?: () => Promise<string> }): Promise<readonly Error[]> {
        const results = await Promise.allSettled(
            [...this.files].map(async ([option, file]) => {
                const render = renderers[option];
                if (render !== undefined) await file.write(await render());
            }),
        );
        return results.flatMap((result) => (result.status === "rejected" ? [result.reason as Error] : []));
    }

    /**
     * Writes one of them for a run that failed, so that the report of an earlier run is not taken for this one's. What
     * goes wrong with that is not said: the run's own failure is.
     */
    async writeFailure(option: Option, render: () => Promise<string>): Promise<void> {
        const file = this.files.get(option);
        if (file !== undefined) await file.write(await render()).catch(() => undefined);
    }
}
