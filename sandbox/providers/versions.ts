import * as fs from "node:fs";

/** Packages that the sandbox stands in for, and where each one's npm package is. */
const PACKAGES = {
    "azure-native": "@pulumi/azure-native",
    kubernetes: "@pulumi/kubernetes",
    random: "@pulumi/random",
} as const;

export type PackageName = keyof typeof PACKAGES;

export const PACKAGE_NAMES = Object.keys(PACKAGES) as PackageName[];

/** The version of the installed npm package: the engine warns where a provider is older than the program's package. */
export function versionOf(name: PackageName): string {
    const manifest = fs.readFileSync(require.resolve(`${PACKAGES[name]}/package.json`), "utf8");
    const { version } = JSON.parse(manifest) as { version: string };
    return version;
}
