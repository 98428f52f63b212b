import { mkdir } from "node:fs/promises";
import path from "node:path";

import { buildMap } from "../../cli/map/build";
import { ReportFile } from "../../cli/report-file";
import { readTopology, type StackResource } from "../../policy-pack/topology";

import { type ReportedFinding } from "./observation";

/** Folder of what runs write, in the working directory. */
const FOLDER = "out";

/** What came of it: a deployment does not fail for a picture of it. */
export interface Drawn {
    /** The page, from the working directory; omitted: there is none. */
    readonly file?: string;
    /** Why there is none. */
    readonly fault?: string;
}

/** Draws a program's stack, with what the engine reported of it, as one page in the folder `out`. */
export async function drawMap(
    program: string,
    resources: readonly StackResource[],
    findings: readonly ReportedFinding[],
    today: string,
): Promise<Drawn> {
    const file = path.join(FOLDER, `${program}.html`);
    try {
        await mkdir(FOLDER, { recursive: true });
        const { renderHtml } = await import("../../cli/map/html.js");
        const map = buildMap({ topology: readTopology(resources), findings, today });
        await new ReportFile("map", file).write(renderHtml(map));
        return { file };
    } catch (error) {
        return { fault: `The map was not drawn: ${(error as Error).message}` };
    }
}
