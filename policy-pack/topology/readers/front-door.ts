import { type Affinity, noAffinity, type Replicas } from "../../../components/affinity/vocabulary";
import { type HopReader } from "../hop";
import { type ParsedResource } from "../resource";
import { type Fact, fact, lookup, lookupNumber, lookupText, notYet } from "../values";

import { originsOf, profileDeclarations, routesTo } from "./front-door-parts";

const AFFINITY_PATH = "sessionAffinityState";
/** https://learn.microsoft.com/azure/frontdoor/routing-methods#affinity */
const COOKIE = "ASLBSA";
/** What the service takes for origins without one; the others are all the same to it. */
const DEFAULT_PRIORITY = 1;

/**
 * Front Door (Standard and Premium): a hop chooses among the origins of a group. A group whose origins are not in the
 * stack cannot be told anything of.
 */
export const frontDoor: HopReader = {
    platform: "front-door",
    kinds: ["azure-native:cdn:AFDOriginGroup"],
    read(resource, stack) {
        const { properties } = resource;
        const origins = originsOf(resource, stack);
        if (origins.length === 0) return undefined;

        return {
            urn: resource.urn,
            type: resource.type,
            name: resource.name,
            platform: "front-door",
            replicas: countOrigins(origins),
            affinity: originGroupAffinity(properties, routesTo(resource, stack)),
            affinityPath: AFFINITY_PATH,
            clientFacing: true,
            ...profileDeclarations(resource, stack),
        };
    },
};

/** The origins that clients are shared out among: of one priority, as a later one serves only where an earlier one fails. */
function countOrigins(origins: readonly ParsedResource[]): Fact<Replicas> {
    const read = origins.map(({ name, properties }) => {
        const enabled = lookupText(properties, "enabledState");
        const priority = lookupNumber(properties, "priority");
        const unknown = [enabled, priority].find(({ state }) => state === "unknown") as { path: string } | undefined;
        return {
            name,
            off: enabled.state === "known" && enabled.value === "Disabled",
            priority: priority.state === "known" ? priority.value : DEFAULT_PRIORITY,
            waitsFor: unknown && `${unknown.path} of AFDOrigin ${name}`,
        };
    });
    const serving = read.filter(({ off }) => !off);
    const certain = serving.filter(({ waitsFor }) => waitsFor === undefined);
    const waiting = serving.find(({ waitsFor }) => waitsFor !== undefined);
    const groups = [...new Set(certain.map(({ priority }) => priority))].map((priority) =>
        certain.filter((one) => one.priority === priority),
    );
    const largest = groups.sort((one, other) => other.length - one.length)[0] ?? [];
    if (largest.length <= 1 && serving.length > 1 && waiting?.waitsFor !== undefined) return notYet(waiting.waitsFor);
    const size = largest.length;
    const source = size === 0 ? "no AFDOrigin serves" : `AFDOrigin ${largest.map(({ name }) => name).join(", ")}`;
    return fact({ min: size, max: size, source });
}

/** What keeps the clients of an origin group that the routes lead to. */
export function originGroupAffinity(properties: unknown, routes: readonly ParsedResource[]): Fact<Affinity> {
    const state = lookupText(properties, AFFINITY_PATH);
    if (state.state === "unknown") return notYet(state.path);
    if (state.state === "absent") return fact(noAffinity(`${AFFINITY_PATH} is not set`));
    const source = `${AFFINITY_PATH} = "${state.value}"`;
    if (state.value !== "Enabled") return fact(noAffinity(source));

    // No cookie is set on an answer that can be cached: one route without caching is enough to get it.
    const caching = routes.map((route) => ({ route, cache: lookup(route.properties, "cacheConfiguration") }));
    if (caching.length > 0 && caching.every(({ cache }) => cache.state !== "absent")) {
        const waiting = caching.find(({ cache }) => cache.state === "unknown");
        if (waiting) return notYet(`cacheConfiguration of Route ${waiting.route.name}`);
        const names = routes.map(({ name }) => name).join(", ");
        return fact(noAffinity(`${source}, and no cookie is set where all routes cache: Route ${names}`));
    }
    return fact({ kind: "cookie", strength: "strong", key: COOKIE, source });
}
