import * as web from "@pulumi/azure-native/web";
import type * as pulumi from "@pulumi/pulumi";

/** A plan that a component creates for its own app. */
export interface OwnPlan {
    /** Size, such as "EP1". */
    readonly size: pulumi.Input<string>;
    /** The service's name for the sizes of this kind, such as "ElasticPremium". */
    readonly tier: string;
    /** The service's word for the kind of the plan. */
    readonly kind: "elastic" | "functionapp";
    /** True where its machines run Linux. */
    readonly linux: pulumi.Input<boolean>;
    /** Most instances of all its apps together, where the plan scales and says so itself. */
    readonly maximumElasticWorkerCount?: pulumi.Input<number>;
}

/** Creates the plan of one app, in the same group and region. */
export function createPlan(
    parent: pulumi.ComponentResource,
    name: string,
    place: { resourceGroupName: pulumi.Input<string>; location: pulumi.Input<string> | undefined },
    plan: OwnPlan,
): web.AppServicePlan {
    return new web.AppServicePlan(
        name,
        {
            ...place,
            kind: plan.kind,
            sku: { name: plan.size, tier: plan.tier },
            reserved: plan.linux,
            maximumElasticWorkerCount: plan.maximumElasticWorkerCount,
        },
        { parent },
    );
}
