import { referredTo, sortByUrn } from "../references";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { getOrAdd } from "../scoped-index";
import { isKind } from "../type-token";
import { type Lookup, lookup, lookupText } from "../values";

import { type Addresses } from "./addresses";
import { type Link, type LinkReader } from "./link";

const MODULE = "apimanagement";
const BACKENDS = ["Backend", "WorkspaceBackend"];
const APIS = ["Api", "WorkspaceApi"];
/** Kinds whose `value` is a policy document, which may say where requests go. */
const POLICIES = [
    "Policy",
    "ProductPolicy",
    "ApiPolicy",
    "ApiOperationPolicy",
    "PolicyFragment",
    "WorkspacePolicy",
    "WorkspaceProductPolicy",
    "WorkspaceApiPolicy",
    "WorkspaceApiOperationPolicy",
    "WorkspacePolicyFragment",
];
/** https://learn.microsoft.com/azure/api-management/set-backend-service-policy */
const BASE_URL = /<set-backend-service\b[^>]*?\bbase-url\s*=\s*"([^"]*)"/g;

/**
 * API Management sends to what the addresses of its backends, its APIs and its policies were made from; a pool sends to
 * where its members do. What sends to the service itself reaches all of them, as which API a request is for is not told.
 */
export const apiManagementLinks: LinkReader = (stack, addresses) => {
    const backends = ofKinds(stack, BACKENDS);
    const isPool = (one: ParsedResource) => lookup(one.properties, "pool").state !== "absent";
    const pools = backends.filter(isPool);
    const memberships = pools.flatMap((pool) => membersOf(pool, stack).map((member) => ({ pool, member })));
    const pooled = new Set(memberships.map(({ member }) => member));
    const senders = [
        ...backends.filter((one) => !isPool(one) && !pooled.has(one)),
        ...ofKinds(stack, APIS),
        ...ofKinds(stack, POLICIES),
    ];
    return [
        ...memberships.flatMap(({ pool, member }) => linksTo(pool, addressed(member, addresses), member)),
        ...senders.flatMap((sender) => linksTo(sender, addressed(sender, addresses), sender)),
        ...serviceLinks([...pools, ...senders], stack),
    ];
};

function ofKinds(stack: ResourceIndex, kinds: readonly string[]): ParsedResource[] {
    return kinds.flatMap((kind) => stack.ofKind("azure-native", MODULE, kind));
}

function membersOf(pool: ParsedResource, stack: ResourceIndex): ParsedResource[] {
    return referredTo(pool, "pool", stack).filter(
        ({ urn, token }) => urn !== pool.urn && token.module === MODULE && BACKENDS.includes(token.kind),
    );
}

function linksTo(from: ParsedResource, targets: readonly ParsedResource[], via: ParsedResource): Link[] {
    return targets.filter(({ urn }) => urn !== from.urn).map(({ urn }) => ({ from: from.urn, to: urn, via: via.urn }));
}

/** The targets that a backend's, an API's or a policy's address was made from, or that answer by it. */
function addressed(sender: ParsedResource, addresses: Addresses): ParsedResource[] {
    const { token, properties } = sender;
    if (POLICIES.includes(token.kind)) return addressedByPolicy(sender, addresses);
    const [address = "", ...others] = APIS.includes(token.kind) ? ["serviceUrl"] : ["url", "resourceId"];
    return sortByUrn([
        ...[address, ...others].flatMap((property) => addresses.madeFrom(sender, property)),
        ...withScheme(lookupText(properties, address)).flatMap((one) => addresses.answering(one)),
        ...others.flatMap((property) => addresses.answering(lookupText(properties, property))),
    ]);
}

/** While the document is not known yet, what it was made from tells; then the addresses in it do. */
function addressedByPolicy(policy: ParsedResource, addresses: Addresses): ParsedResource[] {
    const document = lookupText(policy.properties, "value");
    if (document.state === "unknown") return addresses.madeFrom(policy, "value");
    if (document.state === "absent") return [];
    return sortByUrn(
        [...document.value.matchAll(BASE_URL)].flatMap(([, value = ""]) =>
            addresses.answering({ state: "known", value }),
        ),
    );
}

function withScheme(address: Lookup<string>): Lookup<string>[] {
    return address.state === "known" && URL.canParse(address.value) ? [address] : [];
}

/** A service sends to its own pools, backends, APIs and policies. */
function serviceLinks(parts: readonly ParsedResource[], stack: ResourceIndex): Link[] {
    const services = stack.ofKind("azure-native", MODULE, "ApiManagementService");
    const byName = new Map<string, ParsedResource[]>();
    for (const service of services) {
        for (const name of new Set(namesOf(service))) getOrAdd(byName, name, () => []).push(service);
    }
    return parts.flatMap((part) => {
        const name = lookupText(part.properties, "serviceName");
        const own = sortByUrn([
            ...referredTo(part, "serviceName", stack).filter(({ token }) =>
                isKind(token, "azure-native", MODULE, "ApiManagementService"),
            ),
            ...(name.state === "known" ? (byName.get(name.value.toLowerCase()) ?? []) : []),
        ]);
        return own.map(({ urn }) => ({ from: urn, to: part.urn, via: part.urn }));
    });
}

function namesOf({ properties }: ParsedResource): string[] {
    return ["serviceName", "name"].flatMap((key) => {
        const name = lookupText(properties, key);
        return name.state === "known" ? [name.value.toLowerCase()] : [];
    });
}
