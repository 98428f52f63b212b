import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { packageRoot } from "../../../../sandbox/package-root";

const run = promisify(execFile);

/** A Go module at one version. */
export interface PinnedModule {
    /** Module and version, as `go mod download` takes them. */
    readonly module: string;
    /** Hash of its files, as in a go.sum. */
    readonly sum: string;
}

/**
 * The folder of a Go module that tools/crds/modules.json pins for the files in it; nothing of it is built.
 *
 * Several versions of one module stand there side by side, which no go.mod can say. Throws as {@link download} does.
 */
export async function moduleFolder(name: string): Promise<string> {
    const pinned = pins()[name];
    if (pinned === undefined) throw new Error(`tools/crds/modules.json has no ${name}`);
    return download(pinned);
}

/**
 * The folder of a Go module in Go's module cache, downloaded where it is not there yet. Throws an Error when the download
 * fails, or when the module has another hash than the pinned one.
 */
export async function download({ module, sum }: PinnedModule): Promise<string> {
    // Outside this checkout no go.mod has a say in it.
    const { stdout } = await run("go", ["mod", "download", "-json", module], { cwd: os.tmpdir() });
    const { Dir, Sum } = JSON.parse(stdout) as { Dir: string; Sum: string };
    if (Sum !== sum) throw new Error(`${module} has the hash ${Sum}, not the pinned ${sum}`);
    return Dir;
}

function pins(): Readonly<Record<string, PinnedModule>> {
    const file = path.join(packageRoot(__dirname), "tools", "crds", "modules.json");
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, PinnedModule>;
}
