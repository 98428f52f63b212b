import type * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { describeHop } from "../affinity/hop";
import { type Affinity, noAffinity } from "../affinity/vocabulary";

import { type ClientAffinityArgs, readClientAffinity, type WebAppAffinity } from "./sites/client-affinity";
import { authResourceOf } from "./sites/entra-settings";
import { PLAN_REPLICAS } from "./sites/plan-replicas";
import { hideSecrets, hideSlots } from "./sites/site-config";
import { readWebSite, type SlotArgs, type WebSiteArgs } from "./sites/web-site-args";
import { createWebSites } from "./sites/web-sites";

/** App Service's own cookie. https://learn.microsoft.com/azure/app-service/configure-common */
const COOKIE = "ARRAffinity";

/** A slot of a {@link StickyWebApp}. What is left out is as the app has it. */
export interface WebAppSlotArgs extends SlotArgs {
    /** Whether a client of the slot stays on its instance. Omitted: as for the app. */
    affinity?: pulumi.Input<WebAppAffinity | undefined>;
}

/** Arguments of {@link StickyWebApp}. */
export interface StickyWebAppArgs extends WebSiteArgs, ClientAffinityArgs {
    /** Deployment slots by their names. Omitted: none. */
    slots?: Record<string, WebAppSlotArgs>;
}

/**
 * An App Service web app that keeps each client on one instance, with its deployment slots.
 *
 * azure-native sends `clientAffinityEnabled: false` where it is left out, although the service's own default is true, and
 * slots do not take the app's setting; so the component always writes it, for the app and for every slot.
 * https://github.com/pulumi/pulumi-azure-native/issues/4403
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class StickyWebApp extends pulumi.ComponentResource {
    /** The app itself. */
    public readonly webApp: web.WebApp;
    /** The slots by their names. */
    public readonly slots: Readonly<Record<string, web.WebAppSlot>>;
    /** Name of the app. */
    public readonly name: pulumi.Output<string>;
    /** Resource id of the app. */
    public readonly resourceId: pulumi.Output<string>;
    /** Host name of the app. */
    public readonly hostName: pulumi.Output<string>;
    /** Address of the app, `https://<host name>`. */
    public readonly url: pulumi.Output<string>;
    /** What keeps a client on its instance. */
    public readonly affinity: pulumi.Output<Affinity>;
    private readonly resource: () => pulumi.Output<string>;

    /**
     * @param name name of the component; the app's name is made from it unless `webAppName` is given.
     * @param args see {@link StickyWebAppArgs}.
     * @param opts options of the component; providers given here reach its children.
     */
    constructor(name: string, args: StickyWebAppArgs, opts?: pulumi.ComponentResourceOptions) {
        const { check, stateless, affinity, site } = readArgs(name, args);
        const given = { ...args, siteConfig: hideSecrets(args.siteConfig), slots: hideSlots(args.slots) };
        super("session-affinity:index:StickyWebApp", name, given, opts);

        const { webApp, slots } = createWebSites(this, name, site, (slot) =>
            slot === undefined ? affinity.app : (affinity.slots[slot] ?? affinity.app),
        );
        this.webApp = webApp;
        this.slots = slots;
        this.resource = authResourceOf(check, site.authentication);
        this.name = webApp.name;
        this.resourceId = webApp.id;
        this.hostName = webApp.defaultHostName;
        this.url = pulumi.interpolate`https://${this.hostName}`;
        this.affinity = affinity.app.clientAffinityEnabled.apply(describeAffinity);
        this.registerOutputs({
            webApp: this.webApp,
            slots: this.slots,
            name: this.name,
            resourceId: this.resourceId,
            hostName: this.hostName,
            url: this.url,
            ...(site.authentication ? { authResource: this.authResource } : {}),
            affinity: this.affinity,
            hop: describeHop("app-service", {
                replicas: PLAN_REPLICAS,
                affinity: this.affinity,
                clientFacing: true,
                stateless,
            }),
        });
    }

    /**
     * Whom callers' tokens have to be for: what `ApimBackend` takes as `auth: { managedIdentity: { resource } }`.
     *
     * @throws {pulumi.InputPropertyError} where the app has no `authentication`.
     */
    public get authResource(): pulumi.Output<string> {
        return this.resource();
    }
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: StickyWebAppArgs) {
    const check = new Checks("StickyWebApp", name);
    const stateless = check.stateless("stateless", args.stateless);
    const site = readWebSite(check, name, args, stateless);
    return { check, stateless, site, affinity: readClientAffinity(check, args) };
}

function describeAffinity(enabled: boolean): Affinity {
    const source = "clientAffinityEnabled";
    return enabled ? { kind: "cookie", strength: "strong", key: COOKIE, source } : noAffinity(source);
}
