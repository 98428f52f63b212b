import { type Table, UNKNOWN } from "./table";

/** What one client's later requests did. */
export interface ClientRepeats {
    readonly client: number;
    /** Replica of the client's first answer. */
    readonly first: number;
    /** Answers after the client's first one. */
    readonly repeats: number;
    /** Those of them by the replica that had answered the client before. */
    readonly stayed: number;
}

/** The repeats of every client that was answered at least once. */
export function repeatsOf({ clients, cells }: Table): readonly ClientRepeats[] {
    const found: ClientRepeats[] = [];
    for (let client = 0; client < clients; client++) {
        const answers = cells.map((row) => row[client] ?? UNKNOWN).filter((cell) => cell !== UNKNOWN);
        const [first] = answers;
        if (first === undefined) continue;
        const stayed = answers.filter((cell, index) => index > 0 && cell === answers[index - 1]).length;
        found.push({ client, first, repeats: answers.length - 1, stayed });
    }
    return found;
}
