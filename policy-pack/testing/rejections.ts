/** Errors of a program that nothing took, as they come from an `apply`. */
export interface Rejections {
    readonly all: readonly unknown[];
    /** Rejects with the first of them. */
    readonly first: Promise<never>;
    /** Hands later ones over to whoever listened before. */
    stop(): void;
}

/** Takes the place of the listeners of a test framework, which would take an error that a test expects for its failure. */
export function catchRejections(): Rejections {
    const others = process.listeners("unhandledRejection");
    const all: unknown[] = [];
    let tell: (reason: unknown) => void = () => {};
    const first = new Promise<never>((_, reject) => (tell = reject as typeof tell));
    first.catch(() => {});
    const listener = (reason: unknown) => {
        all.push(reason);
        tell(reason);
    };
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", listener);
    return {
        all,
        first,
        stop() {
            process.off("unhandledRejection", listener);
            for (const other of others) process.on("unhandledRejection", other);
        },
    };
}
