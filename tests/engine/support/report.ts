import { type ReportedHop } from "../../../cli/hops/report";
import { type Report } from "../../../sandbox/run/report";

/** What a hop comes to, without the URN and the evidence. */
export interface HopSummary {
    readonly platform: string;
    readonly name: string;
    /** Fewest and most, or "?" where they are not known yet. */
    readonly replicas: readonly [min: number, max: number | "unbounded"] | "?";
    /** "?" where it is not known yet. */
    readonly affinity: readonly [kind: string, strength: string, key?: string, ttlSeconds?: number] | "?";
    readonly clientFacing: boolean | null;
    readonly verdict: ReportedHop["verdict"];
}

/** The hops of a report, each as short as can be. */
export function hopsOf({ hops }: Report): HopSummary[] {
    return hops.map(({ platform, name, replicas, affinity, clientFacing, verdict }) => ({
        platform,
        name,
        replicas: "unknown" in replicas ? "?" : [replicas.min, replicas.max],
        affinity: "unknown" in affinity ? "?" : [affinity.kind, affinity.strength, affinity.key, affinity.ttlSeconds],
        clientFacing,
        verdict,
    }));
}

/** The findings of a report: rule, level, name of the resource, and path of the property at fault. */
export function findingsOf({ findings }: Report): [rule: string, level: string, name: string, path: string][] {
    return findings.map(({ rule, level, urn, path }) => [rule, level, urn.split("::").at(-1) ?? "", path]);
}
