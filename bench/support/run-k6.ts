import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { run } from "../../sandbox/engine/run";
import { type Sample } from "../measure";

/** A load to make with k6. */
export interface K6Load {
    readonly url: string;
    readonly clients: number;
    readonly requests: number;
    /** Processors that it uses at a time. Omitted: all. */
    readonly processors?: number;
    /** For its script and its numbers. */
    readonly folder: string;
}

/** Has k6 ask over fresh connections, with a jar and an address for each client, and tells how fast it was. */
export async function runK6(
    k6: string,
    { url, clients, requests, processors, folder }: K6Load,
    signal: AbortSignal,
): Promise<Sample> {
    const script = path.join(folder, "k6.js");
    const summary = path.join(folder, "k6.json");
    await writeFile(script, scriptOf(url, clients, requests));
    const range = `127.0.5.1-127.0.5.${clients}`;
    const args = ["run", "--quiet", "--no-usage-report", "--local-ips", range, "--summary-export", summary, script];
    const env = processors === undefined ? process.env : { ...process.env, GOMAXPROCS: String(processors) };
    await run(k6, args, { cwd: folder, env, signal });
    const { metrics } = JSON.parse(await readFile(summary, "utf8")) as {
        metrics: { http_reqs: { count: number; rate: number } };
    };
    const { count, rate } = metrics.http_reqs;
    if (count !== requests) throw new Error(`k6 made ${count} requests of ${requests}`);
    return { rate };
}

function scriptOf(url: string, clients: number, requests: number): string {
    return `import http from "k6/http";
export const options = {
    noCookiesReset: true,
    noConnectionReuse: true,
    discardResponseBodies: true,
    scenarios: { load: { executor: "shared-iterations", vus: ${clients}, iterations: ${requests}, maxDuration: "10m" } },
};
export default () => http.get(${JSON.stringify(url)});
`;
}
