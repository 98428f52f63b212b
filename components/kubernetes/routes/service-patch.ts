import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { type RouteBackend } from "./backend";

/** What a controller reads off the Service rather than off the route. */
export interface RouteServiceMetadata {
    readonly annotations?: Record<string, pulumi.Input<string>>;
    readonly labels?: Record<string, pulumi.Input<string>>;
}

/**
 * Lays metadata over a Service that another resource owns. Patches need server-side apply, which the provider does unless
 * `enableServerSideApply` is false; then the update fails.
 * https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/
 */
export function patchService(
    name: string,
    service: RouteBackend,
    metadata: RouteServiceMetadata,
    opts: pulumi.CustomResourceOptions,
): kubernetes.core.v1.ServicePatch {
    return new kubernetes.core.v1.ServicePatch(
        name,
        { metadata: { name: service.name, namespace: service.namespace, ...metadata } },
        opts,
    );
}
