import autocannon from "autocannon";

import { give, peakMebibytes, readTask } from "./sample";

/** A load to make. */
export interface AutocannonTask {
    readonly url: string;
    readonly connections: number;
    readonly requests: number;
}

const { url, connections, requests } = readTask<AutocannonTask>();

async function main(): Promise<void> {
    const result = await autocannon({ url, connections, amount: requests });
    const milliseconds = result.finish.getTime() - result.start.getTime();
    give({ rate: (result.requests.total / milliseconds) * 1000, milliseconds, mebibytes: peakMebibytes() });
}

void main();
