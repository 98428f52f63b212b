import { STATELESS_KEY } from "../../components/affinity/stateless";
import { type AffinitySetting } from "../topology/settings";

import { type Parameter, type RuleConfig } from "./config";
import { type Finding, type Rule } from "./rule";
import { undecided, unlessDeclared } from "./unless-declared";

const NAME = "header-hash-needs-client-header";

/** Headers that servers mint: a client has none to send until it was answered. https://modelcontextprotocol.io/specification/2025-11-25/basic/transports */
const DEFAULT_HEADERS = ["Mcp-Session-Id"];

const SERVER_HEADERS: Parameter = {
    schema: {
        description: "Names of headers that servers mint, in place of Mcp-Session-Id.",
        type: "array",
        items: { type: "string" },
    },
    faultOf: (value) =>
        Array.isArray(value) && value.every((one) => typeof one === "string" && one !== "")
            ? undefined
            : "has to be a list of names.",
};

/** A hash of a header is of one that clients choose. */
export const headerHashNeedsClientHeader: Rule = {
    name: NAME,
    displayName: "Hashes of headers use headers that clients choose",
    description:
        "Where a hash of a header picks the replica, clients choose that header and send it with every request. One that the " +
        "server mints, such as Mcp-Session-Id, is not there when the replica is picked that mints it.",
    severity: "high",
    scope: "stack",
    remediation:
        "Hash on a header that each client chooses and sends with every request, keep clients by a cookie or by their address, use " +
        `a gateway that writes the replica into the id, or declare the workload stateless: annotation ${STATELESS_KEY} = "<reason>".`,
    tags: ["session-affinity", "kubernetes", "mcp"],
    parameters: { serverHeaders: SERVER_HEADERS },
    evaluate(topology, config, today) {
        const given = (config.parameters?.["serverHeaders"] ?? DEFAULT_HEADERS) as readonly string[];
        const minted = new Set(given.map((header) => header.toLowerCase()));
        return topology.settings().flatMap((setting) => evaluateSetting(setting, minted, config, today) ?? []);
    },
};

function evaluateSetting(
    setting: AffinitySetting,
    minted: ReadonlySet<string>,
    config: RuleConfig,
    today: string,
): Finding | undefined {
    const { urn, path, affinity } = setting;
    // Of other affinity that is not known yet, the rules that ask for it speak.
    const waits = !affinity.known && /header|hash-by/i.test(affinity.path) ? affinity.path : undefined;
    const header = affinity.known && affinity.value.strength === "soft" ? headerOf(affinity.value) : undefined;
    if (waits === undefined && (header === undefined || !minted.has(header.toLowerCase()))) return undefined;
    const violation = {
        rule: NAME,
        urn,
        path,
        message:
            `hashes ${header}, which the server mints: the first request of a session has none, so the next ones reach its replica ` +
            "by chance only.",
        fix: headerHashNeedsClientHeader.remediation,
    };
    const finding = unlessDeclared(violation, setting, config, today);
    return finding && waits !== undefined ? undecided(violation, waits) : finding;
}

function headerOf({ kind, key }: { readonly kind: string; readonly key?: string }): string | undefined {
    return kind === "header" ? key : undefined;
}
