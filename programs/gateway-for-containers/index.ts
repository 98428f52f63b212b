import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

import { GatewayForContainers } from "pulumi-session-affinity/gateway-for-containers";
import { StickyService } from "pulumi-session-affinity/kubernetes";

import { createCluster } from "./cluster";
import { installController } from "./controller";
import { routeByGatewayApi } from "./gateway-api";
import { routeByIngressApi } from "./ingress-api";

const config = new pulumi.Config();
const sticky = config.getBoolean("sticky") ?? true;
const location = config.get("location") ?? "westeurope";

const group = new resources.ResourceGroup("gateway-for-containers", { location });
const inGroup = { resourceGroupName: group.name };
const cluster = createCluster("shop", group.name);
const controller = installController(cluster, group.name, config.get("albControllerVersion") ?? "1.8.12");
const inCluster = { provider: cluster.provider, dependsOn: [controller.release] };

const gateway = new GatewayForContainers(
    "shop",
    {
        bringYourOwn: {
            ...inGroup,
            subnet: { create: { ...inGroup, virtualNetworkName: cluster.vnet.name, addressPrefix: "10.8.8.0/24" } },
            controller: { principalId: controller.identity.principalId },
        },
        listeners: [{ name: "http" }],
        namespace: "default",
    },
    inCluster,
);

const shop = createService("shop");
const chat = createService("chat");
const byGatewayApi = routeByGatewayApi({ gateway, shop, chat, sticky }, inCluster);
const byIngressApi = routeByIngressApi({ ...inGroup, gateway, shop, chat, sticky }, inCluster);

/** Three pods. The gateway picks one of them itself, so that affinity of the Service's own would never count. */
function createService(name: string): StickyService {
    return new StickyService(
        name,
        {
            podSpec: { containers: [{ name, image: "kennethreitz/httpbin", ports: [{ containerPort: 80 }] }] },
            port: 80,
            readiness: { path: "/status/200" },
            replicas: 3,
            serviceName: name,
            namespace: "default",
            sessionAffinity: "None",
        },
        inCluster,
    );
}

/** Host name of the Gateway's frontend: point shop.example.com and chat.example.com there. */
export const gatewayHost = gateway.fqdn;
/** Host name of the Ingress's frontend: point legacy.example.com there. */
export const ingressHost = byIngressApi.host;
/** What keeps each client on its pod. */
export const affinity = { gatewayApi: byGatewayApi.affinities, ingressApi: byIngressApi.affinities };
