import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";
import { readName, readNamespace } from "./object-name";

/** API group of routes. */
export const ROUTE_GROUP = "gateway.networking.k8s.io";
/** The only kind of route whose affinity can be set. */
export const ROUTE_KIND = "HTTPRoute";

/** An HTTPRoute that is not in the program. */
export interface RouteReference {
    /** Name of the HTTPRoute. */
    name: pulumi.Input<string>;
    /** Namespace of the HTTPRoute. */
    namespace: pulumi.Input<string>;
}

/** Name and namespace of the route, which has to be an HTTPRoute. */
export function readRoute(
    check: Checks,
    given: kubernetes.apiextensions.CustomResource | RouteReference,
): { name: pulumi.Input<string>; namespace: pulumi.Input<string> } {
    const route = check.required("route", given, "give the HTTPRoute whose clients are to be kept.") as typeof given;
    if (!pulumi.Resource.isInstance(route)) return readReference(check, route);
    requireHttpRoute(check, route.getInputs());
    return placeOf(route);
}

/** A custom resource that was given no metadata has none to read; its id is `namespace/name`. */
function placeOf({ id, metadata }: kubernetes.apiextensions.CustomResource) {
    const isThere = (metadata as typeof metadata | undefined) !== undefined;
    return isThere
        ? { name: metadata.name, namespace: metadata.namespace }
        : {
              name: id.apply((known) => known.split("/")[1] as string),
              namespace: id.apply((known) => known.split("/")[0] as string),
          };
}

/** Whether the gateway takes a policy for a GRPCRoute, no source says. */
function requireHttpRoute(check: Checks, { apiVersion, kind }: { apiVersion: string; kind: string }): void {
    if (kind !== ROUTE_KIND || !apiVersion.startsWith(`${ROUTE_GROUP}/`)) {
        check.fail(
            "route",
            `${apiVersion} ${kind}`,
            `it has to be an ${ROUTE_KIND} of ${ROUTE_GROUP}: affinity is set for no other kind.`,
        );
    }
}

function readReference(check: Checks, { name, namespace }: RouteReference) {
    return {
        name: readName(
            check,
            "route.name",
            check.required("route.name", name, "give the HTTPRoute's name."),
        ) as pulumi.Input<string>,
        namespace: readNamespace(
            check,
            "route.namespace",
            check.required(
                "route.namespace",
                namespace,
                "give the HTTPRoute's namespace: a policy works in its own namespace only, so it goes there.",
            ),
        ) as pulumi.Input<string>,
    };
}
