import * as authorization from "@pulumi/azure-native/authorization";
import * as containerservice from "@pulumi/azure-native/containerservice";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { INGRESS_ADDRESS } from "./network";

/** Network Contributor, by which the cluster puts its load balancers into a network of ours. https://learn.microsoft.com/azure/aks/internal-lb */
const NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7";

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
    const subscription = cluster.id.apply((id) => id.split("/").slice(0, 3).join("/"));
    const role = pulumi.interpolate`${subscription}/providers/Microsoft.Authorization/roleDefinitions/${NETWORK_CONTRIBUTOR}`;
    const balancing = new authorization.RoleAssignment(`${name}-balancing`, {
        scope: vnetSubnetID,
        roleDefinitionId: role,
        principalId: cluster.identity.apply((identity) => identity?.principalId ?? ""),
        principalType: "ServicePrincipal",
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
        { provider, dependsOn: [balancing] },
    );
    return { provider, dependsOn: [traefik] };
}
