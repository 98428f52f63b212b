import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";
import { COOKIE_NAME } from "../affinity/cookie-name";
import { type Affinity } from "../affinity/vocabulary";
import { type SessionAffinity } from "./custom-resources/session-affinity";
import { readDuration } from "./duration";

/** The gateway's own cookie: neither can be changed. https://learn.microsoft.com/azure/application-gateway/for-containers/session-affinity */
const MANAGED_COOKIE = "AGCAffinity";
const MANAGED_SECONDS = 86_400;

/** A cookie with a name and a lifetime of your own; the gateway sets it. */
export interface ApplicationCookieArgs {
    /** Name of the cookie: letters, digits and !#$%&'*+-.^_`|~. */
    name: pulumi.Input<string>;
    /** Lifetime of the cookie in seconds, 1 or more. */
    durationSeconds: pulumi.Input<number>;
}

/** The cookie that keeps a client: exactly one of the two. The gateway knows no other affinity. */
export interface CookieAffinityArgs {
    /** The gateway's own cookie, `AGCAffinity`, of a day (86400 seconds). */
    managedCookie?: true | undefined;
    /** A cookie with a name and a lifetime of your own. */
    applicationCookie?: ApplicationCookieArgs | undefined;
}

/** A checked cookie: as the custom resources spell it. */
export type CookieSettings = pulumi.Output<SessionAffinity>;

/** Checks the cookie that keeps a client. */
export function readCookie(check: Checks, path: string, args: CookieAffinityArgs | undefined): CookieSettings {
    if (args === undefined) return pulumi.output(managed());
    if (check.exactlyOne(`${path}.`, args, ["managedCookie", "applicationCookie"]) === "managedCookie") {
        if (args.managedCookie !== true) {
            check.fail(`${path}.managedCookie`, args.managedCookie, "it has to be true, or left out.");
        }
        return pulumi.output(managed());
    }
    return readApplicationCookie(check, `${path}.applicationCookie`, args.applicationCookie as ApplicationCookieArgs);
}

/** What the cookie keeps, for policies and reports; `source` is the path of the setting. */
export function describeCookie(settings: CookieSettings, source: string): pulumi.Output<Affinity> {
    return settings.apply(({ affinityType, cookieName, cookieDuration }): Affinity => {
        const firm = { kind: "cookie", strength: "strong", source } as const;
        return affinityType === "managed-cookie"
            ? { ...firm, key: MANAGED_COOKIE, ttlSeconds: MANAGED_SECONDS }
            : { ...firm, key: cookieName, ttlSeconds: parseInt(cookieDuration as string, 10) };
    });
}

function managed(): SessionAffinity {
    return { affinityType: "managed-cookie" };
}

function readApplicationCookie(check: Checks, path: string, args: ApplicationCookieArgs): CookieSettings {
    const name = check.text(
        `${path}.name`,
        check.required(`${path}.name`, args.name, "give the cookie's name; the gateway takes no cookie without one."),
        COOKIE_NAME,
        "it has to be a cookie's name, of letters, digits and !#$%&'*+-.^_`|~ only.",
    );
    const duration = readDuration(
        check,
        `${path}.durationSeconds`,
        check.required(
            `${path}.durationSeconds`,
            args.durationSeconds,
            "give the cookie's lifetime in seconds; the gateway takes no cookie without one.",
        ),
        1,
    );
    return pulumi.all([name, duration]).apply(([cookieName, cookieDuration]): SessionAffinity => ({
        affinityType: "application-cookie",
        cookieName: cookieName,
        cookieDuration: cookieDuration,
    }));
}
