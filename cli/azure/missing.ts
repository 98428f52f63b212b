import { type ArmClient } from "./client";
import { ArmFailure } from "./errors";
import { type JsonObject, textAt } from "./json";

/** One step on the way to a resource: what it is, its name, and where those beside it are listed. */
export interface Step {
    /** "resource group" */
    readonly what: string;
    readonly name: string;
    readonly list: string;
    readonly apiVersion: string;
    /** Which of those in the list to offer. Omitted: all. */
    readonly offers?: (document: JsonObject) => boolean;
    /** Where the name stands. Omitted: `name`. */
    readonly nameAt?: string;
}

/** Names that a message lists. */
const MOST_NAMES = 20;

/**
 * Says which step of the way to a resource is not there, and what is in its place. Where the login may not list, it says so of the
 * whole way.
 */
export async function whatIsMissing(client: ArmClient, steps: readonly Step[]): Promise<string> {
    for (const step of steps) {
        const { what, name } = step;
        const names = await namesOf(client, step);
        if (names === undefined) break;
        if (names.all.some((other) => other.toLowerCase() === name.toLowerCase())) continue;
        const offered = names.offered.slice(0, MOST_NAMES).join(", ");
        const more = names.offered.length > MOST_NAMES ? `, and ${names.offered.length - MOST_NAMES} more` : "";
        const there = offered === "" ? "There is none that this login sees." : `There is: ${offered}${more}.`;
        return `there is no ${what} "${name}". ${there}`;
    }
    const way = steps.map(({ what, name }) => `${what} "${name}"`).join(", ");
    return `Azure finds no ${way}. Look for a slip in one of the names.`;
}

async function namesOf(
    client: ArmClient,
    { what, list, apiVersion, offers = () => true, nameAt = "name" }: Step,
): Promise<{ all: string[]; offered: string[] } | undefined> {
    try {
        const found = await client.list(list, apiVersion, `listing every ${what}`);
        const names = (documents: JsonObject[]) =>
            documents.map((document) => (textAt(document, nameAt) ?? "").split("/").at(-1) ?? "");
        return { all: names(found), offered: names(found.filter(offers)).sort() };
    } catch (error) {
        if (error instanceof ArmFailure) return undefined;
        throw error;
    }
}
