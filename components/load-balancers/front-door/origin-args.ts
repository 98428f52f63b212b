import { type cdn as inputs } from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

import { readHost, readList, readPartNames } from "../targets";

/** https://learn.microsoft.com/azure/templates/microsoft.cdn/profiles/origingroups/origins */
const WEIGHT_LIMIT = 1000;
const PRIORITY_LIMIT = 5;
/** What the service takes where none is given. https://learn.microsoft.com/azure/frontdoor/routing-methods */
export const DEFAULT_WEIGHT = 50;

/** A server, or an application of several, among which Front Door keeps each client on one. */
export interface FrontDoorOriginArgs {
    /** Name in the group, 1 to 50 letters, digits and hyphens. */
    name: string;
    /** Host name or IPv4 address. */
    hostName: pulumi.Input<string>;
    /** Host header that it gets. Omitted: `hostName`, as App Service and Container Apps need it. */
    hostHeader?: pulumi.Input<string | undefined>;
    /** 1 to 65535. Omitted: 80. */
    httpPort?: pulumi.Input<number | undefined>;
    /** 1 to 65535. Omitted: 443. */
    httpsPort?: pulumi.Input<number | undefined>;
    /** Share of new clients beside the others, 1 to 1000. Omitted: 50, the service's own. */
    weight?: pulumi.Input<number | undefined>;
    /** Group that it serves in, 1 to 5: a later one only while no earlier one is healthy. Omitted: the service's own. */
    priority?: pulumi.Input<number | undefined>;
    /** Reaches it by a private link, in the provider's own terms. Premium only. Omitted: over the internet. */
    privateLink?: pulumi.Input<inputs.SharedPrivateLinkResourcePropertiesArgs | undefined>;
}

/** An origin, checked and completed. */
export interface Origin {
    readonly name: string;
    readonly hostName: pulumi.Input<string>;
    readonly originHostHeader: pulumi.Input<string>;
    readonly httpPort: pulumi.Input<number>;
    readonly httpsPort: pulumi.Input<number>;
    readonly weight: pulumi.Input<number>;
    readonly priority: pulumi.Input<number> | undefined;
    readonly sharedPrivateLinkResource: FrontDoorOriginArgs["privateLink"];
}

/** Checks the origins and completes them with the component's defaults. */
export function readOrigins(check: Checks, origins: FrontDoorOriginArgs[] | undefined, stateless: boolean): Origin[] {
    const given = readList(check, "origins", origins, "origin");
    readPartNames(check, "origins", given);
    return given.map((origin, index) => {
        const path = `origins[${index}]`;
        const hostName = readHost(
            check,
            `${path}.hostName`,
            check.required(`${path}.hostName`, origin.hostName, "give the host name of the origin."),
            stateless,
        ) as pulumi.Input<string>;
        const port = (key: "httpPort" | "httpsPort") =>
            check.integer(`${path}.${key}`, origin[key], { min: 1, max: 65535 });
        return {
            name: origin.name,
            hostName,
            originHostHeader: readHost(check, `${path}.hostHeader`, origin.hostHeader, true) ?? hostName,
            httpPort: port("httpPort") ?? 80,
            httpsPort: port("httpsPort") ?? 443,
            weight: check.integer(`${path}.weight`, origin.weight, { min: 1, max: WEIGHT_LIMIT }) ?? DEFAULT_WEIGHT,
            priority: check.integer(`${path}.priority`, origin.priority, { min: 1, max: PRIORITY_LIMIT }),
            sharedPrivateLinkResource: origin.privateLink,
        };
    });
}
