import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { FunctionApp, type FunctionAppArgs, type FunctionHostingArgs } from "../../../../components/app-service";
import { refusesFaults } from "../../support/faults";
import { CONSUMPTION_PLAN_ID, ELASTIC_PLAN_ID, STORAGE_ID, WEB_PLAN_ID } from "../../support/furniture";
import { childrenOf, inputsOf } from "../../support/registered";
import { inTheClear, type Recorded, reference, run, secret, UNKNOWN, urnOf } from "../../support/program";

const COMPONENT = "session-affinity:index:FunctionApp";
const APP = "azure-native:web:WebApp";
const PLAN = "azure-native:web:AppServicePlan";
const ROLE = "azure-native:authorization:RoleAssignment";
const PACKAGE = "https://store.blob.core.windows.net/packages/orders.zip";
const KEY = "canary-of-the-content-share";
const share = { connectionString: KEY, shareName: "orders-code" };

const common = {
    resourceGroupName: "rg",
    storageAccountId: STORAGE_ID,
    runtime: { name: "node", version: "20" },
} as const;

/** What azure-native itself adds to every `siteConfig`. */
const sdkSiteConfig = { http20Enabled: true, localMySqlEnabled: false, netFrameworkVersion: "v4.6" };

const storage = {
    AzureWebJobsStorage__accountName: "store",
    AzureWebJobsStorage__credential: "managedidentity",
};
const host = { ...storage, FUNCTIONS_EXTENSION_VERSION: "~4", FUNCTIONS_WORKER_RUNTIME: "node" };
const list = (settings: Record<string, string>) => Object.entries(settings).map(([name, value]) => ({ name, value }));

function hopOf({ outputs }: Recorded) {
    return outputs.get(urnOf(COMPONENT, "web"))?.["hop"] as { replicas: unknown };
}

interface Case {
    readonly about: string;
    readonly args: FunctionHostingArgs & Partial<FunctionAppArgs>;
    readonly kind: string;
    readonly linux: boolean;
    readonly siteConfig: Record<string, unknown>;
    readonly settings: Record<string, string>;
    readonly replicas: unknown;
    /** Inputs of the plan of its own, beside those that all have. */
    readonly plan?: Record<string, unknown>;
}

const WINDOWS_NODE = { ...host, WEBSITE_NODE_DEFAULT_VERSION: "~20" };
const ELASTIC_PLAN = { kind: "elastic", sku: { name: "EP1", tier: "ElasticPremium" }, maximumElasticWorkerCount: 20 };
const FOREIGN = "the plan's: the component does not create it";
const LIMIT = "siteConfig.functionAppScaleLimit";

const CASES: readonly Case[] = [
    {
        about: "a Consumption plan of its own",
        args: { consumption: { packageUrl: PACKAGE } },
        kind: "functionapp",
        linux: false,
        siteConfig: {},
        settings: { ...WINDOWS_NODE, WEBSITE_RUN_FROM_PACKAGE: PACKAGE },
        replicas: { min: 0, max: 200, source: "the Consumption plan's own limit" },
        plan: { kind: "functionapp", sku: { name: "Y1", tier: "Dynamic" } },
    },
    {
        about: "a given Consumption plan, on Linux, with a limit",
        args: {
            serverFarmId: CONSUMPTION_PLAN_ID,
            consumption: { packageUrl: PACKAGE, operatingSystem: "linux", functionAppScaleLimit: 7 },
        },
        kind: "functionapp,linux",
        linux: true,
        siteConfig: { linuxFxVersion: "Node|20", functionAppScaleLimit: 7 },
        settings: { ...host, WEBSITE_RUN_FROM_PACKAGE: PACKAGE },
        replicas: { min: 0, max: 7, source: LIMIT },
    },
    {
        about: "a Consumption plan, with its limit known later",
        args: {
            serverFarmId: CONSUMPTION_PLAN_ID,
            consumption: { packageUrl: PACKAGE, functionAppScaleLimit: pulumi.output(Promise.resolve(200)) },
        },
        kind: "functionapp",
        linux: false,
        siteConfig: { functionAppScaleLimit: 200 },
        settings: { ...WINDOWS_NODE, WEBSITE_RUN_FROM_PACKAGE: PACKAGE },
        replicas: { min: 0, max: 200, source: LIMIT },
    },
    {
        about: "an Elastic Premium plan of its own",
        args: { elasticPremium: { packageUrl: PACKAGE } },
        kind: "functionapp,linux",
        linux: true,
        siteConfig: { linuxFxVersion: "Node|20" },
        settings: { ...host, WEBSITE_RUN_FROM_PACKAGE: PACKAGE },
        replicas: { min: 0, max: 20, source: "maximumElasticWorkerCount of the plan" },
        plan: ELASTIC_PLAN,
    },
    {
        about: "an Elastic Premium plan of its own, with all limits",
        args: {
            location: "northeurope",
            elasticPremium: {
                packageUrl: PACKAGE,
                operatingSystem: "windows",
                size: "EP3",
                maximumElasticWorkerCount: 50,
                functionAppScaleLimit: 50,
                minimumElasticInstanceCount: 20,
                preWarmedInstanceCount: 10,
            },
        },
        kind: "functionapp",
        linux: false,
        siteConfig: { functionAppScaleLimit: 50, minimumElasticInstanceCount: 20, preWarmedInstanceCount: 10 },
        settings: { ...WINDOWS_NODE, WEBSITE_RUN_FROM_PACKAGE: PACKAGE },
        replicas: { min: 20, max: 50, source: LIMIT },
        plan: { ...ELASTIC_PLAN, sku: { name: "EP3", tier: "ElasticPremium" }, maximumElasticWorkerCount: 50 },
    },
    {
        about: "an Elastic Premium plan of its own that grows to the app's limit",
        args: { elasticPremium: { packageUrl: PACKAGE, functionAppScaleLimit: 100, minimumElasticInstanceCount: 0 } },
        kind: "functionapp,linux",
        linux: true,
        siteConfig: { linuxFxVersion: "Node|20", functionAppScaleLimit: 100, minimumElasticInstanceCount: 0 },
        settings: { ...host, WEBSITE_RUN_FROM_PACKAGE: PACKAGE },
        replicas: { min: 0, max: 100, source: LIMIT },
        plan: { ...ELASTIC_PLAN, maximumElasticWorkerCount: 100 },
    },
    {
        about: "an Elastic Premium plan with as many instances always there as at most",
        args: {
            serverFarmId: ELASTIC_PLAN_ID,
            elasticPremium: { packageUrl: PACKAGE, functionAppScaleLimit: 4, minimumElasticInstanceCount: 4 },
        },
        kind: "functionapp,linux",
        linux: true,
        siteConfig: { linuxFxVersion: "Node|20", functionAppScaleLimit: 4, minimumElasticInstanceCount: 4 },
        settings: { ...host, WEBSITE_RUN_FROM_PACKAGE: PACKAGE },
        replicas: { min: 4, max: 4, source: LIMIT },
    },
    {
        about: "a given Elastic Premium plan",
        args: {
            serverFarmId: ELASTIC_PLAN_ID,
            elasticPremium: { packageUrl: PACKAGE, minimumElasticInstanceCount: 3 },
        },
        kind: "functionapp,linux",
        linux: true,
        siteConfig: { linuxFxVersion: "Node|20", minimumElasticInstanceCount: 3 },
        settings: { ...host, WEBSITE_RUN_FROM_PACKAGE: PACKAGE },
        replicas: { min: 3, max: 100, source: FOREIGN },
    },
    {
        about: "an App Service plan",
        args: { serverFarmId: WEB_PLAN_ID, dedicated: {} },
        kind: "functionapp,linux",
        linux: true,
        siteConfig: { linuxFxVersion: "Node|20", alwaysOn: true },
        settings: { ...host, WEBSITE_RUN_FROM_PACKAGE: "1" },
        replicas: { min: 1, max: 100, source: FOREIGN },
    },
    {
        about: "an App Service plan, with Windows and a package by its address",
        args: { serverFarmId: WEB_PLAN_ID, dedicated: { operatingSystem: "windows", packageUrl: PACKAGE } },
        kind: "functionapp",
        linux: false,
        siteConfig: { alwaysOn: true },
        settings: { ...WINDOWS_NODE, WEBSITE_RUN_FROM_PACKAGE: PACKAGE },
        replicas: { min: 1, max: 100, source: FOREIGN },
    },
];

describe("FunctionApp on other plans", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            for (const { about, args, kind, linux, siteConfig, settings, replicas, plan } of CASES) {
                it(`runs on ${about}`, async () => {
                    const recorded = await run(() => new FunctionApp("web", { ...common, ...args }), { preview });
                    assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "web")), [
                        ...(plan ? ["AppServicePlan web"] : []),
                        "RoleAssignment web-storage",
                        "WebApp web",
                    ]);
                    const place = {
                        resourceGroupName: "rg",
                        ...(args.location === undefined ? {} : { location: args.location }),
                    };
                    const app = inputsOf(recorded, APP);
                    assert.deepEqual(app, {
                        ...place,
                        hyperV: false,
                        isXenon: false,
                        scmSiteAlsoStopped: false,
                        kind,
                        reserved: linux,
                        serverFarmId: plan ? app["serverFarmId"] : args.serverFarmId,
                        httpsOnly: true,
                        clientAffinityEnabled: false,
                        identity: { type: "SystemAssigned" },
                        siteConfig: { ...sdkSiteConfig, ...siteConfig, appSettings: list(settings) },
                    });
                    if (plan) {
                        assert.deepEqual(inputsOf(recorded, PLAN), { ...place, ...plan, reserved: linux });
                        const planUrn = urnOf(PLAN, "web", COMPONENT);
                        assert.ok(recorded.dependencies.get(`${APP}::web`)?.includes(planUrn));
                        assert.equal(app["serverFarmId"] === UNKNOWN, preview);
                        assert.deepEqual(recorded.outputs.get(urnOf(COMPONENT, "web"))?.["plan"], reference(planUrn));
                    } else {
                        assert.ok(!("plan" in (recorded.outputs.get(urnOf(COMPONENT, "web")) ?? {})));
                    }
                    assert.deepEqual(hopOf(recorded).replicas, replicas);
                    assert.equal(inputsOf(recorded, ROLE)["scope"], STORAGE_ID);
                });
            }

            it("creates a Flex Consumption plan of its own", async () => {
                const flex = { deploymentContainerUrl: "https://store.blob.core.windows.net/packages" };
                const recorded = await run(() => new FunctionApp("web", { ...common, flex }), { preview });
                assert.deepEqual(inputsOf(recorded, PLAN), {
                    resourceGroupName: "rg",
                    kind: "functionapp",
                    sku: { name: "FC1", tier: "FlexConsumption" },
                    reserved: true,
                });
                assert.equal(inputsOf(recorded, APP)["serverFarmId"] === UNKNOWN, preview);
            });

            for (const [plan, serverFarmId] of [
                ["consumption", CONSUMPTION_PLAN_ID],
                ["elasticPremium", ELASTIC_PLAN_ID],
            ] as const) {
                for (const later of [false, true]) {
                    it(`keeps the key of ${plan}'s share from being stored in the clear${later ? ", known later" : ""}`, async () => {
                        const connectionString = later ? pulumi.output(Promise.resolve(KEY)) : KEY;
                        const args = {
                            ...common,
                            serverFarmId,
                            [plan]: { contentShare: { ...share, connectionString } },
                        };
                        const recorded = await run(() => new FunctionApp("web", args), { preview });
                        const expected = list({
                            ...(plan === "consumption" ? WINDOWS_NODE : host),
                            WEBSITE_RUN_FROM_PACKAGE: "1",
                            WEBSITE_CONTENTAZUREFILECONNECTIONSTRING: KEY,
                            WEBSITE_CONTENTSHARE: "orders-code",
                        });
                        const fx = plan === "consumption" ? {} : { linuxFxVersion: "Node|20" };
                        assert.deepEqual(
                            inputsOf(recorded, APP)["siteConfig"],
                            secret({ ...sdkSiteConfig, ...fx, appSettings: expected }),
                        );
                        assert.deepEqual(inputsOf(recorded, COMPONENT)[plan], {
                            contentShare: { connectionString: secret(KEY), shareName: "orders-code" },
                        });
                        assert.ok(!inTheClear(recorded.resources).includes(KEY));
                        assert.ok(!inTheClear(Object.fromEntries(recorded.outputs)).includes(KEY));
                    });
                }
            }
        });
    }

    const LANGUAGES: [name: string, version: string, linux: object, windows: object | undefined][] = [
        ["node", "22", { linuxFxVersion: "Node|22" }, {}],
        ["python", "3.12", { linuxFxVersion: "Python|3.12" }, undefined],
        ["dotnet-isolated", "8.0", { linuxFxVersion: "DOTNET-ISOLATED|8.0" }, { netFrameworkVersion: "v8.0" }],
        ["java", "17", { linuxFxVersion: "Java|17" }, { javaVersion: "17" }],
        ["powershell", "7.4", { linuxFxVersion: "PowerShell|7.4" }, { powerShellVersion: "7.4" }],
        ["custom", "1", {}, {}],
    ];
    for (const [name, version, linux, windows] of LANGUAGES) {
        for (const [operatingSystem, config] of [
            ["linux", linux],
            ["windows", windows],
        ] as const) {
            if (config === undefined) continue;
            it(`runs ${name} on ${operatingSystem}`, async () => {
                const recorded = await run(
                    () =>
                        new FunctionApp("web", {
                            ...common,
                            runtime: { name: name as "node", version },
                            serverFarmId: WEB_PLAN_ID,
                            dedicated: { operatingSystem },
                        }),
                );
                const settings = {
                    ...host,
                    FUNCTIONS_WORKER_RUNTIME: name,
                    ...(name === "node" && operatingSystem === "windows"
                        ? { WEBSITE_NODE_DEFAULT_VERSION: "~22" }
                        : {}),
                    WEBSITE_RUN_FROM_PACKAGE: "1",
                };
                assert.deepEqual(inputsOf(recorded, APP)["siteConfig"], {
                    ...sdkSiteConfig,
                    ...config,
                    alwaysOn: true,
                    appSettings: list(settings),
                });
            });
        }
    }

    it("puts its own settings behind the host's, as a secret", async () => {
        const recorded = await run(
            () =>
                new FunctionApp("web", {
                    ...common,
                    serverFarmId: WEB_PLAN_ID,
                    dedicated: {},
                    appSettings: { MODE: "shop" },
                }),
        );
        const config = inputsOf(recorded, APP)["siteConfig"] as { "(secret)": { appSettings: unknown } };
        assert.deepEqual(
            config["(secret)"].appSettings,
            list({ ...host, WEBSITE_RUN_FROM_PACKAGE: "1", MODE: "shop" }),
        );
    });

    refusesFaults<FunctionAppArgs>(
        {
            component: "FunctionApp",
            good: () => ({ ...common, serverFarmId: ELASTIC_PLAN_ID }),
            make: (name, args) => new FunctionApp(name, args),
            children: [APP],
        },
        [
            {
                title: "no plan at all",
                args: {},
                path: "flex",
                says: ["args.consumption or args.elasticPremium or args.dedicated is missing", "exactly one"],
                plainOnly: true,
            },
            {
                title: "two plans",
                args: { consumption: {}, dedicated: {} },
                path: "dedicated",
                says: ["cannot stand beside args.consumption", "flex, consumption, elasticPremium, dedicated"],
                plainOnly: true,
            },
            {
                title: "an App Service plan that is not given",
                args: { serverFarmId: undefined, dedicated: {} },
                path: "serverFarmId",
                says: ["missing", "creates none"],
                plainOnly: true,
            },
            ...(["consumption", "elasticPremium"] as const).flatMap((plan) => [
                {
                    title: `no code on ${plan}`,
                    args: { [plan]: {} },
                    path: `${plan}.packageUrl`,
                    says: [`args.${plan}.contentShare is missing`],
                    plainOnly: true,
                },
                {
                    title: `two sources of code on ${plan}`,
                    args: { [plan]: { packageUrl: PACKAGE, contentShare: share } },
                    path: `${plan}.contentShare`,
                    says: [`cannot stand beside args.${plan}.packageUrl`],
                    plainOnly: true,
                },
                ...[
                    "http://store.blob.core.windows.net/packages/a.zip",
                    "https://store.blob.core.windows.net",
                    "https://store.blob.core.windows.net/packages/a.zip?sig=0",
                    "1",
                ].map((packageUrl) => ({
                    title: `the package ${packageUrl} on ${plan}`,
                    args: { [plan]: { packageUrl } },
                    path: `${plan}.packageUrl`,
                    says: [`"${packageUrl.slice(0, 50)}`, "without a signature"],
                })),
                {
                    title: `no connection string on ${plan}`,
                    args: { [plan]: { contentShare: { ...share, connectionString: "" } } },
                    path: `${plan}.contentShare.connectionString`,
                    says: ["missing", "connection string"],
                },
                ...["ab", "Orders", "a--b", "-ab", "ab-", "a".repeat(64)].map((shareName) => ({
                    title: `the share ${shareName} on ${plan}`,
                    args: { [plan]: { contentShare: { ...share, shareName } } },
                    path: `${plan}.contentShare.shareName`,
                    says: [`"${shareName.slice(0, 50)}`, "3 to 63 small letters"],
                })),
                {
                    title: `no share's name on ${plan}`,
                    args: { [plan]: { contentShare: { connectionString: KEY } } },
                    path: `${plan}.contentShare.shareName`,
                    says: ["missing", "name of the share"],
                },
                {
                    title: `another system on ${plan}`,
                    args: { [plan]: { packageUrl: PACKAGE, operatingSystem: "Linux" } },
                    path: `${plan}.operatingSystem`,
                    says: ['"Linux"', '"linux", "windows"'],
                },
            ]),
            {
                title: "a share with Linux on a Consumption plan",
                args: { consumption: { contentShare: share, operatingSystem: "linux" } },
                path: "consumption.operatingSystem",
                says: ["cannot stand beside args.consumption.contentShare", "consumption.packageUrl only"],
            },
            ...[0, 201, 1.5].map((functionAppScaleLimit) => ({
                title: `${functionAppScaleLimit} instances on a Consumption plan`,
                args: { consumption: { packageUrl: PACKAGE, functionAppScaleLimit } },
                path: "consumption.functionAppScaleLimit",
                says: [`is ${functionAppScaleLimit}:`, "from 1 to 200"],
            })),
            ...(
                [
                    ["functionAppScaleLimit", [0, 101], "from 1 to 100"],
                    ["minimumElasticInstanceCount", [-1, 21], "from 0 to 20"],
                    ["preWarmedInstanceCount", [-1, 11], "from 0 to 10"],
                ] as const
            ).flatMap(([argument, values, says]) =>
                values.map((value) => ({
                    title: `${argument} of ${value}`,
                    args: { elasticPremium: { packageUrl: PACKAGE, [argument]: value } },
                    path: `elasticPremium.${argument}`,
                    says: [`is ${value}:`, says],
                })),
            ),
            {
                title: "more instances always there than at most",
                args: {
                    elasticPremium: { packageUrl: PACKAGE, functionAppScaleLimit: 2, minimumElasticInstanceCount: 3 },
                },
                path: "elasticPremium.minimumElasticInstanceCount",
                says: ["is 3:", "more than elasticPremium.functionAppScaleLimit, which is 2"],
            },
            ...(["size", "maximumElasticWorkerCount"] as const).map((argument) => ({
                title: `the ${argument} of a plan that is given`,
                args: { elasticPremium: { packageUrl: PACKAGE, [argument]: argument === "size" ? "EP1" : 5 } },
                path: `elasticPremium.${argument}`,
                says: ["cannot stand beside args.serverFarmId", "it is the plan's"],
                plainOnly: true,
            })),
            ...(["consumption", "elasticPremium", "dedicated"] as const).map((plan) => ({
                title: `Python with Windows on ${plan}`,
                args: {
                    runtime: { name: "python", version: "3.12" },
                    [plan]: { operatingSystem: "windows", packageUrl: PACKAGE },
                },
                path: "runtime.name",
                says: ['"python"', "on Linux only"],
            })),
            {
                title: "a package on an App Service plan that is no address",
                args: { dedicated: { packageUrl: "orders.zip" } },
                path: "dedicated.packageUrl",
                says: ['"orders.zip"', "without a signature"],
            },
            {
                title: "another system on an App Service plan",
                args: { dedicated: { operatingSystem: "bsd" } },
                path: "dedicated.operatingSystem",
                says: ['"bsd"', '"linux", "windows"'],
            },
            ...[
                "AzureWebJobsStorage",
                "AzureWebJobsStorage__credential",
                "FUNCTIONS_EXTENSION_VERSION",
                "FUNCTIONS_WORKER_RUNTIME",
                "WEBSITE_NODE_DEFAULT_VERSION",
                "WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT",
                "WEBSITE_RUN_FROM_PACKAGE",
                "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
                "WEBSITE_CONTENTSHARE",
            ].map((setting) => ({
                title: `the setting ${setting}`,
                args: { dedicated: {}, appSettings: { [setting]: "1" } },
                path: "appSettings",
                says: [`has "${setting}", which the component sets. Leave it out.`],
            })),
        ],
    );

    refusesFaults<FunctionAppArgs>(
        {
            component: "FunctionApp",
            good: () => ({ ...common }),
            make: (name, args) => new FunctionApp(name, args),
            children: [PLAN, APP],
            without: (path) => (path.endsWith("functionAppScaleLimit") ? [] : [APP]),
        },
        [
            {
                title: "an unknown size",
                args: { elasticPremium: { packageUrl: PACKAGE, size: "P1v3" } },
                path: "elasticPremium.size",
                says: ['"P1v3"', '"EP1", "EP2", "EP3"'],
            },
            ...[0, 101].map((maximumElasticWorkerCount) => ({
                title: `${maximumElasticWorkerCount} instances of the plan`,
                args: { elasticPremium: { packageUrl: PACKAGE, maximumElasticWorkerCount } },
                path: "elasticPremium.maximumElasticWorkerCount",
                says: [`is ${maximumElasticWorkerCount}:`, "from 1 to 100"],
            })),
            {
                title: "more instances of the app than of the plan",
                args: {
                    elasticPremium: { packageUrl: PACKAGE, functionAppScaleLimit: 6, maximumElasticWorkerCount: 5 },
                },
                path: "elasticPremium.functionAppScaleLimit",
                says: ["is 6:", "more than elasticPremium.maximumElasticWorkerCount, which is 5"],
            },
            {
                title: "more instances always there than the plan has",
                args: {
                    elasticPremium: {
                        packageUrl: PACKAGE,
                        minimumElasticInstanceCount: 6,
                        maximumElasticWorkerCount: 5,
                    },
                },
                path: "elasticPremium.minimumElasticInstanceCount",
                says: ["is 6:", "more than elasticPremium.maximumElasticWorkerCount, which is 5"],
            },
        ],
    );
});
