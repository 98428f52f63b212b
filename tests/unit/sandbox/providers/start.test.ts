import * as assert from "node:assert/strict";
import { fork } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { startProviders } from "../../../../sandbox/providers";

function listening(port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const socket = net.connect(port, "127.0.0.1");
        socket.once("connect", () => resolve(true));
        socket.once("error", () => resolve(false));
        socket.once("connect", () => socket.destroy());
    });
}

function portsIn(variable: string): number[] {
    return variable.split(",").map((entry) => Number(entry.split(":")[1]));
}

describe("providers: starting and stopping", () => {
    let folder: string;
    beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "providers-"))));
    afterEach(() => fs.rmSync(folder, { recursive: true }));

    it("serves each package on a port of its own until it is stopped, and leaves others' entries", async () => {
        const env = { PULUMI_DEBUG_PROVIDERS: "aws:1,random:2" };
        const providers = await startProviders({ stateFile: path.join(folder, "cloud.json"), env });
        const { PULUMI_DEBUG_PROVIDERS: variable } = providers.environment;
        assert.match(variable, /^aws:1,azure-native:\d+,kubernetes:\d+,random:\d+$/);
        assert.match(providers.versions["azure-native"], /^\d+\.\d+\.\d+$/);
        const ports = portsIn(variable).slice(1);
        assert.equal(new Set(ports).size, 3);
        assert.deepEqual(await Promise.all(ports.map(listening)), [true, true, true]);
        await providers.stop();
        assert.deepEqual(await Promise.all(ports.map(listening)), [false, false, false]);
        await providers.stop();
    });

    it("says why it does not start", async () => {
        const stateFile = path.join(folder, "cloud.json");
        fs.writeFileSync(stateFile, "{");
        await assert.rejects(startProviders({ stateFile }), /cloud\.json is no JSON.*Move it away or delete it/);
    });

    it("ends with the process that started it, however that ends", async () => {
        const starter = path.join(folder, "starter.js");
        const index = path.resolve(__dirname, "../../../../sandbox/providers/index.js");
        fs.writeFileSync(
            starter,
            `require(${JSON.stringify(index)}).startProviders({ stateFile: ${JSON.stringify(path.join(folder, "c.json"))} })
                .then((providers) => process.send(providers.environment.PULUMI_DEBUG_PROVIDERS));
             setInterval(() => {}, 1000);`,
        );
        const child = fork(starter, { execArgv: [] });
        const variable = await new Promise<string>((resolve) => child.once("message", (m) => resolve(m as string)));
        const ports = portsIn(variable);
        assert.equal(await listening(ports[0] ?? 0), true);
        child.kill("SIGKILL");
        const deadline = Date.now() + 10_000;
        while ((await listening(ports[0] ?? 0)) && Date.now() < deadline) {
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        assert.deepEqual(await Promise.all(ports.map(listening)), [false, false, false]);
    });
});
