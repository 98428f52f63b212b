import { readFile } from "node:fs/promises";

import { UsageError } from "../errors";

/**
 * Reads the configuration of the rules, as `pulumi preview --policy-pack-config` takes it. An empty file says nothing.
 *
 * @throws {UsageError} where it cannot be read or is no JSON.
 */
export async function readConfigFile(file: string): Promise<unknown> {
    let text: string;
    try {
        text = await readFile(file, "utf8");
    } catch (error) {
        throw new UsageError(`--config: ${file} cannot be read: ${(error as Error).message}.`);
    }
    if (text.trim() === "") return undefined;
    try {
        return JSON.parse(text) as unknown;
    } catch (error) {
        throw new UsageError(`--config: ${file} is no JSON: ${(error as Error).message}.`);
    }
}
