import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { describeHop } from "../affinity/hop";
import { declaredTags } from "../affinity/labels";
import { type StatelessArgs } from "../affinity/stateless";
import { type Affinity, noAffinity } from "../affinity/vocabulary";

import { type FunctionRuntimeArgs, readRuntime } from "./functions/function-runtime";
import { hideHosting, type FunctionHostingArgs, readHosting } from "./functions/hosting";
import { hostSettings, readAppSettings } from "./functions/host-storage";
import { askForTokens } from "./sites/entra-authentication";
import { type AuthenticationArgs, authResourceOf, readAuthentication } from "./sites/entra-settings";
import { createPlan } from "./sites/own-plan";
import { joinSettings, toList } from "./sites/site-config";
import { readSiteName } from "./sites/site-name";
import { grantStorage, readStorageAccountId, STORAGE_ROLES } from "./sites/storage-account";

/** Arguments of {@link FunctionApp}. */
export interface FunctionAppArgs extends FunctionHostingArgs {
    /** Resource group that the app is created in. */
    resourceGroupName: pulumi.Input<string>;
    /** Region of the app and of a plan of its own. Omitted: the resource group's. */
    location?: pulumi.Input<string | undefined>;
    /** Resource id of a plan of the kind that the plan's argument says. Omitted: the component creates one for this app alone, except for `dedicated`. */
    serverFarmId?: pulumi.Input<string | undefined>;
    /** Resource id of the storage account that the Functions host uses, by the app's identity. The package is to lie in it too. */
    storageAccountId: pulumi.Input<string>;
    /** Language and version. */
    runtime: FunctionRuntimeArgs;
    /** Application settings beside those that the host needs; values may be secret. Omitted: none. */
    appSettings?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
    /** The app's name, 2 to 60 characters, unique in Azure. Omitted: Pulumi makes one from the component's name. */
    functionAppName?: pulumi.Input<string | undefined>;
    /** Whose requests the platform lets through to the app. Omitted: everybody's; functions may ask for keys of their own. */
    authentication?: AuthenticationArgs | undefined;
    /** Tags of the app. Omitted: none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
    /** Declares that any instance can serve any request. Omitted: nothing is declared. */
    stateless?: StatelessArgs;
}

/**
 * A Function App, with its storage reached by the app's own identity instead of keys.
 *
 * Functions have no session affinity: they are meant to keep nothing between requests, and pinned clients would stay on
 * old workers while the app scales out. So there is no argument for it, and the App Service setting is turned off.
 * https://learn.microsoft.com/azure/azure-functions/functions-scale
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class FunctionApp extends pulumi.ComponentResource {
    /** The app itself. */
    public readonly webApp: web.WebApp;
    /** The plan that was created for it; undefined where one was given. */
    public readonly plan: web.AppServicePlan | undefined;
    /** Name of the app. */
    public readonly name: pulumi.Output<string>;
    /** Resource id of the app. */
    public readonly resourceId: pulumi.Output<string>;
    /** Host name of the app. */
    public readonly hostName: pulumi.Output<string>;
    /** Address of the app, `https://<host name>`. */
    public readonly url: pulumi.Output<string>;
    /** Object id of the app's own identity, for further role assignments. */
    public readonly principalId: pulumi.Output<string>;
    /** None: Functions keep no client. */
    public readonly affinity: pulumi.Output<Affinity>;
    private readonly resource: () => pulumi.Output<string>;

    /**
     * @param name name of the component; the app's name is made from it unless `functionAppName` is given.
     * @param args see {@link FunctionAppArgs}.
     * @param opts options of the component; providers given here reach its children.
     */
    constructor(name: string, args: FunctionAppArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        const hidden = { ...hideHosting(args), appSettings: settings.appSettings };
        super("session-affinity:index:FunctionApp", name, { ...args, ...hidden }, opts);

        const { place, hosting, storageAccountId } = settings;
        this.plan = settings.ownPlan && createPlan(this, name, place, settings.ownPlan);
        this.webApp = new web.WebApp(
            name,
            {
                ...place,
                name: settings.functionAppName,
                kind: hosting.kind,
                serverFarmId: this.plan?.id ?? settings.serverFarmId,
                httpsOnly: true,
                clientAffinityEnabled: false,
                identity: { type: "SystemAssigned" },
                ...hosting.site,
                siteConfig: settings.siteConfig,
                tags: settings.tags,
            },
            { parent: this },
        );
        if (settings.apart) {
            const { resourceGroupName } = place;
            const properties = { resourceGroupName, name: this.webApp.name, properties: settings.apart };
            new web.WebAppApplicationSettings(`${name}-settings`, properties, { parent: this });
        }
        this.principalId = this.webApp.identity.apply((identity) => identity?.principalId ?? "");
        grantStorage(this, `${name}-storage`, storageAccountId, STORAGE_ROLES.blob, this.principalId);
        const { authentication } = settings;
        if (authentication) {
            const site = { resourceGroupName: place.resourceGroupName, name: this.webApp.name };
            askForTokens(this, name, site, authentication);
        }

        this.resource = authResourceOf(settings.check, authentication);
        this.name = this.webApp.name;
        this.resourceId = this.webApp.id;
        this.hostName = this.webApp.defaultHostName;
        this.url = pulumi.interpolate`https://${this.hostName}`;
        this.affinity = pulumi.output(noAffinity("Functions keep no client"));
        this.registerOutputs({
            webApp: this.webApp,
            ...(this.plan ? { plan: this.plan } : {}),
            name: this.name,
            resourceId: this.resourceId,
            hostName: this.hostName,
            url: this.url,
            principalId: this.principalId,
            ...(authentication ? { authResource: this.authResource } : {}),
            affinity: this.affinity,
            hop: describeHop("functions", {
                replicas: hosting.replicas,
                affinity: this.affinity,
                clientFacing: true,
                stateless: settings.stateless,
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
function readArgs(name: string, args: FunctionAppArgs) {
    const check = new Checks("FunctionApp", name);
    const stateless = check.stateless("stateless", args.stateless);
    const ownPlan = args.serverFarmId === undefined;
    const hosting = readHosting(check, args, readRuntime(check, args.runtime), ownPlan);
    const storageAccountId = readStorageAccountId(check, "storageAccountId", args.storageAccountId);
    const given = readAppSettings(check, args.appSettings);
    const appSettings = given === undefined ? undefined : pulumi.secret(given);
    const settings = joinSettings(hostSettings(storageAccountId), hosting.settings, appSettings);
    return {
        check,
        place: {
            resourceGroupName: check.required(
                "resourceGroupName",
                args.resourceGroupName,
                "give the name of the resource group.",
            ),
            location: args.location as pulumi.Input<string> | undefined,
        },
        ownPlan: ownPlan ? hosting.plan : undefined,
        serverFarmId: ownPlan
            ? undefined
            : check.required("serverFarmId", args.serverFarmId as pulumi.Input<string>, "give the id of a plan."),
        storageAccountId,
        functionAppName: readSiteName(check, name, "functionAppName", args.functionAppName),
        hosting,
        siteConfig:
            hosting.siteConfig &&
            pulumi
                .all([hosting.siteConfig, settings])
                .apply(([config, map]) => ({ ...config, appSettings: toList(map) })),
        /** Settings that are written beside the app, where its plan takes no configuration with it. */
        apart: hosting.siteConfig ? undefined : settings,
        appSettings,
        authentication: readAuthentication(check, args.authentication, false),
        stateless,
        tags: declaredTags(args.tags, stateless),
    };
}
