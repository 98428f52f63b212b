import * as authorization from "@pulumi/azure-native/authorization";
import { type web as inputs } from "@pulumi/azure-native/types/input";
import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { describeHop } from "../affinity/hop";
import { declaredTags } from "../affinity/labels";
import { type StatelessArgs } from "../affinity/stateless";
import { type Affinity, noAffinity } from "../affinity/vocabulary";

import { readSiteName } from "./site-name";

/** https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan */
const DEFAULT_MAX_INSTANCES = 100;
const INSTANCE_LIMIT = 1000;
const DEFAULT_INSTANCE_MEMORY_MB = 2048;
/** Setting by which the Functions host finds its storage. */
const HOST_STORAGE = "AzureWebJobsStorage__accountName";
/** Storage Blob Data Owner, which the Functions host needs. https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage#storage-blob-data-owner */
const STORAGE_BLOB_DATA_OWNER = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
/** The plan's smallest size; it may come to offer larger ones. https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan#instance-memory */
const SMALLEST_INSTANCE_MB = 512;

/** Language that a Function App runs. */
export interface FunctionRuntimeArgs {
    /** "node", "python", "dotnet-isolated", "java", "powershell" or "custom". */
    name: pulumi.Input<"node" | "python" | "dotnet-isolated" | "java" | "powershell" | "custom">;
    /** Version of the language, such as "20" for Node. */
    version: pulumi.Input<string>;
}

/** Arguments of {@link FunctionApp}. */
export interface FunctionAppArgs {
    /** Resource group that the app is created in. */
    resourceGroupName: pulumi.Input<string>;
    /** Resource id of a Flex Consumption plan (`sku.name` FC1), which the component does not create. */
    serverFarmId: pulumi.Input<string>;
    /** Resource id of the storage account that the Functions host and the deployment package use. */
    storageAccountId: pulumi.Input<string>;
    /** Address of the blob container that holds the deployment package, `https://<account>.blob.core.windows.net/<container>`. */
    deploymentContainerUrl: pulumi.Input<string>;
    /** Language and version. */
    runtime: FunctionRuntimeArgs;
    /** Most instances, 1 to 1000. Omitted: 100. */
    maximumInstanceCount?: pulumi.Input<number | undefined>;
    /** Instances kept ready for HTTP requests, 0 to 1000. Omitted: 0, the app scales to none. */
    alwaysReadyInstances?: pulumi.Input<number | undefined>;
    /** Memory of an instance, in MB, one of the sizes that the plan offers. Omitted: 2048. */
    instanceMemoryMB?: pulumi.Input<number | undefined>;
    /** Application settings beside those that the host needs; values may be secret. Omitted: none. */
    appSettings?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
    /** The app's name, 2 to 60 characters, unique in Azure. Omitted: Pulumi makes one from the component's name. */
    functionAppName?: pulumi.Input<string | undefined>;
    /** Tags of the app. Omitted: none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
    /** Declares that any instance can serve any request. Omitted: nothing is declared. */
    stateless?: StatelessArgs;
}

/**
 * A Function App on a Flex Consumption plan, with its storage reached by the app's own identity instead of keys.
 *
 * Functions have no session affinity: they are meant to keep nothing between requests, and pinned clients would stay on
 * old workers while the app scales out. So there is no argument for it, and the App Service setting is turned off.
 * https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to
 *
 * @throws {pulumi.InputPropertyError} for a wrong or missing argument, with its property path.
 */
export class FunctionApp extends pulumi.ComponentResource {
    /** The app itself. */
    public readonly webApp: web.WebApp;
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

    /**
     * @param name name of the component; the app's name is made from it unless `functionAppName` is given.
     * @param args see {@link FunctionAppArgs}.
     * @param opts options of the component; providers given here reach its children.
     */
    constructor(name: string, args: FunctionAppArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:FunctionApp", name, { ...args, appSettings: settings.appSettings }, opts);

        this.webApp = new web.WebApp(
            name,
            {
                resourceGroupName: settings.resourceGroupName,
                name: settings.functionAppName,
                kind: "functionapp,linux",
                serverFarmId: settings.serverFarmId,
                httpsOnly: true,
                clientAffinityEnabled: false,
                identity: { type: "SystemAssigned" },
                functionAppConfig: settings.functionAppConfig,
                siteConfig: { appSettings: hostSettings(settings.storageAccountId, settings.appSettings) },
                tags: settings.tags,
            },
            { parent: this },
        );
        this.principalId = this.webApp.identity.apply((identity) => identity?.principalId ?? "");
        new authorization.RoleAssignment(
            `${name}-storage`,
            {
                scope: settings.storageAccountId,
                roleDefinitionId: roleDefinitionId(settings.storageAccountId, STORAGE_BLOB_DATA_OWNER),
                principalId: this.principalId,
                principalType: "ServicePrincipal",
            },
            { parent: this },
        );

        this.name = this.webApp.name;
        this.resourceId = this.webApp.id;
        this.hostName = this.webApp.defaultHostName;
        this.url = pulumi.interpolate`https://${this.hostName}`;
        this.affinity = pulumi.output(noAffinity("Functions keep no client"));
        this.registerOutputs({
            webApp: this.webApp,
            name: this.name,
            resourceId: this.resourceId,
            hostName: this.hostName,
            url: this.url,
            principalId: this.principalId,
            affinity: this.affinity,
            hop: describeHop("functions", {
                replicas: settings.instances.apply((instances) => ({
                    ...instances,
                    source: "functionAppConfig.scaleAndConcurrency",
                })),
                affinity: this.affinity,
                clientFacing: true,
                stateless: settings.stateless,
            }),
        });
    }
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: FunctionAppArgs) {
    const check = new Checks("FunctionApp", name);
    const stateless = check.stateless("stateless", args.stateless);
    const instances = check.together<{ min: number; max: number }>(
        {
            min: check.integer("alwaysReadyInstances", args.alwaysReadyInstances, { min: 0, max: INSTANCE_LIMIT }) ?? 0,
            max:
                check.integer("maximumInstanceCount", args.maximumInstanceCount, { min: 1, max: INSTANCE_LIMIT }) ??
                DEFAULT_MAX_INSTANCES,
        },
        (known) => {
            if (known.min > known.max) {
                check.fail(
                    "alwaysReadyInstances",
                    known.min,
                    `it cannot be more than maximumInstanceCount, which is ${known.max}.`,
                );
            }
        },
    );
    return {
        resourceGroupName: check.required(
            "resourceGroupName",
            args.resourceGroupName,
            "give the name of the resource group.",
        ),
        serverFarmId: check.required("serverFarmId", args.serverFarmId, "give the id of a Flex Consumption plan."),
        storageAccountId: check.text(
            "storageAccountId",
            check.required("storageAccountId", args.storageAccountId, "give the id of the storage account."),
            /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Storage\/storageAccounts\/[^/]+$/i,
            "it has to be the resource id of a storage account.",
        ) as pulumi.Input<string>,
        functionAppName: readSiteName(check, name, "functionAppName", args.functionAppName),
        functionAppConfig: readFunctionAppConfig(check, args, instances),
        appSettings: readAppSettings(check, args),
        instances,
        stateless,
        tags: declaredTags(args.tags, stateless),
    };
}

function readFunctionAppConfig(
    check: Checks,
    args: FunctionAppArgs,
    instances: pulumi.Output<{ min: number; max: number }>,
): inputs.FunctionAppConfigArgs {
    const runtime = check.required(
        "runtime",
        args.runtime,
        "give the language and its version.",
    ) as FunctionRuntimeArgs;
    return {
        deployment: {
            storage: {
                type: "blobContainer",
                value: check.text(
                    "deploymentContainerUrl",
                    check.required(
                        "deploymentContainerUrl",
                        args.deploymentContainerUrl,
                        "give the address of the blob container for the deployment package.",
                    ),
                    /^https:\/\/[^/]+\/[^/]+$/,
                    "it has to be https://<account's blob host>/<container>.",
                ),
                authentication: { type: "SystemAssignedIdentity" },
            },
        },
        runtime: {
            name: check.oneOf("runtime.name", check.required("runtime.name", runtime.name, "give the language."), [
                "node",
                "python",
                "dotnet-isolated",
                "java",
                "powershell",
                "custom",
            ]),
            version: check.required("runtime.version", runtime.version, "give the language's version."),
        },
        scaleAndConcurrency: {
            maximumInstanceCount: instances.max,
            instanceMemoryMB:
                check.value("instanceMemoryMB", args.instanceMemoryMB, (size) =>
                    Number.isInteger(size) && size >= SMALLEST_INSTANCE_MB
                        ? undefined
                        : `it has to be a whole number from ${SMALLEST_INSTANCE_MB} up, one of the plan's sizes in MB.`,
                ) ?? DEFAULT_INSTANCE_MEMORY_MB,
            alwaysReady: instances.min.apply((min) => (min > 0 ? [{ name: "http", instanceCount: min }] : [])),
        },
    };
}

function readAppSettings(check: Checks, args: FunctionAppArgs): pulumi.Output<Record<string, string>> | undefined {
    const settings = check.without<Record<string, pulumi.Input<string>>>("appSettings", args.appSettings, [
        HOST_STORAGE,
    ]);
    return settings === undefined ? undefined : pulumi.secret(settings);
}

/** The host finds its storage by the account's name and the app's identity. https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity */
function hostSettings(
    storageAccountId: pulumi.Input<string>,
    appSettings: pulumi.Input<Record<string, string> | undefined> | undefined,
): pulumi.Output<inputs.NameValuePairArgs[]> {
    return pulumi.all([storageAccountId, appSettings]).apply(([id, own]) =>
        Object.entries({ [HOST_STORAGE]: id.split("/").at(-1) ?? "", ...own }).map(([key, value]) => ({
            name: key,
            value,
        })),
    );
}

function roleDefinitionId(scope: pulumi.Input<string>, role: string): pulumi.Output<string> {
    return pulumi.output(scope).apply((id) => {
        const subscription = id.split("/").slice(0, 3).join("/");
        return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
    });
}
