import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

/** A server on this machine in a process of its own, which gives each client a cookie and names its replica. To be stopped. */
export class LoopbackServer {
    private constructor(
        private readonly child: ChildProcess,
        readonly url: string,
    ) {}

    /** Starts one on a free port. */
    static async start(): Promise<LoopbackServer> {
        const child = fork(path.join(__dirname, "..", "children", "loopback-server.js"), { execArgv: [] });
        const [port] = (await once(child, "message")) as [number];
        return new LoopbackServer(child, `http://127.0.0.1:${port}/`);
    }

    async stop(): Promise<void> {
        const ended = once(this.child, "close");
        this.child.kill("SIGTERM");
        await ended;
    }
}
