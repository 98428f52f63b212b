import { type Count } from "../crowd/attempt";
import { type Share } from "../verdict";

/** A share in percent, never rounded up: 100.0 % is all. */
export function percent(share: number): string {
    return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}

/** "3 of 20 (at most 38.0 %)": a count of what should not be, with what it may be in truth. */
export function atMost({ hits, trials, high }: Share): string {
    return `${hits} of ${trials}${trials === 0 ? "" : ` (at most ${percent(high)} with 95 % confidence)`}`;
}

/** "2 × HTTP 502, 1 × connection refused". */
export function countsText(counts: readonly Count[]): string {
    return counts.map(({ outcome, count }) => `${count} × ${outcome}`).join(", ");
}

/** "r2 7, r3 6". */
export function placesText(counts: readonly Count[]): string {
    return counts.map(({ outcome, count }) => `${outcome} ${count}`).join(", ");
}

/** Milliseconds for people. */
export function duration(milliseconds: number): string {
    return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
