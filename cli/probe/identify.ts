import { CouldNotRunError } from "../errors";

import { type Budget } from "./budget";
import { type Exchange, HttpClient } from "./http/client";
import { failureText } from "./http/failures";
import { type MakeTransport, transportsFor } from "./http/clients";
import { candidatesOf } from "./identification/candidates";
import { choose } from "./identification/choose";
import { isEcho, isOwnCookie, madeUp, suspects } from "./identification/circular";
import { type IdentitySource, optionOf, readIdentity } from "./identification/source";
import { type Transport } from "./http/transport";
import { ClientJar } from "./jar";
import { type ProbeSettings } from "./settings";

/** Where the answers name the replica, and why that is believed. */
export interface Identification {
    readonly source: IdentitySource;
    readonly found: boolean;
    readonly why: string;
    /** Places that the user may mean instead. */
    readonly others: readonly IdentitySource[];
}

/** Clients without cookies in the sample that a place is found in. */
const STRANGERS = 24;
/** Clients that keep cookies in the sample, and how often each asks. */
const RETURNING = 3;
const RETURNS = 3;

/** Requests that the sample takes at most. */
export const SAMPLE_REQUESTS = STRANGERS + RETURNING * RETURNS + 1;

const OPTIONS = "--replica-header, --replica-json, --replica-regex, --replica-body or --replica-cookie";

/**
 * Finds out, before the proof and apart from it, where the answers name the replica: a place that was chosen by what
 * the proof saw could be chosen for its looking sticky. Throws CouldNotRunError where there is none, or where it only repeats
 * the client.
 */
export async function identify(settings: ProbeSettings, budget: Budget): Promise<Identification> {
    const sampler = new Sampler(settings, budget, await transportsFor("fresh", settings.sources?.carrier));
    const returning = await sampler.returning();
    const chosen = settings.source
        ? { source: settings.source, found: false, why: "as given", others: [] }
        : await find(settings, sampler);
    const { source } = chosen;
    const option = optionOf(source);
    const exchanges = returning.flatMap(({ exchanges }) => exchanges);
    if (isOwnCookie(source, exchanges)) {
        throw new CouldNotRunError(
            `${option} is circular: clients send that cookie back, and the answers say nothing else. It shows what the client keeps, not who answered. Give a place that the replica itself writes: ${OPTIONS}.`,
        );
    }
    if (exchanges.every((exchange) => readIdentity(source, exchange) === undefined)) {
        const statuses = [...new Set(exchanges.map(({ response }) => response.status))].join(", ");
        throw new CouldNotRunError(
            `No answer says which replica gave it: ${option} found nothing in ${exchanges.length} answers (HTTP status ${statuses})${awayText(exchanges)}.`,
        );
    }
    for (const { jar, exchanges } of returning) {
        if (suspects(source, exchanges).length === 0) continue;
        const answer = await sampler.ask(new HttpClient(settings.target, sampler.transport(), jar, madeUp));
        if (answer === undefined || !isEcho(source, answer)) continue;
        throw new CouldNotRunError(
            `${option} is circular: the answers repeat the cookie that the client sent, even a made-up one. Give a place that the replica itself writes: ${OPTIONS}.`,
        );
    }
    return chosen;
}

async function find(settings: ProbeSettings, sampler: Sampler): Promise<Identification> {
    const strangers = await sampler.strangers();
    const { url, headers } = settings.target;
    const { source, why, others } = choose({
        candidates: candidatesOf(strangers),
        sent: [
            url.host,
            url.hostname,
            url.href,
            ...Object.values(headers),
            ...localAddresses(strangers),
            ...sampler.addresses,
        ],
        expectReplicas: settings.expectReplicas,
    });
    if (source !== undefined) return { source, found: true, why, others };
    const hint = others.length > 0 ? ` These take several values: ${others.map(optionOf).join(", ")}.` : "";
    throw new CouldNotRunError(
        `The answers do not say which replica gave them: ${why}${awayText(strangers)}. Give ${OPTIONS}.${hint}`,
    );
}

function localAddresses(exchanges: readonly Exchange[]): string[] {
    return exchanges.flatMap(({ response }) => (response.localAddress === undefined ? [] : [response.localAddress]));
}

function awayText(exchanges: readonly Exchange[]): string {
    const host = exchanges.find(({ leftHost }) => leftHost !== undefined)?.leftHost;
    return host === undefined
        ? ""
        : `; they redirect to another host, ${host}, which is not followed: probe that one if it is meant`;
}

/** What a client that came back kept and was answered. */
interface Returning {
    readonly jar: ClientJar;
    readonly exchanges: readonly Exchange[];
}

/** Asks for the sample. A network that refuses every first request ends it. */
class Sampler {
    private failure: string | undefined;

    constructor(
        private readonly settings: ProbeSettings,
        private readonly budget: Budget,
        private readonly transportOf: MakeTransport,
    ) {}

    /** Addresses that were asked from. */
    readonly addresses: string[] = [];

    /** Of another client, with its own address where clients have one. */
    transport(): Transport {
        const address = this.settings.sources?.pool.own(this.addresses.length);
        this.addresses.push(address ?? "");
        return this.transportOf(address);
    }

    /** Clients that keep cookies, each asking a few times. */
    async returning(): Promise<readonly Returning[]> {
        const clients = Array.from({ length: RETURNING }, () => new ClientJar());
        const found: Returning[] = [];
        for (const jar of clients) {
            const exchanges: Exchange[] = [];
            const client = new HttpClient(this.settings.target, this.transport(), jar);
            for (let time = 0; time < RETURNS; time++) {
                const answer = await this.ask(client);
                if (answer !== undefined) exchanges.push(answer);
            }
            found.push({ jar, exchanges });
            if (exchanges.length === 0) break;
        }
        if (found.every(({ exchanges }) => exchanges.length === 0)) {
            throw new CouldNotRunError(
                `${this.settings.shownUrl} gives no answer: ${this.budget.stopped ?? this.failure ?? "no request was made"}.`,
            );
        }
        return found;
    }

    /** Clients that come for the first time. */
    async strangers(): Promise<readonly Exchange[]> {
        const exchanges: Exchange[] = [];
        for (let asked = 0; asked < STRANGERS; asked++) {
            const answer = await this.ask(new HttpClient(this.settings.target, this.transport()));
            if (answer !== undefined) exchanges.push(answer);
        }
        return exchanges;
    }

    async ask(client: HttpClient): Promise<Exchange | undefined> {
        if (!(await this.budget.turn())) return undefined;
        try {
            const exchange = await client.ask(this.budget.signal);
            this.budget.countRedirects(exchange.requests - 1);
            return exchange;
        } catch (error) {
            this.failure ??= failureText(error);
            return undefined;
        }
    }
}
