import net from "node:net";

/** One end of a TCP connection. */
export interface End {
    readonly address: string;
    readonly port: number;
}

const V2_SIGNATURE = Buffer.from("\r\n\r\n\0\r\nQUIT\n", "latin1");
const V2_PROXY = 0x21;
const V2_TCP_OVER_IPV4 = 0x11;
const V2_TCP_OVER_IPV6 = 0x21;

/**
 * The header of the PROXY protocol that says a connection comes from `source`. An end of the other address family than the
 * source's is told as the unspecified address of the source's, as the protocol has one family for both.
 * https://www.haproxy.org/download/2.6/doc/proxy-protocol.txt
 */
export function proxyHeader(version: 1 | 2, source: End, destination: End): Buffer {
    const six = net.isIPv6(source.address);
    const fits = net.isIPv6(destination.address) === six;
    const to = fits ? destination.address : six ? "::" : "0.0.0.0";
    if (version === 1) {
        const fields = [six ? "TCP6" : "TCP4", source.address, to, source.port, destination.port];
        return Buffer.from(`PROXY ${fields.join(" ")}\r\n`, "latin1");
    }
    const addresses = Buffer.concat([octetsOf(source.address), octetsOf(to)]);
    const ports = Buffer.alloc(4);
    ports.writeUInt16BE(source.port, 0);
    ports.writeUInt16BE(destination.port, 2);
    const length = addresses.length + ports.length;
    const start = [V2_PROXY, six ? V2_TCP_OVER_IPV6 : V2_TCP_OVER_IPV4, length >> 8, length & 0xff];
    return Buffer.concat([V2_SIGNATURE, Buffer.from(start), addresses, ports]);
}

/** The bytes of an address. */
function octetsOf(address: string): Buffer {
    if (net.isIPv4(address)) return Buffer.from(address.split(".").map(Number));
    // The URL standard spells every IPv6 address as groups of hexadecimal digits, without dots.
    const plain = new URL(`http://[${address}]/`).hostname.slice(1, -1);
    const [before = "", after] = plain.split("::");
    const groups = (text = "") => (text === "" ? [] : text.split(":"));
    const missing = 8 - groups(before).length - groups(after).length;
    const all = [...groups(before), ...new Array<string>(missing).fill("0"), ...groups(after)];
    return Buffer.from(all.map((group) => group.padStart(4, "0")).join(""), "hex");
}
