import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { type McpReport } from "../../../cli/probe/mcp/model";
import { sessionAffinity } from "../../support/probe/bin";
import {
    bySession,
    bySessionHash,
    type McpBehaviour,
    mcpByOneAddress,
    mcpInTurn,
    McpService,
    type Route,
} from "../../support/probe/mcp-service";

describe("session-affinity probe --mcp", () => {
    let service: McpService | undefined;

    afterEach(async () => {
        await service?.stop();
        service = undefined;
    });

    async function probe(route: Route, behaviour: McpBehaviour, ...args: string[]) {
        await service?.stop();
        service = await McpService.start(route, behaviour);
        return sessionAffinity(["probe", service.url, "--mcp", ...args]);
    }

    async function report(route: Route, behaviour: McpBehaviour, ...args: string[]) {
        const { stdout, stderr, code } = await probe(route, behaviour, "--json", ...args);
        assert.equal(stderr, "");
        return { code, report: JSON.parse(stdout) as McpReport, text: stdout };
    }

    it("says sticky where the balancer learns the id that the server issued", async () => {
        const { code, stdout, stderr } = await probe(bySession, {}, "--seed", "4", "--expect-replicas", "3");
        assert.equal(code, 0, stdout + stderr);
        assert.match(
            stdout,
            /12 sessions × 5 calls \(tools\/list\), without and with a cookie jar, fresh connections, seed 4 +\d+ requests/,
        );
        assert.match(stdout, /STICKY for MCP {3}12 of 12 sessions held, each on its own replica of 3/);
        assert.match(stdout, /GET was answered by the session's own replica in 12 of 12 sessions/);
        assert.match(stdout, /begun +r1 █+ \d+ {3}r2 █+ \d+ {3}r3 █+ \d+/);
        assert.match(stdout, /replica +--replica-header x-replica \(its name says so/);
        assert.doesNotMatch(stdout, /^ +(why|do|note) /m);
        assert.equal(service?.sessions.size, 0, "every session is ended");
    });

    it("says what is wrong with a cookie, and that a jar would do", async () => {
        const behind = new Map<string, number>();
        const { code, stdout } = await probeWithCookie(behind);
        assert.equal(code, 1);
        assert.match(stdout, /NOT STICKY for MCP {3}12 of 12 sessions broke: "Session not found" after initialize/);
        assert.match(
            stdout,
            /why +affinity is by cookie \(SRV\), and this client, like most MCP clients, keeps no cookies \(with a cookie jar: 12 of 12 held\)/,
        );
        assert.match(stdout, /do +docs\/mcp\.md: route on the session the server issued/);
        assert.match(stdout, /jar +with a cookie jar 12 of 12 sessions held \(cookies SRV\)/);
    });

    /** The service sets no cookie of its own accord: a balancer in front of it does. */
    async function probeWithCookie(behind: Map<string, number>) {
        const { createServer, request } = await import("node:http");
        const target = await McpService.start(({ headers }) => Number(headers["x-to"]));
        let given = 0;
        const balancer = createServer((incoming, outgoing) => {
            const known = /SRV=(\d)/.exec(incoming.headers.cookie ?? "")?.[1];
            const to = known ?? String(given++ % 3);
            behind.set(to, (behind.get(to) ?? 0) + 1);
            const { port } = target;
            const { method, url: path } = incoming;
            const headers = { ...incoming.headers, "x-to": to };
            const onward = request({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
                const set = known === undefined ? { "set-cookie": `SRV=${to}; Path=/; HttpOnly` } : {};
                outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...set });
                outgoing.flushHeaders();
                answer.pipe(outgoing).on("error", () => undefined);
                answer.on("error", () => undefined);
            });
            onward.on("error", () => undefined);
            outgoing.on("close", () => onward.destroy());
            incoming.pipe(onward);
        });
        await new Promise<void>((resolve) => balancer.listen(0, "127.0.0.1", resolve));
        const { port } = balancer.address() as { port: number };
        try {
            return await sessionAffinity(["probe", `http://127.0.0.1:${port}/mcp`, "--mcp"]);
        } finally {
            balancer.closeAllConnections();
            balancer.close();
            await target.stop();
        }
    }

    it("says what is wrong with a hash of the id", async () => {
        const { code, report: found } = await report(bySessionHash, {}, "--clients", "30");
        assert.equal(code, 1);
        assert.equal(found.settings.sessions, 30);
        assert.equal(found.diagnosis?.cause, "hash of the session id");
        assert.match(
            found.diagnosis?.why ?? "",
            /initialize carries none, so the replica that makes the id is picked without it/,
        );
    });

    it("says it too where no answer names the replica", async () => {
        const { code, report: found } = await report(bySessionHash, { named: false }, "--clients", "30");
        assert.equal(code, 1);
        assert.equal(found.identity, undefined);
        assert.equal(found.diagnosis?.cause, "hash of the session id");
    });

    it("says that round robin keeps no session", async () => {
        const { code, report: found, text } = await report(mcpInTurn, { tellsId: true });
        assert.equal(code, 1);
        assert.equal(found.verdict, "not sticky");
        assert.equal(found.diagnosis?.cause, "no affinity");
        for (const { answers } of found.series[0]?.sessions ?? []) {
            assert.ok(answers.filter(({ followUp }) => followUp).length >= 5, "followed after its end");
        }
        assert.match(text, /Session not found \(hidden\)/);
        const ids = service?.asked.flatMap(({ session }) => session ?? []) ?? [];
        assert.ok(ids.length > 12 && ids.every((id) => !text.includes(id)), "no id of a session is shown");
    });

    for (const [speaks, reason] of [
        ["2026-07-28", "no sessions in its revision"],
        ["no sessions", "no sessions"],
    ] as const) {
        it(`asks no affinity of a server that speaks ${speaks}`, async () => {
            const { code, report: found } = await report(mcpInTurn, { speaks });
            assert.equal(code, 0);
            assert.deepEqual([found.verdict, found.reason], ["not needed", reason]);
        });
    }

    it("shows it in words", async () => {
        const { stdout } = await probe(mcpInTurn, { speaks: "2026-07-28" });
        assert.match(stdout, /^ {2}NO AFFINITY NEEDED for MCP {3}the server speaks revision 2026-07-28/);
        const discover = service?.asked.find(({ step }) => step === "server/discover");
        assert.equal(discover?.headers["mcp-protocol-version"], "2026-07-28");
        assert.equal(discover?.headers["mcp-method"], "server/discover");
    });

    it("asks affinity of a server that speaks both, and says so", async () => {
        const { code, report: found } = await report(mcpInTurn, { speaks: "both" });
        assert.equal(code, 1);
        assert.match(found.notices.join(), /speaks 2026-07-28 too/);
    });

    it("asks none where the replicas share their sessions", async () => {
        const { code, report: found } = await report(mcpInTurn, { shared: true });
        assert.equal(code, 0);
        assert.deepEqual([found.verdict, found.reason], ["not needed", "shared"]);
    });

    it("tells nothing of one replica", async () => {
        const { code, stdout } = await probe(mcpByOneAddress, {});
        assert.equal(code, 2);
        assert.match(
            stdout,
            /INCONCLUSIVE for MCP {3}12 of 12 sessions held, but all answers came from one replica, r2/,
        );
    });

    it("tells nothing of replicas without names", async () => {
        const { code, stdout } = await probe(bySession, { named: false });
        assert.equal(code, 2);
        assert.match(stdout, /no answer says which replica gave it, .* Give --replica-header, or --mcp-tool/);
    });

    it("reads the replica from a tool's result", async () => {
        const args = ["--mcp-tool", "whoami", "--replica-regex", "on (\\w+)"];
        const { code, report: found } = await report(bySession, { named: false }, ...args);
        assert.equal(code, 0);
        assert.deepEqual(found.series[0]?.judgement.replicas, ["r1", "r2", "r3"]);
        assert.equal(service?.asked.filter(({ step }) => step === "tools/call").length, 2 * 12 * 5);
    });

    it("sends a ping where there are no tools, and wants no stream", async () => {
        const { code } = await report(bySession, { tools: false, stream: 405 });
        assert.equal(code, 0);
        assert.equal(
            service?.asked.some(({ step }) => step === "tools/list"),
            false,
        );
    });

    it("waits for the stream", async () => {
        const args = ["--clients", "2", "--rounds", "2"];
        const { report: found } = await report(bySession, { streamDelay: 400 }, ...args);
        const streams = found.series[0]?.sessions.map(
            ({ answers }) => answers.find(({ step }) => step === "GET")?.status,
        );
        assert.deepEqual(streams, [200, 200]);
    });

    it("says that no session is begun", async () => {
        const { code, stderr } = await probe(bySession, { failing: { step: "initialize", status: 429, from: 5 } });
        assert.equal(code, 3);
        assert.match(stderr, /begins no session: HTTP 429 to initialize/);
    });

    it("says that an unknown session is answered by 400", async () => {
        const { code, report: found } = await report(mcpInTurn, { unknown: 400 });
        assert.equal(code, 1);
        assert.match(found.notices.join(), /12 sessions ended with HTTP 400/);
    });

    it("does not take errors of the server for lost sessions", async () => {
        const { code, stdout } = await probe(bySession, { failing: { step: "tools/list", status: 503 } });
        assert.equal(code, 2);
        assert.match(stdout, /12 of 12 sessions failed, and none was unknown to a replica: HTTP 503 to tools\/list/);
    });

    it("keeps connections where it is asked to", async () => {
        const { code, report: found } = await report(bySession, {}, "--connections", "keep-alive");
        assert.equal(code, 0);
        assert.equal(found.settings.connections, "keep-alive");
    });

    it("sees sessions end when their replica is killed, and begin anew", async () => {
        await service?.stop();
        service = await McpService.start(bySession);
        const hooks = ["--kill", service.command("/kill/1"), "--restore", service.command("/restore/1")];
        const { code, stdout } = await sessionAffinity(["probe", service.url, "--mcp", ...hooks]);
        assert.equal(code, 0, stdout);
        const [, kept, ended, begun] =
            /failover +recovered: (\d+) of 12 sessions went on where they were, (\d+) ended with 404, and (\d+) of all that ended began anew, the last after/.exec(
                stdout,
            ) ?? [];
        assert.equal(Number(kept) + Number(ended), 12);
        assert.ok(Number(ended) > 0);
        assert.equal(ended, begun);
        assert.equal(service.alive.size, 3, "the replica is brought back");
    });

    it("writes a page and JUnit XML of sessions and of the loss", async () => {
        const folder = mkdtempSync(path.join(tmpdir(), "probe-mcp-"));
        try {
            const [html, junit] = [path.join(folder, "r.html"), path.join(folder, "r.xml")];
            await service?.stop();
            service = await McpService.start(bySession);
            const files = ["--html", html, "--junit", junit, "--header", "x-key: s3cret-key"];
            const args = ["--mcp", "--kill", service.command("/kill/1"), ...files];
            const { code, stderr } = await sessionAffinity(["probe", service.url, ...args]);
            assert.equal(code, 0, stderr);
            const xml = readFileSync(junit, "utf8");
            assert.match(xml, /<testsuite name="[^"]+" tests="2" failures="0" errors="0"/);
            assert.match(
                xml,
                /<testcase name="MCP sessions of clients without cookies hold"[^>]*><system-out>sticky: 12 of 12/,
            );
            assert.match(
                xml,
                /<testcase name="MCP sessions of a lost replica end with 404[^>]*><system-out>recovered: \d+ of 12 sessions went on/,
            );
            assert.match(xml, /<property name="sessions" value="12"/);
            const page = readFileSync(html, "utf8");
            assert.match(page, /<title>sticky: MCP sessions of /);
            assert.match(
                page,
                /<h2 id="series-0">Clients without cookies<\/h2>\s*<p class="said">12 of 12 sessions held/,
            );
            assert.match(page, /<h2 id="series-1">Clients with a cookie jar<\/h2>/);
            assert.equal(page.match(/<tbody>\s*(?:<tr>.*?<\/tr>\s*){12}<\/tbody>/gs)?.length, 2, "a line a session");
            assert.match(page, /<h2 id="finding-1">Failover<\/h2>/);
            assert.match(page, /<dt>To repeat it<\/dt>\s*<dd>--mcp --clients 12 --rounds 5 --seed \d+/);
            for (const text of [xml, page]) assert.doesNotMatch(text, /s3cret-key/);
            await service.stop();
            service = await McpService.start(mcpInTurn);
            assert.equal((await sessionAffinity(["probe", service.url, "--mcp", ...files])).code, 1);
            assert.match(
                readFileSync(junit, "utf8"),
                /tests="1" failures="1".*<failure type="not sticky" message="not sticky: 12 of 12 sessions broke/s,
            );
            assert.match(readFileSync(html, "utf8"), /<dt>why<\/dt>\s*<dd>nothing keeps a session on its replica/);
            await service.stop();
            const silent = await sessionAffinity(["probe", service.url, "--mcp", "--junit", junit]);
            service = undefined;
            assert.equal(silent.code, 3);
            assert.match(readFileSync(junit, "utf8"), /errors="1".*could not run/s);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    it("says no where ended sessions are not told so", async () => {
        await service?.stop();
        service = await McpService.start(bySession, { unknown: 400 });
        const args = ["probe", service.url, "--mcp", "--json", "--kill", service.command("/kill/1")];
        const { code, stdout } = await sessionAffinity(args);
        const found = JSON.parse(stdout) as McpReport;
        assert.equal(code, 1);
        assert.equal(found.verdict, "sticky");
        assert.equal(found.failover?.recovered, false);
        assert.ok((found.failover?.recovery.endedOtherwise ?? 0) > 0);
    });

    it("takes nothing away where sessions do not hold", async () => {
        await service?.stop();
        service = await McpService.start(mcpInTurn);
        const args = ["probe", service.url, "--mcp", "--kill", service.command("/kill/1")];
        const { stdout } = await sessionAffinity(args);
        assert.match(stdout, /no replica was taken away/);
        assert.equal(service.alive.size, 3);
    });

    it("brings the replica back where --kill fails, and says what failed", async () => {
        await service?.stop();
        service = await McpService.start(bySession);
        service.alive.delete(2);
        const hooks = ["--kill", "echo no such pod >&2; exit 4", "--restore", service.command("/restore/2")];
        const { code, stderr } = await sessionAffinity(["probe", service.url, "--mcp", ...hooks]);
        assert.equal(code, 3);
        assert.match(stderr, /The command of --kill ended with 4\. no such pod/);
        assert.equal(service.alive.size, 3);
    });

    it("ends at --max-requests before it begins, and at Ctrl-C with what there is", async () => {
        const { code, stderr } = await probe(bySession, {}, "--max-requests", "50");
        assert.equal(code, 3);
        assert.match(stderr, /--max-requests allows 50/);
        assert.equal(service?.asked.length, 0);
        const { url, asked } = service;
        const ended = await sessionAffinity(["probe", url, "--mcp", "--rate", "20"], () => asked.length >= 12);
        assert.equal(ended.code, 2, ended.stderr);
        assert.match(ended.stdout, /ended +before its end: SIGINT/);
    });

    it("says that the server speaks something else, or refuses", async () => {
        const other = await probe(mcpInTurn, { speaks: "another protocol" });
        assert.equal(other.code, 3);
        assert.match(other.stderr, /does not speak the Model Context Protocol over HTTP: initialize: HTTP 200/);
        await service?.stop();
        const refusing = await probe(mcpInTurn, { failing: { step: "initialize", status: 401 } });
        assert.equal(refusing.code, 3);
        assert.match(refusing.stderr, /initialize: HTTP 401/);
    });

    for (const [args, message] of [
        [["--mcp", "--connections", "both"], /one kind of --connections/],
        [["--mcp", "--replica-cookie", "x"], /--replica-cookie has no meaning with --mcp/],
        [["--mcp", "--replica-body"], /read the text of a tool's result: give --mcp-tool NAME/],
        [["--mcp", "--kill", "true"], /--kill takes a replica of x away.*Add --yes/],
        [["--mcp", "--restore", "true"], /--restore needs --kill/],
        [["--mcp-tool", "x"], /--mcp-tool needs --mcp/],
        [["--mcp", "--k6", "x.js"], /--k6 does not go with --mcp: a session is several requests/],
        [["--mcp", "--also", "http://y"], /--also does not go with --mcp: it is asked of plain requests/],
        [["--mcp", "--idle", "1"], /--idle does not go with --mcp/],
        [["--mcp", "--scale", "true"], /--scale does not go with --mcp/],
        [["--mcp", "--kill", "true", "--watch", "1"], /--watch does not go with --mcp/],
        [["--kill", "x"], /--kill takes a replica of x away.*Add --yes/],
        [["--scale", "x"], /--scale changes the replicas of x.*Add --yes/],
        [["--kill-pid", "1"], /--kill takes a replica of x away.*Add --yes/],
        [["--kill", "x", "--kill-pid", "1"], /--kill or --kill-pid/],
        [["--restore", "x"], /--restore needs --kill/],
        [["--watch", "5"], /--watch needs --kill, --kill-pid or --scale/],
        [["--also", "ftp://x"], /--also: the URL is not one of http or https/],
        [["--idle", "1,300"], /--idle 300 takes longer than --max-time 300/],
        [["--idle", "1,,2"], /--idle.*Give a number above 0/],
    ] as const) {
        it(`refuses ${args.join(" ")}`, async () => {
            const { code, stderr, stdout } = await sessionAffinity(["probe", "http://x", ...args]);
            assert.equal(code, 3);
            assert.equal(stdout, "");
            assert.match(stderr, message);
        });
    }
});
