import { readFileSync } from "node:fs";
import path from "node:path";
import { packageRoot, PACKAGE_NAME } from "../package-root";

/** The Pulumi that this project is built and tested with. */
export interface Pin {
    /** The folder with the go.mod that pins it. */
    readonly modules: string;
    /** Pulumi's version, without a leading v. */
    readonly version: string;
    /** The oldest Go that can build it. */
    readonly go: string;
}

const PULUMI_MODULE = "github.com/pulumi/pulumi/pkg/v3";

/**
 * Reads the pinned versions from tools/pulumi/go.mod, the only place that states them.
 *
 * Throws an Error that names the file when it is missing or states no version.
 */
export function readPin(root = packageRoot(__dirname)): Pin {
    const modules = path.join(root, "tools", "pulumi");
    const file = path.join(modules, "go.mod");
    let text: string;
    try {
        text = readFileSync(file, "utf8");
    } catch (cause) {
        const why = (cause as NodeJS.ErrnoException).code ?? String(cause);
        throw new Error(
            `Cannot read ${file} (${why}): it pins the version of Pulumi. Run this from a whole checkout of ${PACKAGE_NAME}.`,
            { cause },
        );
    }
    const version = new RegExp(`^\\s*(?:require\\s+)?${PULUMI_MODULE} v(\\S+)`, "m").exec(text)?.[1];
    const go = /^go (\S+)/m.exec(text)?.[1];
    if (version === undefined || go === undefined) {
        const missing = version === undefined ? PULUMI_MODULE : "a version of Go";
        throw new Error(`${file} does not require ${missing}: restore the file from the repository.`);
    }
    return { modules, version, go };
}
