import type * as servicenetworking from "@pulumi/azure-native/servicenetworking";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { Gateway } from "../kubernetes/custom-resources/gateway";
import { type ParentReference } from "../kubernetes/custom-resources/http-route";
import { type BringYourOwnArgs, readBringYourOwn } from "./bring-your-own";
import { type DeploymentMaker } from "./deployment";
import { type GatewayListenerArgs, readListeners } from "./listeners";
import { type ManagedArgs, readManaged } from "./managed";
import { readName, readNamespace, requireAutoName } from "./object-name";
import { ROUTE_GROUP } from "./route";

/** The class that the ALB controller serves. https://learn.microsoft.com/azure/application-gateway/for-containers/quickstart-deploy-application-gateway-for-containers-alb-controller */
const GATEWAY_CLASS = "azure-alb-external";

/** Arguments of {@link GatewayForContainers}. Exactly one of `bringYourOwn` and `managed`. */
export interface GatewayForContainersArgs {
    /** The component creates the gateway's Azure resources, so that they outlive the cluster's objects. */
    bringYourOwn?: BringYourOwnArgs;
    /** The ALB controller creates and owns them. */
    managed?: ManagedArgs;
    /** Where the gateway listens: one place or more. */
    listeners: readonly GatewayListenerArgs[];
    /** Namespace of the Gateway. Omitted: the provider's. */
    namespace?: pulumi.Input<string | undefined>;
    /** Name of the Gateway in the cluster. Omitted: Pulumi makes one from the component's name. */
    gatewayName?: pulumi.Input<string | undefined>;
}

/**
 * An Application Gateway for Containers with a Gateway in the cluster, for HTTPRoutes to attach to by its `parentRef`.
 *
 * It keeps nobody by itself: give each HTTPRoute a `StickyRoutePolicy`. The ALB controller and its custom resource
 * definitions have to be in the cluster. https://learn.microsoft.com/azure/application-gateway/for-containers/overview
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class GatewayForContainers extends pulumi.ComponentResource {
    /** The Gateway in the cluster. */
    public readonly gateway: Gateway;
    /** The gateway in Azure. Undefined with `managed`: the controller creates it. */
    public readonly trafficController: servicenetworking.TrafficControllerInterface | undefined;
    /** Name of the Gateway in the cluster. */
    public readonly name: pulumi.Output<string>;
    /** Id of the Gateway in the cluster, `namespace/name`. */
    public readonly resourceId: pulumi.Output<string>;
    /** What an HTTPRoute takes as one of its `parentRefs`. */
    public readonly parentRef: pulumi.Output<ParentReference>;
    /** Resource id of the gateway in Azure. Undefined with `managed`. */
    public readonly trafficControllerId: pulumi.Output<string | undefined>;
    /** Host name of the frontend. Undefined with `managed`: it is in the Gateway's `status.addresses` once the controller has served it. */
    public readonly fqdn: pulumi.Output<string | undefined>;

    /**
     * @param name name of the component; names in Azure and in the cluster are made from it unless they are given.
     * @param args see {@link GatewayForContainersArgs}.
     * @param opts options of the component; azure-native and Kubernetes providers given here reach its parts.
     */
    constructor(name: string, args: GatewayForContainersArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:GatewayForContainers", name, args, opts);

        const { annotations, addresses, dependsOn, trafficController, fqdn } = settings.deploy(this, name);
        this.gateway = new Gateway(
            name,
            {
                metadata: { name: settings.gatewayName, namespace: settings.namespace, annotations },
                spec: {
                    gatewayClassName: GATEWAY_CLASS,
                    listeners: settings.listeners,
                    ...(addresses === undefined ? {} : { addresses }),
                },
            },
            { parent: this, dependsOn },
        );

        this.trafficController = trafficController;
        this.name = this.gateway.metadata.name;
        this.resourceId = this.gateway.id;
        this.parentRef = pulumi.output({
            group: ROUTE_GROUP,
            kind: "Gateway",
            name: this.name,
            namespace: this.gateway.metadata.namespace,
        });
        this.trafficControllerId = pulumi.output(trafficController?.id);
        this.fqdn = pulumi.output(fqdn);
        this.registerOutputs({
            gateway: this.gateway,
            trafficController,
            name: this.name,
            resourceId: this.resourceId,
            parentRef: this.parentRef,
            trafficControllerId: this.trafficControllerId,
            fqdn: this.fqdn,
        });
    }
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: GatewayForContainersArgs) {
    const check = new Checks("GatewayForContainers", name);
    requireAutoName(check, name);
    const namespace = readNamespace(check, "namespace", args.namespace);
    return {
        namespace,
        gatewayName: readName(check, "gatewayName", args.gatewayName),
        listeners: readListeners(check, args.listeners),
        deploy: readDeployment(check, args, namespace),
    };
}

function readDeployment(
    check: Checks,
    args: GatewayForContainersArgs,
    namespace: pulumi.Input<string> | undefined,
): DeploymentMaker {
    return check.exactlyOne("", args, ["bringYourOwn", "managed"]) === "bringYourOwn"
        ? readBringYourOwn(check, args.bringYourOwn as BringYourOwnArgs)
        : readManaged(check, args.managed as ManagedArgs, namespace);
}
