import net from "node:net";

import { UsageError } from "../../errors";
import { type Carrier } from "../http/clients";

import { givenPool, loopbackPool, saidPool } from "./pool";
import { type Sources } from "./sources";

/** The options that say where clients ask from. */
export interface SourceFlags {
    readonly source?: string;
    readonly proxyProtocol?: "v1" | "v2";
    readonly forwardedFor?: boolean;
}

/** The addresses of the proof's clients, and those of the search for the key. */
export interface GivenSources {
    readonly sources?: Sources;
    readonly keySources?: Sources;
}

/**
 * Where the options let clients ask from. Without them all clients of the proof ask from one address; those of the search
 * for the key from loopback addresses, where the endpoint is there and the system lets them. Throws UsageError.
 * @param saysForwarded whether the user sets X-Forwarded-For.
 */
export function readSources(flags: SourceFlags, url: URL, seed: number, saysForwarded: boolean): GivenSources {
    const { source, proxyProtocol, forwardedFor } = flags;
    if (proxyProtocol !== undefined && forwardedFor)
        throw new UsageError("Give --proxy-protocol or --forwarded-for: both say the client's address.");
    if (forwardedFor && saysForwarded)
        throw new UsageError("Give --forwarded-for or --header X-Forwarded-For: both say the client's address.");
    const carrier: Carrier =
        proxyProtocol !== undefined ? `proxy-${proxyProtocol}` : forwardedFor ? "x-forwarded-for" : "socket";
    if (source !== undefined || carrier !== "socket") {
        const { pool, name } = readPool(source, seed);
        return { sources: { pool, carrier, name: `${name}${HOW[carrier]}` } };
    }
    if (process.platform !== "linux" || !isLoopback(url.hostname)) return {};
    return { keySources: { pool: loopbackPool(seed), carrier, name: "loopback addresses" } };
}

const HOW: Readonly<Record<Carrier, string>> = {
    socket: "",
    "proxy-v1": " in PROXY headers, version 1",
    "proxy-v2": " in PROXY headers, version 2",
    "x-forwarded-for": " in X-Forwarded-For",
};

function readPool(source: string | undefined, seed: number): Pick<Sources, "pool" | "name"> {
    if (source === undefined) return { pool: saidPool(seed), name: "addresses of 198.18.0.0/15" };
    if (source === "loopback") return { pool: loopbackPool(seed), name: "loopback addresses" };
    const addresses = source.split(",").map((address) => address.trim());
    const wrong = addresses.find((address) => net.isIP(address) === 0);
    if (wrong !== undefined)
        throw new UsageError(
            `--source: "${wrong}" is no IP address. Give "loopback", or addresses with commas between.`,
        );
    return { pool: givenPool(addresses, seed), name: "the addresses of --source" };
}

/** A loopback address of version 4, whose whole network a client can ask from. */
function isLoopback(hostname: string): boolean {
    return hostname === "localhost" || (net.isIPv4(hostname) && hostname.startsWith("127."));
}
