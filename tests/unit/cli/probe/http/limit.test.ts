import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

import { within } from "../../../../../cli/probe/http/limit";

/** Requests of one run, by their names, and how they ended. */
class Run {
    readonly stop = new AbortController();
    readonly ended: string[] = [];

    /** @returns what calls the limit off. */
    start(name: string, milliseconds: number): () => void {
        const limit = { signal: this.stop.signal, until: performance.now() + milliseconds };
        const callOff = within(limit, (error) => {
            callOff();
            this.ended.push(`${name}: ${error.name}, ${error.message}`);
        });
        return callOff;
    }

    get listeners(): number {
        return getEventListeners(this.stop.signal, "abort").length;
    }
}

function timersNow(): number {
    return process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
}

describe("the limit of requests", () => {
    it("ends those whose time is over, the shortest first, whenever they began", async () => {
        const run = new Run();
        run.start("long", 80);
        run.start("short", 10);
        run.start("middle", 40);
        const never = run.start("never", 60_000);
        while (run.ended.length < 3) await sleep(5);
        assert.deepEqual(
            run.ended,
            ["short", "middle", "long"].map((name) => `${name}: TimeoutError, no answer in time`),
        );
        assert.equal(run.listeners, 1);
        const timers = timersNow();
        never();
        assert.deepEqual([run.listeners, timersNow()], [0, timers - 1]);
    });

    it("ends all when the run does, each once", async () => {
        const run = new Run();
        for (const name of ["one", "two", "three"]) run.start(name, 20);
        run.stop.abort();
        await sleep(40);
        assert.deepEqual(
            run.ended,
            ["one", "two", "three"].map((name) => `${name}: AbortError, the run has ended`),
        );
        assert.equal(run.listeners, 0);
    });

    it("ends what begins after the run has ended, and not at once", async () => {
        const run = new Run();
        run.stop.abort();
        run.start("late", 60_000);
        assert.deepEqual(run.ended, []);
        while (run.ended.length === 0) await sleep(1);
        assert.deepEqual(run.ended, ["late: AbortError, the run has ended"]);
    });

    it("leaves alone what was called off, in whatever order", async () => {
        const run = new Run();
        const callOffs = ["a", "b", "c", "d", "e", "f"].map((name) => run.start(name, 15));
        for (const at of [1, 1, 4, 0]) callOffs[at]?.();
        while (run.ended.length < 3) await sleep(5);
        assert.deepEqual(run.ended.map((text) => text[0]).sort(), ["c", "d", "f"]);
        assert.equal(run.listeners, 0);
        run.start("again", 5);
        while (run.ended.length < 4) await sleep(5);
        assert.equal(run.ended[3], "again: TimeoutError, no answer in time");
    });

    it("keeps runs apart", async () => {
        const [one, other] = [new Run(), new Run()];
        one.start("one", 60_000);
        const callOff = other.start("other", 60_000);
        one.stop.abort();
        assert.equal(one.ended.length, 1);
        await sleep(5);
        assert.deepEqual([other.ended, other.listeners], [[], 1]);
        callOff();
    });
});
