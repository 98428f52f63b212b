import { type ResponseHeaders } from "../http/headers";
import { candidatesOf } from "../identification/candidates";
import { choose } from "../identification/choose";
import { optionOf } from "../identification/source";
import { type Identification } from "../identify";
import { type ProbeSettings } from "../settings";

import { MESSAGE_HEADERS, ping } from "./messages";
import { type Wire } from "./wire";

/** Answers in the sample that a header is found in. */
export const SAMPLE = 24;

/**
 * Finds the header that names the replica, before the proof and apart from it. It is looked for in the answers to requests
 * without a session, which begin none. Undefined where there is none: sessions that break show as much without it.
 */
export async function identifyHeader(settings: ProbeSettings, wire: Wire): Promise<Identification | undefined> {
    if (settings.source !== undefined) return { source: settings.source, found: false, why: "as given", others: [] };
    const exchanges = [];
    for (let asked = 0; asked < SAMPLE; asked++) {
        const headers = await headersOf(wire, settings.target.url);
        const response = { status: 0, headers, body: "", firstByte: 0, total: 0, connection: 0 };
        if (headers !== undefined)
            exchanges.push({ response: { ...response, headers }, sent: [], set: [], requests: 1 });
    }
    const { source, why, others } = choose({
        candidates: candidatesOf(exchanges),
        sent: [settings.target.url.host, settings.target.url.href, ...Object.values(settings.target.headers)],
        expectReplicas: settings.expectReplicas,
    });
    return source === undefined ? undefined : { source, found: true, why, others };
}

/** The option that says where the replica is named. */
export const identityText = (found: Identification | undefined) =>
    found === undefined ? undefined : { option: optionOf(found.source), found: found.found, why: found.why };

async function headersOf(wire: Wire, url: URL): Promise<ResponseHeaders | undefined> {
    try {
        const response = await wire.fetch(url, { method: "POST", headers: MESSAGE_HEADERS, body: ping() });
        await response.body?.cancel();
        return Object.fromEntries(response.headers);
    } catch {
        return undefined;
    }
}
