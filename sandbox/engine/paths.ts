import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import path from "node:path";

const WINDOWS = process.platform === "win32";

/** A program's file name on this system. */
export function programName(name: string): string {
    return WINDOWS ? `${name}.exe` : name;
}

/** Whether `file` is a file that may be run. */
export async function isProgram(file: string): Promise<boolean> {
    try {
        await access(file, constants.X_OK);
        return (await stat(file)).isFile();
    } catch {
        return false;
    }
}

/** The program a shell would run for `name`: the first on PATH, as an absolute path, or undefined. */
export async function onPath(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
    // An empty entry would mean the current folder, which must not decide what we run.
    const folders = (env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
    for (const folder of folders) {
        const file = path.resolve(folder, programName(name));
        if (await isProgram(file)) return file;
    }
    return undefined;
}
