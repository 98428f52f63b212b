import * as assert from "node:assert/strict";
import { Cloud, UNKNOWN, type Properties } from "../../../../sandbox/cloud";
import { GROUP, GROUP_ID, inRg, refused } from "./support";

const APP = "azure-native:web:WebApp";
const SLOT = "azure-native:web:WebAppSlot";
const PLAN = "azure-native:web:AppServicePlan";
const AUTH = "azure-native:web:WebAppAuthSettingsV2";
const SLOT_AUTH = "azure-native:web:WebAppAuthSettingsV2Slot";
const SETTINGS = "azure-native:web:WebAppApplicationSettings";

const FLEX = { functionAppConfig: { runtime: { name: "node", version: "20" } } };
const planId = (name: string) => `${GROUP_ID}/providers/Microsoft.Web/serverfarms/${name}`;

/** A cloud with a plan of each size, called by it. */
function withPlans(): Cloud {
    const cloud = Cloud.inMemory();
    cloud.create(GROUP, { resourceGroupName: "rg" });
    for (const name of ["FC1", "Y1", "EP1", "WS1", "P1v3", "B1"]) cloud.create(PLAN, inRg({ name, sku: { name } }));
    cloud.create(PLAN, inRg({ name: "unsaid" }));
    return cloud;
}

const app = (plan: string, kind: string | undefined, more: Properties = {}): Properties =>
    inRg({ name: "shop", serverFarmId: planId(plan), ...(kind === undefined ? {} : { kind }), ...more });

describe("cloud: sites and their plans", () => {
    const KINDS = { functions: "functionapp,linux", workflows: "functionapp,workflowapp", web: undefined };
    const RUNS: Record<string, readonly (keyof typeof KINDS)[]> = {
        FC1: ["functions"],
        Y1: ["functions"],
        EP1: ["functions", "web"],
        WS1: ["workflows"],
        P1v3: ["functions", "web", "workflows"],
        B1: ["functions", "web", "workflows"],
        unsaid: ["functions", "web", "workflows"],
    };
    for (const [plan, runs] of Object.entries(RUNS)) {
        for (const sort of ["functions", "workflows", "web"] as const) {
            it(`${runs.includes(sort) ? "runs" : "refuses"} ${sort} on ${plan}`, () => {
                const site = app(plan, KINDS[sort], plan === "FC1" ? FLEX : {});
                const create = () => withPlans().create(APP, site);
                if (runs.includes(sort)) create();
                else refused(create, /cannot run on a plan of this tier/);
            });
        }
    }

    it("takes any kind while it is not known, or its plan is not", () => {
        const cloud = withPlans();
        cloud.preview(APP, app("WS1", undefined, { kind: UNKNOWN }));
        cloud.preview(APP, { ...app("WS1", "app"), serverFarmId: UNKNOWN });
    });

    it("treats slots as it does apps", () => {
        const cloud = withPlans();
        cloud.create(APP, app("P1v3", "app"));
        const slot = { ...app("Y1", "app"), slot: "staging" };
        refused(() => cloud.create(SLOT, slot), /cannot run on a plan of this tier/);
    });

    for (const plan of ["FC1", "Y1", "EP1", "WS1"]) {
        it(`keeps no site loaded on ${plan}`, () => {
            const kind = plan === "WS1" ? KINDS.workflows : KINDS.functions;
            const more = plan === "FC1" ? FLEX : {};
            const site = (alwaysOn: boolean) => app(plan, kind, { ...more, siteConfig: { alwaysOn } });
            refused(() => withPlans().create(APP, site(true)), /Code="Conflict".*AlwaysOn cannot be set/);
            withPlans().create(APP, site(false));
        });
    }

    it("keeps a site loaded on an App Service plan", () => {
        withPlans().create(APP, app("B1", KINDS.functions, { siteConfig: { alwaysOn: true } }));
    });

    it("holds instances to the bounds of the service's types", () => {
        const site = (siteConfig: Properties) => withPlans().create(APP, app("EP1", KINDS.functions, { siteConfig }));
        for (const [property, most] of [
            ["minimumElasticInstanceCount", 20],
            ["preWarmedInstanceCount", 10],
        ] as const) {
            for (const fine of [0, most]) site({ [property]: fine });
            for (const wrong of [-1, most + 1]) {
                refused(() => site({ [property]: wrong }), new RegExp(`siteConfig\\.${property} is out of range`));
            }
        }
        const plan = (size: string, count: number) => () =>
            withPlans().create(PLAN, inRg({ name: "new", sku: { name: size }, maximumElasticWorkerCount: count }));
        refused(plan("EP2", 101), /maximumElasticWorkerCount is out of range/);
        refused(plan("EP2", 0), /maximumElasticWorkerCount is out of range/);
        plan("EP2", 100)();
        plan("P1v3", 101)();
    });
});

describe("cloud: Flex Consumption", () => {
    const site = (more: Properties) => app("FC1", "functionapp,linux", more);

    it("needs its own configuration, which other plans refuse", () => {
        refused(() => withPlans().create(APP, site({})), /FunctionAppConfig section was not specified/);
        refused(
            () => withPlans().create(APP, app("EP1", "functionapp", FLEX)),
            /Site\.FunctionAppConfig is invalid\. {2}It is for Flex Consumption sites only/,
        );
        withPlans().create(APP, site(FLEX));
        withPlans().preview(APP, site({ functionAppConfig: UNKNOWN }));
    });

    for (const [property, value] of Object.entries({
        ftpsState: "Disabled",
        functionAppScaleLimit: 1,
        functionsRuntimeScaleMonitoringEnabled: true,
        linuxFxVersion: "Node|20",
        netFrameworkVersion: "v4.6",
        preWarmedInstanceCount: 1,
        use32BitWorkerProcess: false,
    })) {
        it(`refuses ${property}, which other plans take`, () => {
            const siteConfig = { http20Enabled: true, [property]: value };
            const name = property.charAt(0).toUpperCase() + property.slice(1);
            refused(
                () => withPlans().create(APP, site({ ...FLEX, siteConfig })),
                new RegExp(`property \\(Site\\.SiteConfig\\.${name}\\) for Flex Consumption sites is invalid`),
            );
            withPlans().create(APP, app("EP1", "functionapp", { siteConfig }));
        });
    }

    const setting = (name: string) => new RegExp(`app setting \\(Site\\.SiteConfig\\.AppSettings\\.${name}\\)`);
    for (const name of ["FUNCTIONS_WORKER_RUNTIME", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_CONTENTSHARE"]) {
        it(`refuses the setting ${name}, with the app or beside it`, () => {
            const appSettings = [
                { name: "MODE", value: "shop" },
                { name, value: "1" },
            ];
            refused(() => withPlans().create(APP, site({ ...FLEX, siteConfig: { appSettings } })), setting(name));
            const cloud = withPlans();
            cloud.create(APP, site(FLEX));
            const properties = { MODE: "shop", [name]: "1" };
            refused(() => cloud.create(SETTINGS, inRg({ name: "shop", properties })), setting(name));
            const other = withPlans();
            other.create(APP, app("EP1", "functionapp"));
            other.create(SETTINGS, inRg({ name: "shop", properties }));
        });
    }
});

describe("cloud: what lies below a site", () => {
    const active = (more: Properties): Properties => ({
        globalValidation: { requireAuthentication: true, unauthenticatedClientAction: "Return401" },
        identityProviders: {
            azureActiveDirectory: {
                enabled: true,
                registration: { clientId: "a", openIdIssuer: "https://sts.windows.net/b/" },
            },
        },
        ...more,
    });

    function withSites(): Cloud {
        const cloud = withPlans();
        cloud.create(APP, app("P1v3", "app"));
        cloud.create(SLOT, { ...app("P1v3", "app"), slot: "staging" });
        return cloud;
    }

    it("has its ids and names, and goes with the site", () => {
        const cloud = withSites();
        const site = `${GROUP_ID}/providers/Microsoft.Web/sites/shop`;
        const made = [
            cloud.create(AUTH, inRg({ name: "shop", ...active({}) })),
            cloud.create(SLOT_AUTH, inRg({ name: "shop", slot: "staging", ...active({}) })),
            cloud.create(SETTINGS, inRg({ name: "shop", properties: { MODE: "shop" } })),
        ];
        assert.deepEqual(
            made.map(({ id, outputs }) => [id, outputs["name"], outputs["type"]]),
            [
                [`${site}/config/authsettingsV2`, "authsettingsV2", "Microsoft.Web/sites/config"],
                [`${site}/slots/staging/config/authsettingsV2`, "authsettingsV2", "Microsoft.Web/sites/slots/config"],
                [`${site}/config/appsettings`, "appsettings", "Microsoft.Web/sites/config"],
            ],
        );
        assert.ok(made.every(({ outputs }) => !("location" in outputs)));
        assert.deepEqual(made[2]?.outputs["properties"], { MODE: "shop" });
        cloud.delete(APP, site);
        assert.equal(cloud.read(AUTH, made[0]?.id ?? ""), undefined);
    });

    it("needs its site, and its slot", () => {
        const none = /Code="ParentResourceNotFound"/;
        refused(() => withPlans().create(AUTH, inRg({ name: "shop", ...active({}) })), none);
        refused(() => withPlans().create(SETTINGS, inRg({ name: "shop" })), none);
        refused(() => withSites().create(SLOT_AUTH, inRg({ name: "shop", slot: "canary", ...active({}) })), none);
    });

    for (const [kind, more] of [
        [AUTH, {}],
        [SLOT_AUTH, { slot: "staging" }],
    ] as const) {
        it(`knows what ${kind.split(":").at(-1)} is made of`, () => {
            const create = (properties: Properties) => () =>
                withSites().create(kind, inRg({ name: "shop", ...more, ...properties }));
            refused(
                create(active({ globalValidation: { unauthenticatedClientAction: "Refuse" } })),
                /'Refuse' of globalValidation\.unauthenticatedClientAction is not one of/,
            );
            for (const missing of ["clientId", "openIdIssuer"]) {
                const registration = { clientId: "a", openIdIssuer: "b", [missing]: null };
                refused(
                    create(active({ identityProviders: { azureActiveDirectory: { enabled: true, registration } } })),
                    new RegExp(`azureActiveDirectory has no registration\\.${missing}`),
                );
            }
            create(active({ identityProviders: { azureActiveDirectory: { enabled: false } } }))();
        });
    }
});
