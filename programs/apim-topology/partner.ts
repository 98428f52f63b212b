import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { PrivateDns } from "pulumi-session-affinity/discovery";
import { StickyRoute, StickyService } from "pulumi-session-affinity/kubernetes";

import { createCluster } from "./cluster";
import { INGRESS_ADDRESS, type Network } from "./network";

const ZONE = "internal.contoso.com";
const NAME = "partner-api";

/**
 * The partners' API: three pods behind an ingress, by a name that the network alone knows. A partner's working set is in
 * one pod: a cookie keeps clients there, since all requests through API Management have its address, and the Service's
 * own affinity keeps callers inside the cluster.
 */
export function createPartner(resourceGroupName: pulumi.Input<string>, network: Network, sticky: boolean) {
    const inCluster = createCluster("partners", resourceGroupName, network.nodes.id);
    const service = new StickyService(
        NAME,
        {
            podSpec: { containers: [{ name: "api", image: "kennethreitz/httpbin", ports: [{ containerPort: 80 }] }] },
            port: 80,
            readiness: { path: "/status/200" },
            replicas: 3,
            ...(sticky ? { timeoutSeconds: 3600 } : { sessionAffinity: "None" }),
        },
        inCluster,
    );
    const host = `partner.${ZONE}`;
    new PrivateDns("partners", {
        resourceGroupName,
        zoneName: ZONE,
        records: { partner: { addresses: [INGRESS_ADDRESS] } },
        virtualNetworkIds: { gateway: network.vnet.id },
    });
    const url = `http://${host}`;
    const ingressClassName = "traefik";
    if (sticky) {
        const asked = { cookie: { name: "partner", ttlSeconds: 3600 } };
        const controller = { traefik: { ingress: { ingressClassName } } };
        const route = new StickyRoute(NAME, { service, hosts: [host], affinity: asked, controller }, inCluster);
        return { url, affinity: route.affinity };
    }
    const backend = { service: { name: service.name, port: { number: 80 } } };
    const http = { paths: [{ path: "/", pathType: "Prefix", backend }] };
    new kubernetes.networking.v1.Ingress(NAME, { spec: { ingressClassName, rules: [{ host, http }] } }, inCluster);
    return { url, affinity: service.affinity };
}
