import { nameOfType } from "./ids";
import { type ClassicKinds } from "./kind";
import { type Move, move, switched } from "./shape";

/** A name that stands in an id of the classic package. */
function named(native: string, classic: string, type: string): Move {
    return { native, classic, convert: (id) => nameOfType(id, type), unsaid: true };
}

const GROUP = "cdnFrontdoorOriginGroupId";

/** https://www.pulumi.com/registry/packages/azure/api-docs/cdn/frontdoororigingroup/ */
export const frontDoor: ClassicKinds = {
    "cdn:FrontdoorOriginGroup": {
        native: ["cdn", "AFDOriginGroup"],
        shape: {
            moves: [
                { native: "originGroupName", classic: "name", unsaid: true },
                named("profileName", "cdnFrontdoorProfileId", "profiles"),
                named("resourceGroupName", "cdnFrontdoorProfileId", "resourceGroups"),
                // It is on where it is left out, unlike that of azure-native.
                switched("sessionAffinityState", "sessionAffinityEnabled", "Enabled"),
            ],
        },
        phrases: [
            ['of the origin group to "Enabled"', "of the origin group to true"],
            ["AFDOrigin ", "FrontdoorOrigin "],
            [": Route ", ": FrontdoorRoute "],
            ["cacheConfiguration of Route ", "cache of FrontdoorRoute "],
            ["of Profile ", "of FrontdoorProfile "],
        ],
    },
    "cdn:FrontdoorOrigin": {
        native: ["cdn", "AFDOrigin"],
        shape: {
            moves: [
                named("originGroupName", GROUP, "originGroups"),
                named("profileName", GROUP, "profiles"),
                named("resourceGroupName", GROUP, "resourceGroups"),
                switched("enabledState", "enabled", "Enabled"),
            ],
        },
    },
    "cdn:FrontdoorRoute": {
        native: ["cdn", "Route"],
        shape: {
            moves: [
                move("originGroup.id", GROUP),
                named("profileName", GROUP, "profiles"),
                move("cacheConfiguration", "cache"),
            ],
        },
    },
    "cdn:FrontdoorProfile": {
        native: ["cdn", "Profile"],
        shape: { moves: [{ native: "profileName", classic: "name", unsaid: true }] },
    },
    "frontdoor:Frontdoor": {
        native: ["frontdoor", "FrontDoor"],
        shape: {
            lists: [
                {
                    native: "frontendEndpoints",
                    classic: "frontendEndpoints",
                    items: { moves: [switched("sessionAffinityEnabledState", "sessionAffinityEnabled", "Disabled")] },
                },
            ],
        },
    },
    ...trafficManager(),
};

/** https://www.pulumi.com/registry/packages/azure/api-docs/network/trafficmanagerprofile/ */
function trafficManager(): ClassicKinds {
    const endpoint = {
        native: ["trafficmanager", "Endpoint"],
        shape: { moves: [named("profileName", "profileId", "trafficManagerProfiles")] },
    } as const;
    return {
        "network:TrafficManagerProfile": { native: ["trafficmanager", "Profile"], shape: {} },
        "network:TrafficManagerAzureEndpoint": endpoint,
        "network:TrafficManagerExternalEndpoint": endpoint,
        "network:TrafficManagerNestedEndpoint": endpoint,
    };
}
