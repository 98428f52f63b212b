import http from "node:http";
import https from "node:https";

import type { KubeConfig } from "@kubernetes/client-node";

import { isObject, type JsonObject, textAt } from "../azure/json";
import { PASSING, PATIENCE, type Patience, retryAfter, wait } from "../azure/retry";
import { CouldNotRunError } from "../errors";
import { packageVersion } from "../version";
import { ClusterRefusal, NoClusterAnswerError } from "./errors";

export interface ClusterOptions {
    /** Aborted when the user asks to stop. */
    readonly signal: AbortSignal;
    /** Hears of pauses, in one sentence each. */
    readonly notice?: ((text: string) => void) | undefined;
    readonly patience?: Patience | undefined;
    /** Objects on a page of a list. Omitted: 500, as kubectl asks. */
    readonly pageSize?: number | undefined;
}

interface Answer {
    readonly status: number;
    readonly headers: http.IncomingHttpHeaders;
    readonly body: string;
}

const UNAUTHORIZED = 401;
const GONE = 410;
const THROTTLED = 429;
/** Lists that are begun anew because they changed too much while they were read. */
const MOST_BEGINNINGS = 3;
/** Longest text of somebody else's that an error shows. */
const SHOWN_LENGTH = 500;

/** Reads from the API server of a kubeconfig's current context. Only ever asks by GET. */
export class ClusterClient {
    private readonly server: string;

    constructor(
        private readonly config: KubeConfig,
        private readonly options: ClusterOptions,
    ) {
        this.server = config.getCurrentCluster()?.server ?? "";
    }

    /**
     * What stands at a path.
     *
     * @throws ClusterRefusal, NoClusterAnswerError, or CouldNotRunError where the login does not do.
     */
    async get(path: string, what: string, accept = "application/json"): Promise<JsonObject> {
        const patience = this.options.patience ?? PATIENCE;
        for (let attempt = 1; ; attempt++) {
            const last = attempt >= patience.attempts;
            const answer = await this.once(path, what, accept, patience).catch((error: unknown) => {
                if (last || !(error instanceof NoClusterAnswerError)) throw error;
                return undefined;
            });
            if (answer !== undefined && answer.status < 300) return documentOf(answer, what);
            if (answer?.status === UNAUTHORIZED) throw this.refusedLogin(answer);
            const asked = retryAfter(answer?.headers["retry-after"]);
            const tooLong = asked !== undefined && asked > patience.longestPause;
            if (answer !== undefined && (last || tooLong || !PASSING.has(answer.status))) throw refusal(answer, what);
            if (answer?.status === THROTTLED) {
                this.options.notice?.(`The API server is throttling: waiting ${Math.ceil((asked ?? 0) / 1_000)} s.`);
            }
            await wait(patience, attempt, asked, this.options.signal);
        }
    }

    /** Every object of a list, over all of its pages. */
    async list(path: string, what: string, accept?: string): Promise<JsonObject[]> {
        for (let beginning = 1; ; beginning++) {
            try {
                return await this.pages(path, what, accept);
            } catch (error) {
                // The place in the list is too old to go on from: https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
                if (!(error instanceof ClusterRefusal) || error.status !== GONE || beginning === MOST_BEGINNINGS)
                    throw error;
            }
        }
    }

    private async pages(path: string, what: string, accept?: string): Promise<JsonObject[]> {
        const found: JsonObject[] = [];
        let next: string | undefined;
        do {
            const query = new URLSearchParams({ limit: String(this.options.pageSize ?? 500) });
            if (next !== undefined) query.set("continue", next);
            const document = await this.get(`${path}?${query.toString()}`, what, accept);
            const { items } = document;
            if (!Array.isArray(items)) throw new NoClusterAnswerError(`${what}: the answer is no list of Kubernetes.`);
            found.push(...items.filter(isObject));
            next = textAt(document, "metadata.continue");
        } while (next !== undefined && next !== "");
        return found;
    }

    private async once(path: string, what: string, accept: string, { timeout }: Patience): Promise<Answer> {
        const late = AbortSignal.timeout(timeout);
        const { signal } = this.options;
        signal.throwIfAborted();
        const options: https.RequestOptions = {
            headers: { accept, "user-agent": `pulumi-session-affinity/${packageVersion()}` },
            signal: AbortSignal.any([signal, late]),
        };
        await this.authenticate(options);
        try {
            return await answerOf(`${this.server.replace(/\/$/, "")}${path}`, options);
        } catch (error) {
            signal.throwIfAborted();
            const why = late.aborted ? `no answer within ${timeout / 1_000} s` : (error as Error).message;
            throw new NoClusterAnswerError(
                `${what}: ${this.server} is not reached: ${why}. Is the cluster running, and is this network let in?`,
            );
        }
    }

    private async authenticate(options: https.RequestOptions): Promise<void> {
        try {
            await this.config.applyToHTTPSOptions(options);
        } catch (error) {
            const why = (error as Error).message.split("\n")[0] ?? "";
            throw new CouldNotRunError(
                `context ${this.config.getCurrentContext()}: its login cannot be used: ${shortened(why)}. See that kubectl works with it.`,
            );
        }
    }

    private refusedLogin(answer: Answer): CouldNotRunError {
        const { said } = refusal(answer, "");
        return new CouldNotRunError(
            `context ${this.config.getCurrentContext()}: the API server does not take its login${said === "" ? "" : ` (${said})`}. Log in anew, and see that kubectl works with it.`,
        );
    }
}

async function answerOf(url: string, options: https.RequestOptions): Promise<Answer> {
    const { request } = url.startsWith("http:") ? http : https;
    return new Promise((resolve, reject) => {
        const asked = request(url, options, (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.on("error", reject);
            response.on("end", () => {
                const { statusCode = 0, headers } = response;
                resolve({ status: statusCode, headers, body: Buffer.concat(chunks).toString() });
            });
        });
        asked.on("error", reject);
        asked.end();
    });
}

function documentOf(answer: Answer, what: string): JsonObject {
    const document = parsed(answer.body);
    if (isObject(document)) return document;
    throw new NoClusterAnswerError(`${what}: the answer is no JSON object, so it may be a proxy's.`);
}

function refusal({ status, body }: Answer, what: string): ClusterRefusal {
    return new ClusterRefusal(status, shortened(textAt(parsed(body), "message") ?? ""), what);
}

function parsed(body: string): JsonObject | undefined {
    try {
        const value: unknown = JSON.parse(body);
        return isObject(value) ? value : undefined;
    } catch {
        return undefined;
    }
}

function shortened(text: string): string {
    return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}
