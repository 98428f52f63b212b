import { Cookie, CookieJar } from "tough-cookie";

import { hiddenAddress } from "./cookie-audit/hidden-address";
import { hindrancesOf } from "./cookie-audit/hindrances";
import { type SetCookie } from "./visit";

/** A cookie as a client sends it. */
export interface SentCookie {
    readonly name: string;
    readonly value: string;
}

/** The cookies that are sent to a URL until one of them expires. */
interface Sending {
    readonly href: string;
    readonly cookies: readonly SentCookie[];
    /** As `Date.now()` tells it. */
    readonly until: number;
}

/** The cookies of one client, kept and sent back as a browser would. */
export class ClientJar {
    private readonly jar = new CookieJar();
    /** The last ones that were sent: most clients ask for one URL only, and get no new cookies after the first answer. */
    private last: Sending | undefined;

    /** The cookies that the client sends to a URL. */
    cookiesFor({ href }: URL): readonly SentCookie[] {
        if (this.last?.href === href && Date.now() < this.last.until) return this.last.cookies;
        const cookies = this.jar.getCookiesSync(href);
        this.last = {
            href,
            cookies: cookies.map(({ key, value }) => ({ name: key, value })),
            until: Math.min(...cookies.map((cookie) => cookie.expiryTime() ?? Infinity)),
        };
        return this.last.cookies;
    }

    /** Takes what one Set-Cookie header says, and tells it without the value. */
    store(header: string, url: URL): SetCookie {
        const cookie = Cookie.parse(header);
        if (cookie === undefined) return { name: "", secure: false, httpOnly: false, refused: "it cannot be read" };
        const described = describe(cookie);
        const hindrances = hindrancesOf(described, url);
        const holdsAddress = hiddenAddress(cookie.value);
        const before = this.cookiesFor(url).find(({ name }) => name === cookie.key);
        return {
            ...described,
            ...(hindrances.length === 0 ? {} : { hindrances }),
            ...(holdsAddress === undefined ? {} : { holdsAddress }),
            ...(before === undefined ? {} : { again: before.value === cookie.value ? "same value" : "other value" }),
            ...this.refusal(cookie, url),
        };
    }

    private refusal(cookie: Cookie, url: URL): { refused?: string } {
        this.last = undefined;
        fixEnd(cookie);
        try {
            this.jar.setCookieSync(cookie, url.href);
            return {};
        } catch (error) {
            return { refused: (error as Error).message };
        }
    }
}

/** Makes a time to live end where browsers end it. The library counts it from each use of the cookie anew. */
function fixEnd(cookie: Cookie): void {
    if (typeof cookie.maxAge !== "number") return;
    cookie.expires = new Date(Date.now() + cookie.maxAge * 1000);
    cookie.maxAge = null;
}

function describe(cookie: Cookie): SetCookie {
    const milliseconds = cookie.expires instanceof Date ? cookie.TTL() : Infinity;
    const seconds = typeof cookie.maxAge === "number" ? cookie.maxAge : Math.round(milliseconds / 1000);
    return {
        name: cookie.key,
        ...(cookie.path === null ? {} : { path: cookie.path }),
        ...(cookie.domain === null ? {} : { domain: cookie.domain }),
        secure: cookie.secure,
        httpOnly: cookie.httpOnly,
        ...(cookie.sameSite === undefined ? {} : { sameSite: cookie.sameSite }),
        ...(Number.isFinite(seconds) ? { maxAgeSeconds: seconds } : {}),
    };
}
