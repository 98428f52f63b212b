import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";
import { whyPrivate } from "./public-address";

const PATH = /^\/[^\s#]*$/;

/** Checks the backend's address, which the internet has to reach. */
export function readUrl(check: Checks, given: pulumi.Input<string>): pulumi.Input<string> {
    return check.value(
        "url",
        check.required("url", given, "give the backend's public address."),
        faultOfUrl,
    ) as pulumi.Input<string>;
}

/** Checks the path that is asked. */
export function readHealthPath(
    check: Checks,
    given: pulumi.Input<string | undefined> | undefined,
): pulumi.Input<string> {
    return (
        check.text("healthPath", given, PATH, "it has to be a path that begins with a slash, without spaces or #.") ??
        "/"
    );
}

function faultOfUrl(given: string): string | undefined {
    const url = URL.canParse(given) ? new URL(given) : undefined;
    if (!url || !["http:", "https:"].includes(url.protocol)) return "it has to be an http or https address.";
    if (url.username !== "" || url.password !== "")
        return "it has a user or password in it, which everybody would see.";
    if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
        return "it has a path. Give the path in healthPath.";
    }
    const why = whyPrivate(url.hostname);
    return why === undefined
        ? undefined
        : `its host is ${why}, and the test runs from the internet. Give the public address of what stands in front ` +
              "(API Management, Front Door, Application Gateway), or watch it from inside by its readiness probe.";
}
