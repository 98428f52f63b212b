import * as containerservice from "@pulumi/azure-native/containerservice";
import * as network from "@pulumi/azure-native/network";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** An AKS cluster in a network of its own. */
export interface Cluster {
    /** The network, which has room for the gateway's subnet. */
    readonly vnet: network.VirtualNetwork;
    readonly cluster: containerservice.ManagedCluster;
    /** Deploys into the cluster. */
    readonly provider: kubernetes.Provider;
}

/** Creates a cluster whose pods the gateway reaches by their addresses, and which hands out workload identities. */
export function createCluster(name: string, resourceGroupName: pulumi.Input<string>): Cluster {
    const vnet = new network.VirtualNetwork(name, {
        resourceGroupName,
        addressSpace: { addressPrefixes: ["10.8.0.0/16"] },
    });
    const nodes = new network.Subnet(`${name}-nodes`, {
        resourceGroupName,
        virtualNetworkName: vnet.name,
        addressPrefix: "10.8.0.0/22",
    });
    const cluster = new containerservice.ManagedCluster(name, {
        resourceGroupName,
        dnsPrefix: name,
        identity: { type: "SystemAssigned" },
        agentPoolProfiles: [
            { name: "system", mode: "System", count: 3, vmSize: "Standard_D2s_v5", vnetSubnetID: nodes.id },
        ],
        networkProfile: {
            networkPlugin: "azure",
            networkPluginMode: "overlay",
            serviceCidr: "10.9.0.0/16",
            dnsServiceIP: "10.9.0.10",
        },
        oidcIssuerProfile: { enabled: true },
        securityProfile: { workloadIdentity: { enabled: true } },
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
    return { vnet, cluster, provider: new kubernetes.Provider(name, { kubeconfig }) };
}
