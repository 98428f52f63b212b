/** Does something with each item, several at a time. The first failure ends it. */
export async function inParallel<T>(
    items: readonly T[],
    atATime: number,
    work: (item: T) => Promise<void>,
): Promise<void> {
    const waiting = [...items];
    const worker = async () => {
        for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
    };
    try {
        await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, worker));
    } catch (error) {
        waiting.length = 0;
        throw error;
    }
}
