import { type Redaction } from "../../../redaction";
import { stepsOf } from "../../identification/json-path";
import { seeded } from "../../random";
import { scheduleOf } from "../../schedule";
import { type ProbeSettings } from "../../settings";
import { type ProbeReport } from "../model";

import { SCRIPT } from "./script";

/** Seconds of a round where the probe itself was faster: virtual users start unevenly. */
const SHORTEST_ROUND = 2;

/**
 * The same schedule as a k6 script: one virtual user a client, with a jar that it keeps, asking in the same shuffled
 * order. Its thresholds fail where a client moves, where an answer names no replica, and where a replica that the
 * probe saw does not answer. Secrets are not in it: the script takes them from the environment.
 * https://grafana.com/docs/k6/latest/using-k6/k6-options/reference/#no-cookies-reset
 */
export function renderK6(report: ProbeReport, settings: ProbeSettings, redaction: Redaction): string {
    const { clients, rounds, seed, target, connections } = settings;
    const { url, headers, timeoutMilliseconds } = target;
    const [first] = connections;
    const source = redaction.data(report.identity.source);
    const entries = Object.entries(headers);
    const isSecret = (value: string) => redaction.text(value) !== value;
    const longest = Math.max(...report.series.map(({ durationMilliseconds }) => durationMilliseconds));
    const visits = report.series.flatMap((series) => series.visits);
    const values = {
        // What the reader sees in comments and errors: the URL's own text could hold a line break.
        SHOWN_URL: redaction.text(report.url),
        URL: isSecret(url.href) ? undefined : url.href,
        HEADERS: Object.fromEntries(entries.filter(([, value]) => !isSecret(value))),
        SECRET_HEADERS: Object.fromEntries(
            entries.filter(([, value]) => isSecret(value)).map(([name]) => [name, variableOf(name)]),
        ),
        SOURCE: source.kind === "json" ? { ...source, steps: stepsOf(source.path) } : source,
        REPLICAS: [...new Set(visits.flatMap(({ replica }) => (replica === undefined ? [] : [replica])))].sort(),
        CLIENTS: clients,
        ROUNDS: rounds,
        CONNECTIONS: first,
        TIMEOUT: timeoutMilliseconds,
        ROUND_SECONDS: Math.max(SHORTEST_ROUND, Math.ceil(longest / 1000 / rounds)),
        SCHEDULE: JSON.stringify(scheduleOf(clients, rounds, seeded(seed))),
        SEED: seed,
        VERSION: report.version,
    };
    return SCRIPT.replace(/"%(\w+)%"/g, (_, name: keyof typeof values) => literal(values[name]));
}

/** As a JavaScript expression that stands anywhere, in a comment too. */
function literal(value: unknown): string {
    return (JSON.stringify(value) ?? "undefined").replaceAll("*/", "*\\/");
}

/** The environment variable that gives a header's value. */
function variableOf(header: string): string {
    return `PROBE_HEADER_${header.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
}
