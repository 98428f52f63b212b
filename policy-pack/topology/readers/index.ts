import { type HopReader } from "../hop";

import { apiManagement } from "./api-management";
import { containerApps } from "./container-apps";
import { functions } from "./functions";
import { kubernetes } from "./kubernetes";
import { gatewayForContainers, kubernetesRoutes } from "./kubernetes-routes";

/** The readers of all platforms; a new platform is one line here. */
export const readers: readonly HopReader[] = [
    apiManagement,
    containerApps,
    functions,
    kubernetes,
    kubernetesRoutes,
    gatewayForContainers,
];
