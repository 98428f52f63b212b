import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { type ProbeReport } from "../../../cli/probe/report/model";
import { sessionAffinity } from "../../support/probe/bin";
import { ChangingService, type Choice } from "../../support/probe/changing-service";
import { byCookie, inTurn, Service } from "../../support/probe/service";

describe("session-affinity probe, beyond the proof", function () {
    this.timeout(60_000);
    const services: Service[] = [];
    let changing: ChangingService;
    let folder: string;

    beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "probe-further-"))));
    afterEach(async () => {
        rmSync(folder, { recursive: true });
        for (const service of services.splice(0)) await service.stop();
    });

    /** Clients that are told apart by a header too, as a hash needs it. */
    async function probe(choice: Choice, errors: number, ...args: readonly string[]) {
        const started = await ChangingService.start(choice, errors);
        changing = started.changing;
        services.push(started.service);
        const deeds = args.map((arg) =>
            arg.startsWith("@") ? ChangingService.command(started.service, arg.slice(1) as "kill") : arg,
        );
        const common = ["--no-find-key", "--client-header", "x-user", "--watch", "0.8", "--seed", "5"];
        return sessionAffinity(["probe", started.service.url, ...common, ...deeds]);
    }

    it("tells that only clients of a killed replica move, and that nobody returns", async () => {
        const junit = path.join(folder, "r.xml");
        const html = path.join(folder, "r.html");
        const files = ["--junit", junit, "--html", html];
        const { code, stdout, stderr } = await probe("cookie", 3, "--kill", "@kill", "--restore", "@restore", ...files);
        assert.equal(code, 0, stdout + stderr);
        assert.match(
            stdout,
            /^ {2}failover: STRONG {3}the 1[34] clients of s0 moved, each once; of the others that moved: 0 of 2[67]/m,
        );
        assert.match(stdout, /^ {2}errors +3 × HTTP 503, \d at most for one client; \d+ of 1[34] saw none$/m);
        assert.match(
            stdout,
            /^ {2}back +s0 serves 1\d of 40 new clients again; 0 of 1[34] of its clients came back, and 0 others moved once more$/m,
        );
        assert.deepEqual(changing.done, ["kill", "restore"]);
        assert.match(
            readFileSync(junit, "utf8"),
            /tests="2" failures="0" errors="0".*only the clients of a lost replica move, each once/s,
        );
        const page = readFileSync(html, "utf8");
        assert.match(page, /<h2 id="finding-0">Failover<\/h2>\s*<p><span class="badge sticky">.*✓<\/span> strong/);
        assert.match(page, /<dt>back<\/dt>\s*<dd>s0 serves/);
    });

    it("tells that a remainder moves clients of living replicas, and that all return", async () => {
        const args = ["--json", "--kill", "@kill", "--restore", "@restore"];
        const { code, stdout } = await probe("modulo", 0, ...args);
        const { failover, verdict } = JSON.parse(stdout) as ProbeReport;
        assert.deepEqual([code, verdict, failover?.verdict], [1, "sticky", "soft"]);
        assert.ok((failover?.others.moved.hits ?? 0) > 5);
        assert.equal(failover?.returned?.victims, failover?.victims.clients);
        assert.equal(failover?.returned?.others, failover?.others.moved.hits);
    });

    it("kills a process by its id", async () => {
        const victim = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
        const ended = once(victim, "exit");
        const { code, stdout } = await probe("cookie", 0, "--kill-pid", String(victim.pid));
        assert.deepEqual(await ended, [null, "SIGKILL"]);
        assert.equal(code, 2, "it was no replica");
        assert.match(stdout, /failover: INCONCLUSIVE {3}no replica was gone to the end/);
        const again = await probe("cookie", 0, "--kill-pid", String(victim.pid));
        assert.equal(again.code, 3);
        assert.match(again.stderr, /--kill-pid: the process \d+ cannot be killed: there is none\./);
    });

    it("brings the replica back even where the command that takes it away fails, and where the run is ended", async () => {
        const failed = await probe("cookie", 0, "--kill", "@fail", "--restore", "@restore");
        assert.equal(failed.code, 3);
        assert.match(failed.stderr, /The command of --kill ended with 1/);
        assert.deepEqual(changing.done, ["fail", "restore"]);
        const ended = await probe(
            "cookie",
            1e9,
            "--kill",
            "@kill",
            "--restore",
            "@restore",
            "--max-time",
            "9",
            "--watch",
            "60",
        );
        assert.deepEqual(changing.done, ["kill", "restore"]);
        assert.equal(ended.code, 2, ended.stdout);
        assert.match(ended.stdout, /failover: NOT ASKED/);
        assert.match(ended.stdout, /ended +before its end: the time of --max-time 9 s was over/);
    });

    it("tells who moves when a replica is added", async () => {
        const strong = await probe("cookie", 0, "--scale", "@scale");
        assert.equal(strong.code, 0, strong.stdout + strong.stderr);
        assert.match(strong.stdout, /scale-out: STRONG .* 0 of 40 .* 10 of 40 new clients reached s3/);
        const soft = await probe("modulo", 0, "--scale", "@scale");
        assert.equal(soft.code, 1);
        assert.match(soft.stdout, /scale-out: SOFT {3}28 of 40 clients moved .*as with the remainder of a hash/);
        const none = await probe("cookie", 0, "--scale", "true");
        assert.equal(none.code, 2);
        assert.match(none.stdout, /scale-out: INCONCLUSIVE {3}no new replica was seen/);
    });

    it("takes nothing away from clients that do not stay even so", async () => {
        const service = await Service.start(inTurn);
        services.push(service);
        const marker = path.join(folder, "killed");
        const args = ["--kill", `touch ${marker}`, "--scale", `touch ${marker}`, "--idle", "1", "--also", service.url];
        const { code, stdout } = await sessionAffinity(["probe", service.url, "--no-find-key", ...args]);
        assert.equal(code, 1);
        for (const title of ["second address", "lifetime", "scale-out", "failover"]) {
            assert.match(stdout, new RegExp(`^ {2}${title}: NOT ASKED`, "m"));
        }
        assert.throws(() => readFileSync(marker));
    });

    it("tells whether clients are kept that rest", async () => {
        let given = 0;
        const seen = new Map<string, { replica: string; at: number }>();
        const forgetting = await Service.start(({ headers }) => {
            const user = String(headers["x-user"] ?? given);
            const known = seen.get(user);
            const fresh = known !== undefined && Date.now() - known.at < 1_500;
            const replica = fresh ? known.replica : `r${(given++ * 7) % 3}`;
            seen.set(user, { replica, at: Date.now() });
            return { headers: { "x-replica": replica } };
        });
        services.push(forgetting);
        const args = ["--client-header", "x-user", "--no-find-key", "--json", "--idle", "2.5,0.3"];
        const { code, stdout, stderr } = await sessionAffinity(["probe", forgetting.url, ...args]);
        assert.equal(code, 1, stderr);
        const { lifetime } = JSON.parse(stdout) as ProbeReport;
        assert.deepEqual(
            lifetime?.rests.map(({ seconds, judgement }) => [seconds, judgement.verdict]),
            [
                [0.3, "sticky"],
                [2.5, "not sticky"],
            ],
        );
        assert.equal(lifetime?.ending, "sliding");
    });

    it("sends each client's own cookies to a second address of the same host, and headers with them", async () => {
        const [one, other, apart] = [byCookie(), byCookie(), byCookie()];
        const first = await Service.start(one);
        const second = await Service.start(other);
        const third = await Service.start(apart);
        services.push(first, second, third);
        const common = ["--no-find-key", "--header", "x-key: s3cret-key"];
        const agreeing = await sessionAffinity([
            "probe",
            first.url,
            "--also",
            `${second.url}?code=qu3ry-key`,
            ...common,
        ]);
        assert.equal(agreeing.code, 0, agreeing.stdout + agreeing.stderr);
        assert.match(agreeing.stdout, /second address: SAME REPLICA {3}40 of 40 clients are on the same replica/);
        assert.doesNotMatch(agreeing.stdout, /qu3ry-key/);
        assert.ok(
            second.asked.every(({ headers, cookies }) => headers["x-key"] === "s3cret-key" && cookies["SERVERID"]),
        );
        // The server listens at 127.0.0.1 only.
        const elsewhere = third.url.replace("127.0.0.1", "127.0.0.2");
        const alone = await sessionAffinity(["probe", first.url, "--also", elsewhere, ...common]);
        assert.equal(alone.code, 2);
        assert.match(
            alone.stdout,
            /second address: INCONCLUSIVE {3}no answer at http:\/\/127\.0\.0\.2:\d+\/ says which replica gave it/,
        );
        assert.equal(third.asked.length, 0);
    });

    it("shows no secret, not even where an answer is counted by it", async () => {
        const service = await Service.start(({ count, headers }) =>
            count < 60
                ? { headers: { "x-replica": `r${count % 2}` } }
                : { status: 200, headers: { "x-replica": `r${count % 2}`, location: String(headers["x-key"]) } },
        );
        services.push(service);
        const args = ["--json", "--no-find-key", "--header", "x-key: s3cret-key"];
        const { stdout } = await sessionAffinity(["probe", service.url, ...args]);
        const { series } = JSON.parse(stdout) as ProbeReport;
        assert.ok(
            Array.isArray(series[0]?.outcomes),
            "texts of the network are values, which are redacted, and no names",
        );
        assert.doesNotMatch(stdout, /s3cret-key/);
    });
});
