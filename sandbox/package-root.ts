import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Name of this package, as its package.json has it. */
export const PACKAGE_NAME = "pulumi-session-affinity";

/** The folder of this package's package.json: the sources and the compiled code lie at different depths below it. */
export function packageRoot(start: string = __dirname): string {
    for (let folder = start; ; folder = path.dirname(folder)) {
        const manifest = path.join(folder, "package.json");
        if (existsSync(manifest)) {
            const { name } = JSON.parse(readFileSync(manifest, "utf8")) as { name?: string };
            if (name === PACKAGE_NAME) return folder;
        }
        if (folder === path.dirname(folder)) {
            throw new Error(
                `There is no package.json of ${PACKAGE_NAME} above ${start}: run this from a checkout of it.`,
            );
        }
    }
}
