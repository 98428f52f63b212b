import { readFileSync } from "node:fs";
import path from "node:path";
import { packageRoot, PACKAGE_NAME } from "../package-root";

/** A program that this project is built and tested with. */
export interface Pin {
    /** The folder with the go.mod that pins it. */
    readonly modules: string;
    /** Its version, without a leading v. */
    readonly version: string;
    /** The oldest Go that can build it. */
    readonly go: string;
}

/** A program that is built from Go modules. */
export interface PinnedProgram {
    /** Name of the program, for a reader. */
    readonly name: string;
    /** Folder below tools with its go.mod. */
    readonly tool: string;
    /** Module whose version is the program's. */
    readonly module: string;
}

const PULUMI: PinnedProgram = { name: "Pulumi", tool: "pulumi", module: "github.com/pulumi/pulumi/pkg/v3" };

/**
 * Reads the pinned versions of a program, Pulumi unless given, from its go.mod, the only place that states them.
 *
 * Throws an Error that names the file when it is missing or states no version.
 */
export function readPin(root = packageRoot(__dirname), { name, tool, module }: PinnedProgram = PULUMI): Pin {
    const modules = path.join(root, "tools", tool);
    const file = path.join(modules, "go.mod");
    let text: string;
    try {
        text = readFileSync(file, "utf8");
    } catch (cause) {
        const why = (cause as NodeJS.ErrnoException).code ?? String(cause);
        throw new Error(
            `Cannot read ${file} (${why}): it pins the version of ${name}. Run this from a whole checkout of ${PACKAGE_NAME}.`,
            { cause },
        );
    }
    const version = new RegExp(`^\\s*(?:require\\s+)?${module} v(\\S+)`, "m").exec(text)?.[1];
    const go = /^go (\S+)/m.exec(text)?.[1];
    if (version === undefined || go === undefined) {
        const missing = version === undefined ? module : "a version of Go";
        throw new Error(`${file} does not require ${missing}: restore the file from the repository.`);
    }
    return { modules, version, go };
}
