import { type IdentitySource, readIdentity } from "../identification/source";

import { END, isFine, isUnknownSession, type McpAnswer, STREAM } from "./answer";
import { clientInfo, MESSAGE_HEADERS, ping, SESSIONS_REVISION } from "./messages";
import { type Sdk } from "./sdk";
import { type Wire } from "./wire";

/** Time for the head of the stream of events, which some proxies hold back until the first event. */
const STREAM_MILLISECONDS = 2_000;

/** The SDK's code for a request that had no result in time. */
const TIMED_OUT = -32001;

/** What a session does. */
export interface SessionPlan {
    readonly url: URL;
    readonly version: string;
    /** Tool to call. Omitted: the tools are listed, or a ping is sent where the server has none. */
    readonly tool?: string;
    /** Where the text of the tool's result names the replica. Omitted: nowhere. */
    readonly source?: IdentitySource;
    readonly timeoutMilliseconds: number;
}

/** One session of the SDK's own client. Nothing here throws: what failed is in the answers. */
export class McpSession {
    private readonly client;
    private readonly transport;
    private given = false;
    private id: string | undefined;

    constructor(
        private readonly plan: SessionPlan,
        readonly wire: Wire,
        { Client, StreamableHTTPClientTransport }: Sdk,
    ) {
        this.client = new Client(clientInfo(plan.version));
        this.transport = new StreamableHTTPClientTransport(plan.url, {
            fetch: wire.fetch,
            // A second attempt could reach another replica, and hide what became of the first.
            reconnectionOptions: {
                maxRetries: 0,
                initialReconnectionDelay: 0,
                maxReconnectionDelay: 0,
                reconnectionDelayGrowFactor: 1,
            },
        });
    }

    get answers(): readonly McpAnswer[] {
        return this.wire.answers;
    }

    /** Length of the id that the server gave. Undefined: it gave none. */
    get idLength(): number | undefined {
        return this.id?.length;
    }

    /** Begins the session, and its stream of events. */
    async open(): Promise<void> {
        const { timeoutMilliseconds } = this.plan;
        try {
            // What the SDK's types say of optional properties does not suit its own interface.
            const transport = this.transport as Parameters<typeof this.client.connect>[0];
            await this.client.connect(transport, { timeout: timeoutMilliseconds });
        } catch {
            this.giveUp();
        }
        this.id = this.transport.sessionId;
        const initialized = this.answers.find(({ step }) => step === "notifications/initialized");
        if (initialized?.status === 202) await this.wire.answered(STREAM, STREAM_MILLISECONDS);
    }

    /** Calls once in the session, or sends a ping that shows where it is sent, once the client has given it up. */
    async call(): Promise<void> {
        if (this.given) return this.follow();
        const before = this.answers.length;
        try {
            await this.callThroughClient(before);
        } catch (error) {
            if ((error as { code?: unknown }).code === TIMED_OUT) this.wire.missed("no result in time");
            // The result says that the tool failed, or that there is none: the session is known all the same.
            if (this.answers.slice(before).every((answer) => isFine(answer) || answer.step === STREAM)) return;
            this.giveUp();
        }
    }

    /** Ends the session. */
    async end(): Promise<void> {
        try {
            if (this.id === undefined) return;
            if (this.given) await this.wire.fetch(this.plan.url, { method: END, headers: this.headers() });
            else await this.transport.terminateSession();
        } catch {
            // It is in the answers.
        } finally {
            await this.client.close().catch(() => undefined);
            this.wire.close();
        }
    }

    /** Whether some replica did not know the session. */
    get broken(): boolean {
        return this.answers.some(isUnknownSession);
    }

    private async callThroughClient(before: number): Promise<void> {
        const { tool, timeoutMilliseconds: timeout } = this.plan;
        if (tool === undefined) {
            const lists = this.client.getServerCapabilities()?.tools !== undefined;
            await (lists ? this.client.listTools(undefined, { timeout }) : this.client.ping({ timeout }));
            return;
        }
        const { content } = await this.client.callTool({ name: tool }, undefined, { timeout });
        const text = (content as readonly { readonly text?: string }[]).find((item) => item.text !== undefined)?.text;
        this.nameReplica(before, text ?? "");
    }

    /** The result comes after the answer's head, so that its replica is written down afterwards. */
    private nameReplica(from: number, body: string): void {
        const { source } = this.plan;
        const at = this.wire.answers.findIndex(({ step }, index) => index >= from && step === "tools/call");
        const answer = this.wire.answers[at];
        if (source === undefined || source.kind === "header" || answer === undefined) return;
        const response = { status: 200, headers: {}, body, firstByte: 0, total: 0, connection: 0 };
        const replica = readIdentity(source, { response, sent: [], set: [], requests: 1 });
        if (replica !== undefined) this.wire.answers[at] = { ...answer, replica };
    }

    private async follow(): Promise<void> {
        if (this.id === undefined) return;
        try {
            const response = await this.wire.fetch(this.plan.url, {
                method: "POST",
                headers: { ...MESSAGE_HEADERS, ...this.headers() },
                body: ping(),
            });
            await response.body?.cancel();
        } catch {
            // It is in the answers.
        }
    }

    private giveUp(): void {
        this.given = true;
        this.wire.followUp = true;
    }

    private headers(): Record<string, string> {
        return {
            "mcp-session-id": this.id ?? "",
            "mcp-protocol-version": this.transport.protocolVersion ?? SESSIONS_REVISION,
        };
    }
}
