import * as containerservice from "@pulumi/azure-native/containerservice";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { INGRESS_ADDRESS } from "./network";

/** A cluster with an ingress controller that is reached from inside the network only. */
export function createCluster(
    name: string,
    resourceGroupName: pulumi.Input<string>,
    vnetSubnetID: pulumi.Input<string>,
) {
    const cluster = new containerservice.ManagedCluster(name, {
        resourceGroupName,
        dnsPrefix: name,
        identity: { type: "SystemAssigned" },
        agentPoolProfiles: [{ name: "system", mode: "System", count: 3, vmSize: "Standard_D2s_v5", vnetSubnetID }],
        networkProfile: {
            networkPlugin: "azure",
            networkPluginMode: "overlay",
            serviceCidr: "10.21.0.0/16",
            dnsServiceIP: "10.21.0.10",
        },
    });
    const credentials = containerservice.listManagedClusterUserCredentialsOutput({
        resourceGroupName,
        resourceName: cluster.name,
    });
    const kubeconfig = credentials.apply(({ kubeconfigs }) => {
        const [first] = kubeconfigs;
        if (!first) throw new Error(`AKS cluster ${name} handed out no kubeconfig.`);
        return Buffer.from(first.value, "base64").toString("utf8");
    });
    const provider = new kubernetes.Provider(name, { kubeconfig });
    const traefik = new kubernetes.helm.v3.Release(
        "traefik",
        {
            chart: "traefik",
            version: "37.1.1",
            repositoryOpts: { repo: "https://traefik.github.io/charts" },
            namespace: "traefik",
            createNamespace: true,
            values: {
                deployment: { replicas: 2 },
                service: {
                    annotations: {
                        "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
                        "service.beta.kubernetes.io/azure-load-balancer-ipv4": INGRESS_ADDRESS,
                    },
                },
            },
        },
        { provider },
    );
    return { provider, dependsOn: [traefik] };
}
