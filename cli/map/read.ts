import { evaluateStack } from "../../policy-pack/evaluate";
import { readStack } from "../check/input/read";
import { chooseRules } from "../check/settings";

import { buildMap } from "./build";
import { type StackMap } from "./model";

/**
 * The map of the stack in a file, with what the pack's rules find in it under its own configuration.
 *
 * @param today the day on which declarations have to hold, `YYYY-MM-DD`.
 * @throws {CouldNotRunError} where the file cannot be read, or is something else.
 */
export async function readMap(file: string, today: string): Promise<StackMap> {
    const { resources, gaps } = await readStack(file);
    return buildMap({ ...evaluateStack(resources, chooseRules(undefined).chosen, today), today, gaps });
}
