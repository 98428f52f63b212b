import { noAffinity } from "../../../components/affinity/vocabulary";
import { type HopReader, type SeenAffinity } from "../hop";
import { type Fact, fact, notYet } from "../values";

import { affinityMeant, balancerHop, type CountPool, poolCounter } from "./balancer-ways";
import { type Part, partsIn, partsMeant, textIn, wholeOf } from "./parts";
import { type PoolKind } from "./pool-members";
import { type Way } from "./weakest-way";

const SETTINGS_PATH = "backendHttpSettingsCollection";
const AFFINITY_PATH = `${SETTINGS_PATH}.cookieBasedAffinity`;
/** https://learn.microsoft.com/azure/application-gateway/configuration-http-settings */
const DEFAULT_COOKIE = "ApplicationGatewayAffinity";

const POOLS: PoolKind = {
    segment: "applicationGateways",
    nameProperty: "applicationGatewayName",
    addresses: "backendAddresses",
};

/**
 * Application Gateway: a hop chooses among the members of a pool, by the settings that a rule pairs with it. Of several
 * rules the weakest speaks for the gateway. One without rules sends nothing on, so it is no hop.
 */
export const applicationGateway: HopReader = {
    platform: "application-gateway",
    kinds: ["azure-native:network:ApplicationGateway"],
    read(resource, stack) {
        const { properties } = resource;
        const count = poolCounter(resource, POOLS, stack);
        const ways = [...httpWays(properties, count), ...passedOnWays(properties, count)];
        return balancerHop(resource, "application-gateway", ways, AFFINITY_PATH);
    },
};

/** The ways of HTTP requests: of each rule, and of each path where the rule has a map of them. */
function httpWays(properties: unknown, count: CountPool): Way[] {
    const whole = wholeOf(properties);
    const rules = partsIn(whole, "requestRoutingRules");
    if (rules.state === "unknown") return [waiting(rules.path)];
    const maps = partsIn(whole, "urlPathMaps");
    const settings = partsIn(whole, SETTINGS_PATH);

    const wayOf = (target: Part, pool: string, by: string): Way[] => {
        const replicas = count(textIn(target, `${pool}.id`));
        if (!replicas) return [];
        if (settings.state === "unknown") return [{ replicas, affinity: notYet(settings.path) }];
        const list = settings.state === "known" ? settings.value : [];
        const affinity = affinityMeant(textIn(target, `${by}.id`), list, readAffinity);
        return [{ replicas, affinity: affinity ?? fact(noAffinity(`${target.path}.${by} is not set`)) }];
    };
    const waysOf = (target: Part) => wayOf(target, "backendAddressPool", "backendHttpSettings");
    const waysOfMap = (map: Part): Way[] => {
        const paths = partsIn(map, "pathRules");
        return [
            ...wayOf(map, "defaultBackendAddressPool", "defaultBackendHttpSettings"),
            ...(paths.state === "unknown" ? [waiting(paths.path)] : []),
            ...(paths.state === "known" ? paths.value.flatMap(waysOf) : []),
        ];
    };
    return (rules.state === "known" ? rules.value : []).flatMap((rule) => {
        const map = textIn(rule, "urlPathMap.id");
        if (map.state === "absent") return waysOf(rule);
        if (maps.state === "unknown") return [waiting(maps.path)];
        const meant = partsMeant(map, maps.state === "known" ? maps.value : []);
        // Where it is not known yet whether there is a map, the rule may have a target of its own.
        return [...(map.state === "unknown" ? waysOf(rule) : []), ...meant.flatMap(waysOfMap)];
    });
}

function waiting(path: string): Way {
    return { replicas: notYet(path), affinity: notYet(path) };
}

/** The ways of TCP and TLS, which the gateway passes on without affinity. */
function passedOnWays(properties: unknown, count: CountPool): Way[] {
    const rules = partsIn(wholeOf(properties), "routingRules");
    if (rules.state !== "known") return [];
    const affinity = fact(noAffinity("backendSettingsCollection has no affinity for TCP and TLS"));
    return rules.value.flatMap((rule) => {
        const replicas = count(textIn(rule, "backendAddressPool.id"));
        return replicas ? [{ replicas, affinity }] : [];
    });
}

function readAffinity(settings: Part): Fact<SeenAffinity> {
    const path = `${settings.path}.cookieBasedAffinity`;
    const affinity = textIn(settings, "cookieBasedAffinity");
    if (affinity.state === "unknown") return notYet(affinity.path);
    if (affinity.state === "absent") return fact(noAffinity(`${path} is not set`));
    const source = `${path} = "${affinity.value}"`;
    if (affinity.value !== "Enabled") return fact(noAffinity(source));
    const name = textIn(settings, "affinityCookieName");
    return fact({
        kind: "cookie",
        strength: "strong",
        source,
        ...(name.state === "unknown"
            ? { keyWaitsFor: name.path }
            : { key: name.state === "known" ? name.value : DEFAULT_COOKIE }),
    });
}
