/** Where an answer sends the client: to the same host, or away, or nowhere. */
export type Redirect = { readonly to: URL } | { readonly away: string } | undefined;

/** Redirects within the host that one visit follows. */
export const MOST_REDIRECTS = 5;

const STATUSES = new Set([301, 302, 303, 307, 308]);

/**
 * What a redirect means for a visit. Only the same host and port may be followed, or http to https on their own
 * ports: another host is another service, and must not be sent this one's headers.
 */
export function redirectOf(from: URL, status: number, location: string | undefined): Redirect {
    if (!STATUSES.has(status) || location === undefined || !URL.canParse(location, from.href)) return undefined;
    const to = new URL(location, from);
    const upgraded = from.protocol === "http:" && to.protocol === "https:" && from.port === "" && to.port === "";
    const same = from.hostname === to.hostname && (upgraded || from.origin === to.origin);
    return same ? { to } : { away: to.host };
}
