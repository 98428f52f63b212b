import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type RouteAffinityArgs } from "./args";
import { type RouteCapability } from "./controllers";
import { mustBePresent, wholeIfGiven } from "./present";

/**
 * Characters that every controller's configuration language takes as they stand; a cookie's name may have more of them.
 * https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1
 */
const COOKIE_NAME = /^[A-Za-z0-9_.-]{1,63}$/;
/** NGINX drops headers with other characters, and has variables for these only. https://nginx.org/en/docs/http/ngx_http_core_module.html#underscores_in_headers */
const HEADER_NAME = /^[A-Za-z][A-Za-z0-9-]{0,62}$/;
/** Browsers keep no cookie for longer than 400 days. https://developer.chrome.com/blog/cookie-max-age-expires */
const MAX_TTL_SECONDS = 400 * 86400;

const MEMBERS = ["cookie", "header", "clientIp"] as const;
const KINDS = { cookie: "cookie", header: "header", clientIp: "client-ip" } as const;

/** Name of a member of `affinity` in the arguments. */
export type AffinityMember = (typeof MEMBERS)[number];

/** What the user asked for, checked. */
export interface AskedAffinity {
    readonly member: AffinityMember;
    readonly kind: RouteCapability["kind"];
    /** Name of the cookie or header; the default one where none was given. Undefined for a client's address. */
    readonly name: pulumi.Input<string> | undefined;
    /** True where the name was given. */
    readonly named: boolean;
    readonly ttlSeconds: pulumi.Input<number> | undefined;
}

/** Checks the affinity that was asked for, whoever is to keep it. */
export function readAffinity(check: Checks, component: string, affinity: RouteAffinityArgs): AskedAffinity {
    mustBePresent(check, "affinity", affinity, "say what keeps a client on its pod.");
    const member = check.exactlyOne<AffinityMember>("affinity.", affinity, MEMBERS);
    if (member === "clientIp" && affinity.clientIp !== true) {
        check.fail("affinity.clientIp", affinity.clientIp, "it has to be true, or left out.");
    }
    const name =
        member === "cookie"
            ? readCookieName(check, affinity.cookie?.name)
            : member === "header"
              ? readHeaderName(check, affinity.header?.name)
              : undefined;
    return {
        member,
        kind: KINDS[member],
        name: name ?? (member === "cookie" ? `${component}-affinity` : undefined),
        named: name !== undefined,
        ttlSeconds: readLifetime(check, affinity.cookie?.ttlSeconds),
    };
}

function readCookieName(check: Checks, name: pulumi.Input<string> | undefined) {
    const path = "affinity.cookie.name";
    return check.text(
        path,
        wholeIfGiven(check, path, name),
        COOKIE_NAME,
        "it has to have 1 to 63 letters, digits, hyphens, dots and underscores.",
    );
}

function readLifetime(check: Checks, ttlSeconds: pulumi.Input<number> | undefined) {
    const path = "affinity.cookie.ttlSeconds";
    return check.integer(path, wholeIfGiven(check, path, ttlSeconds), {
        min: 1,
        max: MAX_TTL_SECONDS,
        unit: "seconds",
    });
}

function readHeaderName(check: Checks, name: pulumi.Input<string> | undefined) {
    const path = "affinity.header.name";
    return check.text(
        path,
        check.required(path, name, "give the header's name."),
        HEADER_NAME,
        "it has to have 1 to 63 letters, digits and hyphens, and begin with a letter.",
    );
}
