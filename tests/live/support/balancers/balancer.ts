import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

import { Child } from "../kubernetes/child";
import { freePorts } from "../kubernetes/ports";
import { type Asking, Visitor } from "../visitor";
import { until } from "../visits";
import { type Launch, type Mode } from "./mode";

const HOST = "127.0.0.1";
/** A PROXY header that only says who asks whether the balancer answers yet. */
const WATCHER = { address: "203.0.113.254", port: 40_000 };

/** A real load balancer that listens on loopback, in front of replicas there. To be stopped. */
export class Balancer {
    readonly host = HOST;
    private child: Child | undefined;
    private took = 0;

    private constructor(
        readonly mode: Mode,
        readonly port: number,
        /** Its configuration and its log. Removed at the end. */
        readonly folder: string,
        private launch: Launch,
    ) {}

    /**
     * Starts a balancer in front of these ports of 127.0.0.1, and waits until it answers.
     *
     * Throws an Error with the end of its log where it ends, or does not answer.
     */
    static async start(mode: Mode, backends: readonly number[]): Promise<Balancer> {
        const folder = mkdtempSync(path.join(os.tmpdir(), `${mode.name}-`));
        try {
            const [port] = await freePorts();
            const launch = await mode.launch({ folder, port, backends });
            writeFiles(folder, launch);
            const balancer = new Balancer(mode, port, folder, launch);
            await balancer.run();
            return balancer;
        } catch (error) {
            rmSync(folder, { recursive: true, force: true });
            throw error;
        }
    }

    get name(): string {
        return this.mode.name;
    }

    get url(): string {
        return `http://${this.host}:${this.port}/`;
    }

    /** How long the last start took until the first answer. */
    get readyMilliseconds(): number {
        return this.took;
    }

    /** A new client. */
    visitor(asking: Omit<Asking, "host" | "port"> = {}): Visitor {
        return new Visitor({ host: this.host, port: this.port, ...asking });
    }

    /** Ends it and removes its files. Throws an Error where a process of it or the open port is left. */
    async stop(): Promise<void> {
        try {
            await this.end();
        } finally {
            rmSync(this.folder, { recursive: true, force: true });
        }
    }

    /** Ends it and starts it again on the same port. What it held in memory is lost. */
    async restart(): Promise<void> {
        await this.end();
        await this.run();
    }

    /** Puts it in front of other ports: ends it, and starts it again with a configuration that has them. */
    async putBefore(backends: readonly number[]): Promise<void> {
        const { folder, port } = this;
        const launch = await this.mode.launch({ folder, port, backends });
        writeFiles(folder, launch);
        this.launch = launch;
        await this.restart();
    }

    private async run(): Promise<void> {
        // Another server there would answer in its place.
        await until(`port ${this.port} is free`, () => isFree(this.port), 1000);
        const { program, args, env } = this.launch;
        const begin = performance.now();
        const child = new Child(program, args, path.join(this.folder, "log"), { ...process.env, ...env });
        this.child = child;
        const proxied = { version: 1, source: WATCHER, destination: { address: HOST, port: this.port } } as const;
        const watcher = this.visitor(this.mode.proxyProtocol ? { proxied } : {});
        try {
            await until(`${this.name} answers`, async () => child.hasEnded() || (await watcher.ask()) !== "");
            child.throwIfEnded();
        } catch (error) {
            await this.end();
            throw error;
        }
        this.took = performance.now() - begin;
    }

    private async end(): Promise<void> {
        const { child } = this;
        this.child = undefined;
        if (child === undefined) return;
        await child.stop();
        await until(`all processes of ${this.name} are gone`, () => Promise.resolve(child.isGone()), 1000);
        await until(`${this.name} has left port ${this.port}`, () => isFree(this.port), 1000);
    }
}

function writeFiles(folder: string, { files }: Launch): void {
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
}

/** Whether nothing listens on this port of 127.0.0.1. */
function isFree(port: number): Promise<boolean> {
    const server = net.createServer();
    return new Promise((resolve) => {
        server.once("error", () => resolve(false));
        server.listen(port, HOST, () => server.close(() => resolve(true)));
    });
}
