import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { packageRoot } from "../../../sandbox/package-root";

const run = promisify(execFile);
const QUIET = ["--no-audit", "--no-fund", "--loglevel=error"];

/** How a command ended. */
export interface Ended {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
}

/** A project with nothing in it but this package, packed and installed as from a registry. To be removed. */
export class EmptyProject {
    private constructor(
        private readonly home: string,
        /** Folder of the project. */
        readonly folder: string,
        /** Paths in the tarball. */
        readonly packed: readonly string[],
    ) {}

    /**
     * Packs this checkout as it is built, and installs it with its peers and TypeScript at the versions of our lock file.
     *
     * @param fixture folder below tests/live/fixtures whose files the project gets.
     */
    static async create(fixture: string): Promise<EmptyProject> {
        const home = mkdtempSync(path.join(os.tmpdir(), "empty-project-"));
        try {
            // No scripts: they would build anew what is running now.
            const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", home, ...QUIET];
            const [tarball] = JSON.parse((await npm(pack, packageRoot())).stdout) as [Tarball];
            const folder = path.join(home, "project");
            mkdirSync(folder);
            cpSync(path.join(packageRoot(), "tests", "live", "fixtures", fixture), folder, { recursive: true });
            writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "empty", private: true }));
            const packages = [path.join(home, tarball.filename), ...companions()];
            await npm(["install", "--ignore-scripts", "--prefer-offline", ...QUIET, ...packages], folder);
            return new EmptyProject(
                home,
                folder,
                tarball.files.map((file) => file.path),
            );
        } catch (error) {
            rmSync(home, { recursive: true, force: true });
            throw error;
        }
    }

    /** Runs Node in the project to the end. */
    node(...args: string[]): Promise<Ended> {
        return this.nodeWith({}, ...args);
    }

    /** Runs Node in the project to the end, with more in its environment. */
    async nodeWith(environment: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> {
        try {
            const env = { ...process.env, ...environment };
            return { code: 0, ...(await run(process.execPath, args, { cwd: this.folder, env })) };
        } catch (error) {
            const { code, stdout, stderr } = error as Partial<Ended>;
            if (typeof code !== "number") throw error;
            return { code, stdout: stdout ?? "", stderr: stderr ?? "" };
        }
    }

    /** Runs the project's own TypeScript compiler. */
    tsc(...args: string[]): Promise<Ended> {
        return this.node(path.join("node_modules", "typescript", "bin", "tsc"), ...args);
    }

    /** Every place below node_modules where a package is installed. */
    places(name: string): string[] {
        const { packages } = readJson<Lock>(path.join(this.folder, "package-lock.json"));
        return Object.keys(packages).filter((place) => place.endsWith(`node_modules/${name}`));
    }

    remove(): void {
        rmSync(this.home, { recursive: true, force: true });
    }
}

interface Tarball {
    readonly filename: string;
    readonly files: readonly { readonly path: string }[];
}

interface Lock {
    readonly packages: Readonly<Record<string, { readonly version: string }>>;
}

/** The package's peers, and what it takes to compile a program. */
function companions(): string[] {
    const { peerDependencies } = readJson<{ peerDependencies: object }>(path.join(packageRoot(), "package.json"));
    const { packages } = readJson<Lock>(path.join(packageRoot(), "package-lock.json"));
    return [...Object.keys(peerDependencies), "typescript", "@types/node"].map((name) => {
        const locked = packages[`node_modules/${name}`];
        if (locked === undefined) throw new Error(`package-lock.json has no ${name}`);
        return `${name}@${locked.version}`;
    });
}

function npm(args: readonly string[], cwd: string) {
    return run("npm", args, { cwd, shell: process.platform === "win32" });
}

function readJson<T>(file: string): T {
    return JSON.parse(readFileSync(file, "utf8")) as T;
}
