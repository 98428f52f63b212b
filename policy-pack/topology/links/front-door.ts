import { originsOf } from "../readers/front-door-parts";
import { sortByUrn } from "../references";
import { type ParsedResource } from "../resource";
import { lookupText } from "../values";
import { partsIn, textIn, wholeOf } from "../readers/parts";

import { type Addresses } from "./addresses";
import { type Link, type LinkReader } from "./link";

/** Front Door sends to the hosts of a group's origins; classic to those of all its pools' backends. */
export const frontDoorLinks: LinkReader = (stack, addresses) => [
    ...stack
        .ofKind("azure-native", "cdn", "AFDOriginGroup")
        .flatMap((group) =>
            originsOf(group, stack).flatMap((origin) =>
                originTargets(origin, addresses).map(({ urn }) => ({ from: group.urn, to: urn, via: origin.urn })),
            ),
        ),
    ...["frontdoor", "network"]
        .flatMap((module) => stack.ofKind("azure-native", module, "FrontDoor"))
        .flatMap((door) => classicLinks(door, addresses)),
];

/** Where an origin is: its host, or the resource that it names. https://learn.microsoft.com/azure/templates/microsoft.cdn/profiles/origingroups/origins */
function originTargets(origin: ParsedResource, addresses: Addresses): ParsedResource[] {
    return sortByUrn([
        ...["hostName", "azureOrigin"].flatMap((property) => addresses.madeFrom(origin, property)),
        ...["hostName", "azureOrigin.id"].flatMap((path) => addresses.answering(lookupText(origin.properties, path))),
    ]);
}

function classicLinks(door: ParsedResource, addresses: Addresses): Link[] {
    const pools = partsIn(wholeOf(door.properties), "backendPools");
    const listed = (pools.state === "known" ? pools.value : []).flatMap((pool) => {
        const backends = partsIn(pool, "backends");
        return backends.state === "known" ? backends.value : [];
    });
    const targets = sortByUrn([
        ...addresses.madeFrom(door, "backendPools"),
        ...listed.flatMap((backend) => addresses.answering(textIn(backend, "address"))),
    ]);
    return targets.map(({ urn }) => ({ from: door.urn, to: urn, via: door.urn }));
}
