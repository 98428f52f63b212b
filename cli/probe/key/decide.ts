import { type KeyRun, type Marks, type Outcome, sameMarks } from "./marks";
import { heldByCookies, outcomeWith, type Possible, RUNS } from "./plan";

/** By what a balancer knows a client again. */
export type Key =
    /** Any of these cookies alone; or all of them together. */
    | {
          readonly by: "cookie";
          readonly names: readonly string[];
          readonly together: boolean;
          /** Whether it holds only as long as the client's address stays. */
          readonly withAddress: boolean;
      }
    | { readonly by: "header"; readonly name: string }
    /** The whole address, or its first 24 bits (or fewer). Without `bits` it was not tried. */
    | { readonly by: "source-ip"; readonly bits?: 24 | 32 }
    | { readonly by: "connection" }
    | { readonly by: "none" }
    | { readonly by: "unknown" };

/** The key, and what else the runs showed. */
export interface KeyFinding {
    readonly key: Key;
    /** Whether the key holds only part of the requests. */
    readonly partly: boolean;
    /** In a few words each: "no cookie: not sticky". */
    readonly remarks: readonly string[];
}

const WORDS: Readonly<Record<Outcome, string>> = {
    holds: "sticky",
    partly: "partly sticky",
    moves: "not sticky",
    "one replica": "one replica",
    unsure: "not clear",
};

/**
 * Names the key, of what the runs showed: of cookies, headers, the source address and the connection, in this order,
 * the first that holds clients though they show nothing else; or, where none does, the first that holds them partly.
 */
export function decideKey(runs: readonly KeyRun[], possible: Possible): KeyFinding {
    for (const level of ["holds", "partly"] as const) {
        const key = keyAt(level, runs, possible);
        if (key !== undefined) return { key, partly: level === "partly", remarks: remarksOn(key, runs, possible) };
    }
    return { ...noKey(runs, possible), partly: false };
}

function keyAt(level: Outcome, runs: readonly KeyRun[], possible: Possible): Key | undefined {
    const is = (marks: Marks) => outcomeWith(runs, marks) === level;
    const cookies = heldByCookies(runs, possible, level);
    if (cookies !== undefined) return cookieKey(cookies, runs, possible);
    const name = possible.headers.find((header) => is(RUNS.header(possible, header)));
    if (name !== undefined) return { by: "header", name };
    if (possible.addresses && is(RUNS.strangers(possible))) return { by: "source-ip", ...bitsOf(runs) };
    return is(RUNS.connections()) ? { by: "connection" } : undefined;
}

function cookieKey(run: KeyRun, runs: readonly KeyRun[], possible: Possible): Key {
    const all = run.cookieNames;
    const alone = all.filter((name) => outcomeWith(runs, { ...run.marks, cookies: [name] }) === "holds");
    const names = alone.length === 0 ? all : alone;
    return {
        by: "cookie",
        names,
        together: names.length > 1 && alone.length === 0,
        withAddress: !sameMarks(run.marks, RUNS.cookies(possible)),
    };
}

/** Where a client that changes its address within its network is kept, nothing beyond the network counts. */
function bitsOf(runs: readonly KeyRun[]): { bits?: 24 | 32 } {
    switch (outcomeWith(runs, RUNS.networks())) {
        case "holds":
            return { bits: 24 };
        case "moves":
        case "partly":
            return { bits: 32 };
        case "one replica":
        case "unsure":
        case undefined:
            return {};
    }
}

function remarksOn(key: Key, runs: readonly KeyRun[], possible: Possible): string[] {
    const without = outcomeWith(runs, RUNS.strangers(possible));
    const plain = (what: string) => (without === undefined ? [] : [`${what}: ${wordsWithout(without, possible)}`]);
    const elsewhere = possible.addresses ? "other address: no difference" : "other address: not tried";
    switch (key.by) {
        case "cookie":
            return [...plain("no cookie"), key.withAddress ? "other address: not sticky" : elsewhere];
        case "header":
            return [...plain("no such header"), elsewhere];
        case "source-ip":
            return [
                ...cookieRemark(runs, possible),
                ...(key.bits === 24 ? ["other address of the same network of 256: no difference"] : []),
                ...(key.bits === 32 ? ["other address of the same network of 256: not kept"] : []),
            ];
        case "connection":
        case "none":
        case "unknown":
            return [...cookieRemark(runs, possible), ...plain("new connections")];
    }
}

function cookieRemark(runs: readonly KeyRun[], possible: Possible): string[] {
    const outcome = outcomeWith(runs, RUNS.cookies(possible));
    return outcome === undefined ? [] : [`cookies alone: ${WORDS[outcome]}`];
}

function wordsWithout(outcome: Outcome, { addresses }: Possible): string {
    return outcome === "holds" && addresses ? "sticky by source IP" : WORDS[outcome];
}

/** Nothing holds. That there is no key is said only where all that was tried shows it. */
function noKey(runs: readonly KeyRun[], possible: Possible): { key: Key; remarks: string[] } {
    const first = outcomeWith(runs, RUNS.strangers(possible));
    if (first === "one replica") {
        const remark = possible.addresses
            ? "all clients get one replica, whatever they show"
            : "all clients get one replica, and all ask from one address, which may be the key: see --source, --proxy-protocol and --forwarded-for";
        return { key: { by: "unknown" }, remarks: [remark] };
    }
    const tried = [
        ...(possible.cookies ? [["cookies", RUNS.cookies(possible)] as const] : []),
        ...possible.headers.map((header) => [`header ${header}`, RUNS.header(possible, header)] as const),
        ...(possible.addresses ? [["source IP", RUNS.strangers(possible)] as const] : []),
        ["connection", RUNS.connections()] as const,
    ].map(([what, marks]) => [what, outcomeWith(runs, marks)] as const);
    const complete = tried.every(([, outcome]) => outcome !== undefined);
    const plain = runs.every(({ outcome }) => outcome === "moves" || outcome === "one replica");
    const certain = first === "moves" && complete && plain;
    return {
        key: { by: certain ? "none" : "unknown" },
        remarks: tried.map(([what, outcome]) => `${what}: ${outcome === undefined ? "not tried" : WORDS[outcome]}`),
    };
}
