import { Cookie, CookieJar } from "tough-cookie";

import { hiddenAddress } from "./cookie-audit/hidden-address";
import { hindrancesOf } from "./cookie-audit/hindrances";
import { type SetCookie } from "./visit";

/** A cookie as a client sends it. */
export interface SentCookie {
    readonly name: string;
    readonly value: string;
}

/** The cookies of one client, kept and sent back as a browser would. */
export class ClientJar {
    private readonly jar = new CookieJar();

    /** The cookies that the client sends to a URL. */
    cookiesFor(url: URL): SentCookie[] {
        return this.jar.getCookiesSync(url.href).map(({ key, value }) => ({ name: key, value }));
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
        try {
            this.jar.setCookieSync(cookie, url.href);
            return {};
        } catch (error) {
            return { refused: (error as Error).message };
        }
    }
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
