import { createHash } from "node:crypto";

import { type Exchange } from "../http/client";
import { firstOf, type ResponseHeaders, valuesOf } from "../http/headers";

import { readPath } from "./json-path";

/** Where an answer says which replica gave it. */
export type IdentitySource =
    | { readonly kind: "header"; readonly name: string }
    | { readonly kind: "json"; readonly path: string }
    | { readonly kind: "regex"; readonly pattern: string }
    | { readonly kind: "body" }
    | { readonly kind: "cookie"; readonly name: string };

/** Longer values are shown and compared by their hash. */
const LONGEST_VALUE = 200;

/** Which replica an answer says it is from. Undefined: it does not say. */
export function readIdentity(source: IdentitySource, exchange: Exchange): string | undefined {
    const value = rawIdentity(source, exchange)?.trim();
    if (value === undefined || value === "") return undefined;
    if (value.length <= LONGEST_VALUE) return value;
    return `sha256:${createHash("sha256").update(value).digest("hex").slice(0, 16)}`;
}

/** The options that say the same as a source. */
export function optionOf(source: IdentitySource): string {
    switch (source.kind) {
        case "header":
            return `--replica-header ${source.name}`;
        case "json":
            return `--replica-json ${source.path}`;
        case "regex":
            return `--replica-regex '${source.pattern}'`;
        case "body":
            return "--replica-body";
        case "cookie":
            return `--replica-cookie ${source.name}`;
    }
}

function rawIdentity(source: IdentitySource, { response, sent }: Exchange): string | undefined {
    switch (source.kind) {
        case "header":
            return firstOf(response.headers, source.name.toLowerCase());
        case "json":
            return readPath(response.body, source.path);
        case "regex": {
            const found = new RegExp(source.pattern, "m").exec(response.body);
            return found?.[1] ?? found?.[0];
        }
        case "body":
            return response.body;
        case "cookie": {
            const value = setCookieValue(response.headers, source.name);
            // A value that the client itself sent proves nothing: the application may only have said it after the client.
            return sent.some((cookie) => cookie.name === source.name && cookie.value === value) ? undefined : value;
        }
    }
}

function setCookieValue(headers: ResponseHeaders, name: string): string | undefined {
    const start = `${name}=`;
    const header = valuesOf(headers, "set-cookie").find((value) => value.startsWith(start));
    return header?.slice(start.length).split(";")[0];
}
