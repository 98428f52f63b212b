import { isFine, isUnknownSession, type McpAnswer } from "./answer";

/** What became of a session. */
export type Fate =
    /** Every request was answered as it should be. */
    | "held"
    /** Some replica did not know it. */
    | "broken"
    /** It could not be begun. */
    | "refused"
    /** Something else went wrong: no answer in time, an error of the server or of the balancer. */
    | "failed";

/** What is known of one session. */
export interface SessionRecord {
    readonly answers: readonly McpAnswer[];
    /** Length of the id that the server gave. Undefined: it gave none. */
    readonly idLength?: number;
    /** Names of the cookies that were set. */
    readonly cookies: readonly string[];
}

/** What became of a session. */
export function fateOf({ answers }: SessionRecord): Fate {
    const initialize = answers.find(({ step }) => step === "initialize");
    if (initialize === undefined || !isFine(initialize)) return "refused";
    if (answers.some(isUnknownSession)) return "broken";
    return answers.every(isFine) ? "held" : "failed";
}

/** The first answer that shows the end of a session. */
export function breakOf({ answers }: SessionRecord): McpAnswer | undefined {
    return answers.find(isUnknownSession);
}

/** Whether all of a session after its first answer went to one place, as a fixed choice by the id would send it. */
export function isConstant({ answers }: SessionRecord): boolean {
    const later = answers.filter(({ step }) => step !== "initialize");
    const names = new Set(later.flatMap(({ replica }) => replica ?? []));
    if (names.size > 1) return false;
    return names.size === 1 || later.every(isFine) || later.every(isUnknownSession);
}
