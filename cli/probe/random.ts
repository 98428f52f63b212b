import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A source of whole numbers from `from` to `to`, both included. The same seed gives the same numbers on every machine. */
export type Random = (from: number, to: number) => number;

/** Seeds are whole numbers from 0 to this. */
export const LARGEST_SEED = 0x7fff_ffff;

/** The random source of a seed. */
export function seeded(seed: number): Random {
    const generator = xoroshiro128plus(seed);
    return (from, to) => uniformInt(generator, from, to);
}

/** Shuffles in place, every order as likely as any other (Fisher and Yates). */
export function shuffle<T extends { [index: number]: unknown; readonly length: number }>(values: T, random: Random): T {
    for (let last = values.length - 1; last > 0; last--) {
        const chosen = random(0, last);
        const held = values[last];
        values[last] = values[chosen];
        values[chosen] = held;
    }
    return values;
}
