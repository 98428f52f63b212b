import { type Judgement } from "../verdict";

import { breakOf, fateOf, isConstant, type SessionRecord } from "./fate";
import { type McpJudgement } from "./verdict";

/** One series: who asked, and what came of it. */
export interface Series {
    readonly records: readonly SessionRecord[];
    readonly judgement: McpJudgement;
    /** What the calls' replicas show. */
    readonly calls: Judgement;
}

/** What is wrong with the sessions of clients without cookies. */
export type Cause =
    /** Held with cookies, and without them not. */
    | "cookie"
    /** Each session goes to one replica, though not to the one that began it. */
    | "hash of the session id"
    /** Requests of one session go to several replicas. */
    | "no affinity"
    /** None of these. */
    | "unclear";

/** Why sessions break, and what helps. */
export interface Diagnosis {
    readonly cause: Cause;
    readonly why: string;
    readonly do: string;
}

const REMEDY =
    "docs/mcp.md: route on the session the server issued (HAProxy, nginx, Envoy), share session state, or serve MCP 2026-07-28";

/** Explains why sessions of clients without cookies break. Undefined where none does. */
export function diagnose(bare: Series, jar: Series): Diagnosis | undefined {
    if (bare.judgement.tally.broken === 0 || bare.judgement.reason === "broke on one replica") return undefined;
    const cause = causeOf(bare, jar);
    return { cause, why: whyOf(cause, bare, jar), do: REMEDY };
}

function causeOf(bare: Series, jar: Series): Cause {
    if (cookieHolds(jar)) return "cookie";
    if (isHashed(bare)) return "hash of the session id";
    return bare.records.some((record) => fateOf(record) === "broken" && !isConstant(record))
        ? "no affinity"
        : "unclear";
}

function cookieHolds({ judgement: { tally }, records }: Series): boolean {
    return tally.sessions > 0 && tally.held === tally.sessions && records.some(({ cookies }) => cookies.length > 0);
}

/**
 * Where the answers name no replica, a session that is unknown from beginning to end may only have met strangers among very many
 * replicas; that others hold from beginning to end shows the fixed choice.
 */
function isHashed({ records, judgement }: Series): boolean {
    const begun = records.filter((record) => ["held", "broken"].includes(fateOf(record)));
    const shown = judgement.replicas.length > 0 || judgement.tally.held > 0;
    return shown && begun.every(isConstant);
}

function whyOf(cause: Cause, bare: Series, jar: Series): string {
    const { held, sessions } = bare.judgement.tally;
    const withJar = `with a cookie jar: ${jar.judgement.tally.held} of ${jar.judgement.tally.sessions} held`;
    switch (cause) {
        case "cookie": {
            const names = [...new Set(jar.records.flatMap(({ cookies }) => cookies))].join(", ");
            return `affinity is by cookie (${names}), and this client, like most MCP clients, keeps no cookies (${withJar})`;
        }
        case "hash of the session id":
            return (
                "affinity is a hash of the server's own session id: initialize carries none, so the replica that makes the id is picked without it, " +
                `and the id leads to another (${held} of ${sessions} held by chance; ${withJar})`
            );
        case "no affinity":
            return `nothing keeps a session on its replica: requests of one session reach several (${withJar})`;
        case "unclear":
            return `sessions end where their replica does not change, or where no answer names it (${withJar})`;
    }
}

/** Where sessions broke, and what was said: the most frequent of them. */
export function breakText(records: readonly SessionRecord[]): string {
    const counts = new Map<string, number>();
    for (const record of records) {
        const found = breakOf(record);
        if (found === undefined) continue;
        const after = found.step === "notifications/initialized" ? "after initialize" : `at ${found.step}`;
        const text = `${found.said === undefined ? `HTTP ${found.status}` : `"${found.said}"`} ${after}`;
        counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? "";
}
