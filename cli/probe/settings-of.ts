import { randomInt } from "node:crypto";

import { UsageError } from "../errors";

import { type HookFlags, hooksOf } from "./hooks/flags";
import { type Connections } from "./http/transport";
import { type IdentitySource } from "./identification/source";
import { LARGEST_SEED } from "./random";
import { readHeaderName, readTarget } from "./read-target";
import { type ProbeSettings } from "./settings";
import { readSources } from "./sources/read";

/** The options of the command, as the user gave them. */
export interface ProbeFlags extends HookFlags {
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
    readonly also?: string;
    /** Seconds. */
    readonly idle?: readonly number[];
}

/** How long clients ask on after a command that changes the replicas, unless the user says otherwise. */
export const WATCH_SECONDS = 5;

/** What the options ask for, with the texts in them that no output may show. Throws UsageError. */
export function settingsOf(
    text: string,
    flags: ProbeFlags,
    version: string,
): { settings: ProbeSettings; secrets: string[] } {
    const asking = { header: flags.header, timeoutSeconds: flags.timeout, version };
    const { target, shownUrl, secrets } = readTarget(text, "The URL", asking);
    const second = flags.also === undefined ? undefined : readTarget(flags.also, "--also: the URL", asking);
    const { clients, rounds, expectReplicas, concurrency, connections } = flags;
    const seed = flags.seed ?? randomInt(LARGEST_SEED);
    const settings = {
        target,
        shownUrl,
        clients,
        rounds,
        expectReplicas,
        seed,
        concurrency,
        connections: connections === "both" ? (["fresh", "keep-alive"] as const) : [connections],
        source: readSource(flags),
        ...readSources(flags, target.url, seed, "x-forwarded-for" in target.headers),
        addressJson: flags.addressJson,
        findKey: flags.findKey ?? true,
        clientHeaders: (flags.clientHeader ?? []).map(readHeaderName),
        warmUp: flags.warmUp ?? 0,
        limits: { rate: flags.rate, maxSeconds: flags.maxTime, maxRequests: flags.maxRequests },
        hooks: hooksOf(flags),
        watchSeconds: flags.watch ?? WATCH_SECONDS,
        second: second && { target: second.target, shownUrl: second.shownUrl },
        idleSeconds: readIdle(flags),
    };
    return { settings, secrets: [...secrets, ...(second?.secrets ?? [])] };
}

/** The times to rest. All rest at once, so that the longest has to be within the time for all. */
function readIdle({ idle = [], maxTime }: ProbeFlags): readonly number[] {
    const longest = Math.max(0, ...idle);
    if (longest < maxTime) return idle;
    throw new UsageError(`--idle ${longest} takes longer than --max-time ${maxTime} allows. Raise --max-time.`);
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
