import { aksGuestbook } from "./aks-guestbook";
import { aksHelmRelease } from "./aks-helm-release";
import { apiManagement } from "./api-management";
import { appServiceSql } from "./app-service-sql";
import { classicShop } from "./classic-shop";
import { configGroup } from "./config-group";
import { containerAppsBlueGreen } from "./container-apps-blue-green";
import { containerAppsStore } from "./container-apps-store";
import { frontDoorWebApps } from "./front-door-web-apps";
import { functionsConsumption } from "./functions-consumption";
import { mesh } from "./mesh";
import { patchedServices } from "./patched-services";
import { renderedChart } from "./rendered-chart";
import { scaledByKeda } from "./scaled-by-keda";
import { scaleSet } from "./scale-set";
import { serviceDeployment } from "./service-deployment";
import { type ForeignStack } from "./stack";

/** Stacks in the style of public examples, none of which knows this package. */
export const foreignStacks: readonly ForeignStack[] = [
    aksGuestbook,
    aksHelmRelease,
    renderedChart,
    configGroup,
    containerAppsStore,
    containerAppsBlueGreen,
    appServiceSql,
    functionsConsumption,
    scaleSet,
    frontDoorWebApps,
    apiManagement,
    mesh,
    serviceDeployment,
    scaledByKeda,
    patchedServices,
    classicShop,
];
