import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, readdir, stat, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { analyzerPath, languageHostAvailable } from "../../../../sandbox/engine";
import { analyzerScript } from "../../../../sandbox/engine/analyzer";
import { fakePulumi, Machine, script } from "./fakes";

const NAME = "pulumi-analyzer-policy-nodejs";

describe("running policy packs written for Node", () => {
    let machine: Machine;
    let binary: string;
    let directory: string;
    beforeEach(async () => {
        machine = await new Machine().setUp();
        binary = await fakePulumi(path.join(machine.folder, "cli", "bin", "pulumi"));
        directory = path.join(machine.folder, "for", "our", "runs");
    });
    afterEach(() => machine.remove());

    it("needs nothing where a language host is beside the binary, beside what it links to, or on PATH", async () => {
        assert.equal(await languageHostAvailable({ binary }, machine.env), false);

        const host = path.join(path.dirname(binary), "pulumi-language-nodejs");
        await script(host, "exit 0");
        const link = path.join(machine.folder, "link");
        await symlink(binary, link);
        assert.equal(await analyzerPath({ binary }, directory, machine.env), undefined);
        assert.equal(await analyzerPath({ binary: link }, directory, machine.env), undefined);

        await chmod(host, 0o644);
        assert.equal(await languageHostAvailable({ binary }, machine.env), false);
        await script(path.join(machine.bin, "pulumi-language-nodejs"), "exit 0");
        assert.equal(await analyzerPath({ binary }, directory, machine.env), undefined);
        assert.equal(existsSync(directory), false);
    });

    it("is given a script with the full paths of node and of Pulumi's runner", async () => {
        assert.equal(await analyzerPath({ binary }, directory, machine.env), directory);
        const file = path.join(directory, NAME);
        assert.equal(
            await readFile(file, "utf8"),
            `#!/bin/sh\nexec '${process.execPath}' '${require.resolve("@pulumi/pulumi/cmd/run-policy-pack")}' "$@"\n`,
        );
        assert.equal((await stat(file)).mode & 0o777, 0o755);
        assert.deepEqual(await readdir(directory), [NAME]);
    });

    it("has its script written anew only where it differs, in content or in mode", async () => {
        const file = path.join(directory, NAME);
        const write = () => analyzerPath({ binary }, directory, machine.env);
        await write();
        const right = await readFile(file, "utf8");
        const first = await stat(file, { bigint: true });
        await write();
        const second = await stat(file, { bigint: true });
        assert.deepEqual([second.ino, second.mtimeNs], [first.ino, first.mtimeNs]);

        await writeFile(file, "#!/bin/sh\nexit 1\n");
        await write();
        assert.equal(await readFile(file, "utf8"), right);

        await chmod(file, 0o644);
        await write();
        assert.equal((await stat(file)).mode & 0o777, 0o755);
    });

    it("is written whole by two runs at once", async () => {
        await Promise.all([1, 2, 3].map(() => analyzerPath({ binary }, directory, machine.env)));
        assert.deepEqual(await readdir(directory), [NAME]);
    });

    it("passes its arguments on, from a folder with any name", async () => {
        const folder = path.join(machine.folder, `it's "a" $HOME folder`);
        await mkdir(folder);
        const runner = path.join(folder, "runner.js");
        await writeFile(runner, "process.stdout.write(JSON.stringify(process.argv.slice(2)))");
        const { name, content } = analyzerScript("linux", process.execPath, runner);
        const file = path.join(folder, name);
        await writeFile(file, content, { mode: 0o755 });
        const output = execFileSync(file, ["127.0.0.1:1234", "a b"], { env: {}, encoding: "utf8" });
        assert.deepEqual(JSON.parse(output), ["127.0.0.1:1234", "a b"]);
    });

    it("is a command file on Windows", () => {
        assert.deepEqual(analyzerScript("win32", "C:\\node.exe", "C:\\run\\index.js"), {
            name: `${NAME}.cmd`,
            content: '@"C:\\node.exe" "C:\\run\\index.js" %*\r\n',
        });
    });
});
