/**
 * The PROXY protocol, by which a balancer tells who its client is: a header ahead of everything else on a connection.
 * https://www.haproxy.org/download/2.6/doc/proxy-protocol.txt
 */

/** One end of a TCP connection over IPv4. */
export interface End {
    readonly address: string;
    readonly port: number;
}

/** What a PROXY header says of the connection that it stands for. */
export interface Proxied {
    readonly version: 1 | 2;
    readonly source: End;
    readonly destination: End;
}

const V1 = Buffer.from("PROXY ");
/** A version 1 header is never longer, with its end of line. */
const V1_LONGEST = 107;
const V2 = Buffer.from([0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]);
const V2_FIXED = 16;
const V2_PROXY = 0x21;
const V2_TCP_OVER_IPV4 = 0x11;
const V2_ADDRESSES = 12;

/** The header that says this. */
export function proxyHeader({ version, source, destination }: Proxied): Buffer {
    if (version === 1) {
        const fields = ["TCP4", source.address, destination.address, source.port, destination.port];
        return Buffer.from(`PROXY ${fields.join(" ")}\r\n`);
    }
    const rest = Buffer.from([V2_PROXY, V2_TCP_OVER_IPV4, 0, V2_ADDRESSES]);
    return Buffer.concat([V2, rest, octets(source), octets(destination), port(source), port(destination)]);
}

/**
 * Reads the header at the start of a connection.
 *
 * @returns what it says and its length in bytes; `none` where there is no header, and `more` where too little has arrived
 * to tell. Throws an Error for a header over anything but TCP over IPv4.
 */
export function readProxyHeader(
    start: Buffer,
): { readonly proxied: Proxied; readonly length: number } | "none" | "more" {
    for (const [signature, read] of [
        [V1, readV1],
        [V2, readV2],
    ] as const) {
        const length = Math.min(start.length, signature.length);
        if (start.subarray(0, length).equals(signature.subarray(0, length))) {
            return length < signature.length ? "more" : read(start);
        }
    }
    return "none";
}

function readV1(start: Buffer) {
    const end = start.indexOf("\r\n");
    if (end < 0 && start.length < V1_LONGEST) return "more";
    const line = start.toString("latin1", 0, Math.max(end, 0));
    const [, from, to, fromPort, toPort] = /^PROXY TCP4 (\S+) (\S+) (\d+) (\d+)$/.exec(line) ?? [];
    if (from === undefined || to === undefined) throw new Error(`Not a PROXY header for TCP over IPv4: ${line}`);
    const source = { address: from, port: Number(fromPort) };
    const destination = { address: to, port: Number(toPort) };
    return { proxied: { version: 1 as const, source, destination }, length: end + 2 };
}

function readV2(start: Buffer) {
    if (start.length < V2_FIXED) return "more";
    const length = V2_FIXED + start.readUInt16BE(14);
    if (start.length < length) return "more";
    if (start[12] !== V2_PROXY || start[13] !== V2_TCP_OVER_IPV4) {
        throw new Error(`Not a PROXY header for TCP over IPv4: ${start.toString("hex", 0, V2_FIXED)}`);
    }
    const address = (at: number) => [...start.subarray(at, at + 4)].join(".");
    const source = { address: address(16), port: start.readUInt16BE(24) };
    const destination = { address: address(20), port: start.readUInt16BE(26) };
    return { proxied: { version: 2 as const, source, destination }, length };
}

const octets = ({ address }: End) => Buffer.from(address.split(".").map(Number));

function port(end: End): Buffer {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16BE(end.port);
    return bytes;
}
