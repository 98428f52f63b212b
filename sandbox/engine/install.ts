import { createRequire } from "node:module";
import { PulumiCommand } from "@pulumi/pulumi/automation";

/** Puts the CLI of a version into `root`, as bin/pulumi. */
export type Install = (root: string, version: string) => Promise<void>;

type SemVer = NonNullable<PulumiCommand["version"]>;

/**
 * Runs Pulumi's official installer through the Automation API. Throws what that throws: at once where there is no way
 * out to the internet.
 */
export const officialInstaller: Install = async (root, version) => {
    // The Automation API takes an object of its own copy of semver, which is no dependency of this package.
    const automationRequire = createRequire(require.resolve("@pulumi/pulumi/package.json"));
    const semver = automationRequire("semver") as { SemVer: new (version: string) => SemVer };
    await PulumiCommand.install({ root, version: new semver.SemVer(version) });
};
