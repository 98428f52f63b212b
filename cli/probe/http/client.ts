import { performance } from "node:perf_hooks";

import { ClientJar, type SentCookie } from "../jar";
import { type SetCookie } from "../visit";

import { firstOf, valuesOf } from "./headers";
import { MOST_REDIRECTS, redirectOf } from "./redirects";
import { type Target } from "./target";
import { type Response, type Transport } from "./transport";

/** An answer and how it was come by. */
export interface Exchange {
    readonly response: Response;
    /** Cookies that the answer's own request carried. */
    readonly sent: readonly SentCookie[];
    /** Cookies that were set on the way, redirects included. */
    readonly set: readonly SetCookie[];
    /** Requests that it took. */
    readonly requests: number;
    /** Another host that the answer sends to. */
    readonly leftHost?: string;
}

/** One client: its own cookies, its own connections. */
export interface ProbeClient {
    /** Asks once. Throws where no answer comes. */
    ask(signal: AbortSignal): Promise<Exchange>;
    close(): Promise<void>;
}

/** What changes a client's cookies before they are sent. */
export type CookieChange = (cookies: readonly SentCookie[]) => readonly SentCookie[];

/** A client that keeps cookies as a browser does, and follows redirects within its host. */
export class HttpClient implements ProbeClient {
    private last: { readonly cookies: readonly SentCookie[]; readonly headers: Target["headers"] } | undefined;

    /** @param change what is done to the cookies of the jar before they are sent. Omitted: nothing. */
    constructor(
        private readonly target: Target,
        private readonly transport: Transport,
        readonly jar: ClientJar = new ClientJar(),
        private readonly change: CookieChange = (cookies) => cookies,
    ) {}

    async ask(signal: AbortSignal): Promise<Exchange> {
        const until = performance.now() + this.target.timeoutMilliseconds;
        const set: SetCookie[] = [];
        let { url } = this.target;
        for (let requests = 1; ; requests++) {
            const sent = this.change(this.jar.cookiesFor(url));
            const response = await this.transport.send({ url, headers: this.headersWith(sent), signal, until });
            for (const value of valuesOf(response.headers, "set-cookie")) set.push(this.jar.store(value, url));
            const location = firstOf(response.headers, "location");
            const redirect = redirectOf(url, response.status, location);
            if (redirect !== undefined && "to" in redirect && requests <= MOST_REDIRECTS) {
                url = redirect.to;
                continue;
            }
            const leftHost = redirect !== undefined && "away" in redirect ? { leftHost: redirect.away } : {};
            return { response, sent, set, requests, ...leftHost };
        }
    }

    close(): Promise<void> {
        return this.transport.close();
    }

    private headersWith(cookies: readonly SentCookie[]): Target["headers"] {
        // Most requests send what the last one sent.
        if (this.last?.cookies !== cookies) this.last = { cookies, headers: this.makeHeaders(cookies) };
        return this.last.headers;
    }

    private makeHeaders(cookies: readonly SentCookie[]): Target["headers"] {
        const own = this.target.headers["cookie"];
        const all = [...(own === undefined ? [] : [own]), ...cookies.map(({ name, value }) => `${name}=${value}`)];
        return { ...this.target.headers, ...(all.length === 0 ? {} : { cookie: all.join("; ") }) };
    }
}
