import { randomUUID } from "node:crypto";
import { chmod, mkdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Engine } from "./engine";
import { isProgram, onPath, programName } from "./paths";

const LANGUAGE_HOST = "pulumi-language-nodejs";

/**
 * Makes sure that the engine can run policy packs written for Node.
 *
 * An installed CLI has a language host for Node, which does it; then nothing is written and undefined is returned.
 * Where there is none, beside the binary or on PATH, the engine looks on PATH for a script that runs policy packs: it
 * is written into `directory`, which is returned and has to be on the PATH of the runs that have a policy pack, and on
 * no other.
 */
export async function analyzerPath(
    engine: Pick<Engine, "binary">,
    directory: string,
    env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
    if (await languageHostAvailable(engine, env)) return undefined;
    const script = analyzerScript(
        process.platform,
        process.execPath,
        require.resolve("@pulumi/pulumi/cmd/run-policy-pack"),
    );
    await writeProgram(path.join(path.resolve(directory), script.name), script.content);
    return path.resolve(directory);
}

/** Whether the engine will find a language host for Node: beside its binary, or on PATH. */
export async function languageHostAvailable(
    engine: Pick<Engine, "binary">,
    env: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
    // The engine looks beside itself after following links.
    const folders = [engine.binary, await realpath(engine.binary)].map((binary) => path.dirname(binary));
    const beside = folders.map((folder) => isProgram(path.join(folder, programName(LANGUAGE_HOST))));
    return (await Promise.all(beside)).includes(true) || (await onPath(LANGUAGE_HOST, env)) !== undefined;
}

/**
 * The script under the name that the engine looks for. It names both its parts in full, so that it depends on no PATH
 * and no current folder.
 */
export function analyzerScript(
    platform: NodeJS.Platform,
    node: string,
    runner: string,
): { readonly name: string; readonly content: string } {
    const name = "pulumi-analyzer-policy-nodejs";
    if (platform === "win32") return { name: `${name}.cmd`, content: `@"${node}" "${runner}" %*\r\n` };
    const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
    return { name, content: `#!/bin/sh\nexec ${quote(node)} ${quote(runner)} "$@"\n` };
}

/** Writes a program whole or not at all, and only where it is not there already: another run may be using it. */
async function writeProgram(file: string, content: string): Promise<void> {
    const present = await readFile(file, "utf8").catch(() => undefined);
    if (present === content && ((await stat(file)).mode & 0o777) === 0o755) return;
    await mkdir(path.dirname(file), { recursive: true });
    const temporary = `${file}.${randomUUID()}.tmp`;
    try {
        await writeFile(temporary, content);
        await chmod(temporary, 0o755);
        await rename(temporary, file);
    } finally {
        await rm(temporary, { force: true });
    }
}
