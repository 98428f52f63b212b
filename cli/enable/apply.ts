import { atFirstVersion } from "../azure/api-versions";
import { type ArmClient, type Found } from "../azure/client";
import { ArmFailure, NoAnswerError } from "../azure/errors";
import { type Json } from "../azure/json";
import { CouldNotRunError } from "../errors";
import { finished } from "../azure/operation";
import { type Plan, type Target } from "./target";

/** A plan that changes something. */
export type Change = Extract<Plan, { state: "change" }>;

/** A resource with the API version that it was read at. */
export interface Reading extends Found {
    readonly apiVersion: string;
}

/** How a write ended. */
export type Applied =
    /** `over` is the resource that was written over. */
    | { readonly state: "written"; readonly over: Found; readonly after: Found }
    /** Somebody else changed the very setting; nothing was written. */
    | { readonly state: "overtaken" }
    /** Azure took it, and it is not there. */
    | { readonly state: "not kept" }
    /** `why` tells what is known. */
    | { readonly state: "unknown"; readonly why: string };

/** Writes in all: again after somebody else's change, or a failure that left nothing behind. */
const ATTEMPTS = 4;
const PRECONDITION_FAILED = 412;
const GATEWAY_TIMEOUT = 504;
const AGAIN = "Run the command again: it writes only if it has to.";

/** A write that did not end well. */
interface Failure {
    readonly error: Error;
    /** True where Azure had taken it, and worked on it. */
    readonly begun: boolean;
}

/** For the last look after the user asked to stop, in milliseconds. */
const LAST_LOOK = 10_000;

/** Reads a resource at the first of its API versions that Azure has. */
export async function readTarget(client: ArmClient, target: Target): Promise<Reading> {
    const { answer, apiVersion } = await atFirstVersion(target.apiVersions, (version) =>
        client.get(target.id, version, `reading ${target.label}`),
    );
    return { ...answer, apiVersion };
}

/**
 * Writes a change that was agreed to, on the condition that nobody else writes in between, and reads it back.
 *
 * @param notice hears of what is done anew.
 * @throws what Azure answered, where it is sure that nothing was written.
 */
export async function applyChange(
    client: ArmClient,
    target: Target,
    agreed: Change,
    read: Reading,
    signal: AbortSignal,
    notice: (text: string) => void,
): Promise<Applied> {
    const what = `writing ${target.label}`;
    let { body } = agreed;
    let over: Found = read;
    for (let attempt = 1; ; attempt++) {
        const failure = await once();
        const now = await look(failure?.error);
        if ("why" in now) return now;
        const plan = target.plan(now.document);
        if (failure === undefined || plan.state === "already") return verified(now);
        const { error } = failure;
        if (failure.begun) return given(failure, attempt);
        if (plan.state !== "change" || !same(plan.before, agreed.before)) return { state: "overtaken" };
        if (signal.aborted || attempt >= ATTEMPTS) return given(failure, attempt);
        notice(
            error instanceof ArmFailure && error.status === PRECONDITION_FAILED
                ? "somebody else changed it meanwhile: reading and writing anew."
                : `${told(error)} Trying anew.`,
        );
        ({ body } = plan);
        over = now;
        await pause(attempt, error);
    }

    /** Undefined where Azure says that it was done. Throws where it says that it was not, and will not be. */
    async function once(): Promise<Failure | undefined> {
        let begun = false;
        try {
            const written = await client.patch(target.id, read.apiVersion, body, over.etag, what);
            begun = true;
            await finished(client, written, what, signal);
            return undefined;
        } catch (error) {
            if (signal.aborted)
                return { begun, error: new NoAnswerError(what, "stopped while it was under way.", true) };
            if (error instanceof NoAnswerError && (begun || error.sent)) return { begun, error };
            if (error instanceof ArmFailure && (begun || mayHaveWritten(error.status))) return { begun, error };
            throw error;
        }
    }

    /** What went wrong, without what it was for: whoever shows it says that. */
    function told({ message }: Error): string {
        return message.startsWith(`${what}: `) ? message.slice(what.length + 2) : message;
    }

    /** The resource after a write, whether or not its end is known. */
    async function look(failure: Error | undefined): Promise<Found | Extract<Applied, { state: "unknown" }>> {
        const within = signal.aborted ? AbortSignal.timeout(LAST_LOOK) : signal;
        try {
            return await client.get(target.id, read.apiVersion, "reading it back", within);
        } catch (error) {
            const first = failure ? told(failure) : "Azure took it, but it could not be read back.";
            const then = signal.aborted || !(error instanceof Error) ? "" : ` ${error.message}`;
            return { state: "unknown", why: `${first} Whether it was written is not known.${then} ${AGAIN}` };
        }
    }

    /** A stop while waiting is told like one in mid-write: by the next look. */
    async function pause(attempt: number, error: Error): Promise<void> {
        const asked = error instanceof ArmFailure ? error.retryAfter : undefined;
        await client.pause(attempt, asked).catch(() => undefined);
    }

    function verified(after: Found): Applied {
        return target.plan(after.document).state === "already"
            ? { state: "written", over, after }
            : { state: "not kept" };
    }

    /** An answer that says no is believed; where none came, Azure may still be at work. */
    function given({ error, begun }: Failure, attempts: number): Applied {
        const believed = error instanceof ArmFailure && (begun ? error.status < 400 : error.status !== GATEWAY_TIMEOUT);
        if (believed) {
            if (error.status < 500) throw error;
            throw new CouldNotRunError(`${error.message} It is not there when read back. Try again later.`);
        }
        const tries = attempts === 1 ? "" : ` That was attempt ${attempts}.`;
        return {
            state: "unknown",
            why: `${told(error)}${tries} It is not there now, but may still be under way. ${AGAIN}`,
        };
    }
}

/** A condition that failed, and failures of Azure's own. What else is refused was refused before anything was done. */
function mayHaveWritten(status: number): boolean {
    return status === PRECONDITION_FAILED || status >= 500;
}

function same(one: Json, other: Json): boolean {
    return JSON.stringify(one) === JSON.stringify(other);
}
