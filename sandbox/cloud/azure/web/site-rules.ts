import { type ServiceContext } from "../../kind";
import { type View } from "../../view";
import { refuse } from "../arm";
import { within } from "../parts";

import { validateAccess } from "./access-restrictions";
import { familyOf, type PlanFamily } from "./plans";

/**
 * Configuration that Flex Consumption refuses.
 * https://github.com/Azure/terraform-azurerm-avm-res-web-site/pull/345, https://github.com/Azure/azure-functions-host/issues/10643
 */
const NOT_ON_FLEX = [
    "FtpsState",
    "FunctionAppScaleLimit",
    "FunctionsRuntimeScaleMonitoringEnabled",
    "LinuxFxVersion",
    "NetFrameworkVersion",
    "PreWarmedInstanceCount",
    "Use32BitWorkerProcess",
] as const;

/** Settings that it refuses. https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations */
const SETTINGS_NOT_ON_FLEX = new Set([
    "FUNCTIONS_EXTENSION_VERSION",
    "FUNCTIONS_WORKER_RUNTIME",
    "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
    "WEBSITE_CONTENTSHARE",
    "WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT",
    "WEBSITE_NODE_DEFAULT_VERSION",
    "WEBSITE_RUN_FROM_PACKAGE",
]);

/** What runs in a site, by its `kind`; undefined where that is not known yet. */
function sortOf(inputs: View): "functions" | "workflows" | "web" | undefined {
    if (inputs.at("kind").unknown) return undefined;
    const kind = inputs.text("kind") ?? "";
    if (/workflowapp/i.test(kind)) return "workflows";
    return /functionapp/i.test(kind) ? "functions" : "web";
}

/** @throws Refusal where a site has what its plan does not take, or lacks what it needs. */
export function checkSite(inputs: View, context: ServiceContext): void {
    // Bounds of the service's types. https://learn.microsoft.com/azure/templates/microsoft.web/sites
    within(inputs, "siteConfig.minimumElasticInstanceCount", 0, 20);
    within(inputs, "siteConfig.preWarmedInstanceCount", 0, 10);
    validateAccess(inputs);
    const family = familyOf(inputs.text("serverFarmId"), context.cloud);
    if (family === undefined) return;
    checkKind(inputs, family);
    checkAlwaysOn(inputs, family);
    if (family === "flex") return checkFlex(inputs);
    if (inputs.at("functionAppConfig").present) {
        refuse(400, "BadRequest", "Site.FunctionAppConfig is invalid.  It is for Flex Consumption sites only.");
    }
}

/** Which plans run what. https://learn.microsoft.com/azure/azure-functions/functions-scale, https://learn.microsoft.com/azure/logic-apps/single-tenant-overview-compare */
function checkKind(inputs: View, family: PlanFamily): void {
    const sort = sortOf(inputs);
    const allowed: Record<PlanFamily, readonly string[]> = {
        flex: ["functions"],
        consumption: ["functions"],
        elastic: ["functions", "web"],
        workflow: ["workflows"],
        dedicated: ["functions", "web", "workflows"],
    };
    if (sort === undefined || allowed[family].includes(sort)) return;
    const kind = inputs.text("kind") ?? "app";
    refuse(409, "Conflict", `A site of kind '${kind}' cannot run on a plan of this tier (${family}).`);
}

/** Plans that scale from none keep no site loaded. */
function checkAlwaysOn(inputs: View, family: PlanFamily): void {
    if (family === "dedicated" || inputs.boolean("siteConfig.alwaysOn") !== true) return;
    const message = "There was a conflict. AlwaysOn cannot be set for this site as the plan does not allow it.";
    refuse(409, "Conflict", message);
}

function checkFlex(inputs: View): void {
    if (!inputs.at("functionAppConfig").present) {
        refuse(
            400,
            "BadRequest",
            "Site.FunctionAppConfig is invalid.  The FunctionAppConfig section was not specified in the request, which is required for Flex Consumption sites.",
        );
    }
    const config = inputs.at("siteConfig");
    const wrong = NOT_ON_FLEX.find((name) => config.at(name.charAt(0).toLowerCase() + name.slice(1)).present);
    if (wrong) refuseOnFlex("site configuration property", `Site.SiteConfig.${wrong}`);
    checkFlexSettings(config.list("appSettings").map((setting) => setting.text("name")));
}

/** @throws Refusal for a setting that Flex Consumption does not take. */
export function checkFlexSettings(names: readonly (string | undefined)[]): void {
    const wrong = names.find((name) => name !== undefined && SETTINGS_NOT_ON_FLEX.has(name));
    if (wrong) refuseOnFlex("app setting", `Site.SiteConfig.AppSettings.${wrong}`);
}

function refuseOnFlex(what: string, path: string): never {
    const message = `The following ${what} (${path}) for Flex Consumption sites is invalid.  Please remove or rename it before retrying.`;
    refuse(400, "BadRequest", message);
}
