import * as network from "@pulumi/azure-native/network";
import type * as pulumi from "@pulumi/pulumi";

/** Address of the ingress inside the network: the last of the nodes' subnet, which AKS hands out late. */
export const INGRESS_ADDRESS = "10.20.3.250";

/** A network, with subnets for the cluster's nodes and for API Management. */
export type Network = ReturnType<typeof createNetwork>;

/** Creates a network in which API Management reaches the cluster's ingress. */
export function createNetwork(name: string, resourceGroupName: pulumi.Input<string>) {
    const vnet = new network.VirtualNetwork(name, {
        resourceGroupName,
        addressSpace: { addressPrefixes: ["10.20.0.0/16"] },
    });
    const below = { resourceGroupName, virtualNetworkName: vnet.name };
    const nodes = new network.Subnet(`${name}-nodes`, { ...below, addressPrefix: "10.20.0.0/22" });
    // What a v2 tier sends goes out through a subnet of its own.
    // https://learn.microsoft.com/azure/api-management/integrate-vnet-outbound
    const gateway = new network.Subnet(
        `${name}-gateway`,
        {
            ...below,
            addressPrefix: "10.20.4.0/24",
            delegations: [{ name: "gateway", serviceName: "Microsoft.Web/serverFarms" }],
        },
        { dependsOn: [nodes] },
    );
    return { vnet, nodes, gateway };
}
