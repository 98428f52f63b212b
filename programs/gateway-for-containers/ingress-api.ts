import * as servicenetworking from "@pulumi/azure-native/servicenetworking";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { StickyIngressExtension } from "pulumi-session-affinity/gateway-for-containers";
import { type StickyService } from "pulumi-session-affinity/kubernetes";

import { type Routed } from "./gateway-api";

/** One Ingress for both Services, its affinity in an extension. Gateways and Ingresses have frontends of their own. */
export function routeByIngressApi(
    { resourceGroupName, gateway, shop, chat, sticky }: Routed & { resourceGroupName: pulumi.Input<string> },
    opts: pulumi.ComponentResourceOptions,
) {
    const { trafficController } = gateway;
    if (!trafficController) throw new Error("This program brings the gateway's Azure resources itself.");
    const frontend = new servicenetworking.FrontendsInterface("legacy", {
        resourceGroupName,
        trafficControllerName: trafficController.name,
    });
    const extension = sticky
        ? new StickyIngressExtension(
              "legacy",
              {
                  namespace: shop.namespace,
                  backendSettings: [
                      {
                          service: shop.name,
                          affinity: { applicationCookie: { name: "legacy-shop", durationSeconds: 3600 } },
                          replicas: 3,
                      },
                      { service: chat.name, affinity: { managedCookie: true }, requestTimeoutSeconds: 0, replicas: 3 },
                  ],
              },
              opts,
          )
        : undefined;
    const pathTo = (path: string, service: StickyService) => ({
        path,
        pathType: "Prefix",
        backend: { service: { name: service.name, port: { number: 80 } } },
    });
    const place = {
        "alb.networking.azure.io/alb-id": trafficController.id,
        "alb.networking.azure.io/alb-frontend": frontend.name,
    };
    new kubernetes.networking.v1.Ingress(
        "legacy",
        {
            metadata: {
                namespace: shop.namespace,
                annotations: extension
                    ? pulumi.all([place, extension.annotations]).apply(([one, other]) => ({ ...one, ...other }))
                    : place,
            },
            spec: {
                ingressClassName: "azure-alb-external",
                rules: [
                    { host: "legacy.example.com", http: { paths: [pathTo("/shop", shop), pathTo("/chat", chat)] } },
                ],
            },
        },
        opts,
    );
    return { host: frontend.fqdn, affinities: extension?.affinities };
}
