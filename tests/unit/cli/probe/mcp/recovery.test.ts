import assert from "node:assert/strict";

import { isLoopback, runCommand } from "../../../../../cli/probe/command";
import { allowHooks } from "../../../../../cli/probe/hooks/flags";
import { mcpSettingsOf } from "../../../../../cli/probe/mcp/flags";
import { type McpAnswer } from "../../../../../cli/probe/mcp/answer";
import { isRecovered, recoveryOf, type Survivor } from "../../../../../cli/probe/mcp/recovery";
import { loadSdk } from "../../../../../cli/probe/mcp/sdk";
import { settingsOf } from "../../../../../cli/probe/settings-of";
import { failoverText } from "../../../../../cli/probe/mcp/report/terminal";

const attempt = (at: number, status: number, more: Partial<McpAnswer> = {}) => ({
    at,
    answer: { step: "tools/list", status, followUp: false, ...more },
});

const KEPT: Survivor = { home: "r1", attempts: [attempt(1, 200, { replica: "r1" })] };
const MOVED: Survivor = { home: "r1", attempts: [attempt(1, 200, { replica: "r2" })] };
const ENDED: Survivor = {
    home: "r1",
    attempts: [attempt(1, 503), attempt(100, 502), attempt(200, 404)],
    begunAfter: 1_300,
    begunOn: "r2",
};
const ENDED_AT_ONCE: Survivor = { home: "r1", attempts: [attempt(1, 404)], begunAfter: 50 };
const ENDED_FOR_GOOD: Survivor = { home: "r1", attempts: [attempt(1, 404)] };
const ENDED_OTHERWISE: Survivor = { home: "r1", attempts: [attempt(1, 400)], begunAfter: 60 };
const STUCK: Survivor = { home: "r1", attempts: [attempt(1, 503)] };

function shown(...survivors: Survivor[]): string {
    const recovery = recoveryOf(survivors);
    return failoverText({ keepsCookies: false, recovery, recovered: isRecovered(recovery), sessions: survivors });
}

describe("the loss of a replica", () => {
    it("is counted", () => {
        assert.deepEqual(recoveryOf([KEPT, KEPT, MOVED, ENDED, ENDED_AT_ONCE, ENDED_OTHERWISE, STUCK]), {
            sessions: 7,
            untouched: 2,
            moved: 1,
            ended: 2,
            endedOtherwise: 1,
            stuck: 1,
            begun: 3,
            errors: 3,
            mostErrors: 2,
            slowest: 1_300,
        });
        assert.equal(recoveryOf([KEPT]).slowest, undefined);
        assert.equal(recoveryOf([{ attempts: [attempt(1, 200, { replica: "r1" })] }]).untouched, 1);
        assert.equal(recoveryOf([{ attempts: [] }]).stuck, 1);
    });

    it("is got over where each session is served, or told of its end and begun anew", () => {
        const recovered = (...survivors: Survivor[]) => isRecovered(recoveryOf(survivors));
        assert.equal(recovered(KEPT, MOVED, ENDED, ENDED_AT_ONCE), true);
        assert.equal(recovered(KEPT, ENDED_FOR_GOOD), false);
        assert.equal(recovered(KEPT, ENDED_OTHERWISE), false);
        assert.equal(recovered(KEPT, { ...ENDED_OTHERWISE, begunAfter: undefined }), false);
        assert.equal(recovered(KEPT, STUCK), false);
    });

    it("is told in a sentence", () => {
        assert.equal(
            shown(KEPT, ENDED),
            "recovered: 1 of 2 sessions went on where they were, 1 ended with 404, and 1 of all that ended began anew, the last after 1.3 s; 2 requests failed before, 2 at most in one session",
        );
        assert.match(shown(KEPT, MOVED), /1 went on with another replica; no request failed otherwise$/);
        assert.match(shown(ENDED_OTHERWISE), /^NOT RECOVERED: .*1 ended with another answer than 404/);
        assert.match(shown(STUCK), /^NOT RECOVERED: .*1 were neither served nor ended/);
        assert.equal(shown(KEPT, KEPT), "no session lost its replica: did --kill take one away?");
    });
});

describe("a command of the user's", () => {
    it("runs in a shell, and its failure is told", async () => {
        await runCommand("--kill", "true && true");
        await assert.rejects(runCommand("--kill", "echo oh >&2; exit 7"), {
            message: "The command of --kill ended with 7. oh",
        });
        await assert.rejects(runCommand("--kill", "kill -TERM $$"), /was ended by SIGTERM/);
    });

    it("is asked for elsewhere only with --yes, or once a person said yes", async () => {
        const url = new URL("http://example.com/mcp");
        for (const [hooks, text] of [
            [{ kill: "true" }, /--kill takes a replica of example\.com away, .*Add --yes/],
            [{ kill: 7 }, /--kill takes a replica of example\.com away, .*Add --yes/],
            [{ scale: "true" }, /--scale changes the replicas of example\.com, .*Add --yes/],
        ] as const) {
            await assert.rejects(allowHooks(hooks, url, false, undefined), { name: "UsageError", message: text });
            await allowHooks(hooks, url, true, undefined);
            await allowHooks(hooks, new URL("http://127.0.0.1/"), false, undefined);
            const asked: string[] = [];
            const saying = (answer: boolean) => (question: string) => {
                asked.push(question);
                return Promise.resolve(answer);
            };
            await allowHooks(hooks, url, false, saying(true));
            await assert.rejects(allowHooks(hooks, url, false, saying(false)), /Nothing was done/);
            assert.match(asked.join(), /others may be using it\. Go on\?/);
        }
        await allowHooks({}, url, false, () => Promise.reject(new Error("asked for nothing")));
    });

    it("goes into the settings of both kinds of probe", () => {
        const common = {
            clients: 40,
            rounds: 5,
            concurrency: 4,
            connections: "fresh",
            timeout: 1,
            maxTime: 9,
        } as const;
        const flags = { ...common, maxRequests: 99, kill: "true", restore: "false" };
        const { settings } = settingsOf("http://example.com/mcp", flags, "1");
        assert.deepEqual(settings.hooks, { kill: "true", restore: "false" });
        const { hooks, probe } = mcpSettingsOf(settings, flags, true);
        assert.deepEqual(hooks, { kill: "true", restore: "false" });
        assert.equal(probe.clients, 40);
        assert.equal(mcpSettingsOf(settings, flags, false).probe.clients, 12);
    });

    it("may be asked for on this machine without a word", () => {
        for (const host of ["127.0.0.1", "127.9.8.7:81", "localhost", "[::1]:80"]) {
            assert.equal(isLoopback(new URL(`http://${host}/`)), true, host);
        }
        for (const host of ["128.0.0.1", "127.example.com", "localhost.example.com", "[::2]", "10.127.0.1"]) {
            assert.equal(isLoopback(new URL(`http://${host}/`)), false, host);
        }
    });
});

describe("the SDK of the protocol", () => {
    it("is asked for where it is not installed", async () => {
        for (const code of ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"]) {
            const missing = Object.assign(new Error("Cannot find package"), { code });
            await assert.rejects(
                loadSdk(() => Promise.reject(missing)),
                { name: "CouldNotRunError", message: /npm install @modelcontextprotocol\/sdk@1$/ },
            );
        }
        const other = new Error("broken");
        await assert.rejects(
            loadSdk(() => Promise.reject(other)),
            other,
        );
        assert.equal(typeof (await loadSdk()).Client, "function");
    });
});
