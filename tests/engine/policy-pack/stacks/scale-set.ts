import * as compute from "@pulumi/azure-native/compute";
import * as network from "@pulumi/azure-native/network";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

import { type ForeignStack } from "./stack";

/** Virtual machines of a scale set behind a public load balancer that spreads by all five of an address's parts. */
export const scaleSet: ForeignStack = {
    title: "a virtual machine scale set behind a load balancer",
    program() {
        const group = new resources.ResourceGroup("web");
        const inGroup = { resourceGroupName: group.name };
        const vnet = new network.VirtualNetwork("web", {
            ...inGroup,
            addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
        });
        const subnet = new network.Subnet("web", {
            ...inGroup,
            virtualNetworkName: vnet.name,
            addressPrefix: "10.0.2.0/24",
        });
        const address = new network.PublicIPAddress("web", {
            ...inGroup,
            sku: { name: "Standard" },
            publicIPAllocationMethod: "Static",
        });
        const loadBalancerName = "web-lb";
        const part = (collection: string, name: string) => ({
            id: pulumi.interpolate`${group.id}/providers/Microsoft.Network/loadBalancers/${loadBalancerName}/${collection}/${name}`,
        });
        const balancer = new network.LoadBalancer("web", {
            ...inGroup,
            loadBalancerName,
            sku: { name: "Standard" },
            frontendIPConfigurations: [{ name: "public", publicIPAddress: { id: address.id } }],
            backendAddressPools: [{ name: "machines" }],
            probes: [{ name: "http", protocol: "Http", port: 80, requestPath: "/" }],
            loadBalancingRules: [
                {
                    name: "http",
                    protocol: "Tcp",
                    frontendPort: 80,
                    backendPort: 80,
                    frontendIPConfiguration: part("frontendIPConfigurations", "public"),
                    backendAddressPool: part("backendAddressPools", "machines"),
                    probe: part("probes", "http"),
                },
            ],
        });
        new compute.VirtualMachineScaleSet("web", {
            ...inGroup,
            sku: { name: "Standard_B2s", tier: "Standard", capacity: 3 },
            upgradePolicy: { mode: "Automatic" },
            virtualMachineProfile: {
                networkProfile: {
                    networkInterfaceConfigurations: [
                        {
                            name: "nic",
                            primary: true,
                            ipConfigurations: [
                                {
                                    name: "ip",
                                    subnet: { id: subnet.id },
                                    loadBalancerBackendAddressPools: [
                                        {
                                            id: balancer.backendAddressPools.apply((pools) => pools?.[0]?.id ?? ""),
                                        },
                                    ],
                                },
                            ],
                        },
                    ],
                },
                osProfile: {
                    computerNamePrefix: "web",
                    adminUsername: "web",
                    adminPassword: pulumi.secret("not-a-password-1"),
                },
                storageProfile: {
                    imageReference: {
                        publisher: "Canonical",
                        offer: "ubuntu-24_04-lts",
                        sku: "server",
                        version: "latest",
                    },
                    osDisk: { createOption: "FromImage" },
                },
            },
        });
    },
    findings: [["load-balancer-needs-affinity", "mandatory", "web", "loadBalancingRules.loadDistribution"]],
};
