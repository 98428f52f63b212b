import { type HopReader } from "../hop";
import { getOrAdd } from "../scoped-index";
import { spelledReader } from "../spelled";
import { kindKey, type TypeToken } from "../type-token";

import { apiManagement } from "./api-management";
import { applicationGateway } from "./application-gateway";
import { appService } from "./app-service";
import { containerApps } from "./container-apps";
import { frontDoor } from "./front-door";
import { frontDoorClassic } from "./front-door-classic";
import { functions } from "./functions";
import { kubernetes } from "./kubernetes";
import { gatewayForContainers, kubernetesRoutes } from "./kubernetes-routes";
import { loadBalancer } from "./load-balancer";
import { loadBalancerRules } from "./load-balancer-rules";
import { trafficManager } from "./traffic-manager";

/** The readers of all platforms; a new platform is one line here. */
const readers: readonly HopReader[] = [
    apiManagement,
    applicationGateway,
    appService,
    containerApps,
    frontDoor,
    frontDoorClassic,
    functions,
    gatewayForContainers,
    kubernetes,
    kubernetesRoutes,
    loadBalancer,
    loadBalancerRules,
    trafficManager,
].map(spelledReader);

const readersByKind = new Map<string, HopReader[]>();
for (const reader of readers) {
    for (const kind of reader.kinds) getOrAdd(readersByKind, kind, () => []).push(reader);
}

/** The readers that read resources of a kind; most kinds have none. */
export function readersOf(token: TypeToken): readonly HopReader[] {
    return readersByKind.get(kindKey(token)) ?? [];
}
