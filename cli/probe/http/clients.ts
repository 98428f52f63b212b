import { ForwardedTransport } from "./forwarded";
import { FreshTransport } from "./fresh";
import { type Dial, proxyDial } from "./proxy-dial";
import { type Connections, type Transport } from "./transport";

/** How the other side is told an address: the connection comes from it, a PROXY header says it, or a header of the request. */
export type Carrier = "socket" | "proxy-v1" | "proxy-v2" | "x-forwarded-for";

/** Makes the transport of one client, from the address that it asks from. Omitted: as the system chooses. */
export type MakeTransport = (address?: string) => Transport;

/** What makes the transports for a kind of connection. The library of the kept ones is loaded for them only. */
export async function transportsFor(connections: Connections, carrier: Carrier = "socket"): Promise<MakeTransport> {
    if (connections === "fresh") return carried(carrier, (address, dial) => new FreshTransport(address, dial));
    const { KeepAliveTransport } = await import("./keep-alive.js");
    return carried(carrier, (address, dial) => new KeepAliveTransport(address, dial));
}

function carried(carrier: Carrier, make: (localAddress?: string, dial?: Dial) => Transport): MakeTransport {
    return (address) => {
        if (address === undefined) return make();
        switch (carrier) {
            case "socket":
                return make(address);
            case "proxy-v1":
                return make(undefined, proxyDial(1, address));
            case "proxy-v2":
                return make(undefined, proxyDial(2, address));
            case "x-forwarded-for":
                return new ForwardedTransport(make(), address);
        }
    };
}
