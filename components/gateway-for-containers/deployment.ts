import type * as servicenetworking from "@pulumi/azure-native/servicenetworking";
import type * as pulumi from "@pulumi/pulumi";

/** What stands behind a Gateway, and how the Gateway names it. */
export interface Deployment {
    /** Annotations of the Gateway. */
    readonly annotations: Record<string, pulumi.Input<string>>;
    /** Addresses of the Gateway, where it has to name them. */
    readonly addresses?: { type: string; value: pulumi.Input<string> }[];
    /** What has to be there before the Gateway, beside what its annotations and addresses name. */
    readonly dependsOn: pulumi.Resource[];
    /** The gateway in Azure, where the program creates it. */
    readonly trafficController?: servicenetworking.TrafficControllerInterface;
    /** Host name of the frontend, where the program creates it. */
    readonly fqdn?: pulumi.Output<string>;
}

/** Creates a checked deployment below a component. */
export type DeploymentMaker = (parent: pulumi.Resource, name: string) => Deployment;
