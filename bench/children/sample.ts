import { type Sample } from "../measure";

const KIBIBYTES = 1024;

/** The task that the parent gave this process. */
export function readTask<Task>(): Task {
    const [, , task] = process.argv;
    if (task === undefined || process.send === undefined) throw new Error("this is started by npm run bench");
    return JSON.parse(task) as Task;
}

/** The most memory that this process has held so far. */
export function peakMebibytes(): number {
    return process.resourceUsage().maxRSS / KIBIBYTES;
}

/** Hands the sample to the parent and lets this process end. */
export function give(sample: Sample): void {
    process.send?.(sample, () => process.connected && process.disconnect());
}
