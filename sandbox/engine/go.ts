import { mkdir } from "node:fs/promises";
import path from "node:path";
import { onPath } from "./paths";
import { run } from "./run";

/** Programs to build from pinned Go modules. */
export interface GoBuild {
    /** Folder with the go.mod that pins them. */
    readonly modules: string;
    /** Import paths of the programs. */
    readonly commands: readonly string[];
    /** Values to link in, by the variable's full name. */
    readonly variables: Readonly<Record<string, string>>;
    /** The file to build a single program as, or the folder to build several into. Its folder is made. */
    readonly output: string;
    /** Takes what the Go compiler leaves when it is killed. */
    readonly scratch: string;
}

/**
 * Builds programs from the Go modules that a go.mod pins.
 *
 * Throws an Error when there is no `go` on PATH or when it fails, then with its output; throws the signal's reason,
 * after killing `go`, when the signal aborts.
 */
export async function goBuild(
    { modules, commands, variables, output, scratch }: GoBuild,
    env: NodeJS.ProcessEnv,
    signal?: AbortSignal,
): Promise<void> {
    const go = await onPath("go", env);
    if (go === undefined) throw new Error("there is no `go` on PATH");
    await mkdir(path.dirname(output), { recursive: true });
    const linked = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
    const args = [
        "build",
        "-mod=readonly",
        "-trimpath",
        "-ldflags",
        ["-s", "-w", ...linked].join(" "),
        "-o",
        output,
        ...commands,
    ];
    // A go.work file further up would replace the pinned go.mod.
    await run(go, args, { cwd: modules, env: { ...env, GOWORK: "off", GOTMPDIR: scratch }, signal });
}
