import { FreshTransport } from "./fresh";
import { KeepAliveTransport } from "./keep-alive";
import { type Connections, type Transport } from "./transport";

/** The transport of one client. */
export function transportFor(connections: Connections, localAddress?: string): Transport {
    return connections === "fresh" ? new FreshTransport(localAddress) : new KeepAliveTransport(localAddress);
}
