import { vendorOf } from "./cookie-audit/vendors";
import { type SetCookie, type Visit } from "./visit";

/** What was seen of one cookie over a series. */
export interface CookieSummary extends SetCookie {
    /** What sets cookies of this name by default. Absent: the name tells nothing. */
    readonly vendor?: string;
    /** Clients that it was set for. */
    readonly clients: number;
    /** Times that it was set in all. */
    readonly times: number;
    /** Times that it was set anew for a client that had it, with the value that it had. */
    readonly renewed: number;
    /** Times that it was set anew with another value. */
    readonly changed: number;
    /** Whether clients sent it back. */
    readonly sentBack: boolean;
}

/** The cookies of a series, as they were first set, those of most clients first. */
export function cookiesOf(visits: readonly Visit[]): readonly CookieSummary[] {
    const set = visits.flatMap(({ client, cookiesSet }) => cookiesSet.map((cookie) => ({ client, cookie })));
    const sent = new Set(visits.flatMap(({ cookiesSent }) => cookiesSent));
    const names = [...new Set(set.map(({ cookie }) => cookie.name))];
    return names
        .map((name) => {
            const own = set.filter(({ cookie }) => cookie.name === name);
            const count = (again: SetCookie["again"]) => own.filter(({ cookie }) => cookie.again === again).length;
            const vendor = vendorOf(name);
            return {
                ...(own[0] as (typeof own)[number]).cookie,
                ...(vendor === undefined ? {} : { vendor }),
                renewed: count("same value"),
                changed: count("other value"),
                clients: new Set(own.map(({ client }) => client)).size,
                times: own.length,
                sentBack: sent.has(name),
            };
        })
        .sort((one, other) => other.clients - one.clients);
}
