import picocolors from "picocolors";

import { type ReportedHop } from "./report";

/** Colours, or none of them. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** Among how many a hop chooses: "3", "2–10", "0–…" or "?". */
export function replicasText({ replicas }: ReportedHop): string {
    if ("unknown" in replicas) return "?";
    const { min, max } = replicas;
    return min === max ? `${min}` : `${min}–${max === "unbounded" ? "…" : max}`;
}

/** What keeps a client, under which name and for how long: "cookie orders 3600 s". */
export function affinityText({ affinity }: ReportedHop): string {
    if ("unknown" in affinity) return "?";
    const { kind, key, ttlSeconds } = affinity;
    return [kind, key, ttlSeconds === undefined ? undefined : `${ttlSeconds} s`].filter(Boolean).join(" ");
}

/** How firmly a client is kept. */
export function strengthText({ affinity }: ReportedHop): string {
    return "unknown" in affinity ? "?" : affinity.strength;
}

/** What is said of a hop. */
export function verdictText({ verdict, stateless }: ReportedHop, colors: Colors = picocolors): string {
    const reason = stateless && "reason" in stateless ? `: ${stateless.reason}` : "";
    switch (verdict) {
        case "ok":
            return colors.green("ok");
        case "stateless":
            return `declared stateless${reason}`;
        case "rejected":
            return colors.red("✖ rejected");
        case "not known yet":
            return colors.yellow("not known yet");
        case "not sticky":
            return colors.red("✖ not sticky");
        case "nothing to keep":
            return "nothing to keep";
        case "kept in front":
            return "kept by the routes in front";
        case "not checked":
            return colors.dim("not checked");
    }
}
