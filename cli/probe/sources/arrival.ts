import { leavesOf, readPath } from "../identification/json-path";

import { type Arrival } from "./sources";

/** An answer to a client whose address is known. */
export interface Addressed {
    readonly address: string;
    readonly body: string;
}

/** What arrived instead of an address. */
export interface Lost {
    readonly sent: string;
    /** Undefined: there is nothing at the place that was given. */
    readonly seen?: string;
}

/**
 * Whether the answers repeat the addresses that they were asked from.
 * @param path where they do. Omitted: the first place in a JSON body that does in every answer.
 */
export function arrivalOf(answers: readonly Addressed[], path?: string): Arrival | Lost {
    if (path !== undefined) {
        const lost = answers.find(({ address, body }) => !tells(readPath(body, path), address));
        if (lost === undefined) return { seenAt: path };
        const seen = readPath(lost.body, path);
        return { sent: lost.address, ...(seen === undefined ? {} : { seen }) };
    }
    const [first] = answers;
    if (first === undefined) return {};
    const place = leavesOf(first.body)
        .map((leaf) => leaf.path)
        .find((leaf) => answers.every(({ address, body }) => tells(readPath(body, leaf), address)));
    return place === undefined ? {} : { seenAt: place };
}

/** Whether a text names the address: alone, in a list as of X-Forwarded-For, with a port, or mapped into IPv6. */
function tells(text: string | undefined, address: string): boolean {
    const names = text?.toLowerCase().split(/[\s,;="[\]]+/) ?? [];
    return names.some((name) => {
        const plain = name.replace(/^::ffff:/, "").replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
        return plain === address.toLowerCase();
    });
}
