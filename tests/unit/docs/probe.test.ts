import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { EXIT } from "../../../cli/exit-codes";
import { runHere } from "../../support/run-here";

import { rowsUnder } from "./tables";

const DOCS = path.resolve(__dirname, "../../../../docs");
const page = readFileSync(path.join(DOCS, "probe.md"), "utf8");

/** What the command writes for these arguments. */
async function written(...args: string[]): Promise<string> {
    const { out, err } = await runHere(args);
    return out + err;
}

describe("docs/probe.md", () => {
    it("lists every option of the command, in its order, and no other", async () => {
        const help = await written("probe", "--help");
        const options = [...help.matchAll(/^ {2}(--[\w-]+(?: <[^>]+>)?)/gm)].map(([, option]) => `\`${option}\``);
        assert.ok(options.length >= 20);
        assert.deepEqual(rowsUnder(page, "Options"), options);
    });

    it("gives the options' own defaults", async () => {
        const help = (await written("probe", "--help")).replace(/\s+/g, " ");
        const defaults = [...help.matchAll(/(--[\w-]+) <[^>]+> (?:(?! --).)*?\(default: (\d+)\)/g)];
        assert.equal(defaults.length, 8);
        for (const [, option, value] of defaults) {
            const row = page.split("\n").find((line) => line.startsWith(`| \`${option} `)) ?? "";
            assert.ok(row.includes(`; ${Number(value).toLocaleString("en-US")} `), `${option} ${value}: ${row}`);
        }
    });

    it("lists every exit code, and the help does too", async () => {
        const codes = Object.values(EXIT).map(String);
        assert.deepEqual(rowsUnder(page, "Exit codes"), codes);
        const [, told = ""] = /Exit code: (.*)/.exec(await written("probe", "--help")) ?? [];
        assert.deepEqual(told.match(/\d/g), codes);
    });

    it("explains every verdict, with a picture that is there", () => {
        const verdicts = rowsUnder(page, "The verdict");
        assert.deepEqual(verdicts, ["**sticky**", "**partly sticky**", "**not sticky**", "**inconclusive**"]);
        const [, picture = ""] = /!\[.+\]\((.+)\)/.exec(page) ?? [];
        assert.match(readFileSync(path.join(DOCS, picture), "utf8"), /^<svg /);
    });
});
