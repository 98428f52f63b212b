import { currentDay } from "../../policy-pack/evaluate";
import { CouldNotRunError } from "../errors";
import { type Io } from "../io";
import { printable } from "../printable";
import { ReportFiles } from "../report-files";

import { renderMermaid } from "./mermaid";
import { readMap } from "./read";
import { renderText } from "./text";

const OPTIONS = ["html", "svg", "mermaid"] as const;

/** The options, as commander reads them. */
export type MapFlags = Readonly<Partial<Record<(typeof OPTIONS)[number], string>>>;

/** GitHub and others show no Mermaid text that is longer, or has more arrows. https://mermaid.js.org/config/schema-docs/config.html */
const MERMAID_LIMITS = { letters: 50_000, arrows: 500 };

/**
 * Draws a file's stack, into the files that were asked for, or as Mermaid on the standard output.
 *
 * @throws {CliError} where it cannot be read, or a picture cannot be written.
 */
export async function runMap(file: string, flags: MapFlags, io: Io): Promise<void> {
    const files = new ReportFiles(OPTIONS, flags);
    await files.check();
    const map = await readMap(file, currentDay());
    for (const gap of map.gaps) io.err(`note: ${printable(gap)}\n`);
    const toFiles = OPTIONS.some((option) => flags[option] !== undefined);
    const mermaid = renderMermaid(map);
    if (!toFiles || flags.mermaid !== undefined) noteLimits(mermaid, io);
    if (!toFiles) {
        io.out(mermaid);
        return;
    }
    io.out(renderText(map, io.color));
    // Loaded here: a flowchart alone needs no layout.
    const failures = await files.write({
        html: async () => (await import("./html.js")).renderHtml(map),
        svg: async () => (await import("./svg.js")).renderSvg(map),
        mermaid: () => Promise.resolve(mermaid),
    });
    if (failures.length > 0) throw new CouldNotRunError(failures.map(({ message }) => message).join("\n"));
    for (const option of OPTIONS) if (flags[option] !== undefined) io.out(`${option}: ${flags[option]}\n`);
}

function noteLimits(mermaid: string, io: Io): void {
    const { letters, arrows } = MERMAID_LIMITS;
    const drawn = mermaid.match(/ (-->|\.->) /g)?.length ?? 0;
    if (mermaid.length <= letters && drawn <= arrows) return;
    io.err(
        `note: Mermaid by default shows up to ${letters} letters and ${arrows} arrows, and this is more: use --html or --svg.\n`,
    );
}
