import { randomInt } from "node:crypto";
import { validateHeaderName, validateHeaderValue } from "node:http";

import { UsageError } from "../errors";
import { HIDDEN } from "../redaction";

import { decoded } from "./decoded";
import { type Connections } from "./http/transport";
import { type IdentitySource } from "./identification/source";
import { LARGEST_SEED } from "./random";
import { type ProbeSettings } from "./settings";
import { readSources } from "./sources/read";

/** The options of the command, as the user gave them. */
export interface ProbeFlags {
    readonly clients: number;
    readonly rounds: number;
    readonly expectReplicas?: number;
    readonly seed?: number;
    readonly concurrency: number;
    readonly connections: Connections | "both";
    readonly replicaHeader?: string;
    readonly replicaJson?: string;
    readonly replicaRegex?: string;
    readonly replicaBody?: boolean;
    readonly replicaCookie?: string;
    readonly header?: readonly string[];
    readonly rate?: number;
    readonly timeout: number;
    readonly maxTime: number;
    readonly maxRequests: number;
    readonly json?: boolean;
    readonly junit?: string;
    readonly html?: string;
    readonly k6?: string;
    readonly source?: string;
    readonly proxyProtocol?: "v1" | "v2";
    readonly forwardedFor?: boolean;
    readonly addressJson?: string;
    /** Omitted: yes. */
    readonly findKey?: boolean;
    readonly clientHeader?: readonly string[];
    /** Omitted: none. */
    readonly warmUp?: number;
}

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

/** What the options ask for, with the texts in them that no output may show. Throws UsageError. */
export function settingsOf(
    text: string,
    flags: ProbeFlags,
    version: string,
): { settings: ProbeSettings; secrets: string[] } {
    const url = readUrl(text);
    const headers: Record<string, string> = { "user-agent": `session-affinity/${version}` };
    for (const given of flags.header ?? []) Object.assign(headers, readHeader(given));
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
    const { clients, rounds, expectReplicas, concurrency, connections } = flags;
    const seed = flags.seed ?? randomInt(LARGEST_SEED);
    const settings = {
        target: { url, headers, timeoutMilliseconds: flags.timeout * 1000 },
        shownUrl: decoded(shown.href),
        clients,
        rounds,
        expectReplicas,
        seed,
        concurrency,
        connections: connections === "both" ? (["fresh", "keep-alive"] as const) : [connections],
        source: readSource(flags),
        ...readSources(flags, url, seed, "x-forwarded-for" in headers),
        addressJson: flags.addressJson,
        findKey: flags.findKey ?? true,
        clientHeaders: (flags.clientHeader ?? []).map(readHeaderName),
        warmUp: flags.warmUp ?? 0,
        limits: { rate: flags.rate, maxSeconds: flags.maxTime, maxRequests: flags.maxRequests },
    };
    return { settings, secrets };
}

function readUrl(text: string): URL {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol === "http:" || url?.protocol === "https:") return url;
    throw new UsageError("The URL is not one of http or https: give all of it, as in https://shop.example.com/whoami.");
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

function readHeaderName(given: string): string {
    const name = given.toLowerCase();
    try {
        validateHeaderName(name);
    } catch {
        throw new UsageError("A --client-header is not the name of a header.");
    }
    if (OWN_HEADERS.has(name)) throw new UsageError(`--client-header ${name} cannot be: it belongs to the connection.`);
    return name;
}

function readSource(flags: ProbeFlags): IdentitySource | undefined {
    const { replicaHeader, replicaJson, replicaRegex, replicaBody, replicaCookie } = flags;
    const given: IdentitySource[] = [
        ...(replicaHeader === undefined ? [] : [{ kind: "header", name: replicaHeader } as const]),
        ...(replicaJson === undefined ? [] : [{ kind: "json", path: replicaJson } as const]),
        ...(replicaRegex === undefined ? [] : [{ kind: "regex", pattern: checkedPattern(replicaRegex) } as const]),
        ...(replicaBody ? [{ kind: "body" } as const] : []),
        ...(replicaCookie === undefined ? [] : [{ kind: "cookie", name: replicaCookie } as const]),
    ];
    if (given.length > 1)
        throw new UsageError("Give one of the --replica options only: they all say where the replica's name is.");
    return given[0];
}

function checkedPattern(pattern: string): string {
    try {
        new RegExp(pattern, "m");
        return pattern;
    } catch (error) {
        throw new UsageError(`--replica-regex: ${(error as Error).message}.`);
    }
}
