import assert from "node:assert/strict";
import { existsSync, realpathSync } from "node:fs";
import { mkdir, readFile, readdir, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { EngineNotFoundError, findEngine } from "../../../../sandbox/engine";
import { search } from "../../../../sandbox/engine/search";
import { fakePulumi, Machine, script, untilThere, until, VERSION } from "./fakes";

describe("finding the Pulumi CLI", () => {
    let machine: Machine;
    beforeEach(async () => (machine = await new Machine().setUp()));
    afterEach(() => machine.remove());

    /** The error of a search that finds nothing. */
    async function failure(finding: Promise<unknown>): Promise<EngineNotFoundError> {
        const error = await finding.then(
            () => assert.fail("an engine was found"),
            (reason: unknown) => reason,
        );
        assert.ok(error instanceof EngineNotFoundError, String(error));
        return error;
    }

    /** What lies in the cache beside finished copies. */
    async function leftovers(): Promise<string[]> {
        return (await readdir(machine.copies)).filter((name) => name !== VERSION && name !== "links");
    }

    describe("order", () => {
        it("takes PULUMI_BIN before PATH, PATH before the cache, the cache before the installer, and that before go", async () => {
            const named = await fakePulumi(path.join(machine.folder, "named", "bin", "pulumi"), "3.231.0");
            const onPath = await fakePulumi(path.join(machine.bin, "pulumi"), "3.232.0");
            await machine.goThatBuilds();
            const edges = machine.edges(async (root) => void (await fakePulumi(path.join(root, "bin", "pulumi"))));

            const first = await search(machine.options({ env: { ...machine.env, PULUMI_BIN: named } }), edges);
            assert.deepEqual([first.origin, first.binary, first.version], ["PULUMI_BIN", named, "3.231.0"]);
            assert.equal(first.command.command, named);

            const second = await search(machine.options(), edges);
            assert.deepEqual([second.origin, second.binary, second.version], ["PATH", onPath, "3.232.0"]);
            assert.equal(existsSync(machine.cache), false, "a CLI in a folder called bin needs nothing in the cache");

            await writeFile(onPath, "#!/bin/sh\nexit 1\n");
            const third = await search(machine.options(), edges);
            assert.deepEqual([third.origin, third.binary, third.version], ["installer", machine.cached, VERSION]);

            const fourth = await search(machine.options(), edges);
            assert.deepEqual([fourth.origin, fourth.binary, fourth.version], ["cache", machine.cached, VERSION]);
            assert.equal(fourth.command.command, machine.cached);
            assert.equal(machine.installs, 1);
            assert.equal(await machine.builds(), 0);
        });

        it("takes an empty PULUMI_BIN for none", async () => {
            await fakePulumi(path.join(machine.bin, "pulumi"));
            const env = { ...machine.env, PULUMI_BIN: "" };
            assert.equal((await search(machine.options({ env }), machine.edges())).origin, "PATH");
        });

        it("passes over a folder and a file that is not executable on PATH", async () => {
            const folder = path.join(machine.folder, "a");
            await mkdir(path.join(folder, "pulumi"), { recursive: true });
            const plain = path.join(machine.folder, "b");
            await mkdir(plain);
            await writeFile(path.join(plain, "pulumi"), "");
            const good = await fakePulumi(path.join(machine.bin, "pulumi"));
            const env = { ...machine.env, PATH: [folder, plain, machine.bin].join(path.delimiter) };
            assert.equal((await search(machine.options({ env }), machine.edges())).binary, good);
        });

        it("does not run what lies in the current folder for an empty entry of PATH", async () => {
            await fakePulumi(path.join(machine.folder, "pulumi"));
            const good = await fakePulumi(path.join(machine.bin, "pulumi"));
            const env = { ...machine.env, PATH: ["", machine.bin].join(path.delimiter) };
            const before = process.cwd();
            process.chdir(machine.folder);
            try {
                assert.equal((await search(machine.options({ env }), machine.edges())).binary, good);
            } finally {
                process.chdir(before);
            }
        });
    });

    describe("PULUMI_BIN", () => {
        const named = (value: string) => findEngine({ env: { ...machine.env, PULUMI_BIN: value } });

        it("is an error at once when there is no such file, with another CLI on PATH or not", async () => {
            await fakePulumi(path.join(machine.bin, "pulumi"));
            const value = path.join(machine.folder, "nowhere", "pulumi");
            const error = await failure(named(value));
            assert.equal(
                error.message,
                [
                    "The Pulumi CLI that PULUMI_BIN names cannot be used:",
                    `  PULUMI_BIN=${value}: there is no such file`,
                    "    -> Set PULUMI_BIN to the path of a working Pulumi CLI (https://www.pulumi.com/docs/install/), " +
                        "or unset it to have one found or fetched.",
                ].join("\n"),
            );
            assert.equal(error.attempts.length, 1);
        });

        it("says what is wrong with a folder, a plain file, a failing program and one that prints no version", async () => {
            const reasonFor = async (value: string) => (await failure(named(value))).attempts[0]?.reason;
            assert.equal(await reasonFor(machine.bin), "it is a folder; the path of the program itself is needed");

            const plain = path.join(machine.folder, "plain");
            await writeFile(plain, "#!/bin/sh\n");
            assert.equal(await reasonFor(plain), "the file is not executable");

            const failing = await script(
                path.join(machine.bin, "pulumi"),
                "echo one >&2; echo 'no such library' >&2; exit 3",
            );
            assert.equal(await reasonFor(failing), "no such library");

            const other = await script(path.join(machine.folder, "other", "bin", "pulumi"), "echo hello");
            const noVersion = "`pulumi version` printed no version, so it is not a released Pulumi CLI";
            assert.equal(await reasonFor(other), noVersion);
        });

        it("may have any name: the Automation API reaches it through a link called bin/pulumi", async () => {
            const binary = await fakePulumi(path.join(machine.folder, "tools", "pulumi-3.230"));
            for (const run of ["first", "second, with the link there already"]) {
                const engine = await named(binary);
                assert.equal(engine.binary, binary, run);
                assert.match(engine.command.command, /\/bin\/pulumi$/);
                assert.equal(realpathSync(engine.command.command), binary);
            }
        });

        it("may lie in any folder: the plugins beside it stay beside the command", async () => {
            const binary = await fakePulumi(path.join(machine.folder, "tools", "pulumi"));
            const engine = await named(binary);
            assert.equal(engine.binary, binary);
            assert.equal(realpathSync(path.dirname(engine.command.command)), path.dirname(binary));
        });

        it("names the folder when a link is needed and cannot be made", async () => {
            const binary = await fakePulumi(path.join(machine.folder, "tools", "pulumi"));
            await writeFile(machine.cache, "");
            const reason = (await failure(named(binary))).attempts[0]?.reason ?? "";
            assert.match(
                reason,
                /^it is not in a folder called bin .* no link to it can be made in .*\/cache\/pulumi\/links\//,
            );
        });
    });

    it("passes over a CLI on PATH that is too old, and keeps the reason", async () => {
        const old = await fakePulumi(path.join(machine.bin, "pulumi"), "3.1.0");
        const error = await failure(search(machine.options(), machine.edges()));
        assert.equal(error.attempts[0]?.where, `PATH (${old})`);
        assert.match(error.attempts[0]?.reason ?? "", /your current CLI version is 3\.1\.0/);
        assert.match(error.attempts[0]?.remedy ?? "", /^Update or repair it/);

        await machine.goThatBuilds();
        assert.equal((await search(machine.options(), machine.edges())).origin, "go modules");
    });

    it("passes over a CLI on PATH that is older than the pinned one, but takes the one that PULUMI_BIN names", async () => {
        const old = await fakePulumi(path.join(machine.bin, "pulumi"), "3.229.0");
        const error = await failure(search(machine.options(), machine.edges()));
        assert.equal(
            error.attempts[0]?.reason,
            "it is 3.229.0, older than the 3.230.0 that the sandbox is tested with",
        );

        const env = { ...machine.env, PULUMI_BIN: old };
        assert.equal((await search(machine.options({ env }), machine.edges())).version, "3.229.0");
    });

    it("uses the cached copy without writing anything, so that the cache may be read-only", async () => {
        await fakePulumi(machine.cached);
        const engine = await search(machine.options(), machine.edges());
        assert.equal(engine.origin, "cache");
        assert.deepEqual(await readdir(machine.copies), [VERSION], "nothing is written, not even a lock");
        assert.deepEqual(machine.steps, []);
    });

    it("replaces a broken copy in the cache", async () => {
        await script(machine.cached, "exit 1");
        await writeFile(path.join(machine.copies, VERSION, "old"), "");
        await machine.goThatBuilds();
        assert.equal((await search(machine.options(), machine.edges())).origin, "go modules");
        assert.deepEqual(await readdir(path.join(machine.copies, VERSION)), ["bin"]);
        assert.equal((await search(machine.options(), machine.edges())).origin, "cache");
    });

    describe("the installer", () => {
        it("installs beside the target and moves the whole folder in", async () => {
            let during: string[] = [];
            const edges = machine.edges(async (root, version) => {
                assert.equal(version, VERSION);
                assert.ok(root.startsWith(machine.copies + path.sep), root);
                during = await leftovers();
                await fakePulumi(path.join(root, "bin", "pulumi"));
                await script(path.join(root, "bin", "pulumi-language-nodejs"), "exit 0");
                assert.equal(existsSync(machine.cached), false);
            });
            const engine = await search(machine.options(), edges);
            assert.equal(engine.origin, "installer");
            assert.deepEqual((await readdir(path.dirname(engine.binary))).sort(), ["pulumi", "pulumi-language-nodejs"]);
            assert.equal(during.length, 2, "a staging folder and the lock");
            assert.deepEqual(await leftovers(), []);
            assert.deepEqual(machine.steps, [
                `Downloading the Pulumi CLI ${VERSION} > Pulumi ${VERSION} (downloaded, cached)`,
            ]);
        });

        it("leaves nothing in the cache when what it installed does not run", async () => {
            const edges = machine.edges(
                async (root) => void (await script(path.join(root, "bin", "pulumi"), "exit 1")),
            );
            const error = await failure(search(machine.options(), edges));
            assert.match(error.attempts[2]?.reason ?? "", /^Command failed with exit code 1: /);
            assert.deepEqual(await readdir(machine.copies), []);
        });
    });

    describe("the build from Go modules", () => {
        it("builds the pinned version without changing the pin, and moves it into the cache", async () => {
            await machine.goThatBuilds();
            const engine = await search(machine.options(), machine.edges());
            assert.deepEqual([engine.origin, engine.binary, engine.version], ["go modules", machine.cached, VERSION]);

            const log = (await readFile(machine.goLog, "utf8")).replaceAll(/staging-\w{6}/g, "staging-X");
            const staging = path.join(machine.copies, "staging-X");
            assert.equal(
                log,
                [
                    "go build -mod=readonly -trimpath -ldflags " +
                        `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${VERSION} ` +
                        `-o ${staging}/root/bin/pulumi github.com/pulumi/pulumi/pkg/v3/cmd/pulumi`,
                    `cwd ${machine.modules}`,
                    "GOWORK off",
                    `GOTMPDIR ${staging}/scratch`,
                    "",
                ].join("\n"),
            );
            assert.deepEqual(await leftovers(), []);
            assert.deepEqual(machine.steps, [
                `Downloading the Pulumi CLI ${VERSION} > Downloading the Pulumi CLI ${VERSION}: Failed to download: fetch failed`,
                `Building Pulumi ${VERSION} from Go modules (about 2 minutes the first time) > ` +
                    `Pulumi ${VERSION} (built from Go modules, cached)`,
            ]);
        });

        it("refuses a binary that prints no version", async () => {
            await machine.go(`printf '#!/bin/sh\\n' > "$out"; /bin/chmod 755 "$out"`);
            const error = await failure(search(machine.options(), machine.edges()));
            assert.match(error.attempts[3]?.reason ?? "", /printed no version/);
            assert.equal(existsSync(machine.cached), false);
        });

        it("is done once when two runs want it at once: the second waits and shows it", async () => {
            const goOn = path.join(machine.folder, "go-on");
            await machine.goThatBuilds(`while [ ! -e '${goOn}' ]; do /bin/sleep 0.02; done`);
            const both = Promise.all([
                search(machine.options(), machine.edges()),
                search(machine.options(), machine.edges()),
            ]);
            const waiting = "Waiting for another run that is fetching the Pulumi CLI";
            await until(() => machine.steps.includes(waiting));
            await untilThere(machine.goLog);
            await writeFile(goOn, "");
            const origins = (await both).map(({ origin }) => origin);
            assert.deepEqual(origins.sort(), ["cache", "go modules"]);
            assert.equal(await machine.builds(), 1);
            assert.ok(machine.steps.includes(`${waiting} > The other run has ended`), machine.steps.join("\n"));
        });

        it("takes over from a killed run: its lock goes stale, and what it left is removed", async () => {
            const left = path.join(machine.copies, "staging-killed", "root", "bin", "pulumi");
            await script(left, "exit 1");
            const lock = path.join(machine.copies, "lock");
            await mkdir(lock);
            const minuteAgo = new Date(Date.now() - 60_000);
            await utimes(lock, minuteAgo, minuteAgo);

            await machine.goThatBuilds();
            assert.equal((await search(machine.options(), machine.edges())).origin, "go modules");
            assert.deepEqual(await leftovers(), []);
            assert.ok(!machine.steps.some((step) => step.startsWith("Waiting")), "a stale lock is not waited for");
        });

        it("is killed by the signal, leaves no half binary, and the next run works", async () => {
            const pidFile = path.join(machine.folder, "pid");
            await machine.go(`printf 'half' > "$out"; echo $$ > '${pidFile}.new'; /bin/mv '${pidFile}.new' '${pidFile}'
                exec /bin/sleep 600`);
            const interrupt = new AbortController();
            const interrupted = search(machine.options({ signal: interrupt.signal }), machine.edges());
            await untilThere(pidFile);
            const pid = Number(await readFile(pidFile, "utf8"));
            process.kill(pid, 0);
            interrupt.abort(new Error("Ctrl-C"));
            await assert.rejects(interrupted, { message: "Ctrl-C" });
            assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
            assert.deepEqual(await readdir(machine.copies), [], "no copy, no staging folder, no lock");
            assert.match(machine.steps.at(-1) ?? "", /: interrupted$/);

            await machine.goThatBuilds();
            assert.equal((await search(machine.options(), machine.edges())).origin, "go modules");
        });
    });

    it("stops an install that is under way when the signal aborts, and does not go on to build", async () => {
        await machine.goThatBuilds();
        const interrupt = new AbortController();
        const edges = machine.edges(() => {
            interrupt.abort(new Error("Ctrl-C"));
            return new Promise(() => {});
        });
        await assert.rejects(search(machine.options({ signal: interrupt.signal }), edges), { message: "Ctrl-C" });
        assert.equal(await machine.builds(), 0);
        assert.deepEqual(await readdir(machine.copies), []);
    });

    it("stops waiting for another run when the signal aborts, and leaves that run its lock", async () => {
        const lock = path.join(machine.copies, "lock");
        await mkdir(lock, { recursive: true });
        const interrupt = new AbortController();
        const waiting = search(machine.options({ signal: interrupt.signal }), machine.edges());
        await until(() => machine.steps.length === 1);
        interrupt.abort(new Error("Ctrl-C"));
        await assert.rejects(waiting, { message: "Ctrl-C" });
        assert.ok((await stat(lock)).isDirectory());
        assert.equal(machine.installs, 0);
    });

    it("does nothing when the signal has aborted before", async () => {
        await fakePulumi(path.join(machine.bin, "pulumi"));
        const signal = AbortSignal.abort(new Error("Ctrl-C"));
        await assert.rejects(findEngine({ env: machine.env, signal }), { message: "Ctrl-C" });
    });

    describe("when nothing works", () => {
        it("lists what was tried, why each failed and what to do", async () => {
            const error = await failure(search(machine.options(), machine.edges()));
            assert.equal(
                error.message,
                [
                    "There is no usable Pulumi CLI, and none could be fetched. What was tried:",
                    "  PATH: there is no `pulumi` on it",
                    "    -> Install the Pulumi CLI (https://www.pulumi.com/docs/install/), or set PULUMI_BIN to the path of one.",
                    `  cache (${machine.cached}): there is no copy yet`,
                    "    -> Put a Pulumi CLI there, or set SESSION_AFFINITY_CACHE to a cache folder that has one.",
                    "  official installer: Failed to download: fetch failed",
                    "    -> Allow access to https://get.pulumi.com, or install the Pulumi CLI by hand " +
                        "(https://www.pulumi.com/docs/install/).",
                    `  Go modules (${machine.modules}): there is no \`go\` on PATH`,
                    "    -> Install Go 1.25.8 or later (https://go.dev/dl/) and allow it to download modules.",
                    "Any one of these is enough.",
                ].join("\n"),
            );
            assert.equal(
                machine.steps.at(-1),
                `Building Pulumi ${VERSION} from Go modules (about 2 minutes the first time) > ` +
                    `Building Pulumi ${VERSION} from Go modules: there is no \`go\` on PATH`,
            );
        });

        it("takes one line from pages of output, without colours", async () => {
            const pages = Array.from({ length: 500 }, (_, line) => `go: downloading module ${line}`).join("\n");
            await machine.go(`echo '${pages}' >&2
                printf '\\033[31mdial tcp: lookup proxy: no such host\\033[0m\\n\\n' >&2; exit 1`);
            const error = await failure(search(machine.options(), machine.edges()));
            assert.equal(error.attempts[3]?.reason, "dial tcp: lookup proxy: no such host");
        });

        it("gives the exit code of a go that says nothing", async () => {
            await machine.go("exit 7");
            const error = await failure(search(machine.options(), machine.edges()));
            assert.match(error.attempts[3]?.reason ?? "", /\/bin\/go ended with exit code 7$/);
        });

        it("names the cache folder and SESSION_AFFINITY_CACHE when that cannot be written", async () => {
            const file = path.join(machine.folder, "file");
            await writeFile(file, "");
            const cache = path.join(file, "cache");
            await machine.goThatBuilds();
            const env = { ...machine.env, SESSION_AFFINITY_CACHE: cache };
            const error = await failure(search(machine.options({ env }), machine.edges()));
            assert.equal(error.attempts.length, 3);
            const last = error.attempts[2];
            assert.equal(last?.where, `cache folder ${cache}`);
            assert.match(
                last?.reason ?? "",
                /^it cannot be written \(ENOTDIR.*\), so the CLI can be neither downloaded nor built$/,
            );
            assert.equal(last?.remedy, "Make that folder writable, or set SESSION_AFFINITY_CACHE to one that is.");
            assert.equal(await machine.builds(), 0);
        });
    });
});
