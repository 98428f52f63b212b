/** What a path of Resource Manager names. Ids are the same in any case, so `type` is compared without it. */
export type Address =
    | { readonly scope: "subscriptions" }
    | { readonly scope: "subscription"; readonly subscription: string }
    | { readonly scope: "groups"; readonly subscription: string }
    | { readonly scope: "group" | "group resources"; readonly subscription: string; readonly group: string }
    | {
          readonly scope: "operation";
          readonly subscription: string;
          readonly operation: string;
          readonly result: boolean;
      }
    | ResourceAddress
    | (Below & { readonly scope: "collection" });

interface Below {
    readonly subscription: string;
    readonly group: string;
    /** The path as it was given, without a slash at its end. */
    readonly id: string;
    /** `Microsoft.ApiManagement/service/backends`, as it was given. */
    readonly type: string;
    /** Names along the way: service, backend. */
    readonly names: readonly string[];
}

/** A resource that has a group. */
export type ResourceAddress = Below & { readonly scope: "resource" };

const OPERATION = /^locations\/[^/]+\/(operationStatuses|operationResults)\/([^/]+)$/i;

/** Takes a path apart; undefined for one that Resource Manager has not got. */
export function addressOf(path: string): Address | undefined {
    const segments = path
        .split("/")
        .slice(1)
        .filter((segment, index, all) => segment !== "" || index < all.length - 1);
    if (segments.some((segment) => segment === "")) return undefined;
    const [subscriptions, subscription, below, ...rest] = segments.map(decodeURIComponent);
    if (subscriptions?.toLowerCase() !== "subscriptions") return undefined;
    if (subscription === undefined) return { scope: "subscriptions" };
    if (below === undefined) return { scope: "subscription", subscription };
    if (below.toLowerCase() === "providers") return operationOf(subscription, rest.slice(1).join("/"));
    if (below.toLowerCase() !== "resourcegroups") return undefined;
    const [group, within, ...tail] = rest;
    if (group === undefined) return { scope: "groups", subscription };
    if (within === undefined) return { scope: "group", subscription, group };
    if (within.toLowerCase() === "resources" && tail.length === 0) {
        return { scope: "group resources", subscription, group };
    }
    if (within.toLowerCase() !== "providers" || tail.length < 2) return undefined;
    return resourceOf(subscription, group, tail);
}

function operationOf(subscription: string, path: string): Address | undefined {
    const [, kind, operation] = OPERATION.exec(path) ?? [];
    if (kind === undefined || operation === undefined) return undefined;
    return { scope: "operation", subscription, operation, result: kind.toLowerCase() === "operationresults" };
}

function resourceOf(subscription: string, group: string, [namespace = "", ...parts]: string[]): Address {
    return {
        scope: parts.length % 2 === 0 ? "resource" : "collection",
        subscription,
        group,
        id: `/subscriptions/${subscription}/resourceGroups/${group}/providers/${[namespace, ...parts].join("/")}`,
        type: [namespace, ...parts.filter((_, index) => index % 2 === 0)].join("/"),
        names: parts.filter((_, index) => index % 2 === 1),
    };
}
