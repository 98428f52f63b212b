import * as pulumi from "@pulumi/pulumi";

import { type ForeignStack } from "./stack";

/** A resource of the classic package `azure`, which is not installed here. */
class Classic extends pulumi.CustomResource {
    constructor(type: string, name: string, properties: pulumi.Inputs) {
        super(`azure:${type}`, name, properties);
    }
}

/** An Application Gateway with one rule to two servers. */
function gateway(inGroup: pulumi.Inputs): void {
    new Classic("network/applicationGateway:ApplicationGateway", "shop", {
        ...inGroup,
        name: "shop",
        sku: { name: "Standard_v2", tier: "Standard_v2", capacity: 2 },
        gatewayIpConfigurations: [{ name: "gateway", subnetId: "/subnets/gateway" }],
        frontendPorts: [{ name: "http", port: 80 }],
        frontendIpConfigurations: [{ name: "public", publicIpAddressId: "/addresses/shop" }],
        backendAddressPools: [{ name: "servers", ipAddresses: ["10.0.1.4", "10.0.1.5"] }],
        backendHttpSettings: [{ name: "http", cookieBasedAffinity: "Disabled", port: 80, protocol: "Http" }],
        httpListeners: [
            { name: "http", frontendIpConfigurationName: "public", frontendPortName: "http", protocol: "Http" },
        ],
        requestRoutingRules: [
            {
                name: "all",
                ruleType: "Basic",
                priority: 1,
                httpListenerName: "http",
                backendAddressPoolName: "servers",
                backendHttpSettingsName: "http",
            },
        ],
    });
}

/** A Load Balancer in front of a scale set of virtual machines. */
function balancer(inGroup: pulumi.Inputs): void {
    const balanced = new Classic("lb/loadBalancer:LoadBalancer", "game", {
        ...inGroup,
        name: "game",
        sku: "Standard",
        frontendIpConfigurations: [{ name: "public", publicIpAddressId: "/addresses/game" }],
    });
    const pool = new Classic("lb/backendAddressPool:BackendAddressPool", "game", { loadbalancerId: balanced.id });
    new Classic("lb/rule:Rule", "game", {
        loadbalancerId: balanced.id,
        backendAddressPoolIds: [pool.id],
        frontendIpConfigurationName: "public",
        protocol: "Tcp",
        frontendPort: 7777,
        backendPort: 7777,
    });
    new Classic("compute/linuxVirtualMachineScaleSet:LinuxVirtualMachineScaleSet", "game", {
        ...inGroup,
        sku: "Standard_D2s_v5",
        instances: 3,
        adminUsername: "player",
        networkInterfaces: [
            {
                name: "nic",
                primary: true,
                ipConfigurations: [
                    {
                        name: "internal",
                        primary: true,
                        subnetId: "/subnets/game",
                        loadBalancerBackendAddressPoolIds: [pool.id],
                    },
                ],
            },
        ],
    });
}

/** Stickiness that is off, not said, or not to be had, in resources of the classic package. */
export const classicShop: ForeignStack = {
    title: "a shop of the classic azure package",
    program() {
        const group = new Classic("core/resourceGroup:ResourceGroup", "shop", { location: "westeurope" });
        const inGroup = { resourceGroupName: "shop", location: "westeurope" };
        const plan = new Classic("appservice/servicePlan:ServicePlan", "shop", {
            ...inGroup,
            osType: "Linux",
            skuName: "P1v3",
            workerCount: 3,
        });
        const onPlan = { ...inGroup, servicePlanId: plan.id, siteConfig: {} };
        new Classic("appservice/linuxWebApp:LinuxWebApp", "shop", onPlan);
        new Classic("appservice/linuxWebApp:LinuxWebApp", "admin", { ...onPlan, clientAffinityEnabled: true });
        new Classic("containerapp/app:App", "cart", {
            resourceGroupName: "shop",
            containerAppEnvironmentId: group.id,
            revisionMode: "Single",
            ingress: {
                externalEnabled: true,
                targetPort: 80,
                trafficWeights: [{ latestRevision: true, percentage: 100 }],
            },
            template: {
                minReplicas: 1,
                maxReplicas: 5,
                containers: [{ name: "cart", image: "cart:1", cpu: 0.5, memory: "1Gi" }],
            },
        });
        gateway(inGroup);
        balancer(inGroup);
    },
    findings: [
        ["application-gateway-needs-affinity", "mandatory", "shop", "backendHttpSettings.cookieBasedAffinity"],
        ["container-app-needs-affinity", "mandatory", "cart", "ingress"],
        ["load-balancer-needs-affinity", "mandatory", "game", "loadDistribution"],
        ["web-app-needs-affinity", "mandatory", "shop", "clientAffinityEnabled"],
    ],
};
