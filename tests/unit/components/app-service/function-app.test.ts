import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { FunctionApp, type FunctionAppArgs } from "../../../../components/app-service";
import { refusesFaults } from "../../support/faults";
import { OWNER_ROLE_ID, PLAN_ID, STORAGE_ID, webAppId } from "../../support/furniture";
import { inTheClear, known, type Recorded, reference, run, secret, UNKNOWN, urnOf } from "../../support/program";

const COMPONENT = "session-affinity:index:FunctionApp";
const APP = "azure-native:web:WebApp";
const SETTINGS = "azure-native:web:WebAppApplicationSettings";
const ROLE = "azure-native:authorization:RoleAssignment";
const CONTAINER = "https://store.blob.core.windows.net/packages";
const REASON = "Each call is a pure function.";
const NOBODY = { kind: "none", strength: "none", source: "Functions keep no client" };

const minimal = (): FunctionAppArgs => ({
    resourceGroupName: "rg",
    serverFarmId: PLAN_ID,
    storageAccountId: STORAGE_ID,
    flex: { deploymentContainerUrl: CONTAINER },
    runtime: { name: "node", version: "20" },
});

/** The plan's arguments with these among them. */
const flex = (args: object) => ({ flex: { deploymentContainerUrl: CONTAINER, ...args } });

/** What azure-native itself adds to every site. */
const sdkSite = { hyperV: false, isXenon: false, scmSiteAlsoStopped: false };

const hostSettings = {
    AzureWebJobsStorage__accountName: "store",
    AzureWebJobsStorage__credential: "managedidentity",
};

/** Inputs of the app that {@link minimal} gives. */
const minimalInputs = {
    ...sdkSite,
    resourceGroupName: "rg",
    kind: "functionapp,linux",
    serverFarmId: PLAN_ID,
    httpsOnly: true,
    clientAffinityEnabled: false,
    identity: { type: "SystemAssigned" },
    functionAppConfig: {
        deployment: {
            storage: {
                type: "blobContainer",
                value: CONTAINER,
                authentication: { type: "SystemAssignedIdentity" },
            },
        },
        runtime: { name: "node", version: "20" },
        scaleAndConcurrency: { maximumInstanceCount: 100, instanceMemoryMB: 2048, alwaysReady: [] },
    },
};

/** Asserts that the program made one component with an app, its settings and a role assignment below it, and returns their inputs. */
function children({ resources: registered }: Recorded): Record<"app" | "settings" | "role", Record<string, unknown>> {
    const shape = ({ type, name, parent, custom }: (typeof registered)[number]) => ({ type, name, parent, custom });
    const parent = urnOf(COMPONENT, "web");
    // Which of those below the app comes first is not settled: they are registered side by side.
    const order = [COMPONENT, APP, SETTINGS, ROLE];
    const sorted = [...registered].sort((one, other) => order.indexOf(one.type) - order.indexOf(other.type));
    assert.deepEqual(sorted.map(shape), [
        { type: COMPONENT, name: "web", parent: "", custom: false },
        { type: APP, name: "web", parent, custom: true },
        { type: SETTINGS, name: "web-settings", parent, custom: true },
        { type: ROLE, name: "web-storage", parent, custom: true },
    ]);
    const [app, settings, role] = sorted.slice(1).map(({ inputs }) => inputs);
    return { app: app ?? {}, settings: settings ?? {}, role: role ?? {} };
}

function hopOf({ outputs }: Recorded): unknown {
    return outputs.get(urnOf(COMPONENT, "web"))?.["hop"];
}

describe("FunctionApp", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("registers one app without affinity and its way to the storage, from the fewest arguments", async () => {
                const recorded = await run(() => new FunctionApp("web", minimal()), { preview });
                const { app, settings, role } = children(recorded);
                assert.deepEqual(app, minimalInputs);
                assert.deepEqual(settings, {
                    resourceGroupName: "rg",
                    name: settings["name"],
                    properties: hostSettings,
                });
                assert.deepEqual(
                    { ...role, principalId: typeof role["principalId"] },
                    {
                        scope: STORAGE_ID,
                        roleDefinitionId: OWNER_ROLE_ID,
                        principalId: "string",
                        principalType: "ServicePrincipal",
                    },
                );
                assert.equal(role["principalId"] === UNKNOWN, preview);
                assert.deepEqual(hopOf(recorded), {
                    platform: "functions",
                    replicas: { min: 0, max: 100, source: "functionAppConfig.scaleAndConcurrency" },
                    affinity: NOBODY,
                    clientFacing: true,
                });
            });

            it("hands every argument on", async () => {
                const args: FunctionAppArgs = {
                    ...minimal(),
                    runtime: { name: "python", version: "3.12" },
                    flex: {
                        deploymentContainerUrl: CONTAINER,
                        maximumInstanceCount: 40,
                        alwaysReadyInstances: 2,
                        instanceMemoryMB: 4096,
                    },
                    location: "westeurope",
                    appSettings: { MODE: "shop" },
                    functionAppName: "shop-orders",
                    tags: { team: "shop" },
                    stateless: { reason: REASON, expiresOn: "2031-01-31" },
                };
                const recorded = await run(() => new FunctionApp("web", args), { preview });
                assert.deepEqual(children(recorded).settings["properties"], secret({ ...hostSettings, MODE: "shop" }));
                assert.deepEqual(children(recorded).app, {
                    ...minimalInputs,
                    location: "westeurope",
                    name: "shop-orders",
                    functionAppConfig: {
                        ...minimalInputs.functionAppConfig,
                        runtime: { name: "python", version: "3.12" },
                        scaleAndConcurrency: {
                            maximumInstanceCount: 40,
                            instanceMemoryMB: 4096,
                            alwaysReady: [{ name: "http", instanceCount: 2 }],
                        },
                    },
                    tags: {
                        team: "shop",
                        "session-affinity-stateless": REASON,
                        "session-affinity-stateless-until": "2031-01-31",
                    },
                });
                assert.deepEqual(hopOf(recorded), {
                    platform: "functions",
                    replicas: { min: 2, max: 40, source: "functionAppConfig.scaleAndConcurrency" },
                    affinity: NOBODY,
                    clientFacing: true,
                    stateless: { reason: REASON, expiresOn: "2031-01-31" },
                });
            });

            it("keeps its settings from the component's inputs in the clear", async () => {
                const canary = "canary-of-the-function-app";
                const recorded = await run(
                    () => new FunctionApp("web", { ...minimal(), appSettings: { KEY: canary } }),
                    { preview },
                );
                assert.deepEqual(recorded.resources[0]?.inputs["appSettings"], secret({ KEY: canary }));
                assert.ok(JSON.stringify(children(recorded).settings).includes(canary), "the app gets it");
                for (const { inputs } of recorded.resources) assert.ok(!inTheClear(inputs).includes(canary));
                assert.ok(!inTheClear(Object.fromEntries(recorded.outputs)).includes(canary));
            });
        });
    }

    it("answers with the app's name, id, host name, address and identity", async () => {
        const recorded = await run(() => new FunctionApp("web", { ...minimal(), functionAppName: "shop-orders" }));
        const { role } = children(recorded);
        const expected = {
            name: "shop-orders",
            resourceId: webAppId("shop-orders"),
            hostName: "shop-orders.azurewebsites.net",
            url: "https://shop-orders.azurewebsites.net",
            principalId: role["principalId"],
            affinity: NOBODY,
        };
        const { name, resourceId, hostName, url, principalId, affinity } = recorded.result;
        assert.deepEqual(
            await known(pulumi.output({ name, resourceId, hostName, url, principalId, affinity })),
            expected,
        );
        assert.deepEqual(recorded.outputs.get(urnOf(COMPONENT, "web")), {
            ...expected,
            webApp: reference(urnOf(APP, "web", COMPONENT)),
            hop: {
                platform: "functions",
                replicas: { min: 0, max: 100, source: "functionAppConfig.scaleAndConcurrency" },
                affinity: NOBODY,
                clientFacing: true,
            },
        });
        assert.match(String(role["principalId"]), /^[0-9a-f-]{36}$/);
    });

    refusesFaults<FunctionAppArgs>(
        {
            component: "FunctionApp",
            good: minimal,
            make: (name, args) => new FunctionApp(name, args),
            children: [APP, SETTINGS, ROLE],
            // On this plan the app itself has no settings, and the role is on the storage.
            without: (path) => (path === "storageAccountId" ? [APP] : path === "appSettings" ? [APP, ROLE] : []),
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
                says: ["missing", "the id of a plan"],
            },
            {
                title: "no storage account",
                args: { storageAccountId: undefined },
                path: "storageAccountId",
                says: ["missing", "storage account"],
            },
            {
                title: "a storage account's name in place of its id",
                args: { storageAccountId: "store" },
                path: "storageAccountId",
                says: ['"store"', "resource id of a storage account"],
            },
            {
                title: "no container for the package",
                args: { flex: { deploymentContainerUrl: "" } },
                path: "flex.deploymentContainerUrl",
                says: ["missing", "blob container"],
            },
            ...["http://store.blob.core.windows.net/packages", "https://store.blob.core.windows.net/", "packages"].map(
                (deploymentContainerUrl) => ({
                    title: `the container ${deploymentContainerUrl}`,
                    args: { flex: { deploymentContainerUrl } },
                    path: "flex.deploymentContainerUrl",
                    says: [`"${deploymentContainerUrl}"`, "https://<account's blob host>/<container>"],
                }),
            ),
            {
                title: "no runtime",
                args: { runtime: undefined },
                path: "runtime",
                says: ["missing", "language and its version"],
                plainOnly: true,
            },
            {
                title: "an unknown language",
                args: { runtime: { name: "ruby", version: "3" } },
                path: "runtime.name",
                says: ['"ruby"', '"node", "python", "dotnet-isolated", "java", "powershell", "custom"'],
            },
            {
                title: "no language",
                args: { runtime: { name: "", version: "3" } },
                path: "runtime.name",
                says: ["missing", "language"],
            },
            {
                title: "no version of the language",
                args: { runtime: { name: "node", version: undefined } },
                path: "runtime.version",
                says: ["missing", "version"],
            },
            ...[0, 1001, 1.5].map((maximumInstanceCount) => ({
                title: `${maximumInstanceCount} instances at most`,
                args: flex({ maximumInstanceCount }),
                path: "flex.maximumInstanceCount",
                says: [`is ${maximumInstanceCount}:`, "whole number from 1 to 1000"],
            })),
            ...[-1, 1001, 0.5].map((alwaysReadyInstances) => ({
                title: `${alwaysReadyInstances} instances always ready`,
                args: flex({ alwaysReadyInstances }),
                path: "flex.alwaysReadyInstances",
                says: [`is ${alwaysReadyInstances}:`, "whole number from 0 to 1000"],
            })),
            {
                title: "more instances always ready than at most",
                args: flex({ alwaysReadyInstances: 5, maximumInstanceCount: 4 }),
                path: "flex.alwaysReadyInstances",
                says: ["is 5:", "more than flex.maximumInstanceCount, which is 4"],
            },
            {
                title: "more instances always ready than the default at most",
                args: flex({ alwaysReadyInstances: 101 }),
                path: "flex.alwaysReadyInstances",
                says: ["is 101:", "which is 100"],
            },
            {
                title: "the setting by which the host finds its storage",
                args: { appSettings: { MODE: "fast", AzureWebJobsStorage__accountName: "other" } },
                path: "appSettings",
                says: ['has "AzureWebJobsStorage__accountName", which the component sets. Leave it out.'],
            },
            ...[0, -2048, 511, 2048.5].map((instanceMemoryMB) => ({
                title: `instances of ${instanceMemoryMB} MB`,
                args: flex({ instanceMemoryMB }),
                path: "flex.instanceMemoryMB",
                says: [`is ${instanceMemoryMB}:`, "whole number from 512 up"],
            })),
            ...["a", "-shop", "shop-", "my_shop", "a".repeat(61)].map((functionAppName) => ({
                title: `the app's name ${functionAppName}`,
                args: { functionAppName },
                path: "functionAppName",
                says: [`"${functionAppName.slice(0, 50)}`, "2 to 60 letters"],
            })),
            {
                title: "a component's name that leaves no room for eight more characters",
                args: {},
                name: "a".repeat(53),
                path: "functionAppName",
                says: ["missing", "a".repeat(53), "at most 52"],
            },
            {
                title: "a component's name that is no name of a site",
                args: {},
                name: "my_shop",
                path: "functionAppName",
                says: ["missing", '"my_shop"', "letters, digits and hyphens"],
            },
            {
                title: "a reason of 9 characters",
                args: { stateless: { reason: "because 9" } },
                path: "stateless.reason",
                says: ['"because 9"', "10 or more"],
            },
            {
                title: "an impossible day",
                args: { stateless: { reason: REASON, expiresOn: "2026-02-30" } },
                path: "stateless.expiresOn",
                says: ['"2026-02-30"', "YYYY-MM-DD"],
            },
        ],
    );

    it("takes a component's name of 52 characters, and any where the app's is given", async () => {
        const { resources: registered } = await run(() => [
            new FunctionApp("a".repeat(52), minimal()),
            new FunctionApp("My_Shop", { ...minimal(), functionAppName: "shop" }),
        ]);
        assert.deepEqual(
            registered.filter(({ type }) => type === APP).map(({ inputs }) => inputs["name"]),
            [undefined, "shop"],
        );
    });
});
