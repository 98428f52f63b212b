import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";
import { assignControllerRoles, readPrincipal } from "./controller-roles";
import { ApplicationLoadBalancer } from "./custom-resources/application-load-balancer";
import { type Deployment, type DeploymentMaker } from "./deployment";
import { readName, readNamespace } from "./object-name";
import { type GatewaySubnetArgs, readSubnet } from "./subnet";

/** https://learn.microsoft.com/azure/application-gateway/for-containers/quickstart-create-application-gateway-for-containers-managed-by-alb-controller */
const ALB_NAMESPACE = "alb.networking.azure.io/alb-namespace";
const ALB_NAME = "alb.networking.azure.io/alb-name";
const RESOURCE_GROUP_ID = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i;

/** The gateway's Azure resources, created and owned by the ALB controller in the cluster's node resource group. */
export interface ManagedArgs {
    /** The subnet that the gateway reaches the pods from. */
    subnet: GatewaySubnetArgs;
    /**
     * Gives the ALB controller's identity its two roles: AppGw for Containers Configuration Manager on the node resource
     * group, Network Contributor on the subnet. Omitted: it has them, as the AKS add-on's has, or gets them elsewhere.
     */
    controller?: {
        /** Object id (principal id) of the identity. */
        principalId: pulumi.Input<string>;
        /** Resource id of the cluster's node resource group, `/subscriptions/<id>/resourceGroups/MC_…`. */
        nodeResourceGroupId: pulumi.Input<string>;
    };
    /** Namespace of the ApplicationLoadBalancer. Omitted: the Gateway's. */
    namespace?: pulumi.Input<string | undefined>;
    /** Name of the ApplicationLoadBalancer. Omitted: Pulumi makes one from the component's name. */
    loadBalancerName?: pulumi.Input<string | undefined>;
}

/**
 * Checks what the controller is to create.
 *
 * @param gatewayNamespace the Gateway's namespace, checked.
 */
export function readManaged(
    check: Checks,
    args: ManagedArgs,
    gatewayNamespace: pulumi.Input<string> | undefined,
): DeploymentMaker {
    const makeSubnet = readSubnet(check, "managed.subnet", args.subnet);
    const namespace = readNamespace(check, "managed.namespace", args.namespace) ?? gatewayNamespace;
    const loadBalancerName = readName(check, "managed.loadBalancerName", args.loadBalancerName);
    const controller = readController(check, args);

    return (parent, name): Deployment => {
        const subnet = makeSubnet(parent, name);
        const roles = controller ? assignControllerRoles(parent, name, { ...controller, subnetId: subnet.id }) : [];
        const loadBalancer = new ApplicationLoadBalancer(
            name,
            { metadata: { name: loadBalancerName, namespace }, spec: { associations: [subnet.id] } },
            // The controller uses its roles as soon as it sees the object.
            { parent, dependsOn: roles },
        );
        return {
            annotations: {
                [ALB_NAMESPACE]: loadBalancer.metadata.namespace,
                [ALB_NAME]: loadBalancer.metadata.name,
            },
            dependsOn: [],
        };
    };
}

function readController(check: Checks, { controller }: ManagedArgs) {
    if (controller === undefined) return undefined;
    const path = "managed.controller";
    return {
        principalId: readPrincipal(check, `${path}.principalId`, controller.principalId),
        resourceGroupId: check.text(
            `${path}.nodeResourceGroupId`,
            check.required(
                `${path}.nodeResourceGroupId`,
                controller.nodeResourceGroupId,
                "give the cluster's node resource group, where the controller creates the gateway.",
            ),
            RESOURCE_GROUP_ID,
            "it has to be the resource id of a resource group, /subscriptions/<id>/resourceGroups/<name>.",
        ) as pulumi.Input<string>,
    };
}
