/** The k6 script; `"%NAME%"` stands for what is put in. */
export const SCRIPT = String.raw`/*
 * The schedule of a session affinity probe for k6, written by session-affinity "%VERSION%":
 * "%CLIENTS%" clients, "%ROUNDS%" rounds, seed "%SEED%", of "%SHOWN_URL%"
 *
 *     k6 run FILE
 *
 * PROBE_ROUND_SECONDS   how long a round takes; shorter is more load
 * PROBE_CONNECTIONS     fresh or keep-alive
 * PROBE_URL             another URL
 * PROBE_HEADER_…        values of headers that are secret
 *
 * It tells whether a client moved. The error bound of a verdict is the probe's: k6 has none.
 */
import exec from "k6/execution";
import http from "k6/http";
import { sleep } from "k6";
import { SharedArray } from "k6/data";
import { Counter } from "k6/metrics";
import crypto from "k6/crypto";

const URL = __ENV.PROBE_URL || "%URL%";
const HEADERS = "%HEADERS%";
const SECRET_HEADERS = "%SECRET_HEADERS%";
const SOURCE = "%SOURCE%";
const REPLICAS = "%REPLICAS%";
const CLIENTS = "%CLIENTS%";
const ROUND_MILLISECONDS = Number(__ENV.PROBE_ROUND_SECONDS || "%ROUND_SECONDS%") * 1000;
const MOST_REDIRECTS = 5;

if (!URL) throw new Error("Set PROBE_URL: the URL holds what may be secret, so that it is not written here.");
if (!(ROUND_MILLISECONDS > 0)) throw new Error("PROBE_ROUND_SECONDS is no number above 0.");
for (const [name, variable] of Object.entries(SECRET_HEADERS)) {
    if (!__ENV[variable]) throw new Error("Set " + variable + " to the value of the header " + name + ".");
    HEADERS[name] = __ENV[variable];
}

/** Of each round: the place of each client in its order. */
const places = new SharedArray("places", () =>
    JSON.parse("%SCHEDULE%").map((order) => {
        const own = [];
        order.forEach((client, place) => (own[client] = place));
        return own;
    }),
);

const stayed = new Counter("session_stayed");
const moved = new Counter("session_moved");
const unknown = new Counter("session_unknown");
const answers = new Counter("session_answers");

const thresholds = { session_moved: ["count==0"], session_unknown: ["count==0"] };
REPLICAS.forEach((_, index) => (thresholds["session_answers{replica:" + index + "}"] = ["count>0"]));

export const options = {
    // Without this k6 empties the jar before every iteration, and every balancer looks as if it had no affinity.
    noCookiesReset: true,
    noConnectionReuse: (__ENV.PROBE_CONNECTIONS || "%CONNECTIONS%") === "fresh",
    scenarios: {
        probe: { executor: "per-vu-iterations", vus: CLIENTS, iterations: "%ROUNDS%", maxDuration: "24h" },
    },
    thresholds,
};

let before;

export default function () {
    const client = exec.vu.idInTest - 1;
    const round = exec.vu.iterationInScenario;
    // Clients do not see each other in k6: each waits for the moment of its place.
    const at = exec.scenario.startTime + (round + places[round][client] / CLIENTS) * ROUND_MILLISECONDS;
    sleep(Math.max(0, at - Date.now()) / 1000);
    const replica = readIdentity(ask());
    if (replica === undefined) {
        unknown.add(1);
        return;
    }
    answers.add(1, { replica: String(REPLICAS.indexOf(replica)) });
    if (before !== undefined) (before === replica ? stayed : moved).add(1);
    before = replica;
}

/** Follows redirects within the host only: another host must not be sent these headers. */
function ask() {
    let url = URL;
    for (let asked = 0; ; asked++) {
        const sent = cookiesFor(url);
        const response = http.get(url, { headers: HEADERS, redirects: 0, timeout: "%TIMEOUT%", tags: { name: "probe" } });
        const location = header(response, "location");
        const next = [301, 302, 303, 307, 308].includes(response.status) ? within(url, location) : undefined;
        if (next === undefined || asked === MOST_REDIRECTS) return { response, sent };
        url = next;
    }
}

function cookiesFor(url) {
    return http.cookieJar().cookiesForURL(url);
}

function within(url, location) {
    if (location === undefined) return undefined;
    const origin = /^https?:\/\/[^/?#]+/.exec(url)[0];
    if (location.startsWith("/") && !location.startsWith("//")) return origin + location;
    return location === origin || location.startsWith(origin + "/") ? location : undefined;
}

function header({ headers }, name) {
    const key = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase());
    return key === undefined ? undefined : headers[key];
}

/** Which replica an answer says it is from, read as the probe reads it. */
function readIdentity(answer) {
    if (!answer.response.status) return undefined;
    const value = rawIdentity(answer);
    const text = value === undefined ? "" : value.trim();
    if (text === "") return undefined;
    return text.length <= 200 ? text : "sha256:" + crypto.sha256(text, "hex").slice(0, 16);
}

function rawIdentity({ response, sent }) {
    const body = response.body || "";
    switch (SOURCE.kind) {
        case "header":
            return header(response, SOURCE.name);
        case "json":
            return jsonValue(body);
        case "regex": {
            const found = new RegExp(SOURCE.pattern, "m").exec(body);
            return found === null ? undefined : found[1] === undefined ? found[0] : found[1];
        }
        case "body":
            return body;
        case "cookie": {
            const [set] = response.cookies[SOURCE.name] || [];
            if (set === undefined) return undefined;
            return (sent[SOURCE.name] || []).includes(set.value) ? undefined : set.value;
        }
    }
}

function jsonValue(body) {
    let value;
    try {
        value = JSON.parse(body);
    } catch {
        return undefined;
    }
    for (const step of SOURCE.steps) {
        if (value === null || typeof value !== "object") return undefined;
        value = value[step];
    }
    return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}
`;
