import { STATELESS_KEY } from "../../components/affinity/stateless";
import { type Topology } from "../topology";
import { type Hop } from "../topology/hop";
import { isRecord } from "../topology/values";

import { type Parameters, type RuleConfig } from "./config";
import { type Finding, type Rule } from "./rule";
import { unlessDeclared } from "./unless-declared";

const NAME = "cookie-affinity-needs-cookie-client";

const PARAMETERS: Parameters = {
    clientKeepsCookies: {
        schema: { description: "False: no client of the stack keeps cookies.", type: "boolean" },
        faultOf: (value) => (typeof value === "boolean" ? undefined : "has to be true or false."),
    },
    clientKeepsCookiesOf: {
        schema: {
            description:
                "Whether the clients of single resources keep cookies, by name or URN; it goes before all else.",
            type: "object",
            additionalProperties: { type: "boolean" },
        },
        faultOf: (value) =>
            isRecord(value) && Object.values(value).every((one) => typeof one === "boolean")
                ? undefined
                : "has to be an object of true and false by names or URNs.",
    },
};

/** Cookies keep only clients that keep cookies. */
export const cookieAffinityNeedsCookieClient: Rule = {
    name: NAME,
    displayName: "Cookie affinity has clients that keep cookies",
    description:
        "Where the clients of a hop with several targets are declared, or known by the Model Context Protocol's path, to keep no " +
        "cookies, something else than a cookie keeps them.",
    severity: "high",
    scope: "stack",
    remediation:
        "Keep these clients by their address, or by a header that each of them chooses, or route by the session's id, or say in " +
        "clientKeepsCookiesOf that they keep cookies, or declare the workload stateless: tag or annotation " +
        `${STATELESS_KEY} = "<reason>".`,
    tags: ["session-affinity", "azure", "kubernetes", "mcp"],
    parameters: PARAMETERS,
    evaluate: (topology, config, today) =>
        topology.hops.flatMap((hop) => evaluateHop(hop, topology, config, today) ?? []),
};

function evaluateHop(hop: Hop, topology: Topology, config: RuleConfig, today: string): Finding | undefined {
    const { affinity, replicas, urn, affinityPath: path } = hop;
    if (!affinity.known || affinity.value.kind !== "cookie") return undefined;
    if (replicas.known && replicas.value.max <= 1) return undefined;
    const why = cookielessBy(hop, topology, config);
    if (why === undefined) return undefined;
    return unlessDeclared(
        {
            rule: NAME,
            urn,
            path,
            message: `a cookie keeps its clients (${affinity.value.source}), and they keep none (${why}): each request may reach another target.`,
            fix: cookieAffinityNeedsCookieClient.remediation,
        },
        hop,
        config,
        today,
    );
}

/** Why a hop's clients are taken to keep no cookies; undefined where they are not. */
function cookielessBy(hop: Hop, topology: Topology, { parameters = {} }: RuleConfig): string | undefined {
    const own = (parameters["clientKeepsCookiesOf"] ?? {}) as Readonly<Record<string, boolean>>;
    for (const key of [hop.urn, hop.name]) {
        if (Object.hasOwn(own, key)) return own[key] ? undefined : `clientKeepsCookiesOf["${key}"] = false`;
    }
    const all = parameters["clientKeepsCookies"];
    if (all !== undefined) return all === false ? "clientKeepsCookies = false" : undefined;
    const path = topology.mcpPathOf(hop);
    return path === undefined ? undefined : `${path}, and most clients of the Model Context Protocol have no cookies`;
}
