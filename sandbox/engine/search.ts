import { stat } from "node:fs/promises";
import path from "node:path";
import { quiet, type Progress } from "../progress";
import { buildFromModules } from "./build";
import { cacheFolder, openCache, pulumiFolder, removeLeftovers, withStaging, type Staging } from "./cache";
import { check } from "./check";
import type { Engine, EngineOrigin } from "./engine";
import { AttemptFailed, EngineNotFoundError, reasonOf, type Attempt } from "./errors";
import { officialInstaller, type Install } from "./install";
import { withLock } from "./lock";
import { isProgram, onPath, programName } from "./paths";
import { readPin, type Pin } from "./pin";
import { untilAborted } from "./run";

/** What a search reports to and depends on. */
export interface SearchOptions {
    readonly progress?: Progress;
    readonly env?: NodeJS.ProcessEnv;
    readonly signal?: AbortSignal;
}

/** What a search reaches outside this process for, other than programs on PATH. */
export interface Edges {
    readonly pin: Pin;
    readonly install: Install;
}

const INSTALL_PAGE = "https://www.pulumi.com/docs/install/";
const GO_PAGE = "https://go.dev/dl/";

/** Finds or fetches the CLI. See findEngine, which is this with the real edges. */
export async function search(
    { progress = quiet, env = process.env, signal }: SearchOptions,
    { pin, install }: Edges = { pin: readPin(), install: officialInstaller },
): Promise<Engine> {
    const cache = cacheFolder(env);
    const cachedBinary = path.join(pulumiFolder(cache), pin.version, "bin", programName("pulumi"));
    signal?.throwIfAborted();

    if (env.PULUMI_BIN) return named(env.PULUMI_BIN);

    const attempts: Attempt[] = [];
    const engine = (await attempt(installed)) ?? (await attempt(cached)) ?? (await attempt(fetched));
    if (!engine) throw new EngineNotFoundError(attempts);
    return engine;

    /** A way that fails is noted, and the search goes on. */
    async function attempt<T>(way: () => Promise<T>): Promise<T | undefined> {
        try {
            return await way();
        } catch (error) {
            if (!(error instanceof AttemptFailed)) throw error;
            attempts.push(error.attempt);
            return undefined;
        }
    }

    async function open(binary: string, origin: EngineOrigin): Promise<Engine> {
        return { ...(await untilAborted(check(binary, cache), signal)), origin };
    }

    /** As `open`, for one way among several. */
    async function openAs(binary: string, origin: EngineOrigin, where: string, remedy: string): Promise<Engine> {
        try {
            return await open(binary, origin);
        } catch (error) {
            signal?.throwIfAborted();
            throw new AttemptFailed({ where, reason: reasonOf(error), remedy });
        }
    }

    /** Whoever names a binary wants that one: to use another in its stead would hide the mistake. */
    async function named(value: string): Promise<Engine> {
        try {
            const binary = path.resolve(value);
            const fault = await faultOf(binary);
            if (fault) throw new Error(fault);
            return await open(binary, "PULUMI_BIN");
        } catch (error) {
            signal?.throwIfAborted();
            throw new EngineNotFoundError(
                [
                    {
                        where: `PULUMI_BIN=${value}`,
                        reason: reasonOf(error),
                        remedy: `Set PULUMI_BIN to the path of a working Pulumi CLI (${INSTALL_PAGE}), or unset it to have one found or fetched.`,
                    },
                ],
                "The Pulumi CLI that PULUMI_BIN names cannot be used:",
            );
        }
    }

    async function installed(): Promise<Engine> {
        const binary = await onPath("pulumi", env);
        if (!binary) {
            throw new AttemptFailed({
                where: "PATH",
                reason: "there is no `pulumi` on it",
                remedy: `Install the Pulumi CLI (${INSTALL_PAGE}), or set PULUMI_BIN to the path of one.`,
            });
        }
        const remedy = `Update or repair it (${INSTALL_PAGE}), or set PULUMI_BIN to the path of another.`;
        const engine = await openAs(binary, "PATH", `PATH (${binary})`, remedy);
        // An older one may lack what the sandbox needs of it, such as parameterised packages; none was tried.
        if (engine.command.version && engine.command.version.compare(pin.version) < 0) {
            throw new AttemptFailed({
                where: `PATH (${binary})`,
                reason: `it is ${engine.version}, older than the ${pin.version} that the sandbox is tested with`,
                remedy,
            });
        }
        return engine;
    }

    async function cached(): Promise<Engine> {
        const where = `cache (${cachedBinary})`;
        const remedy = "Put a Pulumi CLI there, or set SESSION_AFFINITY_CACHE to a cache folder that has one.";
        if (!(await isProgram(cachedBinary))) {
            throw new AttemptFailed({ where, reason: "there is no copy yet", remedy });
        }
        return openAs(cachedBinary, "cache", where, remedy);
    }

    async function fetched(): Promise<Engine | undefined> {
        const folder = await openCache(cache);
        const before = attempts.length;
        return withLock(folder, { progress, signal }, async (lockSignal) => {
            // Where the lock was lost, this is done anew.
            attempts.length = before;
            await removeLeftovers(folder);
            // Whoever held the lock before may have filled the cache.
            const filled =
                (await isProgram(cachedBinary)) && (await open(cachedBinary, "cache").catch(() => undefined));
            return (
                filled ||
                (await attempt(() => downloaded(folder, lockSignal))) ||
                (await attempt(() => built(folder, lockSignal)))
            );
        });
    }

    function downloaded(folder: string, lockSignal: AbortSignal): Promise<Engine> {
        return fill(folder, lockSignal, {
            origin: "installer",
            where: "official installer",
            start: `Downloading the Pulumi CLI ${pin.version}`,
            end: "downloaded",
            remedy: `Allow access to https://get.pulumi.com, or install the Pulumi CLI by hand (${INSTALL_PAGE}).`,
            make: ({ root }) => untilAborted(install(root, pin.version), lockSignal),
        });
    }

    function built(folder: string, lockSignal: AbortSignal): Promise<Engine> {
        return fill(folder, lockSignal, {
            origin: "go modules",
            where: `Go modules (${pin.modules})`,
            start: `Building Pulumi ${pin.version} from Go modules`,
            hint: " (about 2 minutes the first time)",
            end: "built from Go modules",
            remedy: `Install Go ${pin.go} or later (${GO_PAGE}) and allow it to download modules.`,
            make: (staging) => buildFromModules(pin, staging, env, lockSignal),
        });
    }

    async function fill(folder: string, lockSignal: AbortSignal, way: Way): Promise<Engine> {
        const step = progress.step(way.start + (way.hint ?? ""));
        try {
            const engine = await withStaging(folder, async (staging) => {
                await way.make(staging);
                await untilAborted(check(path.join(staging.root, "bin", programName("pulumi")), cache), lockSignal);
                lockSignal.throwIfAborted();
                await staging.publish(pin.version);
                return open(cachedBinary, way.origin);
            });
            step.done(`Pulumi ${engine.version} (${way.end}, cached)`);
            return engine;
        } catch (error) {
            const reason = lockSignal.aborted ? "interrupted" : reasonOf(error);
            step.fail(`${way.start}: ${reason}`);
            lockSignal.throwIfAborted();
            throw new AttemptFailed({ where: way.where, reason, remedy: way.remedy });
        }
    }
}

/** A way of getting a copy of the CLI into the cache. */
interface Way {
    readonly origin: EngineOrigin;
    readonly where: string;
    readonly start: string;
    readonly hint?: string;
    readonly end: string;
    readonly remedy: string;
    make(staging: Staging): Promise<void>;
}

/** What keeps a file from being run, in words plainer than the system's. */
async function faultOf(file: string): Promise<string | undefined> {
    const found = await stat(file).catch((error: NodeJS.ErrnoException) => error);
    if (found instanceof Error) {
        return found.code === "ENOENT" || found.code === "ENOTDIR" ? "there is no such file" : reasonOf(found);
    }
    if (found.isDirectory()) return "it is a folder; the path of the program itself is needed";
    return (await isProgram(file)) ? undefined : "the file is not executable";
}
