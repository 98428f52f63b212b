import { fork } from "node:child_process";
import path from "node:path";

import { type Sample } from "./measure";

/** What a child is told, as JSON in its first argument. */
export interface ChildOptions {
    readonly task: unknown;
    readonly env?: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
}

/**
 * Measures in a process of its own, since peak memory and loaded modules belong to a whole process. The child is one of
 * bench/children; it ends before this returns, also where the signal aborts.
 *
 * @throws what the signal was aborted with, or Error with the child's last words where it ends without a sample.
 */
export async function measureInChild(name: string, { task, env, signal }: ChildOptions): Promise<Sample> {
    signal.throwIfAborted();
    const child = fork(path.join(__dirname, "children", `${name}.js`), [JSON.stringify(task)], {
        execArgv: [],
        env: { ...process.env, ...env },
        stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let sample: Sample | undefined;
    let words = "";
    child.on("message", (message) => (sample = message as Sample));
    child.stderr?.on("data", (text: Buffer) => (words = (words + text.toString()).slice(-4096)));
    const stop = () => child.kill("SIGTERM");
    signal.addEventListener("abort", stop, { once: true });
    try {
        await new Promise((resolve, reject) => {
            child.once("close", resolve);
            child.once("error", reject);
        });
    } finally {
        signal.removeEventListener("abort", stop);
    }
    signal.throwIfAborted();
    if (sample === undefined) throw new Error(`the measurement in ${name} failed: ${words.trim() || "no word of why"}`);
    return sample;
}
