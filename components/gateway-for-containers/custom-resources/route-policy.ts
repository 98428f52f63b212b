import type * as pulumi from "@pulumi/pulumi";

import { TypedObject, type TypedObjectArgs } from "../../kubernetes/custom-resources/typed-object";
import { ALB_API_VERSION, type SessionAffinity } from "./session-affinity";

/** Settings of one route. `override` is in the schema, and the controller does not support it. */
export interface RoutePolicySpec {
    targetRef: { group: string; kind: string; name: string; namespace?: string };
    default?: {
        sessionAffinity?: SessionAffinity;
        /** A Go duration; "0s" is none. */
        timeouts?: { routeTimeout?: string };
    };
}

/** Sets affinity and timeouts of an HTTPRoute. https://learn.microsoft.com/azure/application-gateway/for-containers/api-specification-kubernetes */
export class RoutePolicy extends TypedObject<RoutePolicySpec> {
    constructor(name: string, args: TypedObjectArgs<RoutePolicySpec>, opts?: pulumi.CustomResourceOptions) {
        super({ apiVersion: ALB_API_VERSION, kind: "RoutePolicy" }, name, args, opts);
    }
}
