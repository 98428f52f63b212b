import * as network from "@pulumi/azure-native/network";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { GatewayForContainers } from "pulumi-session-affinity/gateway-for-containers";

/** Creates an Application Gateway for Containers in front of a cluster, whose network it shares once that is peered. */
export function createEdge(
    name: string,
    resourceGroupName: pulumi.Input<string>,
    cluster: kubernetes.Provider,
): GatewayForContainers {
    const vnet = new network.VirtualNetwork(name, {
        resourceGroupName,
        addressSpace: { addressPrefixes: ["10.4.0.0/16"] },
    });
    return new GatewayForContainers(
        name,
        {
            bringYourOwn: {
                resourceGroupName,
                subnet: {
                    create: { resourceGroupName, virtualNetworkName: vnet.name, addressPrefix: "10.4.4.0/24" },
                },
            },
            listeners: [{ name: "http" }],
        },
        { providers: [cluster] },
    );
}
