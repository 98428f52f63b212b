import assert from "node:assert/strict";
import { isIPv4 } from "node:net";

import fc from "fast-check";

import { arrivalOf } from "../../../../../cli/probe/sources/arrival";
import { givenPool, loopbackPool, saidPool } from "../../../../../cli/probe/sources/pool";
import { proxyHeader } from "../../../../../cli/probe/sources/proxy-header";
import { readSources } from "../../../../../cli/probe/sources/read";
import { readProxyHeader } from "../../../../live/support/replicas/proxy-protocol";

const network = (address: string) => address.split(".").slice(0, 3).join(".");

describe("source addresses", () => {
    for (const [name, make, pattern, networks] of [
        ["loopback", loopbackPool, /^127\./, 990],
        ["said", saidPool, /^198\.1[89]\./, 400],
    ] as const) {
        it(`of the ${name} range are one for each client, from many networks, and the same for a seed`, () => {
            const pool = make(7);
            const all = Array.from({ length: 1_000 }, (_, client) => pool.own(client));
            assert.ok(all.every((address) => pattern.test(address) && isIPv4(address)));
            assert.equal(new Set(all).size, 1_000);
            assert.ok(new Set(all.map(network)).size >= networks);
            const lasts = all.map((address) => Number(address.split(".")[3]));
            assert.ok(Math.min(...lasts) === 2 && Math.max(...lasts) === 254);
            assert.equal(make(7).own(999), all[999], "asked for in any order");
            assert.notEqual(make(8).own(0), all[0]);
            const wanderers = Array.from({ length: 100 }, () => pool.roaming());
            assert.ok(new Set(wanderers.map(network)).size > 80);
            assert.ok(wanderers.filter((address) => all.includes(address)).length < 20, "not the clients' own");
        });
    }

    it("change within a network without coming again soon, and are never the client's own", () => {
        const pool = loopbackPool(1);
        const own = pool.own(3);
        const near = Array.from({ length: 200 }, (_, request) => pool.neighbour?.(3, request) ?? "");
        assert.equal(new Set([...near, own]).size, 201);
        assert.ok(near.every((address) => network(address) === network(own) && isIPv4(address)));
        assert.ok(near.every((address) => Number(address.split(".")[3]) >= 2 && Number(address.split(".")[3]) <= 254));
    });

    it("that are given are taken in turn", () => {
        const pool = givenPool(["10.0.0.1", "10.0.0.2"], 1);
        assert.deepEqual(
            [0, 1, 2].map((client) => pool.own(client)),
            ["10.0.0.1", "10.0.0.2", "10.0.0.1"],
        );
        assert.equal(pool.size, 2);
        assert.equal(pool.neighbour, undefined);
        assert.equal(new Set(Array.from({ length: 50 }, () => pool.roaming())).size, 2);
        assert.equal(givenPool(["10.0.0.1", "10.0.0.1"], 1).size, 1);
    });
});

describe("the options of source addresses", () => {
    const remote = new URL("https://shop.example/");
    const local = new URL("http://127.0.0.1:80/");
    const carrier = (...[flags, url = remote]: [Parameters<typeof readSources>[0], URL?]) => {
        const { sources, keySources } = readSources(flags, url, 1, false);
        return [sources?.carrier, sources?.name, sources?.pool.own(0).split(".")[0], keySources?.name];
    };

    it("say where they are from and how they are told", () => {
        assert.deepEqual(carrier({}), [undefined, undefined, undefined, undefined]);
        assert.equal(carrier({}, local)[3], process.platform === "linux" ? "loopback addresses" : undefined);
        assert.equal(carrier({}, new URL("http://localhost/"))[3], carrier({}, local)[3]);
        assert.equal(carrier({}, new URL("http://127.example/"))[3], undefined);
        assert.deepEqual(carrier({ source: "loopback" }, local), ["socket", "loopback addresses", "127", undefined]);
        assert.deepEqual(carrier({ source: "10.0.0.1, ::1" }).slice(0, 3), [
            "socket",
            "the addresses of --source",
            "10",
        ]);
        assert.deepEqual(carrier({ proxyProtocol: "v1" }).slice(0, 3), [
            "proxy-v1",
            "addresses of 198.18.0.0/15 in PROXY headers, version 1",
            "198",
        ]);
        assert.equal(carrier({ proxyProtocol: "v2" })[0], "proxy-v2");
        assert.deepEqual(carrier({ forwardedFor: true, source: "10.1.1.1" }).slice(0, 3), [
            "x-forwarded-for",
            "the addresses of --source in X-Forwarded-For",
            "10",
        ]);
    });

    it("are refused where they contradict", () => {
        assert.throws(() => carrier({ proxyProtocol: "v1", forwardedFor: true }), /both say/);
        assert.throws(() => readSources({ forwardedFor: true }, remote, 1, true), /--header X-Forwarded-For/);
        assert.throws(() => carrier({ source: "10.0.0.1,loop" }), /"loop" is no IP address/);
    });
});

describe("the PROXY header", () => {
    const octets = fc.ipV4();
    const port = fc.nat(65_535);

    for (const version of [1, 2] as const) {
        it(`of version ${version} says what it was told`, () => {
            fc.assert(
                fc.property(octets, octets, port, port, (one, other, from, to) => {
                    const source = { address: one, port: from };
                    const destination = { address: other, port: to };
                    const header = proxyHeader(version, source, destination);
                    assert.deepEqual(readProxyHeader(header), {
                        proxied: { version, source, destination },
                        length: header.length,
                    });
                }),
            );
        });
    }

    it("holds addresses of version 6", () => {
        const source = { address: "2001:db8::1:2", port: 258 };
        const one = proxyHeader(1, source, { address: "::1", port: 80 });
        assert.equal(one.toString(), "PROXY TCP6 2001:db8::1:2 ::1 258 80\r\n");
        const two = proxyHeader(2, source, { address: "1:2:3:4:5:6:7:8", port: 80 }).toString("hex");
        const addresses = `20010db8000000000000000000010002${"00010002000300040005000600070008"}`;
        assert.equal(two, `0d0a0d0a000d0a515549540a21210024${addresses}01020050`);
        assert.match(proxyHeader(2, source, { address: "::", port: 80 }).toString("hex"), /0002(00){16}01020050$/);
        assert.match(
            proxyHeader(2, source, { address: "::ffff:1.2.3.4", port: 80 }).toString("hex"),
            /ffff01020304.{8}$/,
        );
    });

    it("has one family for both ends", () => {
        const four = { address: "198.18.3.4", port: 1 };
        assert.equal(
            proxyHeader(1, four, { address: "::1", port: 2 }).toString(),
            "PROXY TCP4 198.18.3.4 0.0.0.0 1 2\r\n",
        );
        const six = { address: "2001:db8::9", port: 1 };
        assert.equal(
            proxyHeader(1, six, { address: "1.2.3.4", port: 2 }).toString(),
            "PROXY TCP6 2001:db8::9 :: 1 2\r\n",
        );
    });
});

describe("whether addresses arrive", () => {
    const answers = (spell: (address: string) => unknown) =>
        ["10.0.0.1", "10.0.0.12"].map((address) => ({ address, body: JSON.stringify(spell(address)) }));

    it("is seen in what the answers repeat", () => {
        for (const spell of [
            (address: string) => address,
            (address: string) => `${address}, 127.0.0.1`,
            (address: string) => `${address}:4711`,
            (address: string) => `::ffff:${address}`,
            (address: string) => `for="${address}:80";proto=http`,
        ]) {
            const own = answers((address) => ({ replica: "r", headers: { "x-ff": spell(address) } }));
            assert.deepEqual(arrivalOf(own), { seenAt: "headers.x-ff" });
            assert.deepEqual(arrivalOf(own, "headers.x-ff"), { seenAt: "headers.x-ff" });
        }
    });

    it("is not known where they do not, and wrong where they name another", () => {
        assert.deepEqual(arrivalOf([]), {});
        assert.deepEqual(arrivalOf(answers(() => ({ peer: "10.0.0.1" }))), {});
        assert.deepEqual(arrivalOf(answers((address) => ({ peer: `${address}1` }))), {});
        assert.deepEqual(
            arrivalOf(
                answers(() => ({ peer: "10.0.0.1" })),
                "peer",
            ),
            { sent: "10.0.0.12", seen: "10.0.0.1" },
        );
        assert.deepEqual(
            arrivalOf(
                answers(() => ({})),
                "peer",
            ),
            { sent: "10.0.0.1" },
        );
    });
});
