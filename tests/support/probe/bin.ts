import { spawn } from "node:child_process";
import path from "node:path";

const BIN = path.join(__dirname, "..", "..", "..", "cli", "main.js");

/** How the built command ended. */
export interface Ended {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** Runs the built command as users do, and sends it SIGINT as soon as `interruptWhen` says so. */
export async function sessionAffinity(args: readonly string[], interruptWhen?: () => boolean): Promise<Ended> {
    const child = spawn(process.execPath, [BIN, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += String(chunk)));
    child.stderr.on("data", (chunk) => (stderr += String(chunk)));
    const watch = setInterval(() => {
        if (!interruptWhen?.()) return;
        clearInterval(watch);
        child.kill("SIGINT");
    }, 10);
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    clearInterval(watch);
    return { code, stdout, stderr };
}
