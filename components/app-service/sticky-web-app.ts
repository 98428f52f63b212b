import { type web as inputs } from "@pulumi/azure-native/types/input";
import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { describeHop } from "../affinity/hop";
import { declaredTags } from "../affinity/labels";
import { type StatelessArgs } from "../affinity/stateless";
import { type Affinity, noAffinity } from "../affinity/vocabulary";

import { readSiteName } from "./site-name";

/** App Service's own cookie. https://learn.microsoft.com/azure/app-service/configure-common */
const COOKIE = "ARRAffinity";
/** Most instances of the largest plan, Isolated. https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#app-service-limits */
const PLAN_LIMIT = 100;
/** What App Service takes as a slot's name, 2 to 59 characters. https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftweb */
const SLOT_NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,57}[A-Za-z0-9]$/;
/** Parts of a site's configuration that hold keys and passwords. */
const SECRET_PARTS = ["appSettings", "connectionStrings", "azureStorageAccounts"] as const;

/** `cookie` keeps each client on the instance that it got first, `none` does not. */
export type WebAppAffinity = "cookie" | "none";

/** A slot of a {@link StickyWebApp}. What is left out is as the app has it. */
export interface WebAppSlotArgs {
    /** The provider's own configuration of the slot. Omitted: the app's. */
    siteConfig?: pulumi.Input<inputs.SiteConfigArgs | undefined>;
    /** Whether a client of the slot stays on its instance. Omitted: as for the app. */
    affinity?: pulumi.Input<WebAppAffinity | undefined>;
    /** Tags of the slot. Omitted: the app's. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/** Arguments of {@link StickyWebApp}. */
export interface StickyWebAppArgs {
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
    /** Tags of the app. Omitted: none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
    /** Whether a client stays on its instance. Omitted: "cookie", or "none" where `stateless` is given. */
    affinity?: pulumi.Input<WebAppAffinity | undefined>;
    /**
     * True: the cookie is for the host that a proxy in front (Application Gateway, Front Door, API Management) names in
     * `X-Forwarded-Host`; without it the browser drops a cookie for a host that it never asked. Let only the proxy reach
     * the app then. Omitted: false. https://learn.microsoft.com/azure/app-service/configure-common
     */
    proxied?: pulumi.Input<boolean | undefined>;
    /** True: the cookie is partitioned (CHIPS), for an app that other sites embed. Omitted: false. */
    partitioned?: pulumi.Input<boolean | undefined>;
    /** Declares that any instance can serve any request. Omitted: the app is taken to be stateful. */
    stateless?: StatelessArgs;
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

    /**
     * @param name name of the component; the app's name is made from it unless `webAppName` is given.
     * @param args see {@link StickyWebAppArgs}.
     * @param opts options of the component; providers given here reach its children.
     */
    constructor(name: string, args: StickyWebAppArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        const given = { ...args, siteConfig: settings.app.siteConfig, slots: hideSlots(args.slots) };
        super("session-affinity:index:StickyWebApp", name, given, opts);

        this.webApp = new web.WebApp(
            name,
            { ...settings.common, ...settings.app, name: settings.webAppName },
            { parent: this },
        );
        this.name = this.webApp.name;
        this.slots = Object.fromEntries(
            Object.entries(settings.slots).map(([slot, own]) => [
                slot,
                new web.WebAppSlot(
                    `${name}-${slot}`,
                    { ...settings.common, ...own, name: this.name, slot },
                    { parent: this },
                ),
            ]),
        );

        this.resourceId = this.webApp.id;
        this.hostName = this.webApp.defaultHostName;
        this.url = pulumi.interpolate`https://${this.hostName}`;
        this.affinity = settings.app.clientAffinityEnabled.apply(describeAffinity);
        this.registerOutputs({
            webApp: this.webApp,
            slots: this.slots,
            name: this.name,
            resourceId: this.resourceId,
            hostName: this.hostName,
            url: this.url,
            affinity: this.affinity,
            hop: describeHop("app-service", {
                // A number that the engine can store: its state has none for "unbounded".
                replicas: { min: 1, max: PLAN_LIMIT, source: "the plan's: the component does not create it" },
                affinity: this.affinity,
                clientFacing: true,
                stateless: settings.stateless,
            }),
        });
    }
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: StickyWebAppArgs) {
    const check = new Checks("StickyWebApp", name);
    const stateless = check.stateless("stateless", args.stateless);
    const affinity = readAffinity(check, args);
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
        app: {
            ...clientAffinity(affinity, affinity.affinity),
            siteConfig: hideSecrets(args.siteConfig),
            tags: declaredTags(args.tags, stateless),
        },
        slots: Object.fromEntries(
            Object.entries(args.slots ?? {}).map(([slot, own]) => [
                slot,
                {
                    ...clientAffinity(affinity, readSlotAffinity(check, slot, own, args) ?? affinity.affinity),
                    siteConfig: hideSecrets(own.siteConfig ?? args.siteConfig),
                    tags: declaredTags(own.tags ?? args.tags, stateless),
                },
            ]),
        ),
        stateless,
    };
}

function readKind(check: Checks, args: StickyWebAppArgs): pulumi.Input<string> | undefined {
    return check.value("kind", args.kind, (kind) =>
        /functionapp|workflowapp/i.test(kind)
            ? "Functions and Logic Apps are meant to keep nothing between requests, and a pinned client would stay on an old " +
              "instance while the app scales out. Use FunctionApp for Functions."
            : undefined,
    );
}

interface AppAffinity {
    readonly affinity: pulumi.Output<WebAppAffinity>;
    readonly proxied: pulumi.Output<boolean>;
    readonly partitioned: pulumi.Output<boolean>;
}

/** The settings of the app's affinity, held against each other once all are known. */
function readAffinity(check: Checks, args: StickyWebAppArgs): AppAffinity {
    const byDefault: WebAppAffinity = args.stateless ? "none" : "cookie";
    const held = check.together<{
        affinity: WebAppAffinity;
        proxied: boolean | undefined;
        partitioned: boolean | undefined;
    }>(
        {
            affinity: check.oneOf("affinity", args.affinity, ["cookie", "none"]) ?? byDefault,
            proxied: args.proxied,
            partitioned: args.partitioned,
        },
        (known) => {
            if (known.affinity === "cookie") return refuseStateless(check, "affinity", args);
            for (const setting of ["proxied", "partitioned"] as const) {
                if (known[setting]) {
                    check.fail(setting, true, 'it is about the cookie, and without affinity "cookie" there is none.');
                }
            }
        },
    );
    return {
        affinity: held.apply(({ affinity }) => affinity),
        proxied: held.apply(({ proxied }) => proxied ?? false),
        partitioned: held.apply(({ partitioned }) => partitioned ?? false),
    };
}

function readSlotAffinity(
    check: Checks,
    slot: string,
    own: WebAppSlotArgs,
    args: StickyWebAppArgs,
): pulumi.Output<WebAppAffinity> | undefined {
    const path = `slots.${slot}`;
    if (!SLOT_NAME.test(slot) || slot.toLowerCase() === "production") {
        check.fail(
            path,
            slot,
            "a slot's name has to have 2 to 59 letters, digits and hyphens, neither begin nor end with a hyphen, and not be " +
                '"production", which is the app itself.',
        );
    }
    const affinity = check.oneOf(`${path}.affinity`, own.affinity, ["cookie", "none"]);
    if (affinity === undefined) return undefined;
    return check.together<{ affinity: WebAppAffinity }>({ affinity }, (known) => {
        if (known.affinity === "cookie") refuseStateless(check, `${path}.affinity`, args);
    }).affinity;
}

function refuseStateless(check: Checks, path: string, args: StickyWebAppArgs): void {
    if (!args.stateless) return;
    check.conflict(path, "stateless", 'an app keeps its clients or is stateless. Leave it out, or set it to "none".');
}

/** The site's properties of affinity, all three written, so that what was on before is turned off where it is left out. */
function clientAffinity({ proxied, partitioned }: AppAffinity, affinity: pulumi.Output<WebAppAffinity>) {
    const enabled = affinity.apply((word) => word === "cookie");
    const withCookie = (setting: pulumi.Output<boolean>) =>
        pulumi.all([enabled, setting]).apply(([cookie, on]) => cookie && on);
    return {
        clientAffinityEnabled: enabled,
        clientAffinityProxyEnabled: withCookie(proxied),
        clientAffinityPartitioningEnabled: withCookie(partitioned),
    };
}

/** A configuration with keys or passwords in it, as a secret; any other as it is. */
function hideSecrets(
    siteConfig: pulumi.Input<inputs.SiteConfigArgs | undefined> | undefined,
): pulumi.Output<inputs.SiteConfigArgs> | undefined {
    if (siteConfig === undefined) return undefined;
    return pulumi.output(siteConfig).apply((config) => {
        const hidden = SECRET_PARTS.some((part) => config?.[part] !== undefined);
        return hidden ? pulumi.secret(config) : pulumi.output(config);
    }) as pulumi.Output<inputs.SiteConfigArgs>;
}

function hideSlots(slots: StickyWebAppArgs["slots"]): StickyWebAppArgs["slots"] {
    return (
        slots &&
        Object.fromEntries(
            Object.entries(slots).map(([slot, own]) => [slot, { ...own, siteConfig: hideSecrets(own.siteConfig) }]),
        )
    );
}

function describeAffinity(enabled: boolean): Affinity {
    const source = "clientAffinityEnabled";
    return enabled ? { kind: "cookie", strength: "strong", key: COOKIE, source } : noAffinity(source);
}
