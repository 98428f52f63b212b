import * as containerservice from "@pulumi/azure-native/containerservice";
import * as resources from "@pulumi/azure-native/resources";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** An AKS cluster, and the provider that deploys to it by its credentials. */
export function aksCluster(name: string): {
    readonly group: resources.ResourceGroup;
    readonly provider: pulumi.ProviderResource;
} {
    const group = new resources.ResourceGroup(`${name}-rg`);
    const cluster = new containerservice.ManagedCluster(name, {
        resourceGroupName: group.name,
        dnsPrefix: name,
        identity: { type: "SystemAssigned" },
        agentPoolProfiles: [
            {
                name: "agentpool",
                mode: "System",
                count: 3,
                vmSize: "Standard_D2s_v5",
                osType: "Linux",
                type: "VirtualMachineScaleSets",
            },
        ],
    });
    const credentials = containerservice.listManagedClusterUserCredentialsOutput({
        resourceGroupName: group.name,
        resourceName: cluster.name,
    });
    const kubeconfig = credentials.kubeconfigs.apply(([first]) => Buffer.from(first?.value ?? "", "base64").toString());
    return { group, provider: new kubernetes.Provider(`${name}-k8s`, { kubeconfig: pulumi.secret(kubeconfig) }) };
}
