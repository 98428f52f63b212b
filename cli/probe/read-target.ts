import { validateHeaderName, validateHeaderValue } from "node:http";

import { UsageError } from "../errors";
import { HIDDEN } from "../redaction";

import { decoded } from "./decoded";
import { type Target } from "./http/target";

/** Headers whose values are no secrets. */
const PLAIN_HEADERS = new Set([
    "accept",
    "accept-language",
    "cache-control",
    "content-type",
    "host",
    "origin",
    "user-agent",
]);
/** Headers that are the connection's own business: given by hand they would break the modes of connection. */
const OWN_HEADERS = new Set([
    "connection",
    "content-length",
    "expect",
    "keep-alive",
    "te",
    "transfer-encoding",
    "upgrade",
]);

/** What is asked, how reports show it, and the texts in it that no output may show. */
export interface GivenTarget {
    readonly target: Target;
    readonly shownUrl: string;
    readonly secrets: readonly string[];
}

/** How it is asked. */
export interface Asking {
    /** Each "Name: value". */
    readonly header?: readonly string[];
    readonly timeoutSeconds: number;
    readonly version: string;
}

/** Reads the URL that the user gave, with its headers. Throws UsageError. @param what the URL's name, for errors. */
export function readTarget(text: string, what: string, { header, timeoutSeconds, version }: Asking): GivenTarget {
    const url = readUrl(text, what);
    const headers: Record<string, string> = { "user-agent": `session-affinity/${version}` };
    for (const given of header ?? []) Object.assign(headers, readHeader(given));
    const credentials = `${decoded(url.username)}:${decoded(url.password)}`;
    if (credentials !== ":") headers["authorization"] ??= `Basic ${Buffer.from(credentials).toString("base64")}`;
    const secrets = [
        ...Object.entries(headers).flatMap(([name, value]) => (PLAIN_HEADERS.has(name) ? [] : [value])),
        ...[url.password, ...url.searchParams.values()].filter((secret) => secret !== ""),
    ];
    url.username = "";
    url.password = "";
    url.hash = "";
    const shown = new URL(url);
    for (const name of new Set(shown.searchParams.keys())) shown.searchParams.set(name, HIDDEN);
    return {
        target: { url, headers, timeoutMilliseconds: timeoutSeconds * 1000 },
        shownUrl: decoded(shown.href),
        secrets,
    };
}

/** The name of a header in which each client has a value of its own. Throws UsageError. */
export function readHeaderName(given: string): string {
    const name = given.toLowerCase();
    try {
        validateHeaderName(name);
    } catch {
        throw new UsageError("A --client-header is not the name of a header.");
    }
    if (OWN_HEADERS.has(name)) throw new UsageError(`--client-header ${name} cannot be: it belongs to the connection.`);
    return name;
}

function readUrl(text: string, what: string): URL {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol === "http:" || url?.protocol === "https:") return url;
    throw new UsageError(`${what} is not one of http or https: give all of it, as in https://shop.example.com/whoami.`);
}

function readHeader(given: string): Record<string, string> {
    const colon = given.indexOf(":");
    const name = given.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    const value = given.slice(colon + 1).trim();
    try {
        validateHeaderName(name);
        validateHeaderValue(name, value);
    } catch {
        throw new UsageError('A --header is not of the form "Name: value".');
    }
    if (OWN_HEADERS.has(name)) throw new UsageError(`--header ${name} cannot be set: it belongs to the connection.`);
    return { [name]: value };
}
