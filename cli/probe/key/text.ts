import { type Key, type KeyFinding } from "./decide";

/** The key's name, for people. */
export function keyName(key: Key): string {
    switch (key.by) {
        case "cookie": {
            const names = key.names.join(key.together ? " and " : " or ");
            return `cookie ${names}${key.withAddress ? " with the source IP" : ""}`;
        }
        case "header":
            return `header ${key.name}`;
        case "source-ip":
            return key.bits === 24 ? "source IP, first 24 bits" : "source IP";
        case "connection":
        case "none":
        case "unknown":
            return key.by;
    }
}

/** The key with what else was seen, in one line. */
export function keyText({ key, partly, remarks }: KeyFinding): string {
    const all = remarks.length === 0 ? "" : ` (${remarks.join("; ")})`;
    return `${keyName(key)}${partly ? ", partly" : ""}${all}`;
}
