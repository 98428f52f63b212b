import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";

import { Stage, SUBSCRIPTION, TOKEN } from "./support";

const BIN = path.join(__dirname, "..", "..", "..", "..", "cli", "main.js");

describe("session-affinity enable, as it is installed", function () {
    this.timeout(60_000);
    let stage: Stage;

    beforeEach(async () => (stage = await Stage.set()));
    afterEach(() => stage.stop());

    /** Runs the built command, with the token of the environment unless told otherwise. */
    async function run(
        args: readonly string[],
        environment: NodeJS.ProcessEnv = {},
        onErr?: (stop: () => void) => void,
    ) {
        const env = {
            PATH: process.env["PATH"],
            AZURE_RESOURCE_MANAGER_ENDPOINT: stage.server.endpoint,
            AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
            AZURE_ACCESS_TOKEN: TOKEN,
            ...environment,
        };
        const child = spawn(process.execPath, [BIN, "enable", ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
        const ended = { out: "", err: "" };
        child.stdout.on("data", (chunk) => (ended.out += String(chunk)));
        child.stderr.on("data", (chunk) => (ended.err += String(chunk)));
        onErr?.(() => child.kill("SIGINT"));
        const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
        return { code, ...ended };
    }

    const POOL = ["apim-pool", "--resource-group", "rg", "--service", "gw", "--backend", "openai"];

    it("works with a token of the environment", async () => {
        const { code, out, err } = await run([...POOL, "--yes"]);
        assert.equal(code, 0, err);
        assert.match(out, /written and read back/);
        assert.doesNotMatch(out + err, new RegExp(TOKEN));
        assert.equal(stage.server.seen[0]?.headers["authorization"], `Bearer ${TOKEN}`);
        assert.match(stage.server.seen[0]?.headers["user-agent"] ?? "", /^pulumi-session-affinity\/\d/);
    });

    it("asks nobody where there is no terminal", async () => {
        const { code, err } = await run(POOL);
        assert.equal(code, 3);
        assert.match(err, /there is no terminal to ask on/);
    });

    it("tells what is known when it is stopped in mid-write", async () => {
        let stop = () => {};
        stage.server.inject({ method: "PATCH", silent: true, first: () => stop() });
        const { code, out } = await run([...POOL, "--yes"], {}, (kill) => (stop = kill));
        assert.equal(code, 2);
        assert.match(out, /stopped while it was under way\. It is not there now, but may still be under way\./);
    });

    it("says how to log in where nobody is", async () => {
        const nowhere = { AZURE_ACCESS_TOKEN: "", AZURE_TOKEN_CREDENTIALS: "EnvironmentCredential" };
        const { code, err } = await run([...POOL, "--yes"], nowhere);
        assert.equal(code, 3);
        assert.match(err, /^error: not logged in to Azure\. Run "az login", or set AZURE_TENANT_ID/);
        assert.doesNotMatch(err, / {4}at /);
    });

    it("wants the options that name the place", async () => {
        const { code, err } = await run(["apim-pool", "--resource-group", "rg"]);
        assert.equal(code, 3);
        assert.match(err, /required option '--service <name>' not specified/);
    });
});
