import type * as pulumi from "@pulumi/pulumi";

import { TypedObject, type TypedObjectArgs } from "../../kubernetes/custom-resources/typed-object";
import { ALB_API_VERSION } from "./session-affinity";

/** What the controller creates a gateway from. */
export interface ApplicationLoadBalancerSpec {
    /** Resource ids of delegated subnets. */
    associations?: string[];
}

/** Has the controller create and own the gateway's Azure resources. https://learn.microsoft.com/azure/application-gateway/for-containers/api-specification-kubernetes */
export class ApplicationLoadBalancer extends TypedObject<ApplicationLoadBalancerSpec> {
    constructor(name: string, args: TypedObjectArgs<ApplicationLoadBalancerSpec>, opts?: pulumi.CustomResourceOptions) {
        super({ apiVersion: ALB_API_VERSION, kind: "ApplicationLoadBalancer" }, name, args, opts);
    }
}
