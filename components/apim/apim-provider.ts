import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";

import {
    apimPackageName,
    apimToken,
    azureNativeVersion,
    DEFAULT_API_VERSION,
    registerApimPackage,
    SESSION_AFFINITY_API_VERSIONS,
    type SessionAffinityApiVersion,
} from "./apim-package";

/** Configuration of azure-native that holds no secret. https://www.pulumi.com/registry/packages/azure-native/installation-configuration/ */
const PLAIN_KEYS = [
    "auxiliaryTenantIds",
    "clientCertificatePath",
    "disableInstanceDiscovery",
    "disablePulumiPartnerId",
    "environment",
    "location",
    "metadataHost",
    "msiEndpoint",
    "oidcRequestUrl",
    "oidcTokenFilePath",
    "partnerId",
    "subscriptionId",
    "tenantId",
    "useDefaultAzureCredential",
    "useMsi",
    "useOidc",
] as const;

/** Configuration of azure-native that is kept secret. The client id is, in azure-native's own schema. */
const SECRET_KEYS = ["clientCertificatePassword", "clientId", "clientSecret", "oidcRequestToken", "oidcToken"] as const;

type ConfigKey = (typeof PLAIN_KEYS)[number] | (typeof SECRET_KEYS)[number];

/**
 * Arguments of {@link ApimProvider}: azure-native's own configuration, each as text. What is omitted comes from the
 * environment, as for any azure-native provider.
 */
export type ApimProviderArgs = {
    [K in ConfigKey]?: pulumi.Input<string | undefined>;
} & {
    /** API version of API Management. Omitted: 2024-10-01-preview. */
    apiVersion?: SessionAffinityApiVersion;
};

/**
 * A provider for the parameterised package that {@link StickyBackendPool} needs.
 *
 * Pulumi treats that package as one of its own: an azure-native provider given to a component does not reach it, and
 * without one it would use the environment's credentials, possibly in another subscription. So whoever gives a component
 * an explicit azure-native provider gives it one of these as well, with the same settings:
 * `{ providers: [azure, new ApimProvider("apim", { subscriptionId })] }`.
 */
export class ApimProvider extends pulumi.ProviderResource {
    /**
     * @param name name of the provider.
     * @param args see {@link ApimProviderArgs}.
     * @param opts options of the resource.
     * @throws {pulumi.InputPropertyError} for an API version without session affinity.
     */
    constructor(name: string, args: ApimProviderArgs = {}, opts?: pulumi.ResourceOptions) {
        const { apiVersion: given, ...settings } = args;
        const check = new Checks("ApimProvider", name);
        const apiVersion = (check.oneOf("apiVersion", given, SESSION_AFFINITY_API_VERSIONS) ??
            DEFAULT_API_VERSION) as SessionAffinityApiVersion;
        const secrets = SECRET_KEYS.filter((key) => settings[key] !== undefined).map(
            (key) => [key, pulumi.secret(settings[key])] as const,
        );
        super(
            apimPackageName(apiVersion),
            name,
            { ...settings, ...Object.fromEntries(secrets) },
            pulumi.mergeOptions({ version: azureNativeVersion() }, opts),
            false,
            registerApimPackage(apiVersion),
        );
    }
}

/** One default provider for each deployment and API version; the deployment is known by its connection to the engine. */
const defaults = new WeakMap<object, Map<SessionAffinityApiVersion, ApimProvider>>();

/**
 * The provider that a component's API Management preview resources use: the one that was given to the component, else
 * one per stack, made from the stack's azure-native configuration.
 *
 * @throws {pulumi.RunError} where the component was given an azure-native provider and no {@link ApimProvider}.
 */
export function apimProviderOf(
    component: pulumi.ComponentResource,
    label: string,
    apiVersion: SessionAffinityApiVersion,
): pulumi.ProviderResource {
    const given = component.getProvider(apimToken(apiVersion, "Backend"));
    if (given) return given;
    if (component.getProvider("azure-native:apimanagement:Backend")) {
        throw new pulumi.RunError(
            `${label}: it was given an azure-native provider, and no ApimProvider for API version ${apiVersion}. The pool's ` +
                "preview API is a package of its own that does not take that provider over, so the pool could land in another " +
                "subscription.\nGive both, with the same settings: " +
                `{ providers: [azure, new ApimProvider("apim", { subscriptionId, apiVersion: "${apiVersion}" })] }.`,
        );
    }
    return defaultProvider(apiVersion);
}

function defaultProvider(apiVersion: SessionAffinityApiVersion): ApimProvider {
    const deployment = pulumi.runtime.getMonitor() ?? defaults;
    const providers = defaults.get(deployment) ?? new Map<SessionAffinityApiVersion, ApimProvider>();
    defaults.set(deployment, providers);
    const existing = providers.get(apiVersion);
    if (existing) return existing;
    const made = new ApimProvider(`session-affinity-apim-${apiVersion}`, { ...stackConfiguration(), apiVersion });
    providers.set(apiVersion, made);
    return made;
}

function stackConfiguration(): ApimProviderArgs {
    const config = new pulumi.Config("azure-native");
    const plain = PLAIN_KEYS.map((key) => [key, config.get(key)] as const);
    const secret = SECRET_KEYS.map((key) => [key, config.getSecret(key)] as const);
    return Object.fromEntries([...plain, ...secret].filter(([, value]) => value !== undefined)) as ApimProviderArgs;
}
