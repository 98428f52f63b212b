import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { performance } from "node:perf_hooks";

import { cookiesOf } from "../../../../../cli/probe/cookies";
import { transportsFor } from "../../../../../cli/probe/http/clients";
import { failureText } from "../../../../../cli/probe/http/failures";
import { firstOf } from "../../../../../cli/probe/http/headers";
import { KeepAliveTransport } from "../../../../../cli/probe/http/keep-alive";
import { Pending } from "../../../../../cli/probe/http/pending";
import { redirectOf } from "../../../../../cli/probe/http/redirects";
import { LONGEST_BODY } from "../../../../../cli/probe/http/body-start";
import { ClientJar } from "../../../../../cli/probe/jar";
import { Redaction } from "../../../../../cli/redaction";
import { visitOf } from "../../../../support/probe/simulate";
import { Service } from "../../../../support/probe/service";

describe("redirects", () => {
    const from = new URL("http://shop.example/a/b?c");
    const to = (status: number, location?: string, at = from) => {
        const found = redirectOf(at, status, location);
        return found === undefined ? undefined : "to" in found ? found.to.href : `away to ${found.away}`;
    };

    it("are followed within the host and port, and up to https", () => {
        for (const status of [301, 302, 303, 307, 308]) assert.equal(to(status, "../d"), "http://shop.example/d");
        assert.equal(to(302, "https://shop.example/"), "https://shop.example/");
    });

    it("are not followed elsewhere", () => {
        assert.equal(to(302, "http://other.example/"), "away to other.example");
        assert.equal(to(302, "//other.example/"), "away to other.example");
        assert.equal(to(302, "http://shop.example:8080/"), "away to shop.example:8080");
        assert.equal(to(302, "https://shop.example:8443/"), "away to shop.example:8443");
        assert.equal(to(302, "http://shop.example/", new URL("https://shop.example/")), "away to shop.example");
        assert.equal(to(302, "https://shop.example/", new URL("http://shop.example:8080/")), "away to shop.example");
        assert.equal(to(302, "https://other.example/"), "away to other.example");
    });

    it("are none without a place or the status", () => {
        assert.equal(to(302), undefined);
        assert.equal(to(200, "/"), undefined);
        assert.equal(to(304, "/"), undefined);
        assert.equal(to(302, "http://["), undefined);
    });
});

describe("what went wrong", () => {
    it("is said in words, with the system's code", () => {
        const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
        assert.equal(failureText(refused), "connection refused (ECONNREFUSED)");
        assert.equal(failureText(new AggregateError([refused, new Error("x")])), "connection refused (ECONNREFUSED)");
        assert.equal(failureText(Object.assign(new Error("odd"), { code: "EODD" })), "odd");
        assert.equal(failureText(AbortSignal.abort(new DOMException("t", "TimeoutError")).reason), "no answer in time");
        assert.equal(failureText("text"), "text");
    });
});

describe("a client's cookies", () => {
    const url = new URL("http://shop.example/whoami");

    it("are told without values, and sent back where they apply", () => {
        const jar = new ClientJar();
        assert.deepEqual(jar.store("SRV=s1; Path=/; HttpOnly; SameSite=Lax; Max-Age=60", url), {
            name: "SRV",
            path: "/",
            secure: false,
            httpOnly: true,
            sameSite: "lax",
            maxAgeSeconds: 60,
        });
        assert.deepEqual(jar.store("plain=1", url), { name: "plain", secure: false, httpOnly: false });
        jar.store("far=1; Path=/far", url);
        assert.deepEqual(jar.cookiesFor(url), [
            { name: "SRV", value: "s1" },
            { name: "plain", value: "1" },
        ]);
        assert.deepEqual(jar.cookiesFor(new URL("http://other.example/")), []);
    });

    it("live as long as they say", () => {
        const jar = new ClientJar();
        const expires = new Date(Date.now() + 100_000).toUTCString();
        const { maxAgeSeconds } = jar.store(`SRV=s1; Expires=${expires}`, url);
        assert.ok(maxAgeSeconds !== undefined && maxAgeSeconds > 90 && maxAgeSeconds <= 100, `${maxAgeSeconds}`);
        jar.store("SRV=s1; Max-Age=0", url);
        assert.deepEqual(jar.cookiesFor(url), []);
    });

    it("are refused where they do not belong, and it is said", () => {
        const jar = new ClientJar();
        assert.match(jar.store("SRV=s1; Domain=other.example", url).refused ?? "", /domain/i);
        assert.match(jar.store("", url).refused ?? "", /cannot be read/);
        jar.store("safe=1; Secure", url);
        assert.deepEqual(jar.cookiesFor(url), []);
    });

    it("are sent until they expire, however often, and as they were set last", async () => {
        const jar = new ClientJar();
        const sent = () => jar.cookiesFor(url).map(({ name, value }) => `${name}=${value}`);
        jar.store("a=1; Max-Age=1", url);
        jar.store("b=1", url);
        const set = Date.now();
        await new Promise((resolve) => setTimeout(resolve, 300));
        assert.deepEqual(sent(), ["a=1", "b=1"]);
        jar.store("b=2", url);
        assert.deepEqual(sent(), ["a=1", "b=2"]);
        assert.deepEqual(jar.cookiesFor(new URL("http://other.example/")), []);
        while (Date.now() < set + 1000) await new Promise((resolve) => setTimeout(resolve, 20, sent()));
        assert.deepEqual(sent(), ["b=2"]);
    });

    it("are summed up over a series", () => {
        const srv = { name: "SRV", secure: false, httpOnly: true };
        const visits = [
            { ...visitOf(0, 0, "r"), cookiesSet: [srv] },
            { ...visitOf(1, 0, "r"), cookiesSet: [{ ...srv, name: "rare" }, srv] },
            { ...visitOf(0, 1, "r"), cookiesSet: [{ ...srv, again: "other value" as const }], cookiesSent: ["SRV"] },
        ];
        assert.deepEqual(cookiesOf(visits), [
            { ...srv, clients: 2, times: 3, renewed: 0, changed: 1, sentBack: true },
            { ...srv, name: "rare", clients: 1, times: 1, renewed: 0, changed: 0, sentBack: false },
        ]);
    });
});

describe("secrets", () => {
    it("are hidden as a whole, in parts and in other spellings", () => {
        const redaction = new Redaction(["Bearer s3cret-token", 'a"b c/d-e', "abc", ""]);
        assert.equal(redaction.text("x s3cret-token y"), "x (hidden) y");
        assert.equal(redaction.text('a"b c/d-e, a%22b%20c%2Fd-e and a\\"b c/d-e'), "(hidden), (hidden) and (hidden)");
        assert.equal(redaction.text("abc"), "abc", "too short to hide without hiding all");
        assert.deepEqual(redaction.data({ a: ["s3cret-token", 1, null, true], b: { c: "s3cret-token" } }), {
            a: ["(hidden)", 1, null, true],
            b: { c: "(hidden)" },
        });
    });
});

describe("connections", () => {
    let service: Service;

    before(async () => {
        service = await Service.start(({ headers }) => ({
            body: "x".repeat(9),
            headers: { "x-host": String(headers.host) },
        }));
    });
    after(() => service.stop());

    for (const [kind, numbers] of [
        ["fresh", 3],
        ["keep-alive", 1],
    ] as const) {
        it(`that are ${kind} come from the address that they are told`, async () => {
            const transport = (await transportsFor(kind))("127.0.7.9");
            const seen = new Set<number>();
            for (let count = 0; count < 3; count++) {
                const response = await transport.send({ url: new URL(service.url), headers: {}, ...limit() });
                seen.add(response.connection);
                assert.equal(response.localAddress, "127.0.7.9");
                assert.equal(response.remoteAddress, "127.0.0.1");
                assert.equal(response.status, 200);
                assert.equal(response.body, "x".repeat(9));
                assert.ok(firstOf(response.headers, "x-host"));
                assert.ok(firstOf(response.headers, "date"));
                assert.ok(response.firstByte > 0 && response.total >= response.firstByte);
            }
            assert.equal(seen.size, numbers);
            await transport.close();
        });
    }

    it("read the beginning of a body that never ends, and a part of one that is cut is no answer", async () => {
        const server = http.createServer(({ url }, response) => {
            if (url === "/cut") {
                response.writeHead(200, { "content-length": "9" }).write("cut", () => response.destroy());
                return;
            }
            const write = () => void (response.destroyed || response.write("0123456789".repeat(1000), write));
            write();
        });
        const url = await listen(server);
        for (const kind of KINDS) {
            const transport = (await transportsFor(kind))();
            for (const count of [1, 2]) {
                const { body } = await transport.send({ url, headers: {}, ...limit() });
                assert.equal(body.length, LONGEST_BODY, `${kind}, answer ${count}`);
            }
            const cut = transport.send({ url: new URL("/cut", url), headers: {}, ...limit() });
            await assert.rejects(cut, (error) => /reset|closed/.test(failureText(error)), kind);
            await transport.close();
        }
        server.closeAllConnections();
        server.close();
    });

    it("end with their time or their run, before the answer and in its middle, and are usable again", async () => {
        let open = 0;
        const server = http.createServer(({ url }, response) => {
            if (url === "/") response.end("well");
            if (url === "/middle") response.write("begun");
        });
        server.on("connection", (socket) => {
            open++;
            socket.on("close", () => open--);
        });
        const url = await listen(server);
        for (const kind of KINDS) {
            const transport = (await transportsFor(kind))();
            for (const path of ["/never", "/middle"]) {
                const request = { url: new URL(path, url), headers: {} };
                const late = transport.send({ ...request, ...limit(100) });
                await assert.rejects(late, { name: "TimeoutError", message: "no answer in time" }, kind + path);
                const run = new AbortController();
                const stopped = transport.send({ ...request, ...limit(), signal: run.signal });
                setTimeout(() => run.abort(), 50);
                await assert.rejects(stopped, { name: "AbortError" }, kind + path);
                const before = transport.send({ ...request, ...limit(), signal: run.signal });
                await assert.rejects(before, { name: "AbortError" }, kind + path);
                const { body } = await transport.send({ url, headers: {}, ...limit() });
                assert.equal(body, "well", kind + path);
            }
            await transport.close();
        }
        while (open > 0) await new Promise((resolve) => setTimeout(resolve, 5));
        server.close();
    });

    it("that are refused say so", async () => {
        const server = http.createServer();
        const url = await listen(server);
        await new Promise((resolve) => server.close(resolve));
        for (const kind of KINDS) {
            const transport = (await transportsFor(kind))();
            await assert.rejects(transport.send({ url, headers: {}, ...limit() }), { code: "ECONNREFUSED" }, kind);
            await transport.close();
        }
    });

    it("are not asked over once the time was over before they opened", async () => {
        const { hostname, port } = new URL(service.url);
        const slow = new KeepAliveTransport(undefined, async () => {
            await new Promise((resolve) => setTimeout(resolve, 100));
            return net.connect({ host: hostname, port: Number(port) });
        });
        const ask = (path: string, milliseconds?: number) =>
            slow.send({ url: new URL(path, service.url), headers: {}, ...limit(milliseconds) });
        await assert.rejects(ask("/late", 20), { name: "TimeoutError" });
        assert.equal((await ask("/in-time?yes")).status, 200);
        await slow.close();
        const paths = service.asked.map(({ path }) => path);
        assert.ok(paths.includes("/in-time?yes") && !paths.includes("/late"), paths.join());
    });

    it("end once, whatever comes after", async () => {
        let cuts = 0;
        const pending = new Pending(performance.now(), limit(), () => cuts++);
        pending.begin({ status: 200, headers: {}, connection: 1 });
        for (let count = 0; count < 3; count++) pending.take(Buffer.alloc(LONGEST_BODY));
        pending.fail(new Error("cut"));
        assert.equal((await pending.response).body.length, LONGEST_BODY);
        assert.equal(cuts, 1);
    });

    it("leave nothing behind on the run that they belong to", async () => {
        const { signal } = new AbortController();
        for (const kind of KINDS) {
            const transport = (await transportsFor(kind))();
            const ask = () => transport.send({ url: new URL(service.url), headers: {}, ...limit(), signal });
            const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
            await ask();
            const before = timers();
            for (let count = 0; count < 9; count++) await ask();
            assert.ok(timers() < before + 9, kind);
            await transport.close();
        }
        assert.equal(getEventListeners(signal, "abort").length, 0);
    });

    it("reach an address of version 6 and a host by its name", async () => {
        const server = http.createServer((_, response) => response.end("well"));
        const { port } = await listen(server, "::");
        for (const kind of KINDS) {
            const transport = (await transportsFor(kind))();
            for (const host of ["[::1]", "localhost"]) {
                const { body } = await transport.send({
                    url: new URL(`http://${host}:${port}/`),
                    headers: {},
                    ...limit(),
                });
                assert.equal(body, "well", `${kind} ${host}`);
            }
            await transport.close();
        }
        server.close();
    });
});

const KINDS = ["fresh", "keep-alive"] as const;

function limit(milliseconds = 60_000): { signal: AbortSignal; until: number } {
    return { signal: new AbortController().signal, until: performance.now() + milliseconds };
}

async function listen(server: http.Server, host = "127.0.0.1"): Promise<URL> {
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}
