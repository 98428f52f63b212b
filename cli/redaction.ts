/** Stands where a secret was. */
export const HIDDEN = "(hidden)";

/** Shorter texts are no secrets: to hide them would hide half of every report. */
const SHORTEST_SECRET = 4;

/** Keeps secrets out of texts. */
export class Redaction {
    private readonly secrets: readonly string[];

    /** @param secrets texts to hide, with their parts after a blank ("Bearer …") and in URL and JSON spelling. */
    constructor(secrets: readonly string[]) {
        const spelled = secrets
            .flatMap((secret) => [secret, ...secret.split(/[\s,;]+/)])
            .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
            .filter((secret) => secret.length >= SHORTEST_SECRET);
        // The longest first: a secret may hold another.
        this.secrets = [...new Set(spelled)].sort((one, other) => other.length - one.length);
    }

    /** The text without secrets. */
    text(text: string): string {
        return this.secrets.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
    }

    /** A copy of plain data whose texts are without secrets. Names of properties are kept. */
    data<T>(value: T): T {
        if (typeof value === "string") return this.text(value) as T;
        if (Array.isArray(value)) return value.map((item: unknown) => this.data(item)) as T;
        if (value === null || typeof value !== "object") return value;
        return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.data<unknown>(item)])) as T;
    }
}
