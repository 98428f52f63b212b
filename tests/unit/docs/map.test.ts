import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { renderSvg } from "../../../cli/map/svg";
import { SIGNS } from "../../../cli/map/words";
import { exported, mapOf, SHOP } from "../../support/map/shop";
import { runHere } from "../../support/run-here";

import { rowsUnder } from "./tables";

const DOCS = path.resolve(__dirname, "../../../../docs");
const page = readFileSync(path.join(DOCS, "map.md"), "utf8");

/** What the command writes for these arguments. */
async function written(...args: string[]): Promise<string> {
    const { out, err } = await runHere(args);
    return out + err;
}

describe("docs/map.md", () => {
    it("shows the picture that the command draws of the shop", () => {
        const [, picture = ""] = /!\[.+\]\((.+)\)/.exec(page) ?? [];
        assert.equal(readFileSync(path.join(DOCS, picture), "utf8"), renderSvg(mapOf(SHOP)));
    });

    it("shows what the command writes beside it", async () => {
        const folder = mkdtempSync(path.join(tmpdir(), "map-docs-"));
        const [stack, drawn] = [path.join(folder, "stack.json"), path.join(folder, "map.html")];
        writeFileSync(stack, exported(SHOP));
        const output = (await written("map", stack, "--html", drawn)).replace(drawn, "map.html");
        rmSync(folder, { recursive: true });
        const [, shown] = /--html map\.html\n([^]*?)```/.exec(page) ?? [];
        assert.equal(shown, output);
    });

    it("lists every option of the command, in its order, and no other", async () => {
        const help = await written("map", "--help");
        const options = [...help.matchAll(/^ {2}(--[\w-]+ <[^>]+>)/gm)].map(([, option]) => `\`${option}\``);
        assert.equal(options.length, 3);
        assert.deepEqual(rowsUnder(page, "Options"), options);
    });

    it("explains every sign", () => {
        assert.deepEqual(
            rowsUnder(page, "How to read it"),
            Object.values(SIGNS).map((sign) => `\`${sign}\``),
        );
    });

    it("lists the exit codes, and the help does too", async () => {
        const [, told = ""] = /Exit code: (.*)/.exec(await written("map", "--help")) ?? [];
        assert.deepEqual(told.match(/\d/g), rowsUnder(page, "Exit codes"));
    });
});
