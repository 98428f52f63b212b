import { type Benchmark, compare, type Measured } from "../benchmark";
import { measureInChild } from "../child";
import { type AutocannonTask } from "../children/autocannon";
import { type ProbeTask } from "../children/probe";
import { interleave, type Sample } from "../measure";
import { findK6 } from "../support/k6";
import { LoopbackServer } from "../support/loopback-server";
import { runK6 } from "../support/run-k6";

const ROUNDS = 3;
const CLIENTS = 50;
const REQUESTS_EACH = 400;
const METRICS = [
    { key: "rate", label: "rate", unit: "requests/s", digits: 0 },
    { key: "milliseconds", label: "time", unit: "ms", digits: 0 },
];
const MEMORY = [...METRICS, { key: "mebibytes", label: "peak memory", unit: "MiB", digits: 0 }];

const LOAD = { clients: CLIENTS, rounds: REQUESTS_EACH, concurrency: CLIENTS, source: "loopback", findKey: false };
const PROOF = { clients: 40, rounds: 5, concurrency: 4, connections: "fresh" } as const;

/** How fast the probe asks, against tools that only make load, all of them before one server on this machine. */
export const probeBenchmark: Benchmark = {
    name: "probe",
    title: "The probe against load generators: fresh connections against k6, kept ones against autocannon",
    async run({ rounds = ROUNDS, progress, signal, folder }) {
        const step = progress.step("Looking for k6");
        const k6 = await findK6(process.env, signal);
        const server = await LoopbackServer.start();
        const { url } = server;
        const requests = CLIENTS * REQUESTS_EACH;
        const probe = (flags: ProbeTask["flags"], whole = false) =>
            measureInChild("probe", { task: { url, flags, whole } satisfies ProbeTask, signal });
        const measure = async (subjects: Readonly<Record<string, () => Promise<Sample>>>) =>
            interleave(Object.keys(subjects), rounds, (subject, round) => {
                step.update(`Probing, round ${round} of ${rounds}: ${subject}`);
                return (subjects[subject] as () => Promise<Sample>)();
            });
        try {
            const freshSubjects = {
                ...(k6 === undefined
                    ? {}
                    : {
                          "k6, fresh connections": () => runK6(k6, { url, clients: CLIENTS, requests, folder }, signal),
                      }),
                "probe, fresh connections": () => probe({ ...LOAD, connections: "fresh" }),
            };
            const fresh = await measure(freshSubjects);
            const kept = await measure({
                "autocannon, kept connections": () =>
                    measureInChild("autocannon", {
                        task: { url, connections: CLIENTS, requests } satisfies AutocannonTask,
                        signal,
                    }),
                "probe, kept connections": () => probe({ ...LOAD, connections: "keep-alive" }),
            });
            const whole = await measure({
                "default proof": () => probe(PROOF, true),
                "10,000 clients": () =>
                    probe({ ...LOAD, clients: 10_000, rounds: 2, concurrency: 256, connections: "fresh" }, true),
            });
            step.done(
                k6 === undefined ? "k6 was left out: it is not on PATH, and there is no Go to build it" : undefined,
            );
            return joined([
                compare(fresh, Object.keys(freshSubjects)[0] as string, METRICS),
                compare(kept, "autocannon, kept connections", METRICS),
                compare(whole, "default proof", MEMORY),
            ]);
        } finally {
            await server.stop();
        }
    },
};

/** One table of several comparisons, each of which begins with its own baseline. */
function joined(parts: readonly Measured[]): Measured {
    return {
        baseline: "the first of its kind",
        rounds: Math.max(...parts.map(({ rounds }) => rounds)),
        metrics: MEMORY,
        rows: parts.flatMap(({ rows }) => rows),
    };
}
