/** Runs something, and returns the warnings that it gave beside its result. Without an engine Pulumi prints them. */
export async function warningsOf<T>(work: () => Promise<T>): Promise<{ result: T; warnings: string[] }> {
    const warnings: string[] = [];
    const print = console.warn;
    console.warn = (...parts: unknown[]) => warnings.push(parts.join(" "));
    try {
        return { result: await work(), warnings };
    } finally {
        console.warn = print;
    }
}
