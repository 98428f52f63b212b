import assert from "node:assert/strict";
import fs from "node:fs";

import { StartFolder } from "../support/start";

describe("npm start, asked for wrongly", () => {
    const folder = new StartFolder();
    after(() => folder.remove());

    const cases: [args: string[], message: RegExp][] = [
        [["--program", "nope"], /There is no program "nope"\. There are: apim-topology, /],
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
