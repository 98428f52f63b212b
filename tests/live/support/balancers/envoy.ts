import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { Child } from "../kubernetes/child";
import { freePorts } from "../kubernetes/ports";
import { until } from "../visits";
import { Visitor } from "../visitor";
import { bootstrap, endpoints, type EnvoyAffinity } from "./envoy-config";
import { balancerProgram } from "./wheels";

/** A real Envoy on loopback. */
export class Envoy {
    private constructor(
        /** Where it listens. */
        readonly port: number,
        private readonly folder: string,
        private readonly child: Child,
    ) {}

    /** Starts one in front of these ports of 127.0.0.1, and waits until it answers. */
    static async start(affinity: EnvoyAffinity, backends: readonly number[]): Promise<Envoy> {
        const program = await balancerProgram("envoy");
        const folder = mkdtempSync(path.join(os.tmpdir(), "envoy-"));
        const [port] = await freePorts();
        write(folder, backends);
        const config = path.join(folder, "envoy.json");
        writeFileSync(config, JSON.stringify(bootstrap(port, path.join(folder, "endpoints.json"), affinity)));
        const args = ["-c", config, "--concurrency", "1", "--use-dynamic-base-id", "--log-level", "warning"];
        const child = new Child(program, args, path.join(folder, "envoy.log"));
        const envoy = new Envoy(port, folder, child);
        try {
            await until("Envoy answers", async () => {
                child.throwIfEnded();
                return (await envoy.visitor().ask()) !== "";
            });
            return envoy;
        } catch (error) {
            await envoy.stop();
            throw error;
        }
    }

    /** Someone new. */
    visitor(keepsCookies = false): Visitor {
        return new Visitor({ host: "127.0.0.1", port: this.port, keepsCookies });
    }

    /** Changes the backends, and waits until a new client reaches the last one. */
    async scale(backends: readonly number[]): Promise<void> {
        write(this.folder, backends);
        const last = String(backends.at(-1));
        await until(`a client reaches ${last}`, async () => (await this.visitor().ask()) === last);
    }

    async stop(): Promise<void> {
        await this.child.stop();
        rmSync(this.folder, { recursive: true, force: true });
    }
}

/** Envoy notices a file that is moved into place. */
function write(folder: string, backends: readonly number[]): void {
    const file = path.join(folder, "endpoints.json");
    writeFileSync(`${file}.new`, JSON.stringify(endpoints(backends)));
    renameSync(`${file}.new`, file);
}
