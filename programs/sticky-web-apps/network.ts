import * as network from "@pulumi/azure-native/network";
import type * as pulumi from "@pulumi/pulumi";

/** Where a gateway stands: its subnet, its address, and the rules for who comes in. */
export interface Entrance {
    readonly subnetId: pulumi.Output<string>;
    readonly address: network.PublicIPAddress;
    readonly ipAddress: pulumi.Output<string>;
    readonly firewallPolicyId: pulumi.Output<string>;
}

/**
 * Creates an entrance that lets in one Front Door and nobody else: Front Door as a service by its addresses, and of all
 * Front Doors the one by its id, which it sends with each request.
 * https://learn.microsoft.com/azure/frontdoor/origin-security
 */
export function createEntrance(
    name: string,
    place: { resourceGroupName: pulumi.Input<string>; location: string },
    frontDoorId: pulumi.Input<string>,
): Entrance {
    const inbound = { access: "Allow", direction: "Inbound", protocol: "Tcp", sourcePortRange: "*" } as const;
    const rules = new network.NetworkSecurityGroup(name, {
        ...place,
        securityRules: [
            {
                ...inbound,
                name: "front-door",
                priority: 100,
                sourceAddressPrefix: "AzureFrontDoor.Backend",
                destinationAddressPrefix: "*",
                destinationPortRange: "80",
            },
            {
                ...inbound,
                // https://learn.microsoft.com/azure/application-gateway/configuration-infrastructure#network-security-groups
                name: "gateway-manager",
                priority: 110,
                sourceAddressPrefix: "GatewayManager",
                destinationAddressPrefix: "*",
                destinationPortRange: "65200-65535",
            },
        ],
    });
    const whole = new network.VirtualNetwork(name, { ...place, addressSpace: { addressPrefixes: ["10.0.0.0/16"] } });
    const subnet = new network.Subnet(name, {
        resourceGroupName: place.resourceGroupName,
        virtualNetworkName: whole.name,
        addressPrefix: "10.0.0.0/24",
        networkSecurityGroup: { id: rules.id },
    });
    const address = new network.PublicIPAddress(name, {
        ...place,
        sku: { name: "Standard" },
        publicIPAllocationMethod: "Static",
    });
    const firewall = new network.WebApplicationFirewallPolicy(name, {
        ...place,
        policySettings: { state: "Enabled", mode: "Prevention" },
        managedRules: {
            managedRuleSets: [{ ruleSetType: "Microsoft_DefaultRuleSet", ruleSetVersion: "2.1" }],
        },
        customRules: [
            {
                name: "OtherFrontDoors",
                priority: 1,
                ruleType: "MatchRule",
                action: "Block",
                matchConditions: [
                    {
                        matchVariables: [{ variableName: "RequestHeaders", selector: "X-Azure-FDID" }],
                        operator: "Equal",
                        negationConditon: true,
                        matchValues: [frontDoorId],
                    },
                ],
            },
        ],
    });
    const ipAddress = address.ipAddress.apply((known) => {
        if (known === undefined) throw new Error(`The public address ${name} has not been given out.`);
        return known;
    });
    return { subnetId: subnet.id, address, ipAddress, firewallPolicyId: firewall.id };
}
