import { type Kind, type ServiceContext } from "../kind";
import { guid, hex } from "../stable";
import { View } from "../view";
import { arm, mustExist, refuse } from "./arm";
import { needs, oneOf, within } from "./parts";

const PROFILE = "azure-native:cdn:Profile";
const ORIGIN_GROUP = "azure-native:cdn:AFDOriginGroup";
const ORIGIN = "azure-native:cdn:AFDOrigin";
const FRONT_DOOR_SKUS = ["Standard_AzureFrontDoor", "Premium_AzureFrontDoor"];
const STATES = ["Enabled", "Disabled"];
const NAME = /^[a-zA-Z0-9]+(?:-*[a-zA-Z0-9])*$/;
const API_VERSION = "2025-06-01";

const ready = { deploymentStatus: "NotStarted", provisioningState: "Succeeded" };

const profile = arm({
    modules: ["cdn"],
    kind: "Profile",
    path: "Microsoft.Cdn/profiles/{profileName}",
    apiVersion: API_VERSION,
    name: { pattern: NAME, maximum: 260 },
    required: ["sku"],
    immutable: ["sku"],
    validate: (inputs) =>
        oneOf(inputs, "sku.name", [...FRONT_DOOR_SKUS, "Standard_Verizon", "Standard_Microsoft", "Premium_Verizon"]),
    computed: (_inputs, { id }) => ({
        frontDoorId: guid(id),
        provisioningState: "Succeeded",
        resourceState: "Active",
    }),
});

/** Endpoints, origin groups and routes are Front Door's alone: profiles of the former content delivery networks have none. */
function mustBeFrontDoor(_inputs: View, { id, cloud }: ServiceContext): void {
    const [profileId = ""] = /^.*?\/profiles\/[^/]+/i.exec(id) ?? [];
    const found = cloud.find(PROFILE, profileId);
    const sku = found && new View(found.inputs).text("sku.name");
    if (sku !== undefined && !FRONT_DOOR_SKUS.includes(sku)) {
        refuse(
            400,
            "BadRequest",
            `The profile's SKU ${sku} does not have this resource. Use ${FRONT_DOOR_SKUS.join(" or ")}.`,
        );
    }
}

const endpoint = arm({
    modules: ["cdn"],
    kind: "AFDEndpoint",
    path: "Microsoft.Cdn/profiles/{profileName}/afdEndpoints/{endpointName}",
    apiVersion: API_VERSION,
    name: { pattern: NAME, maximum: 46 },
    located: true,
    validate: (inputs) => oneOf(inputs, "enabledState", STATES),
    referencesOf: mustBeFrontDoor,
    computed: (inputs, { id, name }) => ({
        ...ready,
        enabledState: inputs.text("enabledState") ?? "Enabled",
        hostName: `${name}-${hex(id, 16)}.z01.azurefd.net`,
        profileName: inputs.text("profileName") ?? "",
    }),
});

const originGroup = arm({
    modules: ["cdn"],
    kind: "AFDOriginGroup",
    path: "Microsoft.Cdn/profiles/{profileName}/originGroups/{originGroupName}",
    apiVersion: API_VERSION,
    name: { pattern: NAME, maximum: 90 },
    validate(inputs) {
        oneOf(inputs, "sessionAffinityState", STATES);
        oneOf(inputs, "healthProbeSettings.probeProtocol", ["NotSet", "Http", "Https"]);
        oneOf(inputs, "healthProbeSettings.probeRequestType", ["NotSet", "GET", "HEAD"]);
        within(inputs, "healthProbeSettings.probeIntervalInSeconds", 5, 255);
        within(inputs, "loadBalancingSettings.additionalLatencyInMilliseconds", 0, 1000);
    },
    referencesOf: mustBeFrontDoor,
    removable({ id }, cloud) {
        const using = cloud
            .all("azure-native:cdn:Route")
            .find((route) => new View(route.inputs).text("originGroup.id")?.toLowerCase() === id.toLowerCase());
        if (using) refuse(400, "BadRequest", `The origin group is in use by the route '${using.id}'.`);
    },
    computed: (inputs) => ({
        ...ready,
        sessionAffinityState: inputs.text("sessionAffinityState") ?? "Disabled",
        profileName: inputs.text("profileName") ?? "",
    }),
});

const origin = arm({
    modules: ["cdn"],
    kind: "AFDOrigin",
    path: "Microsoft.Cdn/profiles/{profileName}/originGroups/{originGroupName}/origins/{originName}",
    apiVersion: API_VERSION,
    name: { pattern: NAME, maximum: 90 },
    validate(inputs) {
        needs(inputs, "The origin", ["hostName"]);
        oneOf(inputs, "enabledState", STATES);
        within(inputs, "weight", 1, 1000);
        within(inputs, "priority", 1, 5);
        for (const port of ["httpPort", "httpsPort"]) within(inputs, port, 1, 65535);
    },
    computed: (inputs) => ({
        ...ready,
        enabledState: inputs.text("enabledState") ?? "Enabled",
        originGroupName: inputs.text("originGroupName") ?? "",
    }),
});

const route = arm({
    modules: ["cdn"],
    kind: "Route",
    path: "Microsoft.Cdn/profiles/{profileName}/afdEndpoints/{endpointName}/routes/{routeName}",
    apiVersion: API_VERSION,
    name: { pattern: NAME, maximum: 90 },
    validate(inputs) {
        needs(inputs, "The route", ["originGroup"]);
        oneOf(inputs, "forwardingProtocol", ["HttpOnly", "HttpsOnly", "MatchRequest"]);
        for (const state of ["httpsRedirect", "linkToDefaultDomain", "enabledState"]) oneOf(inputs, state, STATES);
        const both = ["Http", "Https"].every((protocol) =>
            inputs.list("supportedProtocols").some((one) => one.unknown || one.text() === protocol),
        );
        if (inputs.text("httpsRedirect") === "Enabled" && inputs.at("supportedProtocols").present && !both) {
            refuse(400, "BadRequest", "A route that redirects to HTTPS has to support both HTTP and HTTPS.");
        }
        if (inputs.text("linkToDefaultDomain") === "Disabled" && inputs.list("customDomains").length === 0) {
            refuse(400, "BadRequest", "A route has to be linked to the default domain or to a custom domain.");
        }
    },
    referencesOf(inputs, context) {
        const group = inputs.text("originGroup.id");
        mustExist(context, ORIGIN_GROUP, group, "NotFound", "originGroup.id");
        const below = `${group?.toLowerCase()}/`;
        // https://learn.microsoft.com/azure/frontdoor/create-front-door-bicep: a route depends on the origins explicitly.
        if (group !== undefined && !context.cloud.all(ORIGIN).some(({ id }) => id.toLowerCase().startsWith(below))) {
            refuse(400, "BadRequest", `The origin group '${group}' of the route has no origins.`);
        }
    },
    computed: (inputs) => ({ ...ready, endpointName: inputs.text("endpointName") ?? "" }),
});

export const FRONT_DOOR: readonly Kind[] = [...profile, ...endpoint, ...originGroup, ...origin, ...route];
