import { performance } from "node:perf_hooks";

/** What ends a request before its answer. */
export interface Limit {
    /** Aborted when the whole run ends. */
    readonly signal: AbortSignal;
    /** When the time for it is over, by `performance.now()`. */
    readonly until: number;
}

/**
 * Calls `end` with an error where the time is over or the run ends. Returns what calls that off.
 *
 * In place of `AbortSignal.any` and `AbortSignal.timeout`, which take as long to make as a whole request over a kept
 * connection. All requests of a run that are under way share one timer and one listener.
 */
export function within({ signal, until }: Limit, end: (error: Error) => void): () => void {
    let watch = watches.get(signal);
    if (watch === undefined) watches.set(signal, (watch = new Watch(signal)));
    return watch.add(signal.aborted ? 0 : until, end);
}

/** A request that is under way. */
interface Watched {
    readonly until: number;
    readonly end: (error: Error) => void;
    /** Its place among all. */
    at: number;
}

/** By the signal of their run. */
const watches = new WeakMap<AbortSignal, Watch>();

/** The requests of a run that are under way. While there are none, it leaves neither a timer nor a listener behind. */
class Watch {
    /** In no order. Not a Set: what one has held stays in memory long after. */
    private readonly all: Watched[] = [];
    private timer: NodeJS.Timeout | undefined;
    private wakesAt = Infinity;
    private readonly check = () => this.endThoseOver();

    constructor(private readonly signal: AbortSignal) {}

    add(until: number, end: Watched["end"]): () => void {
        if (this.all.length === 0) this.signal.addEventListener("abort", this.check);
        const one = { until, end, at: this.all.length };
        this.all.push(one);
        this.wakeAt(until);
        return () => this.remove(one);
    }

    private remove(one: Watched): void {
        if (this.all[one.at] !== one) return;
        const last = this.all.pop();
        if (last !== undefined && last !== one) {
            last.at = one.at;
            this.all[one.at] = last;
        }
        if (this.all.length > 0) return;
        this.signal.removeEventListener("abort", this.check);
        clearTimeout(this.timer);
        this.wakesAt = Infinity;
    }

    private wakeAt(moment: number): void {
        if (moment >= this.wakesAt) return;
        clearTimeout(this.timer);
        this.wakesAt = moment;
        this.timer = setTimeout(this.check, moment - performance.now());
    }

    private endThoseOver(): void {
        this.wakesAt = Infinity;
        const now = performance.now();
        for (const one of [...this.all]) {
            if (this.signal.aborted) one.end(new DOMException("the run has ended", "AbortError"));
            else if (one.until <= now) one.end(new DOMException("no answer in time", "TimeoutError"));
            else this.wakeAt(one.until);
        }
    }
}
