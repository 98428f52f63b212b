import { type Random } from "../random";
import { type Judgement, judge } from "../verdict";
import { type Visit } from "../visit";

/** What a second address for the same replicas shows: plain data. */
export interface SecondAddress {
    readonly url: string;
    /** Whether a client that stays at one of the addresses is on the same replica at the other. */
    readonly across: Judgement;
    /** What the visits at the first address show alone, while clients came to the second one in between. */
    readonly first: Judgement;
    /** And those at the second one. */
    readonly second: Judgement;
}

/** Visits at both addresses, in turn. */
export interface SecondAddressFacts {
    readonly url: string;
    readonly clients: number;
    readonly first: readonly Visit[];
    readonly second: readonly Visit[];
    /** Rounds at each address. */
    readonly rounds: number;
    readonly expectReplicas?: number;
    readonly random: Random;
}

/**
 * What the visits come to. Each client counts once across: were its rounds counted, one that is on another replica at the
 * second address would be so in every round, and chance would look like more than chance.
 */
export function secondAddressOf(facts: SecondAddressFacts): SecondAddress {
    const { url, clients, first, second, rounds, expectReplicas, random } = facts;
    const lastOf = (visits: readonly Visit[], round: number) =>
        visits.filter((visit) => visit.round === rounds - 1).map((visit) => ({ ...visit, round }));
    const pair = [...lastOf(first, 0), ...lastOf(second, 1)];
    const question = { clients, expectReplicas, random };
    return {
        url,
        across: judge(pair, { ...question, rounds: 2 }),
        first: judge(first, { ...question, rounds }),
        second: judge(second, { ...question, rounds }),
    };
}
