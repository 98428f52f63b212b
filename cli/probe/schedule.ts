import { type Random, shuffle } from "./random";

/**
 * The order in which clients ask, one list a round: every round asks each client (0 to `clients` - 1) once, in a fresh
 * random order. With a fixed order plain round robin looks perfectly sticky whenever the number of replicas divides
 * the number of clients, because it comes round to the same replica in step with the clients.
 */
export function scheduleOf(clients: number, rounds: number, random: Random): readonly (readonly number[])[] {
    return Array.from({ length: rounds }, () =>
        shuffle(
            Array.from({ length: clients }, (_, client) => client),
            random,
        ),
    );
}
