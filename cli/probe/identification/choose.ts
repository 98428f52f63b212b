import { type Candidate } from "./candidates";
import { type IdentitySource, optionOf } from "./source";

/** What the sample is held against. */
export interface Sample {
    readonly candidates: readonly Candidate[];
    /** Texts that the client sent: an answer that repeats one of them names no replica. */
    readonly sent: readonly string[];
    /** Replicas that there are said to be. */
    readonly expectReplicas?: number;
}

/** What was chosen and why. */
export interface Choice {
    readonly source?: IdentitySource;
    readonly why: string;
    /** Others that behave like a replica's name, for the user to choose among. */
    readonly others: readonly IdentitySource[];
}

/** A value that is new in more than this share of the answers names requests, not replicas. */
const MOST_VALUES = 0.5;

/**
 * Chooses the place that names the replica, from a sample of answers to clients without cookies, in the order in which
 * they came. A wrong choice is a wrong verdict, so that it wants both: a name that says "replica", and values that
 * behave like one. Two such places that tell the replicas apart differently are told apart by taking the finer one;
 * where neither is finer, nothing is chosen.
 */
export function choose(sample: Sample): Choice {
    const fitting = sample.candidates.filter((candidate) => behaves(candidate, sample));
    const named = fitting.filter((candidate) => candidate.named);
    const others = (chosen?: Candidate) => fitting.filter((other) => other !== chosen).map(({ source }) => source);
    const finest = named.find((candidate) => named.every((other) => refines(candidate, other)));
    if (finest !== undefined) {
        const count = valuesOf(finest).size;
        const why = `its name says so, and it took ${count} values that came back in ${finest.values.length} requests`;
        return { source: finest.source, why, others: others(finest) };
    }
    if (named.length > 0) {
        const list = named.map(({ source }) => optionOf(source)).join(", ");
        return {
            why: `these contradict each other about which answers are from one replica: ${list}`,
            others: others(),
        };
    }
    const constant = sample.candidates.find((candidate) => candidate.named && isConstant(candidate, sample));
    if (constant !== undefined) {
        return { source: constant.source, why: "its name says so, though it took one value only", others: others() };
    }
    return {
        why: "no header and no field of the body both has a replica's name and behaves like one",
        others: others(),
    };
}

/** In every answer, several values, and they come back: not one for each request, not one after the other like a clock. */
function behaves(candidate: Candidate, { sent, expectReplicas }: Sample): boolean {
    const values = valuesOf(candidate);
    const most = Math.min(expectReplicas ?? Infinity, candidate.values.length * MOST_VALUES);
    return (
        !candidate.values.includes(undefined) &&
        values.size >= 2 &&
        values.size <= most &&
        comesBack(candidate.values) &&
        [...values].every((value) => !isMoment(value) && !sent.includes(value) && !isCdnNode(value))
    );
}

function isConstant(candidate: Candidate, { sent }: Sample): boolean {
    const [value, ...more] = valuesOf(candidate);
    if (candidate.values.includes(undefined) || value === undefined || more.length > 0) return false;
    return !isMoment(value) && !sent.includes(value) && !isCdnNode(value) && candidate.source.kind !== "body";
}

/** Whether some value returns after another one: a clock, a counter and a new deployment do not. */
function comesBack(values: readonly (string | undefined)[]): boolean {
    return values.some((value, at) => value !== values[at - 1] && values.indexOf(value) < at);
}

/** Dates and times in the spellings of HTTP, ISO 8601 and Unix (seconds to nanoseconds, of this half of the century). */
const MOMENTS = [
    /^(1[6-9]|2[0-5])\d{8}(\d{3}){0,3}(\.\d+)?$/,
    /^\d{4}-\d{2}-\d{2}([T ]|$)/,
    /\b\d{1,2}[ -][A-Z][a-z]{2}[ -]\d{2,4}\b/,
    /^\d{1,2}:\d{2}(:\d{2})?([.Z ]|$)/,
];

function isMoment(value: string): boolean {
    return MOMENTS.some((pattern) => pattern.test(value));
}

/** Nodes of a content delivery network in `x-served-by`: they stand before the balancer. */
function isCdnNode(value: string): boolean {
    return /^cache-/i.test(value);
}

/** Whether each value of the one goes with one value of the other only. */
function refines(one: Candidate, other: Candidate): boolean {
    const partner = new Map<string | undefined, string | undefined>();
    return one.values.every((value, at) => {
        if (!partner.has(value)) partner.set(value, other.values[at]);
        return partner.get(value) === other.values[at];
    });
}

function valuesOf({ values }: Candidate): Set<string> {
    return new Set(values.filter((value) => value !== undefined));
}
