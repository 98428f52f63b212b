import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

/** Most client certificates of a backend. https://learn.microsoft.com/azure/templates/microsoft.apimanagement/service/backends */
const CERTIFICATE_LIMIT = 32;

/** What API Management adds to each request that it sends to a backend. A value can be a named value's reference, `{{name}}`. */
export interface BackendCredentials {
    /** Headers, each with its values. */
    header?: Record<string, pulumi.Input<string>[]>;
    /** Query parameters, each with its values. */
    query?: Record<string, pulumi.Input<string>[]>;
    /** Resource ids of client certificates of the service. */
    certificateIds?: pulumi.Input<string>[];
    /** The `Authorization` header. */
    authorization?: { scheme: pulumi.Input<string>; parameter: pulumi.Input<string> };
}

/** Credentials, and the argument of the component that they come from. */
export interface CredentialSource {
    path: string;
    credentials: BackendCredentials | undefined;
}

/**
 * Credentials of several sources as one, or undefined where there are none.
 *
 * @throws {pulumi.InputPropertyError} at the later source's path where two give the same header or query parameter, or
 * each an authorization, or more certificates than the service takes.
 */
export function mergeCredentials(check: Checks, sources: readonly CredentialSource[]): BackendCredentials | undefined {
    // Header names are the same in any case, query parameters are not.
    const header = mergeMaps(check, sources, "header", (name) => name.toLowerCase());
    const query = mergeMaps(check, sources, "query", (name) => name);
    const certificateIds = sources.flatMap(({ credentials }) => credentials?.certificateIds ?? []);
    if (certificateIds.length > CERTIFICATE_LIMIT) {
        const last = sources.findLast(({ credentials }) => credentials?.certificateIds) as CredentialSource;
        throw check.fault(
            last.path,
            `makes ${certificateIds.length} client certificates: a backend has at most ${CERTIFICATE_LIMIT}.`,
        );
    }
    const authorization = mergeAuthorization(check, sources);
    const merged: BackendCredentials = {
        ...(header ? { header } : {}),
        ...(query ? { query } : {}),
        ...(certificateIds.length > 0 ? { certificateIds } : {}),
        ...(authorization ? { authorization } : {}),
    };
    return Object.keys(merged).length > 0 ? merged : undefined;
}

function mergeMaps(
    check: Checks,
    sources: readonly CredentialSource[],
    kind: "header" | "query",
    keyOf: (name: string) => string,
): Record<string, pulumi.Input<string>[]> | undefined {
    const entries = sources.flatMap(({ path, credentials }) =>
        Object.entries(credentials?.[kind] ?? {}).map(([name, values]) => ({ path, name, values })),
    );
    const seen = new Map<string, string>();
    for (const { path, name } of entries) {
        const earlier = seen.get(keyOf(name));
        const what = kind === "header" ? "header" : "query parameter";
        if (earlier !== undefined) {
            throw check.fault(
                path,
                `sets the ${what} "${name}", which args.${earlier} sets too. Set it in one of them.`,
            );
        }
        seen.set(keyOf(name), path);
    }
    return entries.length > 0 ? Object.fromEntries(entries.map(({ name, values }) => [name, values])) : undefined;
}

function mergeAuthorization(check: Checks, sources: readonly CredentialSource[]) {
    const [first, second] = sources.filter(({ credentials }) => credentials?.authorization);
    if (first && second) {
        throw check.fault(
            second.path,
            `sets the Authorization header, which args.${first.path} sets too. Set it in one of them.`,
        );
    }
    return first?.credentials?.authorization;
}
