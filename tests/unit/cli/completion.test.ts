import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import path from "node:path";

import { packageRoot } from "../../../sandbox/package-root";

const MAIN = path.join(packageRoot(), "dist", "cli", "main.js");

const run = (...args: string[]) => execFileSync(process.execPath, [MAIN, ...args], { encoding: "utf8" });

/** What a shell offers behind the words. */
const offered = (...words: string[]) =>
    run("complete", "--", ...words)
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith(":"))
        .map((line) => line.split("\t")[0]);

/** The names in a part of a help text, each at the beginning of its line. */
const listed = (help: string, title: string) =>
    (help.split(`${title}:\n`)[1] ?? "")
        .split("\n\n")[0]
        ?.split("\n")
        .flatMap((line) => /^ {2}(?:-\w, )?(\S+)/.exec(line)?.[1] ?? []) ?? [];

describe("shell completion", () => {
    it("offers every command", () => {
        const commands = listed(run("--help"), "Commands");
        assert.ok(commands.includes("probe"));
        assert.deepEqual(offered("").sort(), [...commands].sort());
        assert.deepEqual(offered("pro"), ["probe"]);
    });

    it("offers every option of every command", () => {
        for (const command of listed(run("--help"), "Commands").filter((name) => name !== "help")) {
            const options = listed(run(command, "--help"), "Options").map((name) => name.replace(/,$/, ""));
            assert.ok(options.includes("--help"), command);
            assert.deepEqual(offered(command, "--").sort(), options.sort(), command);
        }
    });

    it("offers the values of an option that has few", () =>
        assert.deepEqual(offered("probe", "--connections", ""), ["fresh", "keep-alive", "both"]));

    it("has a script for each shell, which bash can read", () => {
        for (const shell of ["bash", "zsh", "fish", "powershell"]) {
            assert.match(run("completion", shell), /session-affinity/, shell);
        }
        const { status, stderr } = spawnSync("bash", ["-n"], { input: run("completion", "bash"), encoding: "utf8" });
        assert.deepEqual([status, stderr], [0, ""]);
    });

    it("says which shells there are", () => {
        const { status, stderr } = spawnSync(process.execPath, [MAIN, "completion", "tcsh"], { encoding: "utf8" });
        assert.equal(status, 3);
        assert.match(stderr, /Allowed choices are zsh, bash, fish, powershell/);
    });
});
