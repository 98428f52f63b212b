import http from "node:http";
import https from "node:https";
import { Readable } from "node:stream";

import { CouldNotRunError } from "../../errors";
import { HIDDEN } from "../../redaction";
import { type Budget } from "../budget";
import { failureText } from "../http/failures";
import { type Target } from "../http/target";
import { type Connections } from "../http/transport";
import { type IdentitySource, readIdentity } from "../identification/source";
import { type ClientJar } from "../jar";

import { type McpAnswer } from "./answer";
import { methodOf, responseIn } from "./messages";

/** How one client reaches the server. */
export interface WireOptions {
    readonly target: Target;
    readonly budget: Budget;
    readonly connections: Connections;
    /** Omitted: cookies are forgotten, as most clients of the protocol do. */
    readonly jar?: ClientJar;
    /** Omitted: as the system chooses. */
    readonly localAddress?: string;
    /** Response header that names the replica. Omitted: none does. */
    readonly source?: IdentitySource;
}

/** Statuses that a Response may not have a body with. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/** The HTTP of one client: what the SDK calls in place of `fetch`, with a record of every answer. */
export class Wire {
    /** In the order of the answers. */
    readonly answers: McpAnswer[] = [];
    /** Names of the cookies that were set. */
    readonly cookies = new Set<string>();
    /** From now on the session is only followed, as its client has given it up. */
    followUp = false;
    private readonly agent: http.Agent | false;
    private readonly request: typeof http.request;
    private readonly waiting: (() => void)[] = [];

    constructor(private readonly options: WireOptions) {
        const client = options.target.url.protocol === "https:" ? https : http;
        this.request = client.request;
        this.agent = options.connections === "fresh" ? false : new client.Agent({ keepAlive: true });
    }

    /** A request, as `fetch` makes it. Follows no redirect. Throws what the network threw, and where the run has ended. */
    readonly fetch = async (input: string | URL, init: RequestInit = {}): Promise<Response> => {
        const url = new URL(input);
        const body = typeof init.body === "string" ? init.body : undefined;
        const method = init.method ?? "GET";
        const step = (body === undefined ? undefined : methodOf(body)) ?? method;
        const { budget } = this.options;
        if (!(await budget.turn())) throw new CouldNotRunError(`the run has ended: ${budget.stopped}`);
        const { followUp } = this;
        try {
            const headers = this.headersFor(url, init);
            const response = await this.send(url, { ...init, method, headers }, body);
            const id = headers["mcp-session-id"] ?? response.headers.get("mcp-session-id") ?? "";
            this.record({ step, followUp, status: response.status, ...(await this.read(response, id)) });
            return response;
        } catch (error) {
            if (!budget.signal.aborted) this.record({ step, followUp, failure: failureText(error) });
            throw error;
        }
    };

    /** Waits for the answer to a step, for so long at most. */
    async answered(step: string, milliseconds: number): Promise<void> {
        const deadline = AbortSignal.any([AbortSignal.timeout(milliseconds), this.options.budget.signal]);
        const over = new Promise<void>((resolve) =>
            deadline.addEventListener("abort", () => resolve(), { once: true }),
        );
        while (!deadline.aborted && !this.answers.some((answer) => answer.step === step)) {
            await Promise.race([over, new Promise<void>((resolve) => this.waiting.push(resolve))]);
        }
    }

    /** Notes that an answer began and brought no result. */
    missed(failure: string): void {
        this.record({ step: this.answers.at(-1)?.step ?? "", followUp: this.followUp, failure });
    }

    /** Closes kept connections. */
    close(): void {
        if (this.agent !== false) this.agent.destroy();
    }

    private record(answer: McpAnswer): void {
        this.answers.push(answer);
        for (const wake of this.waiting.splice(0)) wake();
    }

    private headersFor(url: URL, init: RequestInit): Record<string, string> {
        const { target, jar } = this.options;
        const headers = { ...target.headers, ...Object.fromEntries(new Headers(init.headers)) };
        const own = target.headers["cookie"];
        const kept = jar?.cookiesFor(url).map(({ name, value }) => `${name}=${value}`) ?? [];
        const all = [...(own === undefined ? [] : [own]), ...kept];
        return all.length === 0 ? headers : { ...headers, cookie: all.join("; ") };
    }

    private send(url: URL, init: RequestInit & { headers: Record<string, string> }, body?: string): Promise<Response> {
        const { target, localAddress, budget, jar } = this.options;
        const { method, headers } = init;
        const given = init.signal ? [init.signal] : [];
        // Of the answer's head only: a stream of events stays open.
        const limit = new AbortController();
        const timer = setTimeout(() => limit.abort(), target.timeoutMilliseconds);
        const signal = AbortSignal.any([...given, budget.signal, limit.signal]);
        return new Promise<Response>((resolve, reject) => {
            const outgoing = this.request(
                url,
                { method, headers, signal, localAddress, agent: this.agent },
                (incoming) => {
                    for (const line of incoming.headers["set-cookie"] ?? []) {
                        const name = jar?.store(line, url).name ?? line.split("=")[0] ?? "";
                        this.cookies.add(name);
                    }
                    resolve(asResponse(incoming));
                },
            );
            outgoing.on("error", (error) =>
                reject(limit.signal.aborted ? new DOMException("no answer in time", "TimeoutError") : error),
            );
            outgoing.end(body);
        }).finally(() => clearTimeout(timer));
    }

    /** What an answer says of its replica and of the session. A failed one is short, and its body is read from a copy. */
    private async read(response: Response, sessionId: string): Promise<Pick<McpAnswer, "replica" | "said">> {
        const { source } = this.options;
        const exchange = {
            response: { ...NOTHING, status: response.status, headers: Object.fromEntries(response.headers) },
            ...{ sent: [], set: [], requests: 1 },
        };
        const replica = source?.kind === "header" ? readIdentity(source, exchange) : undefined;
        const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
        const body = isStream ? "" : await response.clone().text();
        const message = responseIn(body)?.error?.message;
        const said = message !== undefined && /session/i.test(message) ? message : undefined;
        return {
            ...(replica === undefined ? {} : { replica }),
            ...(said === undefined ? {} : { said: sessionId === "" ? said : said.replaceAll(sessionId, HIDDEN) }),
        };
    }
}

const NOTHING = { body: "", firstByte: 0, total: 0, connection: 0 } as const;

function asResponse(incoming: http.IncomingMessage): Response {
    const status = incoming.statusCode ?? 0;
    const headers = new Headers(
        Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
            values.map((value): [string, string] => [name, value]),
        ),
    );
    if (WITHOUT_BODY.has(status)) {
        incoming.resume();
        return new Response(null, { status, headers });
    }
    return new Response(Readable.toWeb(incoming) as ReadableStream, { status, headers });
}
