import { type Kind, type ServiceContext } from "../../kind";
import { View } from "../../view";
import { arm } from "../arm";
import { needs, oneOf } from "../parts";

import { familyOf } from "./plans";
import { checkFlexSettings } from "./site-rules";

const ACTIONS = ["RedirectToLoginPage", "AllowAnonymous", "Return401", "Return403"];

/** https://learn.microsoft.com/azure/templates/microsoft.web/sites/config-authsettingsv2 */
function checkAuthentication(inputs: View): void {
    oneOf(inputs, "globalValidation.unauthenticatedClientAction", ACTIONS);
    const provider = inputs.at("identityProviders.azureActiveDirectory");
    if (provider.boolean("enabled") === true) {
        needs(provider, "identityProviders.azureActiveDirectory", [
            "registration.clientId",
            "registration.openIdIssuer",
        ]);
    }
}

const authentication = arm({
    modules: ["web"],
    kind: "WebAppAuthSettingsV2",
    path: "Microsoft.Web/sites/{name}/config/authsettingsV2",
    apiVersion: "2021-02-01",
    located: false,
    validate: checkAuthentication,
    computed: () => ({ name: "authsettingsV2" }),
});

const slotAuthentication = arm({
    modules: ["web"],
    kind: "WebAppAuthSettingsV2Slot",
    path: "Microsoft.Web/sites/{name}/slots/{slot}/config/authsettingsV2",
    apiVersion: "2021-02-01",
    located: false,
    validate: checkAuthentication,
    computed: () => ({ name: "authsettingsV2" }),
});

function checkSettings(inputs: View, context: ServiceContext): void {
    const app = context.cloud.find("azure-native:web:WebApp", context.id.replace(/\/config\/appsettings$/, ""));
    const plan = app && new View(app.inputs).text("serverFarmId");
    if (familyOf(plan, context.cloud) === "flex") checkFlexSettings(inputs.entries("properties").map(([key]) => key));
}

const settings = arm({
    modules: ["web"],
    kind: "WebAppApplicationSettings",
    path: "Microsoft.Web/sites/{name}/config/appsettings",
    apiVersion: "2025-05-01",
    located: false,
    validate: checkSettings,
    computed: () => ({ name: "appsettings" }),
});

export const SITE_SETTINGS: readonly Kind[] = [...authentication, ...slotAuthentication, ...settings];
