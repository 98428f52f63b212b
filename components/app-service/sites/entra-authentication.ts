import * as authorization from "@pulumi/azure-native/authorization";
import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";

import { type EntraSettings } from "./entra-settings";

/** The platform's own version of its authentication. https://learn.microsoft.com/azure/app-service/configure-authentication-api-version */
const RUNTIME_VERSION = "~1";

/** An app and its slots. */
interface ProtectedSite {
    readonly resourceGroupName: pulumi.Input<string>;
    /** The app's name. */
    readonly name: pulumi.Input<string>;
    /** The slots by their names; none where they are left out. */
    readonly slots?: Readonly<Record<string, web.WebAppSlot>>;
}

/**
 * Has the platform ask for tokens at an app, and at each of its slots, which do not take the app's settings.
 *
 * @param name name of the component, which the settings' names are made from.
 */
export function askForTokens(
    parent: pulumi.ComponentResource,
    name: string,
    { slots = {}, ...site }: ProtectedSite,
    settings: EntraSettings,
): void {
    const properties = authSettings(settings, issuerOf(parent, settings));
    new web.WebAppAuthSettingsV2(`${name}-auth`, { ...site, ...properties }, { parent });
    for (const [slot, resource] of Object.entries(slots)) {
        // The name that was given is known before the slot is there.
        const opts = { parent, dependsOn: resource };
        new web.WebAppAuthSettingsV2Slot(`${name}-${slot}-auth`, { ...site, slot, ...properties }, opts);
    }
}

function authSettings(
    { clientId, validation, excludedPaths, action }: EntraSettings,
    openIdIssuer: pulumi.Output<string>,
) {
    return {
        platform: { enabled: true, runtimeVersion: RUNTIME_VERSION },
        globalValidation: {
            requireAuthentication: true,
            unauthenticatedClientAction: action,
            ...(excludedPaths === undefined ? {} : { excludedPaths }),
        },
        httpSettings: { requireHttps: true },
        identityProviders: {
            azureActiveDirectory: { enabled: true, registration: { clientId, openIdIssuer }, validation },
        },
    };
}

/** https://learn.microsoft.com/entra/identity-platform/access-tokens#token-formats */
function issuerOf(parent: pulumi.ComponentResource, { tenantId, tokenVersion }: EntraSettings): pulumi.Output<string> {
    const tenant = tenantId ?? authorization.getClientConfigOutput({ parent }).apply((config) => config.tenantId);
    return pulumi
        .all([tenant, tokenVersion])
        .apply(([id, version]) =>
            version === 1 ? `https://sts.windows.net/${id}/` : `https://login.microsoftonline.com/${id}/v2.0`,
        );
}
