import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { engineFor } from "../engine/support/engine";
import { ended, StartFolder } from "../engine/support/start";

describe("npm start, interrupted", () => {
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
        assert.equal(last.report.changes.same, 67);
    });

    it("clears up after a run that was killed itself", async () => {
        assert.equal((await folder.run("--destroy")).code, 0);
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
        assert.equal(report.changes.create + report.changes.same, 67);
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
