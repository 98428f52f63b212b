import * as pulumi from "@pulumi/pulumi";

import { type StatelessArgs } from "./stateless";
import { type Affinity, type HopDescription, type Platform, type Replicas } from "./vocabulary";

/** The description of its hop that a component registers, for stack policies and reports to read. */
export function describeHop(
    platform: Platform,
    hop: {
        replicas: pulumi.Input<Replicas>;
        affinity: pulumi.Input<Affinity>;
        clientFacing: pulumi.Input<boolean | undefined> | undefined;
        stateless: StatelessArgs | undefined;
    },
): pulumi.Output<HopDescription> {
    return pulumi
        .all([hop.replicas, hop.affinity, hop.clientFacing, hop.stateless])
        .apply(([replicas, affinity, clientFacing, stateless]): HopDescription => ({
            platform,
            replicas,
            affinity,
            clientFacing: clientFacing ?? false,
            ...(stateless ? { stateless: { ...stateless } } : {}),
        }));
}
