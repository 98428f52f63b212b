import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../../affinity/checks";
import { describeHop } from "../../affinity/hop";
import { type Affinity, anyReplicas, type Replicas } from "../../affinity/vocabulary";
import { checkOwnName, LONGEST_MADE_NAME } from "../own-name";
import { POD_LIMIT } from "../pod-limit";
import { ADAPTERS } from "./adapters";
import { type StickyRouteArgs } from "./args";
import { readAffinity } from "./asked-affinity";
import { readBackend } from "./backend";
import { type RouteController } from "./controller-args";
import { type RoutePlan, type RouteRequest } from "./plan";
import { mustBePresent, wholeIfGiven } from "./present";

/** A host of a certificate and of every controller's configuration. https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards */
const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
/** Characters that every controller's configuration language takes as they stand. */
const PATH = /^\/[A-Za-z0-9._~/-]{0,1023}$/;

/**
 * A route to a Service whose controller keeps each client on one pod.
 *
 * Each controller has a dialect of its own; the component writes what the chosen one honours, and refuses what it would
 * ignore. {@link ROUTE_CAPABILITIES} tells what each can do. Controllers send to pods, past the Service: its own
 * `sessionAffinity` has no effect on what comes by a route.
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class StickyRoute extends pulumi.ComponentResource {
    /** What was created: the route's own objects first, then what makes it sticky. */
    public readonly objects: readonly pulumi.CustomResource[];
    /** Host names of the route. */
    public readonly hosts: pulumi.Output<string[]>;
    /** What keeps a client on its pod. */
    public readonly affinity: pulumi.Output<Affinity>;

    /**
     * @param name name of the component; the objects' names, and a cookie's unless it is given, are made from it.
     * @param args see {@link StickyRouteArgs}.
     * @param opts options of the component; a Kubernetes provider given here reaches all objects.
     */
    constructor(name: string, args: StickyRouteArgs, opts?: pulumi.ComponentResourceOptions) {
        const { plan, hosts, replicas } = readArgs(name, args);
        super("session-affinity:index:StickyRoute", name, args, opts);

        this.objects = plan.create({ parent: this });
        for (const warning of plan.warnings ?? []) void pulumi.log.warn(`StickyRoute ${name}: ${warning}`, this);
        this.hosts = pulumi.all(hosts);
        this.affinity = pulumi.output(plan.affinity);
        this.registerOutputs({
            objects: this.objects,
            hosts: this.hosts,
            affinity: this.affinity,
            hop: describeHop("kubernetes-route", {
                replicas,
                affinity: this.affinity,
                clientFacing: true,
                stateless: undefined,
            }),
        });
    }
}

/** Checks the arguments and lets the controller's adapter plan. */
function readArgs(name: string, args: StickyRouteArgs) {
    const check = new Checks("StickyRoute", name);
    checkOwnName(check, name, LONGEST_MADE_NAME);
    mustBePresent(check, "controller", args.controller, "say what serves the route.");
    const controller = check.exactlyOne("controller.", args.controller, Object.keys(ADAPTERS) as RouteController[]);
    const hosts = readHosts(check, args);
    const request: RouteRequest<unknown> = {
        check,
        name,
        settings: args.controller[controller],
        hosts,
        paths: readPaths(check, args),
        service: readBackend(check, args.service),
        asked: readAffinity(check, name, args.affinity),
        tlsSecretName: check.length("tlsSecretName", wholeIfGiven(check, "tlsSecretName", args.tlsSecretName), 253),
        annotations: args.annotations,
    };
    const adapter = ADAPTERS[controller] as (request: RouteRequest<unknown>) => RoutePlan;
    return { plan: adapter(request), hosts, replicas: readReplicas(check, args) };
}

function readHosts(check: Checks, { hosts }: StickyRouteArgs): pulumi.Input<string>[] {
    mustBePresent(check, "hosts", hosts?.length || undefined, "give one host name or more.");
    const twice = hosts.findIndex((host, index) => typeof host === "string" && hosts.indexOf(host) < index);
    if (twice >= 0) check.fail(`hosts[${twice}]`, hosts[twice], "it is there already. Give each host once.");
    return hosts.map(
        (host, index) =>
            check.text(
                `hosts[${index}]`,
                check.required(`hosts[${index}]`, host, "give a host name."),
                HOST,
                "it has to be a host name in small letters, without a wildcard, a port or a scheme.",
            ) as pulumi.Input<string>,
    );
}

function readPaths(check: Checks, { paths = ["/"] }: StickyRouteArgs): pulumi.Input<string>[] {
    mustBePresent(check, "paths", paths.length || undefined, 'give one path or more, or leave them out for "/".');
    return paths.map(
        (path, index) =>
            check.text(
                `paths[${index}]`,
                check.required(`paths[${index}]`, path, "give a path."),
                PATH,
                'it has to begin with "/" and have letters, digits and . _ ~ / - only; it is no pattern.',
            ) as pulumi.Input<string>,
    );
}

function readReplicas(check: Checks, { replicas }: StickyRouteArgs): pulumi.Input<Replicas> {
    if (replicas === undefined) return anyReplicas("the pods that the Service finds");
    const max = check.integer("replicas.max", check.required("replicas.max", replicas.max, "give the most pods."), {
        min: 1,
        max: POD_LIMIT,
    }) as pulumi.Input<number>;
    const min = check.integer("replicas.min", replicas.min, { min: 0, max: POD_LIMIT }) ?? 0;
    return check
        .together<{ min: number; max: number }>({ min, max }, (known) => {
            if (known.min > known.max) {
                check.fail("replicas.min", known.min, `it cannot be more than replicas.max, which is ${known.max}.`);
            }
        })
        .apply((known) => ({ ...known, source: "args.replicas" }));
}
