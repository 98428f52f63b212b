import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { packageRoot } from "../../../sandbox/package-root";
import { type Report } from "../../../sandbox/run/report";

/** How a run of `npm start` ended. */
export interface Ended {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** A sandbox folder of its own, in which the program is run as `npm start` runs it. */
export class StartFolder {
    readonly path = fs.mkdtempSync(path.join(os.tmpdir(), "npm-start-"));

    /** Runs to the end. */
    run(...args: string[]): Promise<Ended> {
        return ended(this.spawn(...args));
    }

    /** Runs with `--json`, and reads the report. */
    async report(...args: string[]): Promise<Ended & { report: Report }> {
        const file = path.join(this.path, "report.json");
        fs.rmSync(file, { force: true });
        const result = await this.run(...args, "--json", file);
        if (!fs.existsSync(file)) throw new Error(`npm start wrote no report: ${result.stderr}`);
        return { ...result, report: JSON.parse(fs.readFileSync(file, "utf8")) as Report };
    }

    spawn(...args: string[]): ChildProcess {
        const script = path.join(packageRoot(), "dist", "sandbox", "start.js");
        return spawn(process.execPath, [script, ...args], {
            cwd: this.path,
            env: { ...process.env, SESSION_AFFINITY_SANDBOX: this.sandbox, NO_COLOR: "1" },
            stdio: ["ignore", "pipe", "pipe"],
        });
    }

    get sandbox(): string {
        return path.join(this.path, "sandbox");
    }

    /** The stand-in cloud of a program, as text; empty where there is none. */
    cloud(program = "apim-topology"): string {
        const file = path.join(this.sandbox, program, "cloud.json");
        return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
    }

    /** The page with a program's map, as text. */
    map(program = "apim-topology"): string {
        return fs.readFileSync(path.join(this.path, "out", `${program}.html`), "utf8");
    }

    remove(): void {
        fs.rmSync(this.path, { recursive: true, force: true });
    }
}

/** Waits until a run has ended. */
export function ended(child: ChildProcess): Promise<Ended> {
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (text: Buffer) => (stdout += text.toString()));
    child.stderr?.on("data", (text: Buffer) => (stderr += text.toString()));
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) => resolve({ code, stdout, stderr }));
    });
}
