import * as servicenetworking from "@pulumi/azure-native/servicenetworking";
import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";
import { assignControllerRoles, readPrincipal } from "./controller-roles";
import { type Deployment, type DeploymentMaker } from "./deployment";
import { type GatewaySubnetArgs, readSubnet } from "./subnet";

/** https://learn.microsoft.com/azure/application-gateway/for-containers/quickstart-create-application-gateway-for-containers-byo-deployment */
const ALB_ID = "alb.networking.azure.io/alb-id";
const ALB_FRONTEND = "alb.networking.azure.io/alb-frontend";

/** The gateway's Azure resources, created by the component. */
export interface BringYourOwnArgs {
    /** Resource group that they are created in. */
    resourceGroupName: pulumi.Input<string>;
    /** The subnet that the gateway reaches the pods from. It has one. */
    subnet: GatewaySubnetArgs;
    /**
     * Gives the ALB controller's identity its two roles: AppGw for Containers Configuration Manager on the resource group,
     * Network Contributor on the subnet. Omitted: it has them, or gets them elsewhere.
     */
    controller?: {
        /** Object id (principal id) of the identity. */
        principalId: pulumi.Input<string>;
    };
    /** Azure region. Omitted: the resource group's. */
    location?: pulumi.Input<string | undefined>;
    /** Name of the gateway in Azure. Omitted: Pulumi makes one from the component's name. */
    trafficControllerName?: pulumi.Input<string | undefined>;
    /** Name of the frontend. Omitted: Pulumi makes one from the component's name. */
    frontendName?: pulumi.Input<string | undefined>;
    /** Tags of the Azure resources. Omitted: none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/** Checks the Azure resources to create. */
export function readBringYourOwn(check: Checks, args: BringYourOwnArgs): DeploymentMaker {
    const path = "bringYourOwn";
    const resourceGroupName = check.required(
        `${path}.resourceGroupName`,
        args.resourceGroupName,
        "give the name of the resource group.",
    );
    const makeSubnet = readSubnet(check, `${path}.subnet`, args.subnet);
    const principalId =
        args.controller && readPrincipal(check, `${path}.controller.principalId`, args.controller.principalId);

    return (parent, name): Deployment => {
        const located = { resourceGroupName, location: args.location, tags: args.tags };
        const trafficController = new servicenetworking.TrafficControllerInterface(
            name,
            { ...located, trafficControllerName: args.trafficControllerName },
            { parent },
        );
        const below = { ...located, trafficControllerName: trafficController.name };
        const frontend = new servicenetworking.FrontendsInterface(
            name,
            { ...below, frontendName: args.frontendName },
            { parent },
        );
        const subnet = makeSubnet(parent, name);
        const association = new servicenetworking.AssociationsInterface(
            name,
            { ...below, associationType: "subnets", subnet: { id: subnet.id } },
            { parent },
        );
        const roles =
            principalId === undefined
                ? []
                : assignControllerRoles(parent, name, {
                      principalId,
                      resourceGroupId: trafficController.id.apply(resourceGroupOf),
                      subnetId: subnet.id,
                  });
        return {
            annotations: { [ALB_ID]: trafficController.id },
            addresses: [{ type: ALB_FRONTEND, value: frontend.name }],
            dependsOn: [association, ...roles],
            trafficController,
            fqdn: frontend.fqdn,
        };
    };
}

function resourceGroupOf(id: string): string {
    return id.split("/").slice(0, 5).join("/");
}
