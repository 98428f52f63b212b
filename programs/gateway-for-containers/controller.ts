import * as authorization from "@pulumi/azure-native/authorization";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { type Cluster } from "./cluster";

const NAMESPACE = "azure-alb-system";
/** Reader, by which the controller finds the cluster's nodes. https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/general#reader */
const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

/** The controller that turns Gateways, routes and Ingresses into the gateway's configuration, and its identity. */
export interface Controller {
    readonly identity: managedidentity.UserAssignedIdentity;
    readonly release: kubernetes.helm.v3.Release;
}

/**
 * Installs the ALB controller with an identity that the cluster vouches for.
 * https://learn.microsoft.com/azure/application-gateway/for-containers/quickstart-deploy-application-gateway-for-containers-alb-controller
 */
export function installController(
    { cluster, provider }: Cluster,
    resourceGroupName: pulumi.Input<string>,
    version: string,
): Controller {
    const identity = new managedidentity.UserAssignedIdentity("alb", { resourceGroupName });
    const federation = new managedidentity.FederatedIdentityCredential("alb", {
        resourceGroupName,
        resourceName: identity.name,
        issuer: cluster.oidcIssuerProfile.apply((profile) => profile?.issuerURL ?? ""),
        subject: `system:serviceaccount:${NAMESPACE}:alb-controller-sa`,
        audiences: ["api://AzureADTokenExchange"],
    });
    const subscription = cluster.id.apply((id) => id.split("/").slice(0, 3).join("/"));
    const reader = new authorization.RoleAssignment("alb-reader", {
        scope: pulumi.interpolate`${subscription}/resourceGroups/${cluster.nodeResourceGroup}`,
        roleDefinitionId: pulumi.interpolate`${subscription}/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
        principalId: identity.principalId,
        principalType: "ServicePrincipal",
    });
    const release = new kubernetes.helm.v3.Release(
        "alb-controller",
        {
            chart: "oci://mcr.microsoft.com/application-lb/charts/alb-controller",
            version,
            namespace: NAMESPACE,
            createNamespace: true,
            values: { albController: { namespace: NAMESPACE, podIdentity: { clientID: identity.clientId } } },
        },
        { provider, dependsOn: [federation, reader] },
    );
    return { identity, release };
}
