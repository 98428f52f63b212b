import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { describeHop } from "../affinity/hop";
import { type Affinity } from "../affinity/vocabulary";
import { type CookieAffinityArgs, describeCookie, readCookie } from "./cookie-affinity";
import { RoutePolicy } from "./custom-resources/route-policy";
import { readDuration } from "./duration";
import { readName, requireAutoName } from "./object-name";
import { readReplicas } from "./replicas";
import { readRoute, ROUTE_GROUP, ROUTE_KIND, type RouteReference } from "./route";

/** Arguments of {@link StickyRoutePolicy}. */
export interface StickyRoutePolicyArgs {
    /**
     * The HTTPRoute whose clients are kept: one of the program's, or the name and namespace of any. A route has one policy
     * at most.
     */
    route: kubernetes.apiextensions.CustomResource | RouteReference;
    /** The cookie that keeps a client. Omitted: the gateway's own, `AGCAffinity`, of a day. */
    affinity?: CookieAffinityArgs;
    /**
     * Seconds after which the gateway ends a request, 0 or more; 0 never does, which streams (server-sent events, MCP)
     * need. Omitted: the gateway's 60 seconds. Leave the HTTPRoute's own timeouts out where this is given.
     * https://learn.microsoft.com/azure/application-gateway/for-containers/application-gateway-for-containers-components
     */
    routeTimeoutSeconds?: pulumi.Input<number | undefined>;
    /** Pods behind the route's Services, 0 to 10000, for policies and reports. Omitted: any number. */
    replicas?: pulumi.Input<number | undefined>;
    /** Name of the policy in the cluster. Omitted: Pulumi makes one from the component's name. */
    policyName?: pulumi.Input<string | undefined>;
}

/**
 * Keeps each client of an HTTPRoute on one pod, by a cookie that Application Gateway for Containers sets.
 *
 * The policy stands in the route's namespace, since it works for no other. A client that keeps no cookies is not kept.
 * https://learn.microsoft.com/azure/application-gateway/for-containers/session-affinity
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class StickyRoutePolicy extends pulumi.ComponentResource {
    /** The RoutePolicy itself. */
    public readonly routePolicy: RoutePolicy;
    /** Name of the RoutePolicy. */
    public readonly name: pulumi.Output<string>;
    /** Namespace of the RoutePolicy, the route's own. */
    public readonly namespace: pulumi.Output<string>;
    /** Id of the RoutePolicy, `namespace/name`. */
    public readonly resourceId: pulumi.Output<string>;
    /** What keeps a client on its pod. */
    public readonly affinity: pulumi.Output<Affinity>;

    /**
     * @param name name of the component; the policy's name is made from it unless `policyName` is given.
     * @param args see {@link StickyRoutePolicyArgs}.
     * @param opts options of the component; a Kubernetes provider given here reaches the policy.
     */
    constructor(name: string, args: StickyRoutePolicyArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:StickyRoutePolicy", name, args, opts);

        const { route, cookie, routeTimeout } = settings;
        this.routePolicy = new RoutePolicy(
            name,
            {
                metadata: { name: settings.policyName, namespace: route.namespace },
                spec: {
                    targetRef: { group: ROUTE_GROUP, kind: ROUTE_KIND, name: route.name, namespace: route.namespace },
                    default: {
                        sessionAffinity: cookie,
                        ...(routeTimeout === undefined ? {} : { timeouts: { routeTimeout } }),
                    },
                },
            },
            { parent: this },
        );

        this.name = this.routePolicy.metadata.name;
        this.namespace = this.routePolicy.metadata.namespace;
        this.resourceId = this.routePolicy.id;
        this.affinity = describeCookie(cookie, "spec.default.sessionAffinity");
        this.registerOutputs({
            routePolicy: this.routePolicy,
            name: this.name,
            namespace: this.namespace,
            resourceId: this.resourceId,
            affinity: this.affinity,
            hop: describeHop("gateway-for-containers", {
                replicas: settings.replicas,
                affinity: this.affinity,
                clientFacing: true,
                stateless: undefined,
            }),
        });
    }
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: StickyRoutePolicyArgs) {
    const check = new Checks("StickyRoutePolicy", name);
    if (args.policyName === undefined) requireAutoName(check, name);
    return {
        route: readRoute(check, args.route),
        cookie: readCookie(check, "affinity", args.affinity),
        routeTimeout: readDuration(check, "routeTimeoutSeconds", args.routeTimeoutSeconds, 0),
        replicas: readReplicas(check, "replicas", args.replicas),
        policyName: readName(check, "policyName", args.policyName),
    };
}
