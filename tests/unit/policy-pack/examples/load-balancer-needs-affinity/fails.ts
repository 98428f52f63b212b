import * as network from "@pulumi/azure-native/network";
import * as resources from "@pulumi/azure-native/resources";

const group = new resources.ResourceGroup("shop");
const vnet = new network.VirtualNetwork("shop", {
    resourceGroupName: group.name,
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
});
const address = new network.PublicIPAddress("edge", {
    resourceGroupName: group.name,
    sku: { name: "Standard" },
    publicIPAllocationMethod: "Static",
});

// Two members, and a rule that picks one for each connection.
new network.LoadBalancer("shop", {
    resourceGroupName: group.name,
    sku: { name: "Standard" },
    frontendIPConfigurations: [{ name: "edge", publicIPAddress: { id: address.id } }],
    backendAddressPools: [
        {
            name: "web",
            loadBalancerBackendAddresses: ["10.0.1.4", "10.0.1.5"].map((ipAddress, index) => ({
                name: `web-${index}`,
                ipAddress,
                virtualNetwork: { id: vnet.id },
            })),
        },
    ],
    loadBalancingRules: [
        {
            name: "https",
            protocol: "Tcp",
            frontendPort: 443,
            backendPort: 443,
            frontendIPConfiguration: { id: "$self/frontendIPConfigurations/edge" },
            backendAddressPool: { id: "$self/backendAddressPools/web" },
        },
    ],
});
