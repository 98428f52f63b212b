import { type cdn as inputs } from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

import { readId, readList, readPartNames, readPlainName } from "../targets";

/** A path of one endpoint that leads to the group. */
export interface FrontDoorRouteArgs {
    /** Name in the endpoint, 1 to 50 letters, digits and hyphens. */
    name: string;
    /** Name of the endpoint, which the component does not create. */
    endpointName: pulumi.Input<string>;
    /** Paths such as "/api/*". Omitted: "/*", all. */
    patternsToMatch?: pulumi.Input<string>[];
    /** Resource ids of custom domains. Omitted: the endpoint's own domain. */
    customDomainIds?: pulumi.Input<string>[];
    /** Omitted: "Enabled" without custom domains, else "Disabled". */
    linkToDefaultDomain?: pulumi.Input<"Enabled" | "Disabled" | undefined>;
    /** Omitted: "Enabled": clients that come by HTTP are sent to HTTPS. */
    httpsRedirect?: pulumi.Input<"Enabled" | "Disabled" | undefined>;
    /** How Front Door speaks to the origins. Omitted: "HttpsOnly". */
    forwardingProtocol?: pulumi.Input<"HttpOnly" | "HttpsOnly" | "MatchRequest" | undefined>;
    /** Path on the origins, put before the request's. Omitted: none. */
    originPath?: pulumi.Input<string | undefined>;
    /**
     * Resource ids of rule sets. A rule that overrides the route's configuration (`RouteConfigurationOverride`), with another
     * group or with caching, takes its requests out of affinity; rules are not looked at. Omitted: none.
     */
    ruleSetIds?: pulumi.Input<string>[];
    /**
     * Caching, which a group with affinity refuses: Front Door sets no affinity cookie on an answer that can be cached.
     * Omitted: nothing is cached. https://learn.microsoft.com/azure/frontdoor/routing-methods#affinity
     */
    cacheConfiguration?: pulumi.Input<inputs.AfdRouteCacheConfigurationArgs | undefined>;
}

/** A route, checked and completed, in the provider's terms. */
export type Route = ReturnType<typeof readRoute>;

/** Checks the routes to a group and completes them with the component's defaults. */
export function readRoutes(
    check: Checks,
    routes: FrontDoorRouteArgs[] | undefined,
    sticky: pulumi.Input<boolean>,
): Route[] {
    const given = routes ?? [];
    readPartNames(check, "routes", given);
    return given.map((route, index) => readRoute(check, route, `routes[${index}]`, sticky));
}

function readRoute(check: Checks, route: FrontDoorRouteArgs, path: string, sticky: pulumi.Input<boolean>) {
    const at = <Key extends keyof FrontDoorRouteArgs>(key: Key) => `${path}.${key}`;
    const ids = (key: "customDomainIds" | "ruleSetIds", type: string) =>
        route[key]?.map((id, index) => ({
            id: readId(check, `${at(key)}[${index}]`, id, type) as pulumi.Input<string>,
        }));
    const customDomains = ids("customDomainIds", "Microsoft.Cdn/profiles/customDomains");
    const states = ["Enabled", "Disabled"] as const;
    return {
        name: route.name,
        endpointName: readPlainName(
            check,
            at("endpointName"),
            check.required(at("endpointName"), route.endpointName, "give the name of the endpoint."),
            "an endpoint",
        ),
        patternsToMatch: readList(check, at("patternsToMatch"), route.patternsToMatch ?? ["/*"], "path").map(
            (pattern, index) =>
                check.text(
                    `${at("patternsToMatch")}[${index}]`,
                    pattern,
                    /^\//,
                    'it has to begin with "/".',
                ) as pulumi.Input<string>,
        ),
        customDomains,
        linkToDefaultDomain:
            check.oneOf(at("linkToDefaultDomain"), route.linkToDefaultDomain, states) ??
            (customDomains ? "Disabled" : "Enabled"),
        httpsRedirect: check.oneOf(at("httpsRedirect"), route.httpsRedirect, states) ?? "Enabled",
        forwardingProtocol:
            check.oneOf(at("forwardingProtocol"), route.forwardingProtocol, [
                "HttpOnly",
                "HttpsOnly",
                "MatchRequest",
            ]) ?? "HttpsOnly",
        originPath: check.text(at("originPath"), route.originPath, /^\//, 'it has to begin with "/".'),
        ruleSets: ids("ruleSetIds", "Microsoft.Cdn/profiles/ruleSets"),
        cacheConfiguration: readCaching(check, at("cacheConfiguration"), route.cacheConfiguration, sticky),
        supportedProtocols: ["Http", "Https"],
    };
}

function readCaching(
    check: Checks,
    path: string,
    caching: FrontDoorRouteArgs["cacheConfiguration"],
    sticky: pulumi.Input<boolean>,
) {
    if (caching === undefined) return undefined;
    const held = check.together<{ caching: inputs.AfdRouteCacheConfigurationArgs | undefined; sticky: boolean }>(
        { caching, sticky },
        (known) => {
            if (!known.sticky || known.caching === undefined) return;
            throw check.fault(
                path,
                "cannot be given: Front Door sets no affinity cookie on an answer that can be cached.\n" +
                    'Leave it out, and send what can be cached to a group with sessionAffinityState: "Disabled".',
            );
        },
    );
    return held.apply((known) => known.caching);
}
