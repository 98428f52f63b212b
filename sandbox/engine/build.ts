import path from "node:path";
import { goBuild } from "./go";
import { programName } from "./paths";
import type { Pin } from "./pin";

const COMMAND = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/**
 * Builds the pinned CLI from Go modules into `root`, as bin/pulumi. `scratch` takes what the Go compiler leaves when it
 * is killed.
 *
 * Throws as {@link goBuild} does.
 */
export async function buildFromModules(
    pin: Pin,
    { root, scratch }: { root: string; scratch: string },
    env: NodeJS.ProcessEnv,
    signal?: AbortSignal,
): Promise<void> {
    await goBuild(
        {
            modules: pin.modules,
            commands: [COMMAND],
            // Without its version in it the CLI prints none, and the Automation API refuses it.
            variables: { [VERSION_VARIABLE]: pin.version },
            output: path.join(root, "bin", programName("pulumi")),
            scratch,
        },
        env,
        signal,
    );
}
