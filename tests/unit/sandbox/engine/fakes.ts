import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Edges, SearchOptions } from "../../../../sandbox/engine/search";
import type { Progress } from "../../../../sandbox/progress";

export const VERSION = "3.230.0";

/** A machine in a temporary folder: its PATH has one folder, and all that is outside of it is what a test puts there. */
export class Machine {
    readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), "session-affinity-engine-")));
    readonly bin = path.join(this.folder, "bin");
    readonly cache = path.join(this.folder, "cache");
    readonly copies = path.join(this.cache, "pulumi");
    readonly cached = path.join(this.copies, VERSION, "bin", "pulumi");
    readonly modules = path.join(this.folder, "modules");
    readonly goLog = path.join(this.folder, "go.log");
    readonly env: NodeJS.ProcessEnv = { PATH: this.bin, SESSION_AFFINITY_CACHE: this.cache };
    /** Every step shown, with how it went: "start", then " > " and its end. */
    readonly steps: string[] = [];
    /** How often the installer was called. */
    installs = 0;

    async setUp(): Promise<this> {
        await mkdir(this.bin);
        await mkdir(this.modules);
        return this;
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }

    readonly progress: Progress = {
        step: (text) => {
            const at = this.steps.push(text) - 1;
            const end = (last = text) => (this.steps[at] = `${text} > ${last}`);
            return { update: () => {}, done: end, fail: end };
        },
    };

    options(more: SearchOptions = {}): SearchOptions {
        return { env: this.env, progress: this.progress, ...more };
    }

    /** No way out to the internet, unless another installer is given. */
    edges(install: Edges["install"] = () => Promise.reject(new Error("Failed to download: fetch failed"))): Edges {
        return {
            pin: { modules: this.modules, version: VERSION, go: "1.25.8" },
            install: (root, version) => {
                this.installs++;
                return install(root, version);
            },
        };
    }

    /** Puts a `go` on PATH that notes how it was called and then does `work`, with the path of its output in $out. */
    async go(work: string): Promise<void> {
        await script(
            path.join(this.bin, "go"),
            `{ echo "go $*"; echo "cwd $PWD"; echo "GOWORK $GOWORK"; echo "GOTMPDIR $GOTMPDIR"; } >> '${this.goLog}'
            while [ "$1" != "-o" ]; do shift; done
            out=$2
            ${work}`,
        );
    }

    /** As `go`, with one that builds a CLI that works. */
    goThatBuilds(before = ""): Promise<void> {
        return this.go(
            `${before}\nprintf '#!/bin/sh\\n[ "$1" = version ] && echo ${VERSION}\\n' > "$out"\n/bin/chmod 755 "$out"`,
        );
    }

    /** How often `go` was called. */
    async builds(): Promise<number> {
        const log = await readFile(this.goLog, "utf8").catch(() => "");
        return log.split("\n").filter((line) => line.startsWith("go build")).length;
    }
}

/** Writes an executable shell script. */
export async function script(file: string, body: string): Promise<string> {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `#!/bin/sh\n${body}\n`);
    await chmod(file, 0o755);
    return file;
}

/** Writes a program that answers `pulumi version` with `version`. */
export function fakePulumi(file: string, version = VERSION): Promise<string> {
    return script(file, `[ "$1" = version ] && echo '${version}'`);
}

/** Waits until `condition` holds; the test's own time limit ends a wait in vain. */
export async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await sleep(10);
}

export function untilThere(file: string): Promise<void> {
    return until(() => existsSync(file));
}
