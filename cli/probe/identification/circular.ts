import { type Exchange } from "../http/client";
import { type SentCookie } from "../jar";

import { type IdentitySource, readIdentity } from "./source";

/** Stands for the value of every cookie in the question whether the identity is only what the client sent. */
export const MADE_UP_VALUE = "session-affinity-probe";

/** Cookies of clients that came back, whose value turns up in what should name the replica: it may only be an echo. */
export function suspects(source: IdentitySource, exchanges: readonly Exchange[]): readonly SentCookie[] {
    return exchanges.flatMap((exchange) => {
        const value = readIdentity(source, exchange);
        return value === undefined ? [] : exchange.sent.filter((cookie) => overlap(value, cookie.value));
    });
}

/** The same cookies, with values that no replica gave out. */
export function madeUp(cookies: readonly SentCookie[]): readonly SentCookie[] {
    return cookies.map(({ name }) => ({ name, value: MADE_UP_VALUE }));
}

/** Whether the answer to made-up cookies repeats them. */
export function isEcho(source: IdentitySource, exchange: Exchange): boolean {
    return readIdentity(source, exchange)?.includes(MADE_UP_VALUE) ?? false;
}

/** Whether no answer to a client that came back says anything but the cookie that the client sent. */
export function isOwnCookie(source: IdentitySource, exchanges: readonly Exchange[]): boolean {
    if (source.kind !== "cookie") return false;
    const returned = exchanges.filter(({ sent }) => sent.some(({ name }) => name === source.name));
    return returned.length > 0 && returned.every((exchange) => readIdentity(source, exchange) === undefined);
}

function overlap(one: string, other: string): boolean {
    return one !== "" && other !== "" && (one.includes(other) || other.includes(one));
}
