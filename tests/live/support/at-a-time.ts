/**
 * Does jobs, so many at a time, in their order: most of them wait most of the time. Each result is to be awaited by whom it
 * belongs to; one that nobody awaits may fail in silence.
 */
export function atATime<T>(size: number, jobs: readonly (() => Promise<T>)[]): readonly Promise<T>[] {
    const lanes = Array.from({ length: size }, (): Promise<unknown> => Promise.resolve());
    return jobs.map((job, index) => {
        const before = lanes[index % size] as Promise<unknown>;
        const result = before.then(job, job);
        lanes[index % size] = result;
        result.catch(() => undefined);
        return result;
    });
}
