import { pathMatch } from "tough-cookie";

import { type SetCookie } from "../visit";

/**
 * What stops a client from sending a cookie back to the URL that set it, one sentence each. A refusal of the client's jar
 * (a foreign Domain, for one) is not among them: it is told apart.
 */
export function hindrancesOf(cookie: SetCookie, url: URL): readonly string[] {
    const { name, secure, path, domain, sameSite, maxAgeSeconds } = cookie;
    const found: string[] = [];
    if (secure && url.protocol === "http:") found.push("it is Secure, and the URL is http");
    if (path?.startsWith("/") && !pathMatch(url.pathname, path)) {
        found.push(`its Path=${path} is not that of the URL`);
    }
    if (maxAgeSeconds !== undefined && maxAgeSeconds <= 0) found.push("it has expired when it is set");
    if (sameSite === "none" && !secure) found.push("browsers refuse SameSite=None without Secure");
    if (sameSite === "strict") found.push("browsers leave SameSite=Strict out when another site leads here");
    if (/^__secure-/i.test(name) && !secure) found.push("browsers refuse __Secure- without Secure");
    if (/^__host-/i.test(name) && (!secure || path !== "/" || domain !== undefined)) {
        found.push("browsers refuse __Host- without Secure and Path=/, or with Domain");
    }
    return found;
}
