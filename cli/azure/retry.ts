import { setTimeout as pause } from "node:timers/promises";

/** How often, and how patiently, is asked again. */
export interface Patience {
    /** Requests in all for one answer. */
    readonly attempts: number;
    /** Milliseconds before the second; each later pause is twice as long. */
    readonly firstPause: number;
    /** Longest pause that Azure may ask for, in milliseconds. Beyond it the command ends and says so. */
    readonly longestPause: number;
    /** Time for one request, in milliseconds. */
    readonly timeout: number;
}

export const PATIENCE: Patience = { attempts: 5, firstPause: 500, longestPause: 60_000, timeout: 60_000 };

/** Answers after which the same request may succeed. */
export const PASSING: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** Milliseconds that an answer asks to wait: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
export function retryAfter(header: string | undefined, now = Date.now()): number | undefined {
    if (header === undefined) return undefined;
    if (/^\d+$/.test(header)) return Number(header) * 1_000;
    const date = Date.parse(header);
    return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Waits ahead of one more attempt, or throws as soon as the user asks to stop. `attempt` counts from 1. */
export async function wait(
    { firstPause }: Patience,
    attempt: number,
    asked: number | undefined,
    signal: AbortSignal,
): Promise<void> {
    const own = firstPause * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
    await pause(asked ?? own, undefined, { signal });
}
