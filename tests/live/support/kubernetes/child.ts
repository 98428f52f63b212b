import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";

/**
 * Runs a program and kills it when its stdin ends. The system closes that when this process goes, however it goes, so
 * that no server outlives a killed test. What watches goes first: not every system's first process waits for orphans.
 */
const WATCHED = `
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
{ read -r _ <&3; kill -9 $child; } 2>/dev/null &
watcher=$!
wait $child
code=$?
kill $watcher 2>/dev/null
wait $watcher 2>/dev/null
exit $code
`;

/** How much of a program's log an error shows. */
const SHOWN_LINES = 15;

/** A server that runs beside the tests, with what it prints in a file. */
export class Child {
    private readonly process: ChildProcess;
    private readonly ended: Promise<void>;
    private failure: string | undefined;

    /**
     * @param program its path.
     * @param log file for what it prints.
     * @param env its environment. Omitted: this process's.
     */
    constructor(
        private readonly program: string,
        args: readonly string[],
        private readonly log: string,
        env: NodeJS.ProcessEnv = process.env,
    ) {
        const output = openSync(log, "w");
        this.process = spawn("/bin/sh", ["-c", WATCHED, "sh", program, ...args], {
            stdio: ["pipe", output, output],
            // A process group of its own, by which all that the program started is known.
            detached: true,
            env,
        });
        closeSync(output);
        this.ended = new Promise((resolve) => {
            this.process.once("error", (error) => {
                this.failure = error.message;
                resolve();
            });
            this.process.once("exit", (code) => {
                this.failure = `exit code ${code}`;
                this.process.stdin?.destroy();
                resolve();
            });
        });
        // The pipe breaks where the program ends by itself.
        this.process.stdin?.on("error", () => {});
    }

    /** Whether the program has ended. */
    hasEnded(): boolean {
        return this.failure !== undefined;
    }

    /** Throws an Error with the end of the log where the program has ended. */
    throwIfEnded(): void {
        if (this.failure === undefined) return;
        const lines = readFileSync(this.log, "utf8").trim().split("\n");
        throw new Error(`${this.program} ended (${this.failure}):\n${lines.slice(-SHOWN_LINES).join("\n")}`);
    }

    /** Whether nothing runs any more of all that the program started. */
    isGone(): boolean {
        if (this.process.pid === undefined) return true;
        try {
            process.kill(-this.process.pid, 0);
            return false;
        } catch {
            return true;
        }
    }

    /** Kills the program, and returns when it is gone. */
    async stop(): Promise<void> {
        this.process.stdin?.destroy();
        await this.ended;
    }
}
