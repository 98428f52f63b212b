/** What the harness was given cannot be used: the message says what was given, where, and what is allowed. */
export class TestingError extends Error {
    override readonly name = "TestingError";
}

/** A policy threw an error of its own: the engine would stop the deployment with this message. */
export class PolicyFailedError extends Error {
    override readonly name = "PolicyFailedError";
}

/** What kind of value was given, for a message: never the value itself, which may be a secret. */
export function kindOf(value: unknown): string {
    if (value === null) return "null";
    if (Array.isArray(value)) return "a list";
    if (value === undefined) return "nothing";
    return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
