import { isIP } from "node:net";

/** Names that only a network, a cluster or a machine of one's own knows, by their ends. */
const PRIVATE_NAMES = ["localhost", "internal", "local", "lan", "home.arpa", "svc"];
/** Addresses that the internet has no way to: first and last of each range, as numbers. */
const PRIVATE_RANGES = [
    ["0.0.0.0", "0.255.255.255"],
    ["10.0.0.0", "10.255.255.255"],
    ["100.64.0.0", "100.127.255.255"],
    ["127.0.0.0", "127.255.255.255"],
    ["169.254.0.0", "169.254.255.255"],
    ["172.16.0.0", "172.31.255.255"],
    ["192.168.0.0", "192.168.255.255"],
].map(([first = "", last = ""]) => [numberOf(first), numberOf(last)] as const);
/** Loopback, unspecified, unique local and link-local. https://www.rfc-editor.org/rfc/rfc4291 https://www.rfc-editor.org/rfc/rfc4193 */
const PRIVATE_IPV6 = /^(::1?$|f[cd]|fe[89ab])/;
/** An app whose ingress is internal: `<app>.internal.<environment>.<region>.azurecontainerapps.io`. https://learn.microsoft.com/azure/container-apps/networking */
const INTERNAL_APP = /\.internal\..+\.azurecontainerapps\.io$/;

/** Why the internet does not reach a host, or undefined where it may. */
export function whyPrivate(host: string): string | undefined {
    const bare = host
        .replace(/^\[|\]$/g, "")
        .replace(/\.$/, "")
        .toLowerCase();
    const version = isIP(bare);
    if (version === 4) return isPrivateIpv4(bare) ? "a private address" : undefined;
    if (version === 6) return PRIVATE_IPV6.test(bare) ? "a private address" : undefined;
    if (INTERNAL_APP.test(bare)) return "the name of a Container App with an internal ingress";
    const isPrivate = PRIVATE_NAMES.some((end) => bare === end || bare.endsWith(`.${end}`));
    return isPrivate || !bare.includes(".") ? "a name that only a private network knows" : undefined;
}

function isPrivateIpv4(address: string): boolean {
    const number = numberOf(address);
    return PRIVATE_RANGES.some(([first, last]) => number >= first && number <= last);
}

function numberOf(address: string): number {
    return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}
