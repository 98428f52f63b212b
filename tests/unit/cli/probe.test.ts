import assert from "node:assert/strict";

import { type ProbeReport } from "../../../cli/probe/report/model";
import { sessionAffinity } from "../../support/probe/bin";
import { type Answered, type Asked, byCookie, inTurn, Service } from "../../support/probe/service";

describe("session-affinity probe", () => {
    let service: Service | undefined;

    afterEach(async () => {
        await service?.stop();
        service = undefined;
    });

    async function probe(answer: (asked: Asked) => Answered, ...args: string[]) {
        await service?.stop();
        service = await Service.start(answer);
        return sessionAffinity(["probe", service.url, ...args]);
    }

    async function report(answer: (asked: Asked) => Answered, ...args: string[]) {
        const { stdout, stderr, code } = await probe(answer, "--json", ...args);
        assert.equal(stderr, "");
        return { code, report: JSON.parse(stdout) as ProbeReport };
    }

    it("says sticky of a balancer with a cookie", async () => {
        const { code, stdout, stderr } = await probe(byCookie(), "--expect-replicas", "3", "--seed", "41");
        assert.equal(code, 0, stdout + stderr);
        assert.match(stdout, /40 clients × 5 rounds, shuffled, fresh connections, seed 41 +200\/200/);
        assert.match(
            stdout,
            /STICKY {3}every client stayed on its replica: 40 of 40 clients \(at least 91\.1 %\), 160 of 160 repeats \(at least 97\.7 %\)/,
        );
        assert.match(stdout, /below 1e-6/);
        assert.match(stdout, /spread {3}s0 █+ \d+ {3}s1 █+ \d+ {3}s2 █+ \d+/);
        assert.match(stdout, /cookie {3}SERVERID {2}session {2}Path=\/ {2}HttpOnly {2}not Secure ⚠/);
        assert.match(stdout, /replica {2}--replica-header x-replica \(its name says so/);
        assert.equal(stderr, "", "progress is for terminals");
    });

    it("says not sticky of round robin, though the number of clients suits it", async () => {
        const { code, stdout } = await probe(inTurn, "--clients", "60");
        assert.equal(code, 1);
        assert.match(stdout, /NOT STICKY {3}\d+ of 240 repeats stayed/);
    });

    it("asks in another order every round, each client once", async () => {
        const { report: found } = await report(inTurn, "--concurrency", "1", "--seed", "7");
        const orders = [0, 1, 2, 3, 4].map((round) =>
            found.series[0]?.visits.filter((visit) => visit.round === round).map(({ client }) => client),
        );
        assert.equal(new Set(orders.map((order) => order?.join())).size, 5);
        for (const order of orders) assert.equal(new Set(order).size, 40);
        const again = await sessionAffinity([
            "probe",
            (service as Service).url,
            "--json",
            "--concurrency",
            "1",
            "--seed",
            "7",
        ]);
        const { series } = JSON.parse(again.stdout) as ProbeReport;
        assert.deepEqual(
            series[0]?.visits.filter(({ round }) => round === 0).map(({ client }) => client),
            orders[0],
        );
    });

    it("tells nothing of one replica", async () => {
        const { code, stdout } = await probe(() => ({ headers: { "x-replica": "r1" } }));
        assert.equal(code, 2);
        assert.match(stdout, /INCONCLUSIVE {3}all answers came from one replica, r1/);
    });

    it("wants all replicas that there are", async () => {
        const { code, stdout } = await probe(byCookie(), "--expect-replicas", "4");
        assert.equal(code, 2);
        assert.match(stdout, /INCONCLUSIVE {3}3 of 4 replicas answered/);
    });

    it("wants enough clients", async () => {
        const { code, stdout } = await probe(byCookie(), "--clients", "6", "--rounds", "2");
        assert.equal(code, 2);
        assert.match(stdout, /INCONCLUSIVE {3}every client stayed, but chance would show that too/);
    });

    it("tells a sticky connection from a sticky session", async () => {
        const byConnection = ({ connection }: Asked) => ({ headers: { "x-replica": `r${(connection * 7) % 3}` } });
        const { code, report: found } = await report(byConnection, "--connections", "both");
        assert.equal(code, 1);
        assert.deepEqual(
            found.series.map(({ connections, judgement }) => [connections, judgement.verdict]),
            [
                ["fresh", "not sticky"],
                ["keep-alive", "sticky"],
            ],
        );
        assert.ok(found.notices.some((notice) => notice.startsWith("only the connection is sticky")));
        const [fresh, kept] = found.series.map(
            ({ visits }) => new Set(visits.map(({ connection }) => connection)).size,
        );
        assert.deepEqual([fresh, kept], [200, 40]);
        const sampleAndFresh = service?.asked.slice(0, 9 + 24 + 200).map(({ connection }) => connection);
        assert.equal(new Set(sampleAndFresh).size, 9 + 24 + 200, "as the service saw them");
    });

    it("gives each client cookies of its own, and takes none along to the next series", async () => {
        await probe(byCookie(), "--connections", "both", "--no-find-key");
        const without = service?.asked.filter(({ cookies }) => cookies["SERVERID"] === undefined).length;
        assert.equal(without, 40 + 40 + 24 + 3);
    });

    for (const [option, answer] of [
        [
            ["--replica-json", "pod.name"],
            (asked: Asked) => ({ body: JSON.stringify({ pod: { name: `p${asked.count % 2}` } }) }),
        ],
        [["--replica-regex", "on (\\w+)"], (asked: Asked) => ({ body: `served\non node${asked.count % 2}.` })],
        [["--replica-body"], (asked: Asked) => ({ body: `app-${asked.count % 2}\n` })],
        [["--replica-header", "X-Anything"], (asked: Asked) => ({ headers: { "x-anything": `${asked.count % 2}` } })],
        [
            ["--replica-cookie", "who"],
            (asked: Asked) => ({ headers: { "set-cookie": `who=w${Math.trunc(asked.count / 7) % 2}` } }),
        ],
    ] as const) {
        it(`takes ${option.join(" ")}`, async () => {
            const { code, report: found } = await report(answer, ...option);
            assert.equal(code, 1);
            assert.equal(found.identity.found, false);
            assert.equal(found.series[0]?.judgement.spread.replicas.length, 2);
        });
    }

    it("refuses the affinity cookie as the replica's name", async () => {
        const { code, stderr, stdout } = await probe(byCookie(), "--replica-cookie", "SERVERID");
        assert.equal(code, 3);
        assert.equal(stdout, "");
        assert.match(stderr, /--replica-cookie SERVERID is circular/);
    });

    it("refuses an echo of the cookie as the replica's name", async () => {
        let given = 0;
        const echo = ({ cookies }: Asked) => {
            const group = cookies["group"] ?? `g${given++ % 3}`;
            return { body: JSON.stringify({ node: group }), headers: { "set-cookie": `group=${group}` } };
        };
        const { code, stderr } = await probe(echo);
        assert.equal(code, 3);
        assert.match(stderr, /--replica-json node is circular: the answers repeat the cookie/);
    });

    it("refuses a header that is an echo of the cookie, given by hand too", async () => {
        let given = 0;
        const echo = ({ cookies }: Asked) => {
            const group = cookies["group"] ?? `g${given++ % 3}`;
            return { headers: { "x-replica": group, "set-cookie": `group=${group}` } };
        };
        const { code, stderr } = await probe(echo, "--replica-header", "x-replica");
        assert.equal(code, 3);
        assert.match(stderr, /is circular/);
    });

    it("trusts a replica's name that is the cookie's value too, once it is seen not to be an echo", async () => {
        let given = 0;
        const balanced = ({ cookies }: Asked) => {
            const known = ["s0", "s1", "s2"].find((name) => name === cookies["SRV"]);
            const replica = known ?? `s${given++ % 3}`;
            return { headers: { "x-replica": replica, ...(known ? {} : { "set-cookie": `SRV=${replica}` }) } };
        };
        assert.equal((await report(balanced)).code, 0);
    });

    it("says what to give where nothing names the replica", async () => {
        const colors = ({ count }: Asked) => ({
            headers: { "x-request-id": `${count}-${count}`, server: `v${count % 2}` },
            body: JSON.stringify({ color: count % 2 === 0 ? "blue" : "green", served: count }),
        });
        const { code, stderr } = await probe(colors);
        assert.equal(code, 3);
        assert.match(
            stderr,
            /do not say which replica.*Give --replica-header, .*These take several values: --replica-json color\./,
        );
    });

    it("says that a given header is not there", async () => {
        const { code, stderr } = await probe(inTurn, "--replica-header", "x-nothing");
        assert.equal(code, 3);
        assert.match(stderr, /--replica-header x-nothing found nothing in 9 answers \(HTTP status 200\)/);
    });

    it("says that the connection is refused", async () => {
        await service?.stop();
        service = await Service.start(inTurn);
        const { url } = service;
        await service.stop();
        const { code, stderr, stdout } = await sessionAffinity([
            "probe",
            url,
            "--header",
            "X-Key: s3cret-key",
            "--json",
        ]);
        service = undefined;
        assert.equal(code, 3);
        assert.equal(stdout, "");
        assert.match(
            stderr,
            /^error: http:\/\/127\.0\.0\.1:\d+\/ gives no answer: connection refused \(ECONNREFUSED\)\.\n$/,
        );
    });

    it("says that the other side speaks no TLS", async () => {
        await service?.stop();
        service = await Service.start(inTurn);
        const { code, stderr } = await sessionAffinity(["probe", service.url.replace("http:", "https:")]);
        assert.equal(code, 3);
        assert.match(stderr, /TLS failure/);
    });

    it("goes nowhere else, and says where it was sent", async () => {
        const other = await Service.start(inTurn);
        const away = () => ({ status: 302, headers: { location: other.url } });
        const { code, stderr } = await probe(away, "--header", "Authorization: Bearer s3cret-token");
        await other.stop();
        assert.equal(code, 3);
        assert.match(stderr, new RegExp(`redirect to another host, ${new URL(other.url).host}`));
        assert.equal(other.asked.length, 0);
    });

    it("names the key, and what makes no difference", async () => {
        const { stdout } = await probe(byCookie());
        const elsewhere = process.platform === "linux" ? "no difference" : "not tried";
        assert.match(
            stdout,
            new RegExp(`key {6}cookie SERVERID \\(no cookie: not sticky; other address: ${elsewhere}\\)`),
        );
        const { report: found } = await report(inTurn, "--no-find-key");
        assert.equal(found.key, undefined);
    });

    it("names a header of which each client has its own value, and proves it", async () => {
        const byUser = ({ headers, count }: Asked) => {
            const user = headers["x-user"];
            return {
                headers: { "x-replica": `r${(user === undefined ? count : Number(String(user).split("-")[2])) % 3}` },
            };
        };
        const { code, report: found } = await report(byUser, "--client-header", "X-User");
        assert.equal(code, 0);
        assert.equal(found.key?.name, "header x-user");
    });

    it("says where the search for the key ended, and keeps the verdict", async () => {
        const { code, report: found } = await report(byCookie(), "--max-requests", "240");
        assert.equal(code, 0);
        assert.match(found.key?.ended ?? "", /^80 more requests are over --max-requests/);
        assert.equal(found.key?.name, "unknown");
    });

    it("leaves rounds out that warm up", async () => {
        const late = ({ cookies, count }: Asked): Answered => {
            const known = cookies["sid"];
            if (known === undefined) return { headers: { "x-replica": `r${count % 3}`, "set-cookie": `sid=${count}` } };
            return { headers: { "x-replica": `r${(Number(known) * 7 + 1) % 3}` } };
        };
        const cold = await report(late, "--no-find-key");
        assert.equal(cold.report.verdict, "partly sticky");
        await service?.stop();
        const { report: warm } = await report(late, "--no-find-key", "--warm-up", "1");
        assert.equal(warm.verdict, "sticky");
        assert.equal(warm.series[0]?.visits.length, 200);
        assert.deepEqual([...new Set(warm.series[0]?.visits.map(({ round }) => round))], [0, 1, 2, 3, 4]);
    });

    /** Keeps each address that it is told, and tells it. */
    const byForwarded = ({ headers, count }: Asked): Answered => {
        const told = String(headers["x-forwarded-for"] ?? count);
        const sum = told.split(".").reduce((all, part) => all + Number(part), 0);
        return { body: JSON.stringify({ pod: `p${sum % 3}`, client: { ip: told } }) };
    };

    it("says addresses in X-Forwarded-For, and sees them arrive", async () => {
        const { code, report: found } = await report(byForwarded, "--forwarded-for");
        assert.equal(code, 0);
        assert.deepEqual(found.sources, { name: "addresses of 198.18.0.0/15 in X-Forwarded-For", seenAt: "client.ip" });
        assert.equal(found.key?.name, "source IP");
        await service?.stop();
        const told = await report(byForwarded, "--forwarded-for", "--address-json", "client.ip", "--no-find-key");
        assert.equal(told.report.sources?.seenAt, "client.ip");
    });

    it("does not take an address that did not arrive for one that did", async () => {
        const { code, stderr } = await probe(byForwarded, "--source", "127.0.3.9", "--address-json", "client.ip");
        assert.equal(code, 3);
        assert.match(
            stderr,
            /do not arrive \(the addresses of --source\): asked from 127\.0\.3\.9, the answer has \d+ at/,
        );
        await service?.stop();
        const { report: found } = await report(byCookie(), "--forwarded-for", "--no-find-key");
        assert.deepEqual(found.sources, { name: "addresses of 198.18.0.0/15 in X-Forwarded-For" });
    });

    it("asks from given addresses, and says where one is not of this machine", async () => {
        const { report: found } = await report(byCookie(), "--source", "127.0.3.9,127.0.4.2", "--no-find-key");
        const from = new Set(found.series[0]?.visits.map(({ localAddress }) => localAddress));
        assert.deepEqual([...from].sort(), ["127.0.3.9", "127.0.4.2"]);
        await service?.stop();
        const { code, stderr } = await probe(byCookie(), "--source", "203.0.113.7");
        assert.equal(code, 3);
        assert.match(stderr, /203\.0\.113\.7 \(the addresses of --source\) is no address of this machine/);
    });

    it("tells of a cookie that does not come back, and of what it holds", async () => {
        const far = (asked: Asked): Answered => ({
            headers: { ...inTurn(asked).headers, "set-cookie": "ARRAffinity=10.0.0.4; Path=/far; Secure" },
        });
        const { stdout } = await probe(far, "--no-find-key");
        assert.match(stdout, /cookie {3}ARRAffinity \(Azure App Service\) .*never sent back ⚠/);
        assert.match(stdout, /ARRAffinity may not be sent back: it is Secure, and the URL is http\./);
        assert.match(stdout, /ARRAffinity may not be sent back: its Path=\/far is not that of the URL\./);
        assert.match(stdout, /ARRAffinity holds an address, 10\.0\.0\.4: clients learn it/);
    });

    it("follows redirects within the host, but not for ever", async () => {
        const hop = (asked: Asked): Answered =>
            asked.path === "/"
                ? { status: 302, headers: { location: "/in" } }
                : inTurn({ ...asked, count: asked.count >> 1 });
        assert.equal((await report(hop)).code, 1);
        await service?.stop();
        const loop = ({ count }: Asked) => ({ status: 307, headers: { location: "/", "x-replica": `r${count % 3}` } });
        const args = ["--clients", "2", "--rounds", "2", "--replica-header", "x-replica", "--no-find-key"];
        const { code } = await report(loop, ...args);
        assert.notEqual(code, 3);
        assert.equal(service?.asked.length, (9 + 4) * 6);
    });

    for (const args of [[], ["--json"]]) {
        it(`shows no secret${args.length > 0 ? " in JSON" : ""}`, async () => {
            const telling = (asked: Asked): Answered => ({
                headers: { "x-replica": `r${asked.count % 3} ${String(asked.headers.authorization)} ${asked.path}` },
            });
            await service?.stop();
            service = await Service.start(telling);
            const url = service.url.replace("http://", "http://me:passw0rd@");
            const { stdout, stderr, code } = await sessionAffinity([
                "probe",
                `${url}?code=qu3ry-key`,
                "--replica-header",
                "x-replica",
                "--header",
                "X-Key: s3cret-key",
                ...args,
            ]);
            assert.equal(code, 1, stderr);
            assert.equal(service.asked[0]?.headers["x-key"], "s3cret-key");
            assert.equal(
                service.asked[0]?.headers.authorization,
                `Basic ${Buffer.from("me:passw0rd").toString("base64")}`,
            );
            const basic = Buffer.from("me:passw0rd").toString("base64");
            for (const secret of ["s3cret-key", "passw0rd", "qu3ry-key", basic]) {
                assert.ok(!(stdout + stderr).includes(secret), secret);
            }
            assert.match(stdout, /\(hidden\)/);
        });
    }

    it("gives up on slow answers, and says so", async () => {
        const slow = (asked: Asked) => ({ ...inTurn(asked), delayMilliseconds: 5_000 });
        const { code, stderr } = await probe(slow, "--timeout", "0.2");
        assert.equal(code, 3);
        assert.match(stderr, /gives no answer: no answer in time\./);
    });

    it("counts answers that fail against a sticky verdict", async () => {
        const cookie = byCookie();
        const failing = (asked: Asked): Answered =>
            asked.count > 60 && asked.count % 10 === 0 ? { status: 503 } : cookie(asked);
        const { code, report: found } = await report(failing);
        assert.equal(code, 2);
        assert.equal(found.series[0]?.judgement.reason, "answers missing");
        assert.ok((found.series[0]?.outcomes.find(({ outcome }) => outcome === "HTTP 503")?.count ?? 0) > 10);
    });

    it("ends at --max-time with what is finished", async () => {
        const slow = (asked: Asked) => ({ ...byCookieSlow(asked), delayMilliseconds: 50 });
        const byCookieSlow = byCookie();
        const { code, report: found } = await report(
            slow,
            "--max-time",
            "2.5",
            "--replica-header",
            "x-replica",
            "--rounds",
            "50",
        );
        assert.match(found.stopped ?? "", /--max-time 2.5 s/);
        assert.ok((found.series[0]?.judgement.rounds ?? 50) < 50);
        assert.equal(code, (found.series[0]?.judgement.rounds ?? 0) >= 3 ? 0 : code);
    });

    it("ends at Ctrl-C with a report of what is finished", async () => {
        const slow = (asked: Asked) => ({ ...inTurn(asked), delayMilliseconds: 100 });
        await service?.stop();
        service = await Service.start(slow);
        const args = ["probe", service.url, "--json", "--replica-header", "x-replica", "--concurrency", "1"];
        const { asked } = service;
        const { code, stdout } = await sessionAffinity(args, () => asked.length >= 12);
        const found = JSON.parse(stdout) as ProbeReport;
        assert.equal(code, 2);
        assert.equal(found.stopped, "SIGINT");
        assert.equal(found.series[0]?.judgement.reason, "no answer");
        assert.ok((found.series[0]?.visits.length ?? 0) > 0);
    });

    it("keeps to --rate", async () => {
        const { report: found } = await report(
            inTurn,
            "--no-find-key",
            "--rate",
            "50",
            "--clients",
            "10",
            "--rounds",
            "2",
            "--replica-header",
            "x-replica",
        );
        const seconds = found.durationMilliseconds / 1000;
        assert.ok(seconds >= 28 / 50 - 0.05, `${seconds} s`);
    });

    it("keeps to --max-requests", async () => {
        const { code, stderr } = await probe(inTurn, "--max-requests", "100");
        assert.equal(code, 3);
        assert.match(stderr, /This takes \d+ requests, and --max-requests allows 100/);
        assert.equal(service?.asked.length, 0);
    });

    for (const [args, message] of [
        [["probe"], /missing required argument/],
        [["probe", "ftp://x"], /not one of http or https/],
        [["probe", "http://x", "--clients", "1"], /Give a whole number from 2 to 10000/],
        [["probe", "http://x", "--rounds", "1"], /whole number from 2/],
        [["probe", "http://x", "--rate", "-1"], /number above 0/],
        [["probe", "http://x", "--header", "nonsense"], /"Name: value"/],
        [["probe", "http://x", "--header", "Connection: close"], /belongs to the connection/],
        [["probe", "http://x", "--replica-regex", "("], /--replica-regex: Invalid regular expression/],
        [["probe", "http://x", "--replica-body", "--replica-header", "y"], /one of the --replica options only/],
        [["probe", "http://x", "--source", "here"], /--source: "here" is no IP address/],
        [["probe", "http://x", "--proxy-protocol", "v1", "--forwarded-for"], /both say the client's address/],
        [["probe", "http://x", "--forwarded-for", "--header", "X-Forwarded-For: 1.2.3.4"], /both say/],
        [["probe", "http://x", "--client-header", "a b"], /not the name of a header/],
        [["probe", "http://x", "--client-header", "Connection"], /belongs to the connection/],
        [["probe", "http://x", "--mcp", "--warm-up", "1"], /--warm-up does not go with --mcp/],
        [["probe", "http://x", "--k6", "r.js", "--client-header", "x-user"], /--client-header does not go with --k6/],
        [["probe", "http://127.0.0.1:9/%zz"], /127\.0\.0\.1:9\/%zz/],
        [["nonsense"], /unknown command/],
    ] as const) {
        it(`refuses ${args.join(" ")}`, async () => {
            const { code, stderr, stdout } = await sessionAffinity(args);
            assert.equal(code, 3);
            assert.equal(stdout, "");
            assert.match(stderr, message);
        });
    }
});
