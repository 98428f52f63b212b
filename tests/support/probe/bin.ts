import { spawn } from "node:child_process";
import path from "node:path";

const BIN = path.join(__dirname, "..", "..", "..", "cli", "main.js");

/** How the built command ended. */
export interface Ended {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
    readonly milliseconds: number;
}

/** Runs the built command as users do. `interruptAfter`: when it is sent SIGINT. */
export async function sessionAffinity(args: readonly string[], interruptAfter?: number): Promise<Ended> {
    const started = Date.now();
    const child = spawn(process.execPath, [BIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += String(chunk)));
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    if (interruptAfter !== undefined) setTimeout(() => child.kill("SIGINT"), interruptAfter);
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { code, stdout, stderr, milliseconds: Date.now() - started };
}
