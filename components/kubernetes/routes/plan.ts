import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type Affinity } from "../../affinity/vocabulary";
import { type AskedAffinity } from "./asked-affinity";
import { type RouteBackend } from "./backend";

/** Annotations as the user gives them. */
export type RouteAnnotations = pulumi.Input<Record<string, pulumi.Input<string>> | undefined> | undefined;

/** A route that is asked for, with one controller's settings; all but those is checked. */
export interface RouteRequest<Settings> {
    readonly check: Checks;
    /** Name of the component, and of its children. */
    readonly name: string;
    /** The member of `controller` that was given. */
    readonly settings: Settings;
    readonly hosts: readonly pulumi.Input<string>[];
    readonly paths: readonly pulumi.Input<string>[];
    readonly service: RouteBackend;
    readonly asked: AskedAffinity;
    readonly tlsSecretName: pulumi.Input<string> | undefined;
    readonly annotations: RouteAnnotations;
}

/** What one controller makes of a route. */
export interface RoutePlan {
    readonly affinity: pulumi.Input<Affinity>;
    /** What the user has to know and is not told by an error. */
    readonly warnings?: readonly string[];
    /** Creates the children, the route itself first. */
    create(opts: pulumi.CustomResourceOptions): pulumi.CustomResource[];
}

/** Makes a plan for one controller, before anything is created. */
export type RouteAdapter<Settings> = (request: RouteRequest<Settings>) => RoutePlan;
