import { type Benchmark, compare, type Measured } from "../benchmark";
import { measureInChild } from "../child";
import { type AutocannonTask } from "../children/autocannon";
import { type BareRoundsTask } from "../children/bare-rounds";
import { type ProbeTask } from "../children/probe";
import { interleave, type Sample } from "../measure";
import { findK6 } from "../support/k6";
import { LoopbackServer } from "../support/loopback-server";
import { runK6 } from "../support/run-k6";
import { runProof } from "../support/run-proof";

const ROUNDS = 3;
const CLIENTS = 50;
/** Kept connections are several times as fast: more requests, so that no measurement is over before it is warm. */
const REQUESTS_EACH = { fresh: 400, "keep-alive": 4000 };
const RATE = { key: "rate", label: "rate", unit: "requests/s", digits: 0 };
const PROCESSOR = { key: "processor", label: "processor time a request", unit: "µs", digits: 0 };
const TIME = { key: "milliseconds", label: "time", unit: "ms", digits: 0 };
const MEMORY = { key: "mebibytes", label: "peak memory", unit: "MiB", digits: 0 };

const LOAD = { clients: CLIENTS, concurrency: CLIENTS, source: "loopback", findKey: false };
const MANY = { ...LOAD, clients: 10_000, rounds: 2, concurrency: 256, connections: "fresh" } as const;

/**
 * How fast the probe asks, against tools that only make load, all of them before one server on this machine, with as
 * many connections at a time, one request on each, and as many requests.
 *
 * The probe keeps a jar and an address for each client, reads every body, tells every answer's replica and keeps a
 * record of each; its sample ahead of the proof and its statistics after it are not in the rate. k6 keeps jars and
 * addresses too, discards bodies, and uses all processors, or one where it says so. autocannon has neither jars nor
 * addresses: all its connections send one cookie, so that the server has the same to do. It uses one thread, as the probe does.
 *
 * Neither of them waits for a round to end, as the probe has to. Connections that write ready bytes, read no answer and do
 * wait show what that alone costs: the most that any client could reach in rounds.
 */
export const probeBenchmark: Benchmark = {
    name: "probe",
    title: "The probe against load generators: fresh connections against k6, kept ones against autocannon",
    async run({ rounds = ROUNDS, progress, signal, folder }) {
        const step = progress.step("Looking for k6");
        const k6 = await findK6(process.env, signal);
        const server = await LoopbackServer.start();
        const { url } = server;
        const probe = (flags: ProbeTask["flags"]) =>
            measureInChild("probe", { task: { url, flags } satisfies ProbeTask, signal });
        const load = (connections: keyof typeof REQUESTS_EACH) =>
            probe({ ...LOAD, connections, rounds: REQUESTS_EACH[connections] });
        const fresh = { url, clients: CLIENTS, requests: CLIENTS * REQUESTS_EACH.fresh, folder };
        const bare: BareRoundsTask = { url, connections: CLIENTS, rounds: REQUESTS_EACH["keep-alive"] };
        const kept: AutocannonTask = { url, connections: CLIENTS, requests: CLIENTS * REQUESTS_EACH["keep-alive"] };
        const measure = async (subjects: Readonly<Record<string, () => Promise<Sample>>>) =>
            interleave(Object.keys(subjects), rounds, (subject, round) => {
                step.update(`Probing, round ${round} of ${rounds}: ${subject}`);
                return (subjects[subject] as () => Promise<Sample>)();
            });
        const withK6: Record<string, () => Promise<Sample>> =
            k6 === undefined
                ? {}
                : {
                      "k6, fresh connections, all processors": () => runK6(k6, fresh, signal),
                      "k6, fresh connections, one processor": () => runK6(k6, { ...fresh, processors: 1 }, signal),
                  };
        try {
            const freshSubjects = { ...withK6, "probe, fresh connections": () => load("fresh") };
            const keptSubjects = {
                "autocannon, kept connections, one cookie and address for all": () =>
                    measureInChild("autocannon", { task: kept, signal }),
                "kept connections in rounds, ready bytes and unread answers": () =>
                    measureInChild("bare-rounds", { task: bare, signal }),
                "probe, kept connections": () => load("keep-alive"),
            };
            const parts = [
                compare(await measure(freshSubjects), Object.keys(freshSubjects)[0] as string, [RATE]),
                compare(await measure(keptSubjects), Object.keys(keptSubjects)[0] as string, [RATE, PROCESSOR]),
                compare(await measure({ "10,000 clients": () => probe(MANY) }), "10,000 clients", [RATE, MEMORY]),
                compare(await measure({ "default proof": () => runProof(url, signal) }), "default proof", [TIME]),
            ];
            step.done(
                k6 === undefined ? "k6 was left out: it is not on PATH, and there is no Go to build it" : undefined,
            );
            return joined(parts);
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
        metrics: [RATE, PROCESSOR, TIME, MEMORY],
        rows: parts.flatMap(({ rows }) => rows),
    };
}
