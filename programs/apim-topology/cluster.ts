import * as containerservice from "@pulumi/azure-native/containerservice";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Creates an AKS cluster of three nodes and the provider that deploys into it. */
export function createCluster(name: string, resourceGroupName: pulumi.Input<string>): kubernetes.Provider {
    const cluster = new containerservice.ManagedCluster(name, {
        resourceGroupName,
        dnsPrefix: name,
        identity: { type: "SystemAssigned" },
        agentPoolProfiles: [{ name: "system", mode: "System", count: 3, vmSize: "Standard_D2s_v5" }],
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
    return new kubernetes.Provider(name, { kubeconfig });
}
