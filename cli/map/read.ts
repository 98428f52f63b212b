import { readTopology } from "../../policy-pack/topology";

import { buildMap } from "./build";
import { findingsOf } from "./findings";
import { readStackFile } from "./input";
import { type StackMap } from "./model";

/**
 * The map of the stack in a file.
 *
 * @param today the day on which declarations have to hold, `YYYY-MM-DD`.
 * @throws {CouldNotRunError} where the file cannot be read, or is something else.
 */
export async function readMap(file: string, today: string): Promise<StackMap> {
    const topology = readTopology(await readStackFile(file));
    return buildMap({ topology, findings: findingsOf(topology, today), today });
}
