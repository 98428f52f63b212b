import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { LogicApp, type LogicAppArgs } from "../../../../components/app-service";
import { refusesFaults } from "../../support/faults";
import { GROUP, STORAGE_ID, webAppId, WORKFLOW_PLAN_ID } from "../../support/furniture";
import { childrenOf, inputsOf } from "../../support/registered";
import { inTheClear, known, type Recorded, reference, run, secret, UNKNOWN, urnOf } from "../../support/program";

const COMPONENT = "session-affinity:index:LogicApp";
const APP = "azure-native:web:WebApp";
const PLAN = "azure-native:web:AppServicePlan";
const ROLE = "azure-native:authorization:RoleAssignment";
const KEY = "canary-of-the-logic-app";
const REASON = "Runs lie in storage, not in an instance.";
const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/flows`;
const PRINCIPAL = "22222222-2222-2222-2222-222222222222";
const NOBODY = { kind: "none", strength: "none", source: "clientAffinityEnabled" };

const contentShare = { connectionString: KEY, shareName: "flows-code" };
const minimal = (): LogicAppArgs => ({ resourceGroupName: "rg", serverFarmId: WORKFLOW_PLAN_ID, contentShare });
const hostStorage = { storageAccountId: STORAGE_ID, identityId: IDENTITY, identityPrincipalId: PRINCIPAL };

/** What azure-native itself adds to every site, and to every `siteConfig`. */
const sdkSite = { hyperV: false, isXenon: false, scmSiteAlsoStopped: false };
const sdkSiteConfig = { http20Enabled: true, localMySqlEnabled: false, netFrameworkVersion: "v4.6" };

const list = (settings: Record<string, string>) => Object.entries(settings).map(([name, value]) => ({ name, value }));
const host = {
    APP_KIND: "workflowApp",
    FUNCTIONS_EXTENSION_VERSION: "~4",
    AzureFunctionsJobHost__extensionBundle__id: "Microsoft.Azure.Functions.ExtensionBundle.Workflows",
    AzureFunctionsJobHost__extensionBundle__version: "[1.*, 2.0.0)",
    FUNCTIONS_WORKER_RUNTIME: "dotnet",
    WEBSITE_NODE_DEFAULT_VERSION: "~20",
};
const byKey = { AzureWebJobsStorage: KEY };
const share = { WEBSITE_CONTENTAZUREFILECONNECTIONSTRING: KEY, WEBSITE_CONTENTSHARE: "flows-code" };

/** Inputs of the app that {@link minimal} gives. */
const minimalInputs = {
    ...sdkSite,
    resourceGroupName: "rg",
    kind: "functionapp,workflowapp",
    serverFarmId: WORKFLOW_PLAN_ID,
    httpsOnly: true,
    clientAffinityEnabled: false,
    identity: { type: "SystemAssigned" },
    siteConfig: secret({ ...sdkSiteConfig, appSettings: list({ ...host, ...byKey, ...share }) }),
};

function hopOf({ outputs }: Recorded) {
    return outputs.get(urnOf(COMPONENT, "web"))?.["hop"] as Record<string, unknown>;
}

describe("LogicApp", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            const make = (args: LogicAppArgs) => run(() => new LogicApp("web", args), { preview });

            it("registers one app without affinity, from the fewest arguments", async () => {
                const recorded = await make(minimal());
                assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "web")), ["WebApp web"]);
                assert.deepEqual(inputsOf(recorded, APP), minimalInputs);
                assert.deepEqual(hopOf(recorded), {
                    platform: "functions",
                    replicas: { min: 0, max: 100, source: "the plan's: the component does not create it" },
                    affinity: NOBODY,
                    clientFacing: true,
                });
            });

            it("hands every argument on, on a plan of its own", async () => {
                const recorded = await make({
                    resourceGroupName: "rg",
                    location: "northeurope",
                    size: "WS2",
                    maximumElasticWorkerCount: 8,
                    functionAppScaleLimit: 6,
                    minimumElasticInstanceCount: 2,
                    preWarmedInstanceCount: 1,
                    contentShare,
                    workerRuntime: "node",
                    nodeVersion: "~22",
                    extensionBundleVersion: "[1.90.0, 2.0.0)",
                    appSettings: { MODE: "shop" },
                    logicAppName: "shop-flows",
                    tags: { team: "shop" },
                    stateless: { reason: REASON, expiresOn: "2031-01-31" },
                });
                assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "web")), ["AppServicePlan web", "WebApp web"]);
                assert.deepEqual(inputsOf(recorded, PLAN), {
                    resourceGroupName: "rg",
                    location: "northeurope",
                    kind: "elastic",
                    sku: { name: "WS2", tier: "WorkflowStandard" },
                    reserved: false,
                    maximumElasticWorkerCount: 8,
                });
                const app = inputsOf(recorded, APP);
                assert.equal(app["serverFarmId"] === UNKNOWN, preview);
                assert.deepEqual(app, {
                    ...minimalInputs,
                    location: "northeurope",
                    name: "shop-flows",
                    serverFarmId: app["serverFarmId"],
                    siteConfig: secret({
                        ...sdkSiteConfig,
                        functionAppScaleLimit: 6,
                        minimumElasticInstanceCount: 2,
                        preWarmedInstanceCount: 1,
                        appSettings: list({
                            ...host,
                            AzureFunctionsJobHost__extensionBundle__version: "[1.90.0, 2.0.0)",
                            FUNCTIONS_WORKER_RUNTIME: "node",
                            WEBSITE_NODE_DEFAULT_VERSION: "~22",
                            ...byKey,
                            ...share,
                            MODE: "shop",
                        }),
                    }),
                    tags: {
                        team: "shop",
                        "session-affinity-stateless": REASON,
                        "session-affinity-stateless-until": "2031-01-31",
                    },
                });
                assert.deepEqual(hopOf(recorded), {
                    platform: "functions",
                    replicas: { min: 2, max: 6, source: "siteConfig.functionAppScaleLimit" },
                    affinity: NOBODY,
                    clientFacing: true,
                    stateless: { reason: REASON, expiresOn: "2031-01-31" },
                });
            });

            it("creates the smallest plan where nothing is said of it", async () => {
                const recorded = await make({ resourceGroupName: "rg", contentShare });
                assert.deepEqual(inputsOf(recorded, PLAN), {
                    resourceGroupName: "rg",
                    kind: "elastic",
                    sku: { name: "WS1", tier: "WorkflowStandard" },
                    reserved: false,
                    maximumElasticWorkerCount: 20,
                });
                const source = "maximumElasticWorkerCount of the plan";
                assert.deepEqual(hopOf(recorded)["replicas"], { min: 0, max: 20, source });
            });

            it("reaches its storage by an identity, with the roles for it", async () => {
                const recorded = await make({ ...minimal(), hostStorage });
                assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "web")), [
                    "RoleAssignment web-storage-account",
                    "RoleAssignment web-storage-blob",
                    "RoleAssignment web-storage-queue",
                    "RoleAssignment web-storage-table",
                    "WebApp web",
                ]);
                const roles = {
                    account: "17d1049b-9a84-46fb-8f53-869881c3d3ab",
                    blob: "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
                    queue: "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
                    table: "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
                };
                for (const [part, role] of Object.entries(roles)) {
                    const subscription = GROUP.split("/").slice(0, 3).join("/");
                    assert.deepEqual(inputsOf(recorded, ROLE, `web-storage-${part}`), {
                        scope: STORAGE_ID,
                        roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
                        principalId: PRINCIPAL,
                        principalType: "ServicePrincipal",
                    });
                }
                assert.deepEqual(inputsOf(recorded, APP), {
                    ...minimalInputs,
                    identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: [IDENTITY] },
                    siteConfig: secret({
                        ...sdkSiteConfig,
                        functionsRuntimeScaleMonitoringEnabled: true,
                        appSettings: list({
                            ...host,
                            AzureWebJobsStorage__blobServiceUri: "https://store.blob.core.windows.net",
                            AzureWebJobsStorage__queueServiceUri: "https://store.queue.core.windows.net",
                            AzureWebJobsStorage__tableServiceUri: "https://store.table.core.windows.net",
                            AzureWebJobsStorage__credential: "managedIdentity",
                            AzureWebJobsStorage__managedIdentityResourceId: IDENTITY,
                            ...share,
                        }),
                    }),
                });
            });

            for (const later of [false, true]) {
                it(`keeps its key and its settings from being stored in the clear${later ? ", known later" : ""}`, async () => {
                    const connectionString = later ? pulumi.output(Promise.resolve(KEY)) : KEY;
                    const recorded = await make({
                        ...minimal(),
                        contentShare: { ...contentShare, connectionString },
                        appSettings: later ? pulumi.output(Promise.resolve({ API: KEY })) : { API: KEY },
                    });
                    const { contentShare: kept, appSettings } = inputsOf(recorded, COMPONENT);
                    assert.deepEqual(kept, { ...contentShare, connectionString: secret(KEY) });
                    assert.deepEqual(appSettings, secret({ API: KEY }));
                    assert.ok(JSON.stringify(inputsOf(recorded, APP)).includes(KEY), "the app gets it");
                    assert.ok(!inTheClear(recorded.resources).includes(KEY));
                    assert.ok(!inTheClear(Object.fromEntries(recorded.outputs)).includes(KEY));
                });
            }
        });
    }

    it("answers with the app's name, id, host name, address and identity", async () => {
        const recorded = await run(
            () => new LogicApp("web", { resourceGroupName: "rg", contentShare, logicAppName: "shop-flows" }),
        );
        const { name, resourceId, hostName, url, principalId, affinity } = recorded.result;
        const answered = await known(pulumi.output({ name, resourceId, hostName, url, principalId, affinity }));
        assert.match(answered?.principalId ?? "", /^[0-9a-f-]{36}$/);
        assert.deepEqual(answered, {
            name: "shop-flows",
            resourceId: webAppId("shop-flows"),
            hostName: "shop-flows.azurewebsites.net",
            url: "https://shop-flows.azurewebsites.net",
            principalId: answered?.principalId,
            affinity: NOBODY,
        });
        assert.deepEqual(recorded.outputs.get(urnOf(COMPONENT, "web")), {
            ...answered,
            webApp: reference(urnOf(APP, "web", COMPONENT)),
            plan: reference(urnOf(PLAN, "web", COMPONENT)),
            hop: hopOf(recorded),
        });
    });

    it("registers no plan where one is given", async () => {
        const recorded = await run(() => new LogicApp("web", minimal()));
        assert.equal(recorded.result.plan, undefined);
        assert.ok(!("plan" in (recorded.outputs.get(urnOf(COMPONENT, "web")) ?? {})));
    });

    refusesFaults<LogicAppArgs>(
        {
            component: "LogicApp",
            good: minimal,
            make: (name, args) => new LogicApp(name, args),
            children: [APP, ROLE],
            // The app does not have the principal's id, and the roles do not have the app's arguments.
            without: (path) => (path === "hostStorage.identityPrincipalId" ? [APP] : [ROLE]),
        },
        [
            {
                title: "no resource group",
                args: { resourceGroupName: undefined },
                path: "resourceGroupName",
                says: ["missing", "resource group"],
            },
            {
                title: "an empty plan",
                args: { serverFarmId: "" },
                path: "serverFarmId",
                says: ["missing", "Workflow Standard plan"],
            },
            {
                title: "no share",
                args: { contentShare: undefined },
                path: "contentShare",
                says: ["missing", "connectionString and shareName"],
                plainOnly: true,
            },
            {
                title: "a share without a key",
                args: { contentShare: { shareName: "flows" } },
                path: "contentShare.connectionString",
                says: ["missing", "connection string"],
            },
            {
                title: "a share with a bad name",
                args: { contentShare: { ...contentShare, shareName: "Flows" } },
                path: "contentShare.shareName",
                says: ['"Flows"', "small letters"],
            },
            ...(["size", "maximumElasticWorkerCount"] as const).map((argument) => ({
                title: `the ${argument} of a plan that is given`,
                args: { [argument]: argument === "size" ? "WS1" : 5 },
                path: argument,
                says: ["cannot stand beside args.serverFarmId"],
                plainOnly: true,
            })),
            {
                title: "an instance too many",
                args: { functionAppScaleLimit: 101 },
                path: "functionAppScaleLimit",
                says: ["is 101:", "from 1 to 100"],
            },
            {
                title: "more instances always there than at most",
                args: { functionAppScaleLimit: 2, minimumElasticInstanceCount: 3 },
                path: "minimumElasticInstanceCount",
                says: ["is 3:", "more than functionAppScaleLimit, which is 2"],
            },
            {
                title: "an unknown language of the host",
                args: { workerRuntime: "java" },
                path: "workerRuntime",
                says: ['"java"', '"dotnet", "node"'],
            },
            ...["20", "~20.1", "latest"].map((nodeVersion) => ({
                title: `Node ${nodeVersion}`,
                args: { nodeVersion },
                path: "nodeVersion",
                says: [`"${nodeVersion}"`, '"~20"'],
            })),
            ...["1.*", "[1.*]", "[1.*, 2.0.0", "(, )"].map((extensionBundleVersion) => ({
                title: `the bundle ${extensionBundleVersion}`,
                args: { extensionBundleVersion },
                path: "extensionBundleVersion",
                says: [`"${extensionBundleVersion}"`, '"[1.*, 2.0.0)"'],
            })),
            ...[
                "APP_KIND",
                "AzureWebJobsStorage",
                "FUNCTIONS_EXTENSION_VERSION",
                "AzureFunctionsJobHost__extensionBundle__version",
                "WEBSITE_CONTENTSHARE",
                "WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT",
            ].map((setting) => ({
                title: `the setting ${setting}`,
                args: { appSettings: { MODE: "1", [setting]: "2" } },
                path: "appSettings",
                says: [`has "${setting}", which the component sets`],
            })),
            {
                title: "a key beside an identity",
                args: { hostStorage, appSettings: { AzureWebJobsStorage: KEY } },
                path: "appSettings",
                says: ['has "AzureWebJobsStorage", which the component sets'],
            },
            {
                title: "an identity's name in place of its id",
                args: { hostStorage: { ...hostStorage, identityId: "flows" } },
                path: "hostStorage.identityId",
                says: ['"flows"', "user-assigned identity"],
            },
            {
                title: "no identity",
                args: { hostStorage: { ...hostStorage, identityId: "" } },
                path: "hostStorage.identityId",
                says: ["missing", "user-assigned identity"],
            },
            {
                title: "no principal",
                args: { hostStorage: { ...hostStorage, identityPrincipalId: "" } },
                path: "hostStorage.identityPrincipalId",
                says: ["missing", "principalId"],
            },
            {
                title: "a storage account's name in place of its id",
                args: { hostStorage: { ...hostStorage, storageAccountId: "store" } },
                path: "hostStorage.storageAccountId",
                says: ['"store"', "resource id of a storage account"],
            },
            {
                title: "a bad name of the app",
                args: { logicAppName: "my_flows" },
                path: "logicAppName",
                says: ['"my_flows"', "2 to 60 letters"],
            },
            {
                title: "a component's name that leaves no room for eight more characters",
                args: {},
                name: "a".repeat(53),
                path: "logicAppName",
                says: ["missing", "give logicAppName"],
            },
            {
                title: "a reason of 9 characters",
                args: { stateless: { reason: "because 9" } },
                path: "stateless.reason",
                says: ['"because 9"', "10 or more"],
            },
        ],
    );

    refusesFaults<LogicAppArgs>(
        {
            component: "LogicApp",
            good: () => ({ resourceGroupName: "rg", contentShare }),
            make: (name, args) => new LogicApp(name, args),
            children: [PLAN],
        },
        [
            {
                title: "an unknown size",
                args: { size: "EP1" },
                path: "size",
                says: ['"EP1"', '"WS1", "WS2", "WS3"'],
            },
            {
                title: "a plan without instances",
                args: { maximumElasticWorkerCount: 0 },
                path: "maximumElasticWorkerCount",
                says: ["is 0:", "from 1 to 100"],
            },
            {
                title: "more instances of the app than of the plan",
                args: { functionAppScaleLimit: 6, maximumElasticWorkerCount: 5 },
                path: "functionAppScaleLimit",
                says: ["is 6:", "more than maximumElasticWorkerCount, which is 5"],
            },
        ],
    );
});
