import autocannon from "autocannon";

import { cpuSeconds, give, readTask } from "./sample";

/** A load to make. */
export interface AutocannonTask {
    readonly url: string;
    readonly connections: number;
    readonly requests: number;
}

const { url, connections, requests } = readTask<AutocannonTask>();

async function main(): Promise<void> {
    const before = cpuSeconds();
    const result = await autocannon({
        url,
        connections,
        amount: requests,
        // The server would give one with every answer otherwise.
        headers: { cookie: "SRV=r1" },
        // Its end is only seen, and timed, once in so many milliseconds.
        sampleInt: 10,
    });
    if (result.errors > 0 || result.non2xx > 0) throw new Error("not every request was answered");
    const milliseconds = result.finish.getTime() - result.start.getTime();
    const { total } = result.requests;
    give({ rate: (total / milliseconds) * 1000, processor: ((cpuSeconds() - before) / total) * 1e6 });
}

void main();
