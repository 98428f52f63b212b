import { createHash } from "node:crypto";

/** Values that a service would invent. They follow from the id alone, so that reading a resource twice gives the same. */

export function hex(seed: string, length: number): string {
    return createHash("sha256").update(seed).digest("hex").slice(0, length);
}

export function guid(seed: string): string {
    const h = hex(seed, 32);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

/** A number from 0 to `below` - 1. */
export function pick(seed: string, below: number): number {
    return parseInt(hex(seed, 12), 16) % below;
}

/** An address kept for documentation, so that nobody can be reached by it: https://www.rfc-editor.org/rfc/rfc5737 */
export function publicAddress(seed: string): string {
    return `203.0.113.${1 + pick(seed, 254)}`;
}
