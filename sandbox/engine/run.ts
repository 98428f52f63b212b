import { spawn } from "node:child_process";

/** How to run a program. */
export interface RunOptions {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly signal?: AbortSignal;
}

/**
 * Runs a program to its end and throws an Error with its output when it fails.
 *
 * When the signal aborts, the program is killed, and the signal's reason is thrown once the program is gone.
 */
export function run(program: string, args: readonly string[], { cwd, env, signal }: RunOptions): Promise<void> {
    return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
        let output = "";
        // The program stays in the terminal's process group, so that Ctrl-C also ends whatever it has started.
        const kill = () => child.kill("SIGKILL");
        signal?.addEventListener("abort", kill, { once: true });
        for (const stream of [child.stdout, child.stderr]) {
            stream.setEncoding("utf8").on("data", (text: string) => (output += text));
        }
        child.on("error", (error) => {
            signal?.removeEventListener("abort", kill);
            reject(error);
        });
        child.on("exit", () => {
            if (!signal?.aborted) return;
            // What the program itself had started may hold the pipes open; nobody reads them any more.
            child.stdout.destroy();
            child.stderr.destroy();
        });
        child.on("close", (code, killedBy) => {
            signal?.removeEventListener("abort", kill);
            if (signal?.aborted) return reject(signal.reason as Error);
            if (code === 0) return resolve();
            reject(new Error(output.trim() || `${program} ended with ${killedBy ?? `exit code ${code}`}`));
        });
    });
}

/**
 * Waits for `work`, but no longer than until the signal aborts; then throws the signal's reason and leaves `work` to
 * itself.
 */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (!signal) return work;
    let stop: (() => void) | undefined;
    const aborted = new Promise<never>((_, reject) => {
        stop = () => reject(signal.reason as Error);
        if (signal.aborted) stop();
        else signal.addEventListener("abort", stop, { once: true });
    });
    try {
        return await Promise.race([work, aborted]);
    } finally {
        if (stop) signal.removeEventListener("abort", stop);
    }
}
