import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** Name of the pack that {@link writeEmptyPack} writes. */
export const EMPTY_PACK = "empty";

/**
 * Writes a policy pack without policies into a new folder.
 *
 * @returns the folder.
 */
export async function writeEmptyPack(folder: string): Promise<string> {
    const policy = JSON.stringify(require.resolve("@pulumi/policy"));
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    await writeFile(
        path.join(folder, "package.json"),
        JSON.stringify({ name: EMPTY_PACK, version: "0.0.1", main: "index.js" }),
    );
    await writeFile(
        path.join(folder, "index.js"),
        `const { PolicyPack } = require(${policy});\nnew PolicyPack("${EMPTY_PACK}", { policies: [] });\n`,
    );
    return folder;
}
