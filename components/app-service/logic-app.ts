import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { describeHop } from "../affinity/hop";
import { declaredTags } from "../affinity/labels";
import { type StatelessArgs } from "../affinity/stateless";
import { type Affinity, noAffinity } from "../affinity/vocabulary";

import { type ContentShareArgs, hideKey, readContentShare } from "./sites/content-share";
import { type ElasticScaleArgs, readElasticScale, refuseForeignPlan } from "./sites/elastic-scale";
import { askForTokens } from "./sites/entra-authentication";
import { type AuthenticationArgs, authResourceOf, readAuthentication } from "./sites/entra-settings";
import { createPlan } from "./sites/own-plan";
import { joinSettings, toList } from "./sites/site-config";
import { readSiteName } from "./sites/site-name";
import { grantHostStorage, type HostStorageArgs, identityOf, readHostStorage } from "./workflows/host-storage";
import { readWorkflowSettings, type WorkflowRuntimeArgs } from "./workflows/workflow-settings";

/** Arguments of {@link LogicApp}. */
export interface LogicAppArgs extends ElasticScaleArgs, WorkflowRuntimeArgs {
    /** Resource group that the app is created in. */
    resourceGroupName: pulumi.Input<string>;
    /** Region of the app and of a plan of its own. Omitted: the resource group's. */
    location?: pulumi.Input<string | undefined>;
    /** Resource id of a Workflow Standard plan. Omitted: the component creates one for this app alone. */
    serverFarmId?: pulumi.Input<string | undefined>;
    /** Size of the machines. Only without `serverFarmId`, since it is the plan's. Omitted: "WS1". */
    size?: pulumi.Input<"WS1" | "WS2" | "WS3" | undefined>;
    /** The share that holds the workflows. A Workflow Standard plan takes a key for it only, kept secret. */
    contentShare: ContentShareArgs;
    /** The storage of runs, reached by an identity. Omitted: it is in the account of `contentShare`, reached by its key. */
    hostStorage?: HostStorageArgs | undefined;
    /** The app's name, 2 to 60 characters, unique in Azure. Omitted: Pulumi makes one from the component's name. */
    logicAppName?: pulumi.Input<string | undefined>;
    /** Whose requests the platform lets through to the app. Omitted: everybody's; triggers ask for their signature. */
    authentication?: AuthenticationArgs | undefined;
    /** Tags of the app. Omitted: none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
    /** Declares that any instance can serve any request. Omitted: nothing is declared. */
    stateless?: StatelessArgs;
}

/**
 * A Logic App (Standard): workflows on the Functions host, on a Workflow Standard plan.
 *
 * Its runs lie in storage, whichever instance goes on with them, and pinned clients would stay on old instances while the
 * app scales out. So there is no argument for affinity, and the App Service setting is turned off.
 * https://learn.microsoft.com/azure/logic-apps/single-tenant-overview-compare
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class LogicApp extends pulumi.ComponentResource {
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
    /** Object id of the app's own identity, for what its workflows connect to. */
    public readonly principalId: pulumi.Output<string>;
    /** None. */
    public readonly affinity: pulumi.Output<Affinity>;
    private readonly resource: () => pulumi.Output<string>;

    /**
     * @param name name of the component; the app's name is made from it unless `logicAppName` is given.
     * @param args see {@link LogicAppArgs}.
     * @param opts options of the component; providers given here reach its children.
     */
    constructor(name: string, args: LogicAppArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        const hidden = { ...hideKey(args), appSettings: settings.appSettings };
        super("session-affinity:index:LogicApp", name, { ...args, ...hidden }, opts);

        const { place, authentication, hostStorage } = settings;
        this.plan = settings.ownPlan && createPlan(this, name, place, settings.ownPlan);
        this.webApp = new web.WebApp(
            name,
            {
                ...place,
                name: settings.logicAppName,
                kind: "functionapp,workflowapp",
                serverFarmId: this.plan?.id ?? settings.serverFarmId,
                httpsOnly: true,
                clientAffinityEnabled: false,
                identity: identityOf(hostStorage),
                siteConfig: settings.siteConfig,
                tags: settings.tags,
            },
            { parent: this },
        );
        if (hostStorage) grantHostStorage(this, name, hostStorage);
        if (authentication) {
            const site = { resourceGroupName: place.resourceGroupName, name: this.webApp.name };
            askForTokens(this, name, site, authentication);
        }

        this.resource = authResourceOf(settings.check, authentication);
        this.name = this.webApp.name;
        this.resourceId = this.webApp.id;
        this.hostName = this.webApp.defaultHostName;
        this.url = pulumi.interpolate`https://${this.hostName}`;
        this.principalId = this.webApp.identity.apply((identity) => identity?.principalId ?? "");
        this.affinity = pulumi.output(noAffinity("clientAffinityEnabled"));
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
                replicas: settings.scale.replicas,
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
function readArgs(name: string, args: LogicAppArgs) {
    const check = new Checks("LogicApp", name);
    const stateless = check.stateless("stateless", args.stateless);
    const ownPlan = args.serverFarmId === undefined;
    refuseForeignPlan(check, "size", args.size, ownPlan);
    const scale = readElasticScale(check, (argument) => argument, args, ownPlan);
    const size = check.oneOf("size", args.size, ["WS1", "WS2", "WS3"]) ?? "WS1";
    const share = readContentShare(check, "contentShare", args.contentShare);
    const hostStorage = readHostStorage(check, args.hostStorage);
    const { host, appSettings } = readWorkflowSettings(check, args, share, hostStorage);
    const settings = joinSettings(host, appSettings);
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
        ownPlan: ownPlan
            ? {
                  size,
                  tier: "WorkflowStandard",
                  kind: "elastic" as const,
                  linux: false,
                  maximumElasticWorkerCount: scale.maximumElasticWorkerCount,
              }
            : undefined,
        serverFarmId: ownPlan
            ? undefined
            : check.required(
                  "serverFarmId",
                  args.serverFarmId as pulumi.Input<string>,
                  "give the id of a Workflow Standard plan.",
              ),
        logicAppName: readSiteName(check, name, "logicAppName", args.logicAppName),
        hostStorage,
        scale,
        siteConfig: settings.apply((map) => ({
            ...scale.siteConfig,
            // https://learn.microsoft.com/azure/logic-apps/create-single-tenant-workflows-azure-portal#set-up-managed-identity-access-to-your-storage-account
            ...(hostStorage ? { functionsRuntimeScaleMonitoringEnabled: true } : {}),
            appSettings: toList(map),
        })),
        appSettings,
        authentication: readAuthentication(check, args.authentication, true),
        stateless,
        tags: declaredTags(args.tags, stateless),
    };
}
