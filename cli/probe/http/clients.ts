import { FreshTransport } from "./fresh";
import { type Connections, type Transport } from "./transport";

/** Makes the transport of one client, from the address that it asks from. Omitted: as the system chooses. */
export type MakeTransport = (localAddress?: string) => Transport;

/** What makes the transports for a kind of connection. The library of the kept ones is loaded for them only. */
export async function transportsFor(connections: Connections): Promise<MakeTransport> {
    if (connections === "fresh") return (localAddress) => new FreshTransport(localAddress);
    const { KeepAliveTransport } = await import("./keep-alive.js");
    return (localAddress) => new KeepAliveTransport(localAddress);
}
