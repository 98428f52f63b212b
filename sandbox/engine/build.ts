import { mkdir } from "node:fs/promises";
import path from "node:path";
import { onPath, programName } from "./paths";
import type { Pin } from "./pin";
import { run } from "./run";

const COMMAND = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/**
 * Builds the pinned CLI from Go modules into `root`, as bin/pulumi. `scratch` takes what the Go compiler leaves when it
 * is killed.
 *
 * Throws an Error when there is no `go` on PATH or when it fails, then with its output; throws the signal's reason,
 * after killing `go`, when the signal aborts.
 */
export async function buildFromModules(
    pin: Pin,
    { root, scratch }: { root: string; scratch: string },
    env: NodeJS.ProcessEnv,
    signal?: AbortSignal,
): Promise<void> {
    const go = await onPath("go", env);
    if (go === undefined) throw new Error("there is no `go` on PATH");
    await mkdir(path.join(root, "bin"), { recursive: true });
    const args = [
        "build",
        "-mod=readonly",
        "-trimpath",
        "-ldflags",
        // Without its version in it the CLI prints none, and the Automation API refuses it.
        `-s -w -X ${VERSION_VARIABLE}=${pin.version}`,
        "-o",
        path.join(root, "bin", programName("pulumi")),
        COMMAND,
    ];
    // A go.work file further up would replace the pinned go.mod.
    await run(go, args, { cwd: pin.modules, env: { ...env, GOWORK: "off", GOTMPDIR: scratch }, signal });
}
