import assert from "node:assert/strict";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import { type Replica, startReplicas, stopReplicas } from "./support/balancers";
import { type Proxied, proxyHeader } from "./support/replicas/proxy-protocol";
import { type Answer } from "./support/replicas/web";
import { Visitor } from "./support/visitor";

const SOURCE = { address: "203.0.113.9", port: 40_001 };
const DESTINATION = { address: "192.0.2.1", port: 443 };
const PROXIED: readonly Proxied[] = ([1, 2] as const).map((version) => ({
    version,
    source: SOURCE,
    destination: DESTINATION,
}));

describe("The replicas of the live tests", () => {
    let replicas: Replica[] = [];
    afterEach(() => stopReplicas(replicas));

    /** What a replica answers to these bytes, each part on its own way. */
    async function answer(...parts: readonly (Buffer | string)[]): Promise<Answer> {
        const [replica] = replicas as [Replica];
        const socket = net.connect({ host: "127.0.0.1", port: replica.port, localAddress: "127.0.3.4", noDelay: true });
        let text = "";
        socket.setEncoding("utf8").on("data", (part: string) => (text += part));
        const ended = new Promise((resolve, reject) => socket.once("close", resolve).once("error", reject));
        for (const part of parts) {
            socket.write(part);
            await sleep(parts.length > 1 ? 20 : 0);
        }
        await ended;
        return JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)) as Answer;
    }
    const request = "GET / HTTP/1.1\r\nHost: shop.test\r\nX-User: u1\r\nConnection: close\r\n\r\n";

    it("have a process each, and say who they are and what they were asked", async () => {
        replicas = await startReplicas(3);
        assert.equal(new Set([process.pid, ...replicas.map(({ pid }) => pid)]).size, 4);
        for (const { name, port } of replicas) {
            assert.equal(await new Visitor({ host: "127.0.0.1", port }).ask(), name);
        }
        const headers = { host: "shop.test", "x-user": "u1", connection: "close" };
        assert.deepEqual(await answer(request), { replica: "r1", address: "127.0.3.4", headers, proxy: null });
    });

    for (const proxied of PROXIED) {
        it(`say what a PROXY header of version ${proxied.version} said, at once or in parts`, async () => {
            replicas = await startReplicas(1);
            const header = proxyHeader(proxied);
            const [start, end] = [header.subarray(0, 5), header.subarray(5)];
            for (const parts of [
                [Buffer.concat([header, Buffer.from(request)])],
                [header, request],
                [start, end, request],
            ]) {
                const { proxy, address } = await answer(...parts);
                assert.deepEqual(proxy, proxied);
                assert.equal(address, "127.0.3.4");
            }
        });
    }

    it("are gone when they are killed, and come back on their ports in new processes", async () => {
        replicas = await startReplicas(1);
        const [replica] = replicas as [Replica];
        const { pid, port } = replica;
        const visitor = new Visitor({ host: "127.0.0.1", port });
        await replica.kill();
        assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
        await assert.rejects(visitor.ask(), { code: "ECONNREFUSED" });
        await replica.start();
        assert.equal(replica.port, port);
        assert.notEqual(replica.pid, pid);
        assert.equal(await visitor.ask(), "r1");
    });

    for (const store of ["own", "shared"] as const) {
        it(`begin a session once, and ${store === "own" ? "again" : "not again"} after a restart: ${store} store`, async () => {
            replicas = await startReplicas(1, { sessions: { cookie: "sid", store } });
            const [replica] = replicas as [Replica];
            const visitor = new Visitor({ host: "127.0.0.1", port: replica.port, keepsCookies: true });
            for (let time = 0; time < 2; time++) await visitor.ask();
            assert.equal(visitor.setCookies.length, 1);
            assert.match(visitor.setCookies[0] ?? "", /^sid=[^;]+; Path=\//);
            await replica.kill();
            await replica.start();
            for (let time = 0; time < 2; time++) await visitor.ask();
            assert.equal(visitor.setCookies.length, store === "own" ? 2 : 1);
        });
    }

    it("do not start twice, nor where another listens, and say so", async () => {
        replicas = await startReplicas(1);
        const [replica] = replicas as [Replica];
        await assert.rejects(replica.start(), /r1 runs already/);
        await replica.kill();
        const other = net.createServer().listen(replica.port, "127.0.0.1");
        await assert.rejects(replica.start(), /r1 ended: [^]*EADDRINUSE/);
        other.close();
        assert.throws(() => replica.pid, /r1 does not run/);
    });
});
