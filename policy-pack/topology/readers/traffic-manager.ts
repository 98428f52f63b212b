import { noAffinity, type Replicas } from "../../../components/affinity/vocabulary";
import { readDeclarations } from "../declaration";
import { type HopReader } from "../hop";
import { referredTo } from "../references";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { kindKey } from "../type-token";
import { type Fact, fact, lookupText, notYet } from "../values";

import { partsIn, textIn, wholeOf } from "./parts";

const METHOD_PATH = "trafficRoutingMethod";
/** Modules of azure-native that have it: of version 3, and of version 2. */
const MODULES = ["trafficmanager", "network"];

/**
 * Traffic Manager: a hop chooses among endpoints by DNS. It sees no requests, and has no affinity in any version.
 * https://learn.microsoft.com/azure/traffic-manager/traffic-manager-faqs
 */
export const trafficManager: HopReader = {
    platform: "front-door",
    kinds: MODULES.map((module) => kindKey({ family: "azure-native", module, kind: "Profile" })),
    read(resource, stack) {
        const { properties } = resource;
        return {
            urn: resource.urn,
            type: resource.type,
            name: resource.name,
            platform: "front-door",
            replicas: countEndpoints(resource, stack),
            affinity: fact(noAffinity("Traffic Manager answers DNS questions and cannot keep clients")),
            affinityPath: METHOD_PATH,
            clientFacing: true,
            ...readDeclarations(properties, "tags"),
        };
    },
};

/** The endpoints that clients are shared out among; by priority it is one, and the others wait for it to fail. */
function countEndpoints(profile: ParsedResource, stack: ResourceIndex): Fact<Replicas> {
    const method = lookupText(profile.properties, METHOD_PATH);
    if (method.state === "known" && method.value === "Priority") {
        return fact({ min: 1, max: 1, source: `${METHOD_PATH} = "Priority"` });
    }
    const inline = partsIn(wholeOf(profile.properties), "endpoints");
    if (inline.state === "unknown") return notYet(inline.path);
    const serving = (inline.state === "known" ? inline.value : []).filter((endpoint) => {
        const status = textIn(endpoint, "endpointStatus");
        return status.state !== "known" || status.value !== "Disabled";
    });
    const children = MODULES.flatMap((module) => stack.ofKind("azure-native", module, "Endpoint")).filter((endpoint) =>
        referredTo(endpoint, "profileName", stack).includes(profile),
    );
    const size = Math.max(serving.length, children.length);
    if (size > 1 && method.state === "unknown") return notYet(method.path);
    return fact({ min: Math.min(1, size), max: size, source: "endpoints" });
}
