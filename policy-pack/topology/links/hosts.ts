import { type ParsedResource } from "../resource";
import { isRecord, isUnknown, lookup } from "../values";

/** Where resources of Azure say by what they answer; a path of an address, or of one with a scheme before it. */
const AZURE_PATHS = [
    "configuration.ingress.fqdn",
    "defaultHostName",
    "dnsSettings.fqdn",
    "fqdn",
    "gatewayUrl",
    "hostNames",
    "hostnameConfigurations",
    "ipAddress",
    "frontendIPConfigurations",
] as const;
/** Members of an object of those lists that hold a host. */
const MEMBERS = ["hostName", "privateIPAddress"];

/** Where objects of Kubernetes do: Services, Gateways and routes. */
const KUBERNETES_PATHS = [
    "status.loadBalancer.ingress",
    "status.addresses",
    "spec.loadBalancerIP",
    "spec.rules",
    "spec.hostnames",
    "spec.listeners",
] as const;
const KUBERNETES_MEMBERS = ["ip", "hostname", "host", "value"];

/** Host names and addresses that a resource answers by, in lower case, as far as they are known. */
export function hostsOf({ token, properties }: ParsedResource): string[] {
    return token.family === "kubernetes"
        ? KUBERNETES_PATHS.flatMap((path) => textsAt(properties, path, KUBERNETES_MEMBERS))
        : AZURE_PATHS.flatMap((path) => textsAt(properties, path, MEMBERS));
}

/** The host of an address, in lower case; the text itself where it is no address with a scheme. */
export function hostIn(address: string): string {
    // Without a colon there is no scheme: most texts need no parsing.
    const isUrl = address.includes(":") && URL.canParse(address);
    return (isUrl ? new URL(address).hostname || address : address).toLowerCase();
}

/** The texts at a path: one, a list of them, or members of the objects in a list. */
function textsAt(properties: unknown, path: string, members: readonly string[]): string[] {
    const found = lookup(properties, path);
    if (found.state !== "known") return [];
    return [found.value]
        .flat()
        .flatMap((one: unknown) => (isRecord(one) ? members.map((member) => one[member]) : [one]))
        .filter((text) => typeof text === "string" && !isUnknown(text))
        .map((text) => hostIn(text as string));
}
