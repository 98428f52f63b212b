import type * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { describeHop } from "../affinity/hop";
import { type StatelessArgs } from "../affinity/stateless";
import { type Affinity, noAffinity } from "../affinity/vocabulary";

import { NO_CLIENT_AFFINITY } from "./sites/client-affinity";
import { authResourceOf } from "./sites/entra-settings";
import { PLAN_REPLICAS } from "./sites/plan-replicas";
import { hideSecrets, hideSlots } from "./sites/site-config";
import { readWebSite, type SlotArgs, type WebSiteArgs } from "./sites/web-site-args";
import { createWebSites } from "./sites/web-sites";

/** Arguments of {@link WebApp}. */
export interface WebAppArgs extends WebSiteArgs {
    /** Declares that any instance can serve any request. Omitted: nothing is declared, and the policy pack asks for affinity where there are several instances. */
    stateless?: StatelessArgs;
    /** Deployment slots by their names. Omitted: none. */
    slots?: Record<string, SlotArgs>;
}

/**
 * An App Service web app that keeps no client on an instance, with its deployment slots: for an app that runs on one
 * instance, or that any instance can serve. Use `StickyWebApp` for one that keeps sessions in its memory.
 *
 * That affinity is off is written for the app and every slot: the service's own default is on.
 *
 * @throws {pulumi.InputPropertyError} for a wrong or missing argument, with its property path.
 */
export class WebApp extends pulumi.ComponentResource {
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
    /** None. */
    public readonly affinity: pulumi.Output<Affinity>;
    private readonly resource: () => pulumi.Output<string>;

    /**
     * @param name name of the component; the app's name is made from it unless `webAppName` is given.
     * @param args see {@link WebAppArgs}.
     * @param opts options of the component; providers given here reach its children.
     */
    constructor(name: string, args: WebAppArgs, opts?: pulumi.ComponentResourceOptions) {
        const check = new Checks("WebApp", name);
        const stateless = check.stateless("stateless", args.stateless);
        const site = readWebSite(check, name, args, stateless);
        const given = { ...args, siteConfig: hideSecrets(args.siteConfig), slots: hideSlots(args.slots) };
        super("session-affinity:index:WebApp", name, given, opts);

        const { webApp, slots } = createWebSites(this, name, site, () => NO_CLIENT_AFFINITY);
        this.webApp = webApp;
        this.slots = slots;
        this.resource = authResourceOf(check, site.authentication);
        this.name = webApp.name;
        this.resourceId = webApp.id;
        this.hostName = webApp.defaultHostName;
        this.url = pulumi.interpolate`https://${this.hostName}`;
        this.affinity = pulumi.output(noAffinity("clientAffinityEnabled"));
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
