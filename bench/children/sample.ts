import { type Sample } from "../measure";

const KIBIBYTES_PER_MEBIBYTE = 1024;
const MICROSECONDS_PER_SECOND = 1e6;

/** The task that the parent gave this process. */
export function readTask<Task>(): Task {
    const [, , task] = process.argv;
    if (task === undefined || process.send === undefined) throw new Error("this is started by npm run bench");
    return JSON.parse(task) as Task;
}

/** The most memory that this process has held so far. */
export function peakMebibytes(): number {
    return process.resourceUsage().maxRSS / KIBIBYTES_PER_MEBIBYTE;
}

/** The processor time that this process has used so far: what else the machine does weighs less on it than on the clock. */
export function cpuSeconds(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) / MICROSECONDS_PER_SECOND;
}

/** Hands the sample to the parent and lets this process end. */
export function give(sample: Sample): void {
    process.send?.(sample, () => process.connected && process.disconnect());
}
