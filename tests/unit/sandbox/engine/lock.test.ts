import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { once } from "node:events";
import path from "node:path";
import { withLock } from "../../../../sandbox/engine/lock";
import { Machine } from "./fakes";

describe("the lock", () => {
    let machine: Machine;
    beforeEach(async () => (machine = await new Machine().setUp()));
    afterEach(() => machine.remove());

    it("is held during the work and given back after it, also when the work fails", async () => {
        const lock = path.join(machine.folder, "lock");
        assert.equal(await withLock(machine.folder, {}, () => Promise.resolve(existsSync(lock))), true);
        assert.equal(existsSync(lock), false);
        await assert.rejects(
            withLock(machine.folder, {}, () => Promise.reject(new Error("broken"))),
            { message: "broken" },
        );
        assert.equal(existsSync(lock), false);
    });

    it("that is lost stops the work, which is done anew once the other process is through", async () => {
        const lock = path.join(machine.folder, "lock");
        let rounds = 0;
        const result = await withLock(machine.folder, { staleMilliseconds: 2000 }, async (signal) => {
            rounds++;
            if (rounds === 2) return "second round";
            // Another process takes this one for dead, and its lock with it.
            await rm(lock, { recursive: true });
            if (!signal.aborted) await once(signal, "abort");
            // It is still at work, and is through only when its lock is gone.
            await mkdir(lock);
            setTimeout(() => void rm(lock, { recursive: true }), 300);
            throw new Error("stopped");
        });
        assert.equal(result, "second round");
        assert.equal(existsSync(lock), false);
    });
});
