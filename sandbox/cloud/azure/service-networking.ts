import { type Kind, type ServiceContext, type Surroundings } from "../kind";
import { hex, pick } from "../stable";
import { View } from "../view";
import { arm, inSight, refuse } from "./arm";

/**
 * Application Gateway for Containers. https://learn.microsoft.com/azure/application-gateway/for-containers/application-gateway-for-containers-components
 * The codes and words of its refusals are the sandbox's own.
 */

const PATH = "Microsoft.ServiceNetworking/trafficControllers";
const API_VERSION = "2025-01-01";
const ASSOCIATION = "azure-native:servicenetworking:AssociationsInterface";
const SUBNET = "azure-native:network:Subnet";
const NETWORK = "azure-native:network:VirtualNetwork";
/** Bits of the prefix of the smallest subnet that is taken. */
const LONGEST_PREFIX = 24;

/** A host below alb.azure.com, as `xxxx.yyyy.alb.azure.com` in the documentation. */
function hostOf(id: string): string {
    return `${hex(id, 16)}.fz${10 + pick(id, 90)}.alb.azure.com`;
}

const trafficController = arm({
    modules: ["servicenetworking"],
    kind: "TrafficControllerInterface",
    path: `${PATH}/{trafficControllerName}`,
    apiVersion: API_VERSION,
    computed: (_inputs, { id }) => ({
        associations: [],
        configurationEndpoints: [hostOf(`${id}#configuration`)],
        frontends: [],
        provisioningState: "Succeeded",
        securityPolicies: [],
    }),
});

const frontend = arm({
    modules: ["servicenetworking"],
    kind: "FrontendsInterface",
    path: `${PATH}/{trafficControllerName}/frontends/{frontendName}`,
    apiVersion: API_VERSION,
    located: true,
    computed: (_inputs, { id }) => ({ fqdn: hostOf(id), provisioningState: "Succeeded" }),
});

const association = arm({
    modules: ["servicenetworking"],
    kind: "AssociationsInterface",
    path: `${PATH}/{trafficControllerName}/associations/{associationName}`,
    apiVersion: API_VERSION,
    located: true,
    required: ["associationType"],
    referencesOf(inputs, context) {
        mustBeTheOnlyOne(context);
        const id = inputs.text("subnet.id");
        if (id !== undefined && inSight(id)) subnetMustServe(id, context.cloud);
    },
    computed: () => ({ provisioningState: "Succeeded" }),
});

export const SERVICE_NETWORKING: readonly Kind[] = [...trafficController, ...frontend, ...association];

function mustBeTheOnlyOne({ id, cloud }: ServiceContext): void {
    const own = id.toLowerCase();
    const siblings = own.slice(0, own.lastIndexOf("/") + 1);
    const other = cloud
        .all(ASSOCIATION)
        .map((resource) => resource.id)
        .find((found) => found.toLowerCase().startsWith(siblings) && found.toLowerCase() !== own);
    if (other !== undefined) {
        refuse(
            409,
            "AssociationLimitExceeded",
            `An Application Gateway for Containers has one association, and '${other}' is there.`,
        );
    }
}

function subnetMustServe(id: string, cloud: Surroundings): void {
    const subnet = findSubnet(id, cloud);
    if (subnet === undefined) refuse(404, "SubnetNotFound", `The subnet '${id}' does not exist.`);
    const delegated = subnet
        .list("delegations")
        .some((delegation) => delegation.text("serviceName")?.toLowerCase() === PATH.toLowerCase());
    if (!delegated) refuse(400, "SubnetNotDelegated", `The subnet '${id}' is not delegated to '${PATH}'.`);
    const prefix = subnet.text("addressPrefix") ?? subnet.list("addressPrefixes")[0]?.text();
    const bits = Number(prefix?.split("/")[1]);
    if (bits > LONGEST_PREFIX) {
        refuse(
            400,
            "SubnetTooSmall",
            `The subnet '${id}' is a /${bits}, and has to be a /${LONGEST_PREFIX} or larger.`,
        );
    }
}

/** A subnet is a resource of its own, or is written with its network. */
function findSubnet(id: string, cloud: Surroundings): View | undefined {
    const own = cloud.find(SUBNET, id);
    if (own) return new View(own.outputs);
    const [networkId = "", name = ""] = id.split(/\/subnets\//i);
    const network = cloud.find(NETWORK, networkId);
    return new View(network?.outputs ?? {})
        .list("subnets")
        .find((subnet) => subnet.text("name")?.toLowerCase() === name.toLowerCase());
}
