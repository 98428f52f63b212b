import { CouldNotRunError } from "../../errors";
import { failureText } from "../http/failures";
import { type ProbeSettings } from "../settings";

import {
    discover,
    initialize,
    type Message,
    MESSAGE_HEADERS,
    methodOf,
    responseIn,
    STATELESS_REVISION,
} from "./messages";
import { type Wire } from "./wire";

/** What a server speaks. */
export interface Recognised {
    /** Whether it takes `initialize`, so that it may have sessions. */
    readonly takesInitialize: boolean;
    /** Whether it answers as revision 2026-07-28 wants. */
    readonly speaksStateless: boolean;
}

/** Longest part of an answer that an error repeats. */
const LONGEST_SAID = 200;

/** Asks for both kinds of conversation. Throws CouldNotRunError where neither comes about. */
export async function recognise(settings: ProbeSettings, wire: Wire, version: string): Promise<Recognised> {
    const { url } = settings.target;
    const first = await ask(wire, url, initialize(version), {});
    const modern = await ask(wire, url, discover(version), {
        "mcp-protocol-version": STATELESS_REVISION,
        "mcp-method": "server/discover",
    });
    const takesInitialize = first.message?.result !== undefined;
    const speaksStateless = supports(modern.message);
    if (first.sessionId !== undefined) await endSession(wire, url, first.sessionId);
    if (takesInitialize || speaksStateless) return { takesInitialize, speaksStateless };
    throw new CouldNotRunError(
        `${settings.shownUrl} does not speak the Model Context Protocol over HTTP: initialize: ${first.text}; server/discover: ${modern.text}. Give the URL of its endpoint, as in https://mcp.example.com/mcp, and a --header if it wants one.`,
    );
}

interface Asked {
    readonly message?: Message;
    readonly sessionId?: string;
    /** What came back, for people. */
    readonly text: string;
}

async function ask(wire: Wire, url: URL, body: string, headers: Record<string, string>): Promise<Asked> {
    try {
        const response = await wire.fetch(url, { method: "POST", headers: { ...MESSAGE_HEADERS, ...headers }, body });
        const text = await firstEvent(response);
        const sessionId = response.headers.get("mcp-session-id") ?? undefined;
        const message = responseIn(text);
        const said = message?.error?.message ?? "";
        return {
            message,
            text: `HTTP ${response.status} ${said.slice(0, LONGEST_SAID)}`.trim(),
            ...(sessionId ? { sessionId } : {}),
        };
    } catch (error) {
        if (error instanceof CouldNotRunError) throw error;
        return { text: `${methodOf(body)} ${failureText(error)}` };
    }
}

/** The body until it holds a response: a stream of events need not end then. */
async function firstEvent(response: Response): Promise<string> {
    if (response.body === null) return "";
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += decoder.decode(chunk, { stream: true });
        if (responseIn(text) !== undefined) break;
    }
    return text;
}

function supports(message: Message | undefined): boolean {
    const versions = message?.result?.["supportedVersions"];
    return Array.isArray(versions) && versions.includes(STATELESS_REVISION);
}

async function endSession(wire: Wire, url: URL, id: string): Promise<void> {
    try {
        await wire.fetch(url, { method: "DELETE", headers: { "mcp-session-id": id } });
    } catch (error) {
        if (error instanceof CouldNotRunError) throw error;
    }
}
