import type { Engine } from "./engine";
import { search, type SearchOptions } from "./search";

export { analyzerPath, languageHostAvailable } from "./analyzer";
export type { Engine, EngineOrigin } from "./engine";
export { EngineNotFoundError, type Attempt } from "./errors";

/** What findEngine takes. */
export type FindEngineOptions = SearchOptions;

/**
 * Finds a Pulumi CLI that runs, or fetches one. It takes the first of these that works:
 *
 * 1. the binary that `PULUMI_BIN` names, or else `pulumi` on PATH where it is not older than the version that
 * tools/pulumi/go.mod pins;
 * 2. the copy in the project's cache folder (`SESSION_AFFINITY_CACHE`, otherwise the usual place for caches on this
 * system);
 * 3. Pulumi's official installer, into that cache folder;
 * 4. a build from the Go modules that tools/pulumi/go.mod pins, into that cache folder.
 *
 * Two runs at once fetch once: the second waits for the first. Shows no progress unless `progress` is given, and reads
 * the environment of this process unless `env` is given.
 *
 * Throws EngineNotFoundError when nothing works, and at once when `PULUMI_BIN` is set and is not usable; throws the
 * signal's reason when `signal` aborts, after ending a build that is under way.
 */
export function findEngine(options: FindEngineOptions = {}): Promise<Engine> {
    return search(options);
}
