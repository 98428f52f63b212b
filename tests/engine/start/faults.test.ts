import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { engineFor } from "../support/engine";
import { ended, StartFolder } from "../support/start";

describe("npm start, asked for wrongly", function () {
    this.timeout(30_000);
    const folder = new StartFolder();
    after(() => folder.remove());

    const cases: [args: string[], message: RegExp][] = [
        [["--program", "nope"], /There is no program "nope"\. There are: apim-topology\./],
        [["--set", "speed=1"], /apim-topology has no setting "speed"\. It has: sticky, location/],
        [["--set", "constructor=1"], /apim-topology has no setting "constructor"/],
        [["--set", "sticky"], /--set takes key=value, not "sticky"/],
        [["--set", "=true"], /--set takes key=value/],
        [["--set", "sticky=maybe"], /--set sticky: "maybe" has to be true or false/],
        [["--set", "location="], /--set location: "" is empty/],
        [["--preview", "--destroy"], /cannot be used with/],
        [["--fast"], /unknown option '--fast'/],
        [["extra"], /too many arguments/],
        [["--json", "missing/report.json"], /the folder .*missing does not exist or cannot be written/],
    ];
    for (const [args, message] of cases) {
        it(`${args.join(" ")}: says what is wrong, and starts nothing`, async () => {
            const { code, stdout, stderr } = await folder.run(...args);
            assert.equal(code, 2);
            assert.match(stderr, message);
            assert.equal(stdout, "");
            assert.equal(fs.existsSync(folder.sandbox), false);
        });
    }

    it("says which folder it cannot write to, and what to set", async () => {
        fs.writeFileSync(folder.sandbox, "a file where the folder should be");
        const { code, stderr } = await folder.run("--preview");
        fs.rmSync(folder.sandbox);
        assert.equal(code, 3);
        assert.match(stderr, /The sandbox cannot write to .* Make it writable, or set SESSION_AFFINITY_SANDBOX/);
    });
});

describe("npm start, interrupted", function () {
    this.timeout(120_000);
    const folder = new StartFolder();

    before(async function () {
        await engineFor(this);
    });
    after(() => folder.remove());

    it("says so when its engine is killed, and the next run goes on from there", async () => {
        const run = folder.spawn();
        const result = ended(run);
        await until(() => folder.cloud().includes("resourceGroups"));
        for (const engine of childrenOf(run.pid)) if (engine.command.includes("pulumi up")) killTree(engine.pid);
        const { code, stderr } = await result;
        assert.equal(code, 3);
        assert.match(stderr, /Bringing up apim-topology failed/);
        assert.match(stderr, /Run it again: it goes on from what was recorded/);

        const next = await folder.report();
        assert.equal(next.code, 0, next.stderr);
        assert.deepEqual(next.report.findings, []);
        const last = await folder.report("--preview");
        assert.equal(last.report.changes.same, 52);
    });

    it("clears up after a run that was killed itself", async () => {
        await folder.run("--destroy");
        const run = folder.spawn();
        const result = ended(run);
        await until(() => folder.cloud().includes("resourceGroups"));
        killTree(run.pid as number);
        await result;
        // The killed run's lock goes stale after ten seconds.
        const file = path.join(folder.sandbox, "apim-topology.lock");
        fs.utimesSync(file, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));

        const { code, report, stderr } = await folder.report();
        assert.equal(code, 0, stderr);
        assert.equal(report.changes.create + report.changes.same, 52);
    });
});

/** Waits until the condition holds; the test's own time limit ends it otherwise. */
async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await sleep(20);
}

/** Kills a process and all that it has started: what the engine starts would outlive it. */
function killTree(pid: number): void {
    const children = childrenOf(pid);
    try {
        process.kill(pid, "SIGKILL");
    } catch {
        // It has ended by itself.
    }
    for (const child of children) killTree(child.pid);
}

function childrenOf(pid: number | undefined): { pid: number; command: string }[] {
    return execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" })
        .split("\n")
        .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
        .filter((found) => found !== null)
        .filter(([, , parent]) => Number(parent) === pid)
        .map(([, child, , command]) => ({ pid: Number(child), command: command ?? "" }));
}
