import { type network as inputs } from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";

import { Checks } from "../../affinity/checks";
import { COOKIE_NAME } from "../../affinity/cookie-name";

/** The gateway sets a second cookie with this behind the name. https://learn.microsoft.com/azure/application-gateway/configuration-http-settings */
const CORS_SUFFIX = "CORS";

/** The gateway's settings of how it speaks to a pool, as the provider has them. */
export type BackendHttpSettings = inputs.ApplicationGatewayBackendHttpSettingsArgs;

/**
 * Completes the backend HTTP settings of an Application Gateway of your own with affinity: `cookieBasedAffinity` is
 * "Enabled", and each has a cookie of its own, `<prefix>-<name of the settings>-affinity`. Gateways in a chain need
 * different cookies, so give each its own prefix.
 *
 * A member that drains still gets the requests that its cookie sends there. The cookie has neither `Secure` nor
 * `HttpOnly`; a second one for requests from other sites, `<name>CORS`, has `SameSite=None; Secure`.
 * https://learn.microsoft.com/azure/application-gateway/configuration-http-settings
 *
 * @param prefix what the cookies' names begin with.
 * @param settings as the provider has them; an `affinityCookieName` that is given stays.
 * @throws {pulumi.InputPropertyError} for settings without a name, with affinity turned off, or with a cookie of others.
 */
export function stickyBackendHttpSettings(
    prefix: string,
    settings: pulumi.Input<pulumi.Input<BackendHttpSettings>[]>,
): pulumi.Output<BackendHttpSettings[]> {
    return completeSettings(new Checks("stickyBackendHttpSettings", prefix), "settings", prefix, settings, false);
}

/** The settings with affinity; of a gateway that is declared stateless, as they are given. */
export function completeSettings(
    check: Checks,
    path: string,
    prefix: string,
    settings: pulumi.Input<pulumi.Input<BackendHttpSettings>[] | undefined> | undefined,
    stateless: boolean,
): pulumi.Output<BackendHttpSettings[]> {
    const held = check.together<{ settings: BackendHttpSettings[] }>(
        { settings: check.required(path, settings, "affinity is set there.") as pulumi.Input<BackendHttpSettings[]> },
        (known) => failWhereNotSticky(check, path, prefix, known.settings, stateless),
    );
    return held.apply((known) =>
        known.settings.map((one) =>
            stateless
                ? one
                : {
                      ...one,
                      cookieBasedAffinity: "Enabled",
                      affinityCookieName: cookieOf(prefix, one as NamedSettings),
                  },
        ),
    );
}

interface NamedSettings {
    readonly name?: string;
    readonly cookieBasedAffinity?: string;
    readonly affinityCookieName?: string;
}

function cookieOf(prefix: string, { name, affinityCookieName }: NamedSettings): string {
    return affinityCookieName ?? cookieNameFor(prefix, name as string);
}

/** The cookie of settings that name none. */
export function cookieNameFor(prefix: string, settings: string): string {
    return `${prefix}-${settings}-affinity`;
}

function failWhereNotSticky(
    check: Checks,
    path: string,
    prefix: string,
    settings: readonly BackendHttpSettings[],
    stateless: boolean,
): void {
    if (stateless) return;
    const cookies: string[] = [];
    for (const [index, one] of (settings as readonly NamedSettings[]).entries()) {
        const at = `${path}[${index}]`;
        if (one.name === undefined) check.missing(`${at}.name`, "the cookie's name is made from it.");
        if (one.cookieBasedAffinity !== undefined && one.cookieBasedAffinity !== "Enabled") {
            check.fail(
                `${at}.cookieBasedAffinity`,
                one.cookieBasedAffinity,
                "it is set here. Leave it out, or declare the gateway stateless with stateless: { reason }.",
            );
        }
        cookies.push(cookieOf(prefix, one));
        failUnlessCookie(check, `${at}.affinityCookieName`, cookies);
    }
}

/** Holds the last of some cookies against the rules for names, and against the others. */
export function failUnlessCookie(check: Checks, path: string, cookies: readonly string[]): void {
    const cookie = cookies.at(-1) as string;
    if (!COOKIE_NAME.test(cookie)) {
        check.fail(path, cookie, "a cookie's name has letters, digits and !#$%&'*+-.^_`|~ only.");
    }
    const others = cookies.slice(0, -1);
    const taken = others.find((other) => namesOf(other).some((name) => namesOf(cookie).includes(name)));
    if (taken !== undefined) {
        check.fail(path, cookie, `the cookies of ${taken} would be taken for its own. Give each a name of its own.`);
    }
}

function namesOf(cookie: string): string[] {
    return [cookie, `${cookie}${CORS_SUFFIX}`];
}
