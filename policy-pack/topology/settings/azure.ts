import { poolAffinity } from "../readers/api-management";
import { containerAppAffinity, stickinessHindrance } from "../readers/container-apps";
import { originGroupAffinity } from "../readers/front-door";
import { routesTo } from "../readers/front-door-parts";
import { lookup, lookupText, notYet } from "../values";

import { askedBy, type SettingsReader } from "./setting";

const STICKY_PATH = "configuration.ingress.stickySessions.affinity";
const STICKY_FIX =
    `Set ${STICKY_PATH} to "sticky", configuration.activeRevisionsMode to "Single" and configuration.ingress.transport to ` +
    '"auto", "http" or "http2"';

/** Sticky sessions of a Container App. */
export const containerApp: SettingsReader = (resource) => {
    const { properties } = resource;
    const asked = lookupText(properties, STICKY_PATH);
    // It may turn out to ask for what cannot be.
    if (asked.state === "unknown" && stickinessHindrance(properties).state === "known") {
        return [{ path: STICKY_PATH, affinity: notYet(asked.path), fix: STICKY_FIX }];
    }
    return askedBy(resource, STICKY_PATH, ["none"], () => containerAppAffinity(properties), STICKY_FIX);
};

/** Session affinity of an API Management pool. */
export const backendPool: SettingsReader = (resource) => {
    const path = "pool.sessionAffinity";
    if (lookup(resource.properties, path).state !== "known") return [];
    const fix = `Set ${path} to { sessionId: { source: "cookie", name } } at API version 2024-10-01-preview or later`;
    return [{ path, affinity: poolAffinity(resource), fix }];
};

/** Session affinity of a Front Door origin group. */
export const originGroup: SettingsReader = (resource, stack) =>
    askedBy(
        resource,
        "sessionAffinityState",
        ["disabled"],
        () => originGroupAffinity(resource.properties, routesTo(resource, stack)),
        'Set sessionAffinityState to "Enabled", and turn caching off on a route to the group',
    );
