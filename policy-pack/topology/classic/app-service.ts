import { lastOf } from "../readers/parts";

import { type ClassicKind, type ClassicKinds } from "./kind";
import { type Move, move, type Shape } from "./shape";

const HOSTS = [move("defaultHostName", "defaultHostname"), move("defaultHostName", "defaultSiteHostname")].map(
    (one): Move => ({ ...one, unsaid: true }),
);
const WEB_APP = [move("siteConfig.numberOfWorkers", "siteConfig.workerCount"), ...HOSTS];
const FUNCTION_APP = [
    move("siteConfig.functionAppScaleLimit", "siteConfig.appScaleLimit"),
    move("siteConfig.minimumElasticInstanceCount", "siteConfig.elasticInstanceMinimum"),
    ...HOSTS,
];
const FLEX = [
    move("functionAppConfig.scaleAndConcurrency.maximumInstanceCount", "maximumInstanceCount"),
    move("functionAppConfig.scaleAndConcurrency.alwaysReady", "alwaysReadies"),
    ...HOSTS,
];
/** What a slot belongs to, whose name azure-native's slots have for their own. */
const OF_APP = ["appServiceId", "functionAppId", "appServiceName", "functionAppName"].map((classic): Move => ({
    native: "name",
    classic,
    convert: (id) => (typeof id === "string" ? lastOf(id) : id),
    unsaid: true,
}));
const FALSE_BY_DEFAULT = [["azure-native sends false", "the provider's default is false"]] as const;

function site(kind: "WebApp" | "WebAppSlot", runs: string, plan: string, moves: readonly Move[]): ClassicKind {
    const shape: Shape = {
        moves: [move("serverFarmId", plan), ...moves, ...(kind === "WebAppSlot" ? OF_APP : [])],
        convert: (native) => ({ ...native, kind: runs }),
    };
    return { native: ["web", kind], shape, phrases: FALSE_BY_DEFAULT };
}

const PLAN: ClassicKind = {
    native: ["web", "AppServicePlan"],
    shape: {
        moves: [
            move("sku.name", "skuName"),
            move("sku.capacity", "workerCount"),
            move("perSiteScaling", "perSiteScalingEnabled"),
            move("elasticScaleEnabled", "premiumPlanAutoScaleEnabled"),
            move("zoneRedundant", "zoneBalancingEnabled"),
        ],
    },
};

/** https://www.pulumi.com/registry/packages/azure/api-docs/appservice/ */
export const appService: ClassicKinds = {
    "appservice:LinuxWebApp": site("WebApp", "app,linux", "servicePlanId", WEB_APP),
    "appservice:WindowsWebApp": site("WebApp", "app", "servicePlanId", WEB_APP),
    "appservice:AppService": site("WebApp", "app", "appServicePlanId", WEB_APP),
    "appservice:LinuxWebAppSlot": site("WebAppSlot", "app,linux", "servicePlanId", WEB_APP),
    "appservice:WindowsWebAppSlot": site("WebAppSlot", "app", "servicePlanId", WEB_APP),
    "appservice:Slot": site("WebAppSlot", "app", "appServicePlanId", WEB_APP),
    "appservice:LinuxFunctionApp": site("WebApp", "functionapp,linux", "servicePlanId", FUNCTION_APP),
    "appservice:WindowsFunctionApp": site("WebApp", "functionapp", "servicePlanId", FUNCTION_APP),
    "appservice:FunctionApp": site("WebApp", "functionapp", "appServicePlanId", FUNCTION_APP),
    "appservice:AppFlexConsumption": site("WebApp", "functionapp,linux", "servicePlanId", FLEX),
    "appservice:LinuxFunctionAppSlot": site("WebAppSlot", "functionapp,linux", "servicePlanId", FUNCTION_APP),
    "appservice:WindowsFunctionAppSlot": site("WebAppSlot", "functionapp", "servicePlanId", FUNCTION_APP),
    "appservice:FunctionAppSlot": site("WebAppSlot", "functionapp", "appServicePlanId", FUNCTION_APP),
    "logicapps:Standard": site("WebApp", "functionapp,workflowapp", "appServicePlanId", FUNCTION_APP),
    "appservice:ServicePlan": PLAN,
    "appservice:Plan": { native: PLAN.native, shape: { moves: [move("sku.name", "sku.size")] } },
    "monitoring:AutoscaleSetting": {
        native: ["monitor", "AutoscaleSetting"],
        shape: {
            moves: [
                move("targetResourceUri", "targetResourceId"),
                // It is on where it is left out, unlike that of azure-native.
                { native: "enabled", classic: "enabled", byDefault: true },
            ],
        },
    },
};
