import * as cdn from "@pulumi/azure-native/cdn";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../../affinity/checks";
import { describeHop } from "../../affinity/hop";
import { type StatelessArgs } from "../../affinity/stateless";
import { type Affinity, noAffinity } from "../../affinity/vocabulary";

import { readPlainName } from "../targets";
import { type BalancingArgs, type FrontDoorHealthProbeArgs, readBalancing, readHealthProbe } from "./health";
import { type FrontDoorOriginArgs, type Origin, readOrigins } from "./origin-args";
import { type FrontDoorRouteArgs, readRoutes, type Route } from "./route-args";

/** https://learn.microsoft.com/azure/templates/microsoft.cdn/profiles/origingroups */
const GROUP_NAME = /^[A-Za-z0-9]([A-Za-z0-9-]{0,88}[A-Za-z0-9])?$/;
/** The service's own cookie. https://learn.microsoft.com/azure/frontdoor/routing-methods#affinity */
const COOKIE = "ASLBSA";
const SOURCE = "sessionAffinityState";

/** Arguments of {@link StickyOriginGroup}. */
export interface StickyOriginGroupArgs extends BalancingArgs {
    /** Resource group of the profile. */
    resourceGroupName: pulumi.Input<string>;
    /** Name of the Front Door profile, Standard or Premium, which the component does not create. Front Door (classic) is refused. */
    profileName: pulumi.Input<string>;
    /** Name of the group. Omitted: Pulumi makes one from the component's name. */
    originGroupName?: pulumi.Input<string | undefined>;
    /** The origins among which a client stays on one. */
    origins: FrontDoorOriginArgs[];
    /** Omitted: origins are not probed, and every one counts as healthy. */
    healthProbe?: FrontDoorHealthProbeArgs;
    /** Routes to the group. Omitted: none; those made elsewhere must not cache. */
    routes?: FrontDoorRouteArgs[];
    /** Whether a client stays on its origin. Omitted: "Enabled", or "Disabled" where `stateless` is given. */
    sessionAffinityState?: pulumi.Input<"Enabled" | "Disabled" | undefined>;
    /**
     * Declares that any origin can serve any request. An origin group has no tags: the policy pack reads the declaration off
     * the tags of the profile, or its own configuration. Omitted: the origins are taken to be stateful.
     */
    stateless?: StatelessArgs;
}

/**
 * A group of origins of Front Door (Standard or Premium) that keeps each client on one of them by a cookie, and the
 * routes to it.
 *
 * The cookie lasts as long as the browser's session. It pins an origin, not an instance behind it: an origin with several
 * replicas needs affinity of its own. Front Door does not set it on an answer that can be cached, so the routes do not
 * cache. https://learn.microsoft.com/azure/frontdoor/routing-methods#affinity
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class StickyOriginGroup extends pulumi.ComponentResource {
    /** The group itself. */
    public readonly originGroup: cdn.AFDOriginGroup;
    /** The origins, in the order of the arguments. */
    public readonly origins: readonly cdn.AFDOrigin[];
    /** The routes, in the order of the arguments. */
    public readonly routes: readonly cdn.Route[];
    /** Name of the group. */
    public readonly name: pulumi.Output<string>;
    /** Resource id of the group, which routes take. */
    public readonly resourceId: pulumi.Output<string>;
    /** What keeps a client on its origin. */
    public readonly affinity: pulumi.Output<Affinity>;

    /**
     * @param name name of the component; the children's names are made from it.
     * @param args see {@link StickyOriginGroupArgs}.
     * @param opts options of the component; providers given here reach the children.
     */
    constructor(name: string, args: StickyOriginGroupArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:StickyOriginGroup", name, args, opts);

        const { place } = settings;
        this.originGroup = new cdn.AFDOriginGroup(
            name,
            {
                ...place,
                originGroupName: settings.originGroupName,
                sessionAffinityState: settings.state,
                loadBalancingSettings: settings.balancing,
                healthProbeSettings: settings.healthProbe,
            },
            { parent: this },
        );
        this.name = this.originGroup.name;
        this.resourceId = this.originGroup.id;
        this.origins = settings.origins.map((origin) => this.makeOrigin(name, place, origin));
        this.routes = settings.routes.map((route) => this.makeRoute(name, place, route));

        this.affinity = settings.state.apply((state): Affinity =>
            state === "Enabled"
                ? { kind: "cookie", strength: "strong", key: COOKIE, source: SOURCE }
                : noAffinity(SOURCE),
        );
        const size = this.origins.length;
        this.registerOutputs({
            originGroup: this.originGroup,
            origins: this.origins,
            routes: this.routes,
            name: this.name,
            resourceId: this.resourceId,
            affinity: this.affinity,
            hop: describeHop("front-door", {
                replicas: { min: 1, max: size, source: "origins" },
                affinity: this.affinity,
                clientFacing: true,
                stateless: settings.stateless,
            }),
        });
    }

    private makeOrigin(name: string, place: Place, { name: origin, ...settings }: Origin): cdn.AFDOrigin {
        return new cdn.AFDOrigin(
            `${name}-${origin}`,
            { ...place, originGroupName: this.name, originName: origin, ...settings },
            { parent: this },
        );
    }

    /** A route to a group that has no origins yet is refused by the service, so routes wait for the origins. */
    private makeRoute(name: string, place: Place, { name: route, ...settings }: Route): cdn.Route {
        return new cdn.Route(
            `${name}-${route}`,
            { ...place, routeName: route, originGroup: { id: this.resourceId }, ...settings },
            { parent: this, dependsOn: [...this.origins] },
        );
    }
}

/** Where the group is. */
interface Place {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly profileName: pulumi.Input<string>;
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: StickyOriginGroupArgs) {
    const check = new Checks("StickyOriginGroup", name);
    const stateless = check.stateless("stateless", args.stateless);
    const place = (key: "resourceGroupName" | "profileName", what: string) =>
        readPlainName(check, key, check.required(key, args[key], `give the name of ${what}.`), what);
    const state = readState(check, args);
    const origins = readOrigins(check, args.origins, stateless !== undefined);
    return {
        place: {
            resourceGroupName: place("resourceGroupName", "the resource group"),
            profileName: place("profileName", "the Front Door profile"),
        },
        originGroupName: check.text(
            "originGroupName",
            args.originGroupName,
            GROUP_NAME,
            "it has to have 1 to 90 letters, digits and hyphens, and neither begin nor end with a hyphen.",
        ),
        origins,
        state,
        balancing: readBalancing(check, args, origins),
        healthProbe: readHealthProbe(check, args.healthProbe),
        routes: readRoutes(check, args.routes, isSticky(args)),
        stateless,
    };
}

function defaultState({ stateless }: Pick<StickyOriginGroupArgs, "stateless">) {
    return stateless ? "Disabled" : "Enabled";
}

function readState(check: Checks, args: StickyOriginGroupArgs): pulumi.Output<string> {
    const given = check.oneOf("sessionAffinityState", args.sessionAffinityState, ["Enabled", "Disabled"]);
    return check.together<{ state: string }>({ state: given ?? defaultState(args) }, ({ state }) => {
        if (state !== "Enabled" || !args.stateless) return;
        check.conflict(
            "sessionAffinityState",
            "stateless",
            'a group is sticky or stateless. Leave sessionAffinityState out, or set it to "Disabled".',
        );
    }).state;
}

/** Plain where the arguments are, so that what contradicts it is refused at construction. */
function isSticky({ sessionAffinityState, stateless }: StickyOriginGroupArgs): pulumi.Input<boolean> {
    const sticky = (state: string | undefined) => (state ?? defaultState({ stateless })) === "Enabled";
    return typeof sessionAffinityState === "object"
        ? pulumi.output(sessionAffinityState).apply(sticky)
        : sticky(sessionAffinityState);
}
