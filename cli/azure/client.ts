import type { Client, PathUncheckedResponse } from "@azure-rest/core-client";
import type { TokenCredential } from "@azure/identity";

import { packageVersion } from "../version";
import { type Endpoint } from "./endpoint";
import { ArmFailure, failureOf, NoAnswerError } from "./errors";
import { isObject, type Json, type JsonObject } from "./json";
import { PASSING, PATIENCE, type Patience, retryAfter, wait } from "./retry";
import { Tokens } from "./tokens";

/** A resource as Resource Manager answered it. */
export interface Found {
    readonly document: JsonObject;
    /** Undefined where the provider tells none. */
    readonly etag: string | undefined;
}

/** An answer to a write. */
export interface Written {
    /** Where to ask how the operation goes; undefined where it has ended. */
    readonly operation: string | undefined;
    readonly retryAfter: number | undefined;
}

export interface ClientOptions {
    readonly endpoint: Endpoint;
    readonly env: NodeJS.ProcessEnv;
    /** Aborted when the user asks to stop. */
    readonly signal: AbortSignal;
    /** Omitted: the environment's. */
    readonly credential?: TokenCredential | undefined;
    /** Hears of pauses, in one sentence each. */
    readonly notice?: (text: string) => void;
    readonly patience?: Patience | undefined;
}

interface Asked {
    readonly method: "get" | "patch";
    /** A path below the endpoint, or an address of the endpoint that an answer gave. */
    readonly path: string;
    /** What it is for, for errors: "reading the pool". */
    readonly what: string;
    readonly apiVersion?: string;
    readonly body?: JsonObject;
    readonly ifMatch?: string | undefined;
    readonly signal: AbortSignal;
}

/** Pages of one list at most: a service that always names one more would be asked forever. */
const MOST_PAGES = 1_000;

/**
 * Asks Azure Resource Manager. Reads are repeated when Azure is throttling or failing; writes only when they were throttled,
 * since any other failure leaves open whether they were done.
 */
export class ArmClient {
    private constructor(
        private readonly client: Client,
        private readonly tokens: Tokens,
        private readonly options: ClientOptions,
    ) {}

    static async connect(options: ClientOptions): Promise<ArmClient> {
        const { endpoint, env, credential } = options;
        const { getClient } = await import("@azure-rest/core-client");
        const client = getClient(endpoint.url, {
            // Retries are this class's own: the library repeats writes too. A redirect would take the token elsewhere.
            retryOptions: { maxRetries: 0 },
            redirectOptions: { maxRetries: 0 },
            userAgentOptions: { userAgentPrefix: `pulumi-session-affinity/${packageVersion()}` },
        });
        return new ArmClient(client, await Tokens.from(endpoint, env, credential), options);
    }

    /** The token that is held, so that it can be kept out of every text. */
    get secret(): string {
        return this.tokens.secret;
    }

    /** @throws ArmFailure, NoAnswerError, NotLoggedInError. */
    async get(path: string, apiVersion: string, what: string, signal = this.options.signal): Promise<Found> {
        const answer = await this.persist({ method: "get", path, apiVersion, what, signal });
        return { document: documentOf(answer, what), etag: answer.headers["etag"] };
    }

    /** Every element of a list, over all of its pages. */
    async list(path: string, apiVersion: string, what: string): Promise<JsonObject[]> {
        const found: JsonObject[] = [];
        const { signal } = this.options;
        let asked: Asked | undefined = { method: "get", path, apiVersion, what, signal };
        for (let pages = 0; asked !== undefined && pages < MOST_PAGES; pages++) {
            const document = documentOf(await this.persist(asked), what);
            const { value, nextLink } = document;
            if (!Array.isArray(value)) throw new NoAnswerError(what, "Azure's answer is no list.", true);
            found.push(...value.filter(isObject));
            const next: string | undefined = typeof nextLink === "string" && nextLink !== "" ? nextLink : undefined;
            asked = next === undefined ? undefined : { method: "get", path: this.own(next, what), what, signal };
        }
        return found;
    }

    /**
     * Lays a document over a resource. Not repeated after a failure that leaves open whether it was done.
     *
     * @param ifMatch writes only if the resource is still the one with this etag.
     */
    async patch(
        path: string,
        apiVersion: string,
        body: JsonObject,
        ifMatch: string | undefined,
        what: string,
    ): Promise<Written> {
        const { signal } = this.options;
        const answer = await this.persist({ method: "patch", path, apiVersion, body, ifMatch, what, signal });
        const follow = answer.status === "202" || answer.status === "201";
        const link = answer.headers["azure-asyncoperation"] ?? (follow ? answer.headers["location"] : undefined);
        return {
            operation: link === undefined ? undefined : this.own(link, what),
            retryAfter: retryAfter(answer.headers["retry-after"]),
        };
    }

    /**
     * How an operation goes: its document where it has one, and whether it is still under way by its status.
     * https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations
     */
    async operation(path: string, what: string): Promise<{ status: number; document: Json; retryAfter?: number }> {
        const answer = await this.persist({ method: "get", path, what, signal: this.options.signal });
        const asked = retryAfter(answer.headers["retry-after"]);
        return {
            status: Number(answer.status),
            document: isObject(answer.body) ? answer.body : null,
            ...(asked === undefined ? {} : { retryAfter: asked }),
        };
    }

    /** Waits ahead of one more attempt at a write: as long as Azure asked, or longer with each. */
    async pause(attempt: number, asked: number | undefined): Promise<void> {
        const patience = this.options.patience ?? PATIENCE;
        const bounded = asked === undefined ? undefined : Math.min(asked, patience.longestPause);
        await wait(patience, attempt, bounded, this.options.signal);
    }

    /** A token goes with every request, so what an answer links to has to be of the same origin. */
    private own(link: string, what: string): string {
        if (URL.canParse(link) && new URL(link).origin === this.options.endpoint.url) return link;
        throw new NoAnswerError(what, "Azure's answer points to another address, which is not followed.", true);
    }

    private async persist(asked: Asked): Promise<PathUncheckedResponse> {
        const patience = this.options.patience ?? PATIENCE;
        for (let attempt = 1; ; attempt++) {
            const last = attempt >= patience.attempts;
            const answer = await this.once(asked, patience).catch((error: unknown) => {
                if (last || asked.method !== "get" || !(error instanceof NoAnswerError)) throw error;
                return undefined;
            });
            const status = Number(answer?.status);
            if (answer !== undefined && status < 300) return answer;
            if (answer?.status === "401") throw Tokens.refused(failureOf(asked.what, 401, answer.body).said);
            const pause = retryAfter(answer?.headers["retry-after"]);
            const again = answer === undefined || (asked.method === "get" ? PASSING.has(status) : status === 429);
            if (answer !== undefined && (!again || last)) throw failed(asked.what, answer);
            if (answer !== undefined && pause !== undefined && pause > patience.longestPause) {
                const { message } = failed(asked.what, answer);
                throw new ArmFailure(status, "", `try again in ${Math.ceil(pause / 1_000)} s`, message);
            }
            if (status === 429)
                this.options.notice?.(`Azure is throttling: waiting ${Math.ceil((pause ?? 0) / 1_000)} s.`);
            await wait(patience, attempt, pause, asked.signal);
        }
    }

    private async once(asked: Asked, { timeout }: Patience): Promise<PathUncheckedResponse> {
        const { method, path, apiVersion, body, ifMatch, what, signal } = asked;
        const token = await this.tokens.get(signal);
        const late = AbortSignal.timeout(timeout);
        try {
            return await this.client.pathUnchecked(path)[method]({
                headers: {
                    authorization: `Bearer ${token}`,
                    ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
                },
                ...(apiVersion === undefined ? {} : { queryParameters: { "api-version": apiVersion } }),
                ...(body === undefined ? {} : { body, contentType: "application/json" }),
                allowInsecureConnection: this.options.endpoint.insecure,
                abortSignal: AbortSignal.any([signal, late]),
            });
        } catch (error) {
            signal.throwIfAborted();
            throw noAnswer(what, error, late.aborted ? timeout : undefined);
        }
    }
}

function failed(what: string, { status, body, headers }: PathUncheckedResponse): ArmFailure {
    return failureOf(what, Number(status), body, retryAfter(headers["retry-after"]));
}

function documentOf({ body }: PathUncheckedResponse, what: string): JsonObject {
    if (isObject(body)) return body;
    throw new NoAnswerError(what, "the answer is no JSON object, so it may be a proxy's.", true);
}

/** Codes of connections that never came about. */
const NOT_SENT: ReadonlySet<string> = new Set([
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
]);

function noAnswer(what: string, error: unknown, timeout: number | undefined): NoAnswerError {
    if (timeout !== undefined) return new NoAnswerError(what, `no answer within ${timeout / 1_000} s.`, true);
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    const sent = !NOT_SENT.has(code) && !/certificate|self-signed/i.test(why);
    return new NoAnswerError(what, sent ? `the connection was cut (${why}).` : `no connection (${why}).`, sent);
}
