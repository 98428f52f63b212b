import * as app from "@pulumi/azure-native/app";
import * as kubernetes from "@pulumi/kubernetes";

import { makePlace, PLACE_RESOURCES } from "./place";

/**
 * So many resources in all, written without components: two thirds Container Apps, one third Deployments with their
 * Services, all of them sticky.
 */
export function mixedWorkloads(resources: number): void {
    const services = Math.round(resources / 6);
    const place = makePlace();
    for (let index = 0; index < resources - 2 * services - PLACE_RESOURCES; index++) makeApp(`app-${index}`, place);
    for (let index = 0; index < services; index++) makeService(`cart-${index}`);
}

function makeApp(name: string, place: ReturnType<typeof makePlace>): void {
    new app.ContainerApp(name, {
        ...place,
        configuration: {
            activeRevisionsMode: "Single",
            ingress: { external: true, targetPort: 8080, stickySessions: { affinity: "sticky" } },
        },
        template: { containers: [{ name, image: "shop:1" }], scale: { minReplicas: 2, maxReplicas: 5 } },
    });
}

function makeService(name: string): void {
    const labels = { app: name };
    new kubernetes.apps.v1.Deployment(name, {
        spec: {
            replicas: 3,
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers: [{ name: "cart", image: "cart:1" }] } },
        },
    });
    new kubernetes.core.v1.Service(name, {
        spec: { selector: labels, ports: [{ port: 80 }], sessionAffinity: "ClientIP" },
    });
}
