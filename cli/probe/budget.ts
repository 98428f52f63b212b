import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { performance } from "node:perf_hooks";

import { CouldNotRunError } from "../errors";

/** What a whole run may take. */
export interface Limits {
    /** Requests a second, at most. Undefined: as fast as the answers come. */
    readonly rate?: number;
    readonly maxSeconds: number;
    readonly maxRequests: number;
}

/** Keeps a run within its limits, and ends it when the user asks. */
export class Budget {
    /** Aborted when the run has to end; its reason says why. */
    readonly signal: AbortSignal;
    private readonly stop = new AbortController();
    private readonly timer: NodeJS.Timeout;
    private used = 0;
    private next = 0;

    constructor(
        private readonly limits: Limits,
        user: AbortSignal,
    ) {
        this.signal = AbortSignal.any([user, this.stop.signal]);
        // Every client that waits listens to it.
        setMaxListeners(0, this.signal);
        const end = () => this.stop.abort(`the time of --max-time ${limits.maxSeconds} s was over`);
        this.timer = setTimeout(end, limits.maxSeconds * 1000);
    }

    /** Requests so far. */
    get requests(): number {
        return this.used;
    }

    /** Why the run was ended early. */
    get stopped(): string | undefined {
        if (!this.signal.aborted) return undefined;
        return typeof this.signal.reason === "string" ? this.signal.reason : "it was stopped";
    }

    /** Takes one visit's turn, which with a rate has to be waited for. False: the run has ended. */
    turn(): boolean | Promise<boolean> {
        const { rate } = this.limits;
        return rate === undefined ? this.take() : this.wait(rate).then(() => this.take());
    }

    private async wait(rate: number): Promise<void> {
        const now = performance.now();
        const at = Math.max(now, this.next);
        this.next = at + 1000 / rate;
        if (at > now) await sleep(at - now, undefined, { signal: this.signal }).catch(() => undefined);
    }

    private take(): boolean {
        if (this.signal.aborted) return false;
        if (this.used >= this.limits.maxRequests) {
            this.stop.abort(`the ${this.limits.maxRequests} requests of --max-requests were made`);
            return false;
        }
        this.used++;
        return true;
    }

    /** Whether as many more requests are within the limits. */
    allows(requests: number): boolean {
        return !this.signal.aborted && this.used + requests <= this.limits.maxRequests;
    }

    /** Counts redirects that a visit followed after its own request. */
    countRedirects(count: number): void {
        this.used += count;
    }

    /** Throws where a plan cannot be carried out within the limits. */
    checkPlan(requests: number): void {
        if (requests <= this.limits.maxRequests) return;
        throw new CouldNotRunError(
            `This takes ${requests} requests, and --max-requests allows ${this.limits.maxRequests}. Raise it, or take fewer --clients or --rounds.`,
        );
    }

    /** Frees the timer. */
    close(): void {
        clearTimeout(this.timer);
    }
}
