import { setTimeout as sleep } from "node:timers/promises";

import { type Visitor } from "./visitor";

/** Who answered each client: one list a client, in the order of its requests. */
export type Visits = readonly (readonly string[])[];

const POLL_MILLISECONDS = 20;

/**
 * Has each visitor ask once a round. The order of a round is random: one that is always the same falls into step with a
 * balancer that takes turns, which then looks as if it kept its clients.
 */
export async function visits(visitors: readonly Visitor[], rounds: number): Promise<Visits> {
    const seen = visitors.map((): string[] => []);
    for (let round = 0; round < rounds; round++) {
        for (const index of shuffled(visitors.length)) seen[index]?.push((await visitors[index]?.ask()) ?? "");
    }
    return seen;
}

/** How many clients were answered by one backend only. */
export const held = (seen: Visits): number => seen.filter((answers) => new Set(answers).size === 1).length;

/** The backend that answered each client last. */
export const homes = (seen: Visits): readonly string[] => seen.map((answers) => answers.at(-1) ?? "");

/** All that answered. */
export const backendsOf = (seen: Visits): readonly string[] => [...new Set(seen.flat())].sort();

/** Waits until this holds; an error counts as not yet. Throws an Error after so long, with the last one. */
export async function until(what: string, holds: () => Promise<boolean>, milliseconds = 15_000): Promise<void> {
    const deadline = Date.now() + milliseconds;
    let last = "";
    do {
        try {
            if (await holds()) return;
        } catch (error) {
            last = ` (${(error as Error).message})`;
        }
        await sleep(POLL_MILLISECONDS);
    } while (Date.now() < deadline);
    throw new Error(`Not after ${milliseconds} ms: ${what}${last}`);
}

function shuffled(length: number): number[] {
    const order = Array.from({ length }, (_, index) => index);
    for (let left = length - 1; left > 0; left--) {
        const other = Math.floor(Math.random() * (left + 1));
        [order[left], order[other]] = [order[other] as number, order[left] as number];
    }
    return order;
}
