import net from "node:net";

import { decoded } from "../decoded";

const DOTTED = /(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(:\d{1,5})?(?![\d.])/g;
/** As F5 BIG-IP writes it: address and port as numbers whose bytes are in reverse. https://my.f5.com/manage/s/article/K6917 */
const BIG_IP = /^(\d{1,10})\.(\d{1,5})\.0000$/;
const BASE64 = /^[A-Za-z0-9+/_-]{8,}={0,2}$/;

/**
 * An address of version 4, with its port where there is one, that a cookie's value holds: in clear, percent-encoded, in
 * base64 (as Envoy's stateful sessions have it), or as F5 BIG-IP writes it. Undefined: none is found.
 */
export function hiddenAddress(value: string): string | undefined {
    const plain = unquoted(decoded(value));
    return bigIp(plain) ?? dotted(plain) ?? (BASE64.test(plain) ? dotted(fromBase64(plain)) : undefined);
}

function dotted(text: string): string | undefined {
    for (const [, address = "", port = ""] of text.matchAll(DOTTED)) {
        if (net.isIPv4(address)) return `${address}${port}`;
    }
    return undefined;
}

function bigIp(value: string): string | undefined {
    const [, address, port] = BIG_IP.exec(value) ?? [];
    if (Number(address) > 0xffff_ffff || Number(port) > 0xffff || address === undefined) return undefined;
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(Number(address));
    const swapped = Buffer.alloc(2);
    swapped.writeUInt16LE(Number(port));
    return `${[...bytes].join(".")}:${swapped.readUInt16BE()}`;
}

function unquoted(value: string): string {
    return value.replace(/^"(.*)"$/, "$1");
}

/** Both alphabets. Bytes that are no text stay apart from the address beside them. */
function fromBase64(value: string): string {
    return Buffer.from(value, "base64").toString("latin1");
}
