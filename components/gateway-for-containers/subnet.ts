import * as network from "@pulumi/azure-native/network";
import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";

/** What a subnet of the gateway is delegated to. https://learn.microsoft.com/azure/application-gateway/for-containers/application-gateway-for-containers-components */
const DELEGATION = "Microsoft.ServiceNetworking/trafficControllers";
/** Bits of the prefix of the smallest subnet that the gateway takes, 256 addresses. */
const LONGEST_PREFIX = 24;
const SUBNET_ID =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i;
const CIDR = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/** A subnet to be created in a virtual network that is there. */
export interface NewSubnetArgs {
    /** Resource group of the virtual network. */
    resourceGroupName: pulumi.Input<string>;
    /** Name of the virtual network, which is in the gateway's region. */
    virtualNetworkName: pulumi.Input<string>;
    /** IPv4 addresses that are free in the network, a /24 or more: "10.0.4.0/24". */
    addressPrefix: pulumi.Input<string>;
    /** Name of the subnet. Omitted: Pulumi makes one from the component's name. */
    subnetName?: pulumi.Input<string | undefined>;
}

/** The subnet that the gateway reaches the pods from: exactly one of the two. */
export interface GatewaySubnetArgs {
    /** Resource id of a subnet of 256 addresses or more, delegated to `Microsoft.ServiceNetworking/trafficControllers`. */
    id?: pulumi.Input<string | undefined>;
    /** Creates the subnet and delegates it. */
    create?: NewSubnetArgs | undefined;
}

/** The gateway's subnet: its id, and the resource where the component creates it. */
export interface GatewaySubnet {
    readonly id: pulumi.Input<string>;
    readonly created?: network.Subnet;
}

/** Creates what a subnet needs below a component. */
export type SubnetMaker = (parent: pulumi.Resource, name: string) => GatewaySubnet;

/** Checks the subnet that the gateway reaches the pods from. */
export function readSubnet(check: Checks, path: string, given: GatewaySubnetArgs): SubnetMaker {
    const subnet = check.required(path, given, "give the gateway's subnet.") as GatewaySubnetArgs;
    if (check.exactlyOne(`${path}.`, subnet, ["id", "create"]) === "create") {
        return readNewSubnet(check, `${path}.create`, subnet.create as NewSubnetArgs);
    }
    const id = check.text(
        `${path}.id`,
        check.required(`${path}.id`, subnet.id, "give the subnet's resource id."),
        SUBNET_ID,
        "it has to be the resource id of a subnet, /subscriptions/<id>/resourceGroups/<name>/providers/" +
            "Microsoft.Network/virtualNetworks/<name>/subnets/<name>.",
    ) as pulumi.Input<string>;
    return () => ({ id });
}

function readNewSubnet(check: Checks, path: string, given: NewSubnetArgs): SubnetMaker {
    const args: network.SubnetArgs = {
        resourceGroupName: check.required(
            `${path}.resourceGroupName`,
            given.resourceGroupName,
            "give the resource group of the virtual network.",
        ),
        virtualNetworkName: check.required(
            `${path}.virtualNetworkName`,
            given.virtualNetworkName,
            "give the virtual network's name.",
        ),
        addressPrefix: check.value(
            `${path}.addressPrefix`,
            check.required(`${path}.addressPrefix`, given.addressPrefix, 'give its addresses, such as "10.0.4.0/24".'),
            faultOfPrefix,
        ),
        subnetName: given.subnetName,
        delegations: [{ name: "gateway-for-containers", serviceName: DELEGATION }],
    };
    return (parent, name) => {
        const created = new network.Subnet(name, args, { parent });
        return { id: created.id, created };
    };
}

function faultOfPrefix(prefix: string): string | undefined {
    const parts = CIDR.exec(prefix)?.slice(1).map(Number);
    if (parts === undefined || parts.slice(0, 4).some((part) => part > 255)) {
        return 'it has to be a range of IPv4 addresses, such as "10.0.4.0/24".';
    }
    return (parts[4] as number) > LONGEST_PREFIX
        ? `it has fewer than 256 addresses, and the gateway needs a /${LONGEST_PREFIX} or more.`
        : undefined;
}
