import type * as pulumi from "@pulumi/pulumi";

import { TypedObject, type TypedObjectArgs } from "./typed-object";

/** What a hash is made of: the member has to match the type. */
export interface EnvoyGatewayConsistentHash {
    type: "SourceIP" | "Header" | "Cookie";
    /** Deprecated in favour of `Headers` in late releases, which still honour it; earlier ones know this only. */
    header?: { name: string };
    /** Without `ttl`, no cookie is issued. `attributes` are added to the cookie as they stand. */
    cookie?: { name: string; ttl: string; attributes?: Record<string, string> };
}

/** https://gateway.envoyproxy.io/docs/api/extension_types/#backendtrafficpolicyspec */
export interface BackendTrafficPolicySpec {
    /** Routes or Gateways of the policy's own namespace; never Services. */
    targetRefs: { group: "gateway.networking.k8s.io"; kind: "HTTPRoute"; name: string }[];
    loadBalancer: { type: "ConsistentHash"; consistentHash: EnvoyGatewayConsistentHash };
}

/**
 * Envoy Gateway's own policy of how a route's pods are chosen; not the Gateway API's policy of a similar name.
 * https://gateway.envoyproxy.io/docs/api/extension_types/#backendtrafficpolicy
 */
export class BackendTrafficPolicy extends TypedObject<BackendTrafficPolicySpec> {
    constructor(name: string, args: TypedObjectArgs<BackendTrafficPolicySpec>, opts?: pulumi.CustomResourceOptions) {
        super({ apiVersion: "gateway.envoyproxy.io/v1alpha1", kind: "BackendTrafficPolicy" }, name, args, opts);
    }
}
