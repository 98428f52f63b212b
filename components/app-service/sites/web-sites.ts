import * as web from "@pulumi/azure-native/web";
import type * as pulumi from "@pulumi/pulumi";

import { askForTokens } from "./entra-authentication";
import { type readWebSite } from "./web-site-args";

/** The site's properties of affinity. */
export interface ClientAffinity {
    readonly clientAffinityEnabled: pulumi.Input<boolean>;
    readonly clientAffinityProxyEnabled: pulumi.Input<boolean>;
    readonly clientAffinityPartitioningEnabled: pulumi.Input<boolean>;
}

/** An app and its slots by their names. */
export interface WebSites {
    readonly webApp: web.WebApp;
    readonly slots: Readonly<Record<string, web.WebAppSlot>>;
}

/**
 * Creates an app and its slots, and has the platform ask for tokens where it is to.
 *
 * @param affinityOf what is written for a slot, or for the app itself where no slot is named.
 */
export function createWebSites(
    parent: pulumi.ComponentResource,
    name: string,
    settings: ReturnType<typeof readWebSite>,
    affinityOf: (slot?: string) => ClientAffinity,
): WebSites {
    const { common, authentication } = settings;
    const webApp = new web.WebApp(
        name,
        { ...common, ...affinityOf(), ...settings.app, name: settings.webAppName },
        { parent },
    );
    const slots = Object.fromEntries(
        Object.entries(settings.slots).map(([slot, own]) => {
            const properties = { ...common, ...affinityOf(slot), ...own, name: webApp.name, slot };
            return [slot, new web.WebAppSlot(`${name}-${slot}`, properties, { parent })];
        }),
    );
    if (authentication) {
        const { resourceGroupName } = common;
        askForTokens(parent, name, { resourceGroupName, name: webApp.name, slots }, authentication);
    }
    return { webApp, slots };
}
