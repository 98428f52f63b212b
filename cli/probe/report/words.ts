import { type Judgement, STICKY_LIMIT } from "../verdict";

/** How often something of this chance happens, for people: "in fewer than one of a million runs". */
export function chanceInWords(chance: number): string {
    if (chance <= STICKY_LIMIT) return "in fewer than one of a million runs";
    if (chance >= 0.95) return "in nearly every run";
    if (chance >= 0.1) return `in about ${Math.round(chance * 100)} of 100 runs`;
    return `in about one of ${rounded(1 / chance)} runs`;
}

/** What the chance of a judgement means. */
export function meaningOf({ bound, reason, repeats }: Judgement): string {
    if (repeats.trials === 0) return "There is no second answer to any client, so that there is nothing to compare.";
    if (reason === "one replica") return "With one replica in sight nothing can move, so that chance says nothing.";
    return `A balancer that ignores who asks would keep as many clients, or more, ${chanceInWords(bound)}.`;
}

/** With two digits that mean something. */
function rounded(value: number): string {
    return Number(value.toPrecision(2)).toLocaleString("en-US");
}
