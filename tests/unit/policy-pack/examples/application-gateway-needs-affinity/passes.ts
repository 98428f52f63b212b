import * as network from "@pulumi/azure-native/network";
import * as resources from "@pulumi/azure-native/resources";

const group = new resources.ResourceGroup("shop");
const vnet = new network.VirtualNetwork("shop", {
    resourceGroupName: group.name,
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
});
const subnet = new network.Subnet("edge", {
    resourceGroupName: group.name,
    virtualNetworkName: vnet.name,
    addressPrefix: "10.0.0.0/24",
});
const address = new network.PublicIPAddress("edge", {
    resourceGroupName: group.name,
    sku: { name: "Standard" },
    publicIPAllocationMethod: "Static",
});

// The rule's settings keep a client by a cookie; behind another gateway it needs a name of its own.
new network.ApplicationGateway("shop", {
    resourceGroupName: group.name,
    sku: { name: "Standard_v2", tier: "Standard_v2", capacity: 2 },
    gatewayIPConfigurations: [{ name: "edge", subnet: { id: subnet.id } }],
    frontendIPConfigurations: [{ name: "edge", publicIPAddress: { id: address.id } }],
    frontendPorts: [{ name: "http", port: 80 }],
    backendAddressPools: [{ name: "web", backendAddresses: [{ ipAddress: "10.0.1.4" }, { ipAddress: "10.0.1.5" }] }],
    backendHttpSettingsCollection: [
        {
            name: "web",
            port: 80,
            protocol: "Http",
            requestTimeout: 20,
            cookieBasedAffinity: "Enabled",
            affinityCookieName: "shop-web-affinity",
        },
    ],
    httpListeners: [
        {
            name: "web",
            protocol: "Http",
            frontendIPConfiguration: { id: "$self/frontendIPConfigurations/edge" },
            frontendPort: { id: "$self/frontendPorts/http" },
        },
    ],
    requestRoutingRules: [
        {
            name: "web",
            priority: 100,
            ruleType: "Basic",
            httpListener: { id: "$self/httpListeners/web" },
            backendAddressPool: { id: "$self/backendAddressPools/web" },
            backendHttpSettings: { id: "$self/backendHttpSettingsCollection/web" },
        },
    ],
});
