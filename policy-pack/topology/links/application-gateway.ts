import { partsIn, textIn, wholeOf } from "../readers/parts";
import { sortByUrn } from "../references";
import { type ParsedResource } from "../resource";

import { type Addresses } from "./addresses";
import { type LinkReader } from "./link";

/** An Application Gateway sends to the addresses of its pools. */
export const applicationGatewayLinks: LinkReader = (stack, addresses) =>
    stack.ofKind("azure-native", "network", "ApplicationGateway").flatMap((gateway) =>
        poolTargets(gateway, addresses)
            .filter(({ urn }) => urn !== gateway.urn)
            .map(({ urn }) => ({ from: gateway.urn, to: urn, via: gateway.urn })),
    );

function poolTargets(gateway: ParsedResource, addresses: Addresses): ParsedResource[] {
    const pools = partsIn(wholeOf(gateway.properties), "backendAddressPools");
    const members = (pools.state === "known" ? pools.value : []).flatMap((pool) => {
        const listed = partsIn(pool, "backendAddresses");
        return listed.state === "known" ? listed.value : [];
    });
    return sortByUrn([
        ...addresses.madeFrom(gateway, "backendAddressPools"),
        ...members.flatMap((member) => [
            ...addresses.answering(textIn(member, "fqdn")),
            ...addresses.answering(textIn(member, "ipAddress")),
        ]),
    ]);
}
