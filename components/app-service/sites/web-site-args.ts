import { type web as inputs } from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { declaredTags } from "../../affinity/labels";
import { type StatelessArgs } from "../../affinity/stateless";

import { type AuthenticationArgs, readAuthentication } from "./entra-settings";
import { hideSecrets } from "./site-config";
import { readSiteName } from "./site-name";

/** What App Service takes as a slot's name, 2 to 59 characters. https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftweb */
const SLOT_NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,57}[A-Za-z0-9]$/;

/** A slot of a web app. What is left out is as the app has it. */
export interface SlotArgs {
    /** The provider's own configuration of the slot. Omitted: the app's. */
    siteConfig?: pulumi.Input<inputs.SiteConfigArgs | undefined>;
    /** Tags of the slot. Omitted: the app's. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/** What web apps take, sticky or not. */
export interface WebSiteArgs {
    /** Resource group that the app is created in. */
    resourceGroupName: pulumi.Input<string>;
    /** Resource id of the App Service plan, which the component does not create: the number of instances is the plan's. */
    serverFarmId: pulumi.Input<string>;
    /** The app's name, 2 to 60 characters, unique in Azure. Omitted: Pulumi makes one from the component's name. */
    webAppName?: pulumi.Input<string | undefined>;
    /** Region of the app, which is its plan's. Omitted: the resource group's. */
    location?: pulumi.Input<string | undefined>;
    /** Kind of the app, such as "app,linux". Omitted: the service's own "app". Function Apps and Logic Apps are refused. */
    kind?: pulumi.Input<string | undefined>;
    /**
     * The provider's own configuration of the site, kept secret in Pulumi's state where it has app settings, connection
     * strings or storage accounts. Omitted: the service's defaults.
     */
    siteConfig?: pulumi.Input<inputs.SiteConfigArgs | undefined>;
    /** False: plain HTTP is answered too. Omitted: true. */
    httpsOnly?: pulumi.Input<boolean | undefined>;
    /** Managed identity of the app and its slots. Omitted: none. */
    identity?: pulumi.Input<inputs.ManagedServiceIdentityArgs | undefined>;
    /** Whose requests the platform lets through to the app and its slots. Omitted: everybody's. */
    authentication?: AuthenticationArgs | undefined;
    /** Tags of the app. Omitted: none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/** Checks what web apps take, sticky or not, and completes it with the defaults. */
export function readWebSite(
    check: Checks,
    name: string,
    args: WebSiteArgs & { readonly slots?: Record<string, SlotArgs> },
    stateless: StatelessArgs | undefined,
) {
    return {
        webAppName: readSiteName(check, name, "webAppName", args.webAppName),
        /** What the app and its slots have alike. */
        common: {
            resourceGroupName: check.required(
                "resourceGroupName",
                args.resourceGroupName,
                "give the name of the resource group.",
            ),
            serverFarmId: check.required("serverFarmId", args.serverFarmId, "give the id of an App Service plan."),
            location: args.location as pulumi.Input<string> | undefined,
            kind: readKind(check, args),
            httpsOnly: args.httpsOnly ?? true,
            identity: args.identity,
        },
        app: { siteConfig: hideSecrets(args.siteConfig), tags: declaredTags(args.tags, stateless) },
        slots: Object.fromEntries(
            Object.entries(args.slots ?? {}).map(([slot, own]) => {
                readSlotName(check, slot);
                const siteConfig = hideSecrets(own.siteConfig ?? args.siteConfig);
                return [slot, { siteConfig, tags: declaredTags(own.tags ?? args.tags, stateless) }];
            }),
        ),
        authentication: readAuthentication(check, args.authentication, false),
    };
}

function readKind(check: Checks, args: WebSiteArgs): pulumi.Input<string> | undefined {
    return check.value("kind", args.kind, (kind) =>
        /functionapp|workflowapp/i.test(kind)
            ? "Functions and Logic Apps are meant to keep nothing between requests, and a pinned client would stay on an old " +
              "instance while the app scales out. Use FunctionApp for Functions, and LogicApp for Logic Apps."
            : undefined,
    );
}

function readSlotName(check: Checks, slot: string): void {
    if (SLOT_NAME.test(slot) && slot.toLowerCase() !== "production") return;
    check.fail(
        `slots.${slot}`,
        slot,
        "a slot's name has to have 2 to 59 letters, digits and hyphens, neither begin nor end with a hyphen, and not be " +
            '"production", which is the app itself.',
    );
}
