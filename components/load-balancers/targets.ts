import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";

/** https://learn.microsoft.com/azure/traffic-manager/traffic-manager-faqs */
const TRAFFIC_MANAGER =
    "Traffic Manager answers DNS questions and sees no requests, so that it cannot keep clients. Give what it points to.";
/** https://learn.microsoft.com/azure/frontdoor/routing-methods */
const CLASSIC_FRONT_DOOR =
    "Front Door (classic) retires on 2027-03-31 and takes no new profiles. Move to Front Door Standard or Premium.";

const PROVIDERS: readonly (readonly [pattern: RegExp, reason: string])[] = [
    [/\/providers\/Microsoft\.Network\/trafficManagerProfiles\//i, TRAFFIC_MANAGER],
    [/\/providers\/Microsoft\.Network\/frontDoors\//i, CLASSIC_FRONT_DOOR],
];
const TRAFFIC_MANAGER_HOST = /\.trafficmanager\.net\.?$/i;

/** Name of a balancer of the network. https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork */
export const BALANCER_NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,78}[A-Za-z0-9_])?$/;
export const BALANCER_NAME_RULE =
    "it has to have 1 to 80 letters, digits, dots, hyphens and underscores, begin with a letter or digit and not end with " +
    "a dot or hyphen.";

/** Names of parts of a balancer: the part of an id, and of names that are made from it. */
const PART_NAME = /^[A-Za-z0-9]([A-Za-z0-9-]{0,48}[A-Za-z0-9])?$/;

/** What is wrong with an id or a name of a balancer that cannot keep clients, or undefined. */
function faultOfBalancer(value: string): string | undefined {
    return PROVIDERS.find(([pattern]) => pattern.test(value))?.[1];
}

/**
 * An ARM id of one type, such as `Microsoft.Network/publicIPAddresses`. Ids of what cannot keep clients are refused with
 * the reason.
 */
export function readId(
    check: Checks,
    path: string,
    value: pulumi.Input<string | undefined> | undefined,
    type: string,
): pulumi.Input<string> | undefined {
    const [namespace = "", ...kinds] = type.split("/");
    const below = [namespace.replace(".", "\\."), ...kinds.map((kind) => `${kind}/[^/]+`)].join("/");
    const pattern = new RegExp(`^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${below}$`, "i");
    return check.value<string>(path, value, (id) =>
        typeof id === "string" && pattern.test(id)
            ? undefined
            : (faultOfBalancer(String(id)) ?? `it has to be the full resource id of a resource of type ${type}.`),
    );
}

/** A name of something, not its id. Ids of what cannot keep clients are refused with the reason. */
export function readPlainName(
    check: Checks,
    path: string,
    value: pulumi.Input<string>,
    what: string,
): pulumi.Input<string> {
    return check.value<string>(path, value, (name) =>
        typeof name === "string" && name !== "" && !name.includes("/")
            ? undefined
            : (faultOfBalancer(String(name)) ?? `it has to be the name of ${what}, not its id.`),
    ) as pulumi.Input<string>;
}

/** A host that requests are sent to. Behind a name of Traffic Manager are several, and DNS picks among them. */
export function readHost(
    check: Checks,
    path: string,
    value: pulumi.Input<string | undefined> | undefined,
    stateless: boolean,
): pulumi.Input<string> | undefined {
    return check.value<string>(path, value, (host) => {
        if (typeof host !== "string" || host === "" || /[\s/:]/.test(host)) {
            return "it has to be a host name or an IPv4 address, without a scheme, port or path.";
        }
        return TRAFFIC_MANAGER_HOST.test(host) && !stateless ? TRAFFIC_MANAGER : undefined;
    });
}

/** Names of a balancer's parts: each a short one, and each once, as ids and URNs are made from them. */
export function readPartNames(check: Checks, path: string, parts: readonly { readonly name: string }[]): void {
    const seen = new Map<string, number>();
    for (const [index, { name }] of parts.entries()) {
        const at = `${path}[${index}].name`;
        void check.text(
            at,
            check.required(at, name, "its parts are named after it."),
            PART_NAME,
            "it has to have 1 to 50 letters, digits and hyphens, and neither begin nor end with a hyphen.",
        );
        const earlier = seen.get(name.toLowerCase());
        if (earlier !== undefined) check.fail(at, name, `args.${path}[${earlier}] has the same name. Give each once.`);
        seen.set(name.toLowerCase(), index);
    }
}

/** A list that has to be there, with one item or more. */
export function readList<T>(check: Checks, path: string, list: T[] | undefined, what: string): T[] {
    const given = check.required(path, list, `give one ${what} or more.`) as T[];
    if (given.length === 0) throw check.fault(path, `is empty: give one ${what} or more.`);
    return given;
}
