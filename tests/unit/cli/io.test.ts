import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";

import { packageRoot } from "../../../sandbox/package-root";

const MAIN = path.join(packageRoot(), "dist", "cli", "main.js");

describe("the command line's output", () => {
    it("may be read in part only, as head does", async () => {
        const child = spawn(process.execPath, [MAIN, "probe", "--help"], { stdio: ["ignore", "pipe", "pipe"] });
        child.stdout.destroy();
        let said = "";
        child.stderr.on("data", (chunk) => (said += String(chunk)));
        const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
        assert.deepEqual([code, said], [0, ""]);
    });
});
