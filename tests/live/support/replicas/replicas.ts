import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

import { type ReplicaInput, type Sessions } from "./announce";

/** What a replica serves: plain answers (web.ts), or the Model Context Protocol (mcp.ts). */
export type ReplicaKind = "web" | "mcp";

/** One server in a process of its own, so that its end is a real one. */
export class Replica {
    private process: ChildProcess | undefined;
    private listening = 0;

    constructor(
        readonly name: string,
        private readonly kind: ReplicaKind,
        private readonly sessions?: Sessions,
    ) {}

    /** Port on 127.0.0.1; the same after a restart. */
    get port(): number {
        return this.listening;
    }

    /** Of the process that runs now. Throws an Error where none does. */
    get pid(): number {
        const pid = this.process?.pid;
        if (pid === undefined) throw new Error(`${this.name} does not run`);
        return pid;
    }

    /** Starts it, or starts it again on the port that it had. Throws an Error where it runs already, or cannot listen. */
    async start(): Promise<void> {
        if (this.process !== undefined && !hasEnded(this.process)) throw new Error(`${this.name} runs already`);
        const sessions = this.sessions === undefined ? {} : { sessions: this.sessions };
        const input: ReplicaInput = { name: this.name, port: this.listening, ...sessions };
        const child = fork(path.join(__dirname, `${this.kind}.js`), [JSON.stringify(input)], {
            stdio: ["ignore", "ignore", "pipe", "ipc"],
        });
        this.process = child;
        let complaints = "";
        child.stderr?.setEncoding("utf8").on("data", (text: string) => (complaints += text));
        const ended = once(child, "close").then(() => {
            throw new Error(`${this.name} ended: ${complaints}`);
        });
        try {
            [this.listening] = (await Promise.race([once(child, "message"), ended])) as [number];
        } catch (error) {
            this.process = undefined;
            throw error;
        }
    }

    /** SIGKILL, and returns when it is gone. */
    async kill(): Promise<void> {
        const child = this.process;
        this.process = undefined;
        if (child === undefined || hasEnded(child)) return;
        const exit = once(child, "exit");
        child.kill("SIGKILL");
        await exit;
    }
}

/** Whether a process is gone, by whomever it was ended. */
function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
    return exitCode !== null || signalCode !== null;
}

/** Starts replicas named r1, r2, ... and waits until all listen. */
export async function startReplicas(
    count: number,
    { kind = "web", sessions }: { readonly kind?: ReplicaKind; readonly sessions?: Sessions | undefined } = {},
): Promise<Replica[]> {
    const replicas = Array.from({ length: count }, (_, index) => new Replica(`r${index + 1}`, kind, sessions));
    try {
        await Promise.all(replicas.map((replica) => replica.start()));
        return replicas;
    } catch (error) {
        await stopReplicas(replicas);
        throw error;
    }
}

/** Ends them all. */
export async function stopReplicas(replicas: readonly Replica[]): Promise<void> {
    await Promise.all(replicas.map((replica) => replica.kill()));
}
