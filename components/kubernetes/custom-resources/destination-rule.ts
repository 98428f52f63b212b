import type * as pulumi from "@pulumi/pulumi";

import { TypedObject, type TypedObjectArgs } from "./typed-object";

/** What a hash is made of: exactly one member. https://istio.io/latest/docs/reference/config/networking/destination-rule/ */
export interface ConsistentHash {
    httpHeaderName?: string;
    /** Without `ttl`, Istio issues no cookie. "0s" is a session cookie. */
    httpCookie?: { name: string; path?: string; ttl: string };
    useSourceIp?: true;
}

/** https://istio.io/latest/docs/reference/config/networking/destination-rule/ */
export interface DestinationRuleSpec {
    /** Name of the Service; a short name is taken to be in the rule's own namespace. */
    host: string;
    trafficPolicy: { loadBalancer: { consistentHash: ConsistentHash } };
}

/** Says how Istio chooses among the pods of a Service. https://istio.io/latest/docs/reference/config/networking/destination-rule/ */
export class DestinationRule extends TypedObject<DestinationRuleSpec> {
    constructor(name: string, args: TypedObjectArgs<DestinationRuleSpec>, opts?: pulumi.CustomResourceOptions) {
        super({ apiVersion: "networking.istio.io/v1", kind: "DestinationRule" }, name, args, opts);
    }
}
