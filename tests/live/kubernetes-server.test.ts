import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { applyAll, discard, stored } from "./support/kubernetes/apply";
import { kubernetesVersion } from "./support/kubernetes/binaries";
import { type Manifest } from "./support/kubernetes/manifests";
import { download } from "./support/kubernetes/modules";
import { serverSuite } from "./support/kubernetes/suite";

const service = (name: string, spec: object): Manifest => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { ports: [{ port: 80 }], ...spec },
});
const asked = (manifest: Manifest, patch = false) => ({ manifest, patch });

/** Starts an API server in a process of its own, tells its address, and waits. */
const HOLD = `
const { ApiServer } = require(process.argv[1]);
ApiServer.start().then(({ url }) => console.log(url));
setInterval(() => {}, 1000);
`;

/** Fails where nobody listens at the port. */
async function connect(port: string): Promise<void> {
    const socket = net.connect(Number(port), "127.0.0.1");
    await once(socket, "connect");
    socket.destroy();
}

serverSuite("The API server of the live tests", [], (client) => {
    it("is of the pinned version", async () => {
        const { body } = await client().send("GET", "/version");
        assert.equal(body.gitVersion, `v${kubernetesVersion()}`);
    });

    it("hands on its warnings", async () => {
        const target = "/api/v1/namespaces/default/services?dryRun=All";
        const { warnings } = await client().send("POST", target, service("warned", { externalName: "example.com" }));
        assert.deepEqual(warnings, ['spec.externalName is ignored when spec.type is not "ExternalName"']);
    });

    it("has its refusals told by the name of the object", async () => {
        const wrong = service("wrong", { sessionAffinity: "clientip" });
        await assert.rejects(applyAll(client(), [asked(wrong)]), {
            message: /^Service wrong is refused: 422 .*Unsupported value: "clientip"/,
        });
    });

    it("has all that it drops told by its path", async () => {
        const sessionAffinityConfig = { clientIP: { timeoutSeconds: 600 } };
        const dropped = service("dropped", { sessionAffinityConfig });
        await assert.rejects(applyAll(client(), [asked(dropped)]), {
            message: "Service dropped is stored without spec.sessionAffinityConfig",
        });
    });

    it("keeps a patch and what it patches apart, and forgets both", async () => {
        const owned = service("patched", { sessionAffinity: "ClientIP" });
        const labels = { "istio.io/persistent-session": "sid" };
        const patch: Manifest = { apiVersion: "v1", kind: "Service", metadata: { name: "patched", labels } };
        await applyAll(client(), [asked(owned), asked(patch, true)]);
        const both = await stored(client(), owned);
        assert.deepEqual(both.metadata.labels, labels);
        assert.equal((both["spec"] as Record<string, unknown>)["sessionAffinity"], "ClientIP");
        await discard(client(), [owned, patch]);
        await assert.rejects(stored(client(), owned), /: 404 /);
    });

    it("is gone as soon as the process that started it is killed", async () => {
        const module = path.join(__dirname, "support", "kubernetes", "api-server.js");
        const temporary = mkdtempSync(path.join(os.tmpdir(), "killed-"));
        const holder = spawn(process.execPath, ["-e", HOLD, module], {
            env: { ...process.env, TMPDIR: temporary },
            stdio: ["ignore", "pipe", "inherit"],
        });
        try {
            const [address] = (await once(holder.stdout, "data")) as [Buffer];
            const { port } = new URL(address.toString().trim());
            await connect(port);
            holder.kill("SIGKILL");
            await assert.rejects(async () => {
                for (;;) {
                    await connect(port);
                    await sleep(20);
                }
            }, /ECONNREFUSED/);
        } finally {
            holder.kill("SIGKILL");
            rmSync(temporary, { recursive: true, force: true });
        }
    });

    it("takes its definitions from no module with another hash than the pinned one", async () => {
        const module = "istio.io/api@v1.27.3";
        await assert.rejects(download({ module, sum: "h1:other=" }), /has the hash h1:\S+, not the pinned h1:other=/);
    });
});
