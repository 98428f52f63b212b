import * as pulumi from "@pulumi/pulumi";

import { ApimBackend, ApimProduct, policies } from "pulumi-session-affinity/apim";
import { PrivateDns } from "pulumi-session-affinity/discovery";

import { type Apim, createApi } from "./apis";
import { INGRESS_ADDRESS } from "./network";
import { createRoute, createService } from "./services";

const ZONE = "internal.contoso.com";

/** Project 2: five operations go to three Services of AKS, by names that only the network knows. */
export function createProjectTwo(
    apim: Apim,
    vnetId: pulumi.Input<string>,
    inCluster: pulumi.ComponentResourceOptions,
    sticky: boolean,
): ApimProduct {
    const ingress = { addresses: [INGRESS_ADDRESS] };
    const dns = new PrivateDns("internal", {
        resourceGroupName: apim.resourceGroupName,
        zoneName: ZONE,
        records: { partner: ingress, webhooks: ingress, events: ingress },
        virtualNetworkIds: { gateway: vnetId },
    });

    // A partner's cart and a stream's position are in one pod, and a cookie keeps their clients there.
    const partner = createService("partner", inCluster);
    createRoute("partner", partner, `partner.${ZONE}`, sticky, inCluster);
    const events = createService("events", inCluster);
    createRoute("events", events, `events.${ZONE}`, sticky, inCluster);
    const webhooks = createService("webhooks", inCluster, "each call is signed, and put into a queue");
    createRoute("webhooks", webhooks, `webhooks.${ZONE}`, false, inCluster);

    const backend = (name: string) =>
        new ApimBackend(name, { ...apim, url: pulumi.interpolate`http://${dns.hosts[name] ?? ""}` });
    const partnerApi = createApi(apim, "partner", ["GET /cart", "POST /cart"]);
    const webhooksApi = createApi(apim, "webhooks", ["POST /{topic}"]);
    const eventsApi = createApi(apim, "events", ["GET /stream", "POST /"], policies.streamResponses());
    return new ApimProduct("project-2", {
        ...apim,
        apis: [partnerApi, webhooksApi, eventsApi],
        routes: [
            { apis: [partnerApi], backend: backend("partner") },
            { apis: [webhooksApi], backend: backend("webhooks") },
            { apis: [eventsApi], backend: backend("events") },
        ],
    });
}
