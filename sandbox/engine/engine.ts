import type { PulumiCommand } from "@pulumi/pulumi/automation";

/** Where a CLI came from. */
export type EngineOrigin = "PULUMI_BIN" | "PATH" | "cache" | "installer" | "go modules";

/** A Pulumi CLI that runs. */
export interface Engine {
    /** Drives it through the Automation API: pass it as `pulumiCommand` to a workspace. */
    readonly command: PulumiCommand;
    /** The absolute path of the binary. */
    readonly binary: string;
    /** Its version, without a leading v. */
    readonly version: string;
    readonly origin: EngineOrigin;
}
