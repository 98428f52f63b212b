import * as pulumi from "@pulumi/pulumi";

/**
 * The API versions of Microsoft.ApiManagement in which a backend pool has `sessionAffinity`. No generally available one
 * has it. https://github.com/Azure/bicep-types-az
 */
export const SESSION_AFFINITY_API_VERSIONS = [
    "2024-10-01-preview",
    "2025-03-01-preview",
    "2025-09-01-preview",
] as const;

/** An API version in which a backend pool has `sessionAffinity`. */
export type SessionAffinityApiVersion = (typeof SESSION_AFFINITY_API_VERSIONS)[number];

/** The oldest of them: what most services already understand. */
export const DEFAULT_API_VERSION: SessionAffinityApiVersion = "2024-10-01-preview";

const MODULE = "apimanagement";

/** Name of the parameterised package for an API version: "azure-native_apimanagement_v20241001preview". */
export function apimPackageName(apiVersion: SessionAffinityApiVersion): string {
    return `azure-native_${MODULE}_${versionTag(apiVersion)}`;
}

/** Type token of a kind of API Management resource at an API version. */
export function apimToken(apiVersion: SessionAffinityApiVersion, kind: string): string {
    return `${apimPackageName(apiVersion)}:${MODULE}:${kind}`;
}

/**
 * Registers the parameterised package with the engine of the deployment that is under way; Pulumi keeps one registration
 * per deployment. The parameter is what `pulumi package add azure-native apimanagement <version>` writes into the SDK
 * that it generates. https://www.pulumi.com/registry/packages/azure-native/version-guide/
 */
export function registerApimPackage(apiVersion: SessionAffinityApiVersion): Promise<string> {
    const parameter = base64(JSON.stringify({ module: MODULE, version: versionTag(apiVersion) }));
    return pulumi.runtime.registerPackage({
        baseProviderName: "azure-native",
        baseProviderVersion: azureNativeVersion(),
        baseProviderDownloadUrl: "",
        packageName: apimPackageName(apiVersion),
        packageVersion: azureNativeVersion(),
        base64Parameter: base64(parameter),
    });
}

/** Version of the installed @pulumi/azure-native, which is the provider's version too. */
export function azureNativeVersion(): string {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the package exports no version, and an import would make its manifest part of the build
    return (require("@pulumi/azure-native/package.json") as { version: string }).version;
}

function versionTag(apiVersion: SessionAffinityApiVersion): string {
    return `v${apiVersion.replaceAll("-", "")}`;
}

function base64(text: string): string {
    return Buffer.from(text, "utf8").toString("base64");
}
