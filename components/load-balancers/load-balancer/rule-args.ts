import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

import { readList, readPartNames } from "../targets";

/** https://learn.microsoft.com/azure/templates/microsoft.network/loadbalancers */
const MIN_IDLE_MINUTES = 4;
const MAX_IDLE_MINUTES = 30;
const MIN_PROBE_SECONDS = 5;
const MAX_PROBE_SECONDS = 2147483646;
const DEFAULT_PROBE_SECONDS = 15;
const THRESHOLD_LIMIT = 100;

/**
 * What of a connection decides its member: `SourceIP` the client's address, `SourceIPProtocol` the address and the
 * protocol, `Default` the ports too, so that each new connection may go elsewhere.
 */
export type LoadDistribution = "SourceIP" | "SourceIPProtocol" | "Default";

/** How the balancer finds out which members are healthy. */
export interface LoadBalancerProbeArgs {
    /** Omitted: "Tcp". */
    protocol?: "Tcp" | "Http" | "Https";
    /** 1 to 65535. Omitted: the rule's `backendPort`. */
    port?: pulumi.Input<number | undefined>;
    /** Path that answers with status 200. Only with "Http" and "Https", which need it. */
    requestPath?: pulumi.Input<string | undefined>;
    /** Seconds between probes, 5 or more. Omitted: 15. */
    intervalSeconds?: pulumi.Input<number | undefined>;
    /** Probes in a row that take a member out or back in, 1 to 100. Omitted: the service's own. */
    probeThreshold?: pulumi.Input<number | undefined>;
}

/** A port of the frontend that leads to the members. */
export interface LoadBalancerRuleArgs {
    /** Name in the balancer, 1 to 50 letters, digits and hyphens. */
    name: string;
    /** Port that clients reach, 1 to 65534; with `protocol: "All"` 0, which is every port. */
    frontendPort: pulumi.Input<number>;
    /** Port of the members, 1 to 65535, or 0 with "All". Omitted: the same as `frontendPort`. */
    backendPort?: pulumi.Input<number | undefined>;
    /** Omitted: "Tcp". */
    protocol?: "Tcp" | "Udp" | "All";
    /** Omitted: "SourceIP", or "Default" where the balancer is declared `stateless`. "Default" keeps nobody and needs `stateless`. */
    loadDistribution?: pulumi.Input<LoadDistribution | undefined>;
    /** Minutes after which an idle TCP connection is dropped, 4 to 30. Omitted: 4, the service's own. */
    idleTimeoutMinutes?: pulumi.Input<number | undefined>;
    /** Omitted: every member counts as healthy. */
    probe?: LoadBalancerProbeArgs;
}

/** A rule, checked and completed. */
export interface BalancerRule {
    readonly name: string;
    readonly protocol: string;
    readonly frontendPort: pulumi.Input<number>;
    readonly backendPort: pulumi.Input<number>;
    readonly loadDistribution: pulumi.Input<LoadDistribution>;
    readonly idleTimeoutInMinutes: pulumi.Input<number> | undefined;
    readonly probe: ReturnType<typeof readProbe> | undefined;
}

/** Checks the rules and completes them with the component's defaults. */
export function readRules(
    check: Checks,
    rules: LoadBalancerRuleArgs[] | undefined,
    stateless: boolean,
): BalancerRule[] {
    const given = readList(check, "rules", rules, "rule");
    readPartNames(check, "rules", given);
    return given.map((rule, index) => readRule(check, rule, `rules[${index}]`, stateless));
}

function readRule(check: Checks, rule: LoadBalancerRuleArgs, path: string, stateless: boolean): BalancerRule {
    const protocol = (check.oneOf(`${path}.protocol`, rule.protocol, ["Tcp", "Udp", "All"]) ?? "Tcp") as string;
    const every = protocol === "All";
    const frontendPort = check.integer(
        `${path}.frontendPort`,
        check.required(`${path}.frontendPort`, rule.frontendPort, "give the port that clients reach."),
        every ? { min: 0, max: 0, unit: "every port" } : { min: 1, max: 65534 },
    ) as pulumi.Input<number>;
    const backendPort =
        check.integer(
            `${path}.backendPort`,
            rule.backendPort,
            every ? { min: 0, max: 0, unit: "every port" } : { min: 1, max: 65535 },
        ) ?? frontendPort;
    return {
        name: rule.name,
        protocol,
        frontendPort,
        backendPort,
        loadDistribution: readDistribution(check, `${path}.loadDistribution`, rule.loadDistribution, stateless),
        idleTimeoutInMinutes: check.integer(`${path}.idleTimeoutMinutes`, rule.idleTimeoutMinutes, {
            min: MIN_IDLE_MINUTES,
            max: MAX_IDLE_MINUTES,
            unit: "minutes",
        }),
        probe: rule.probe && readProbe(check, rule.probe, `${path}.probe`, every ? undefined : backendPort),
    };
}

function readDistribution(
    check: Checks,
    path: string,
    given: LoadBalancerRuleArgs["loadDistribution"],
    stateless: boolean,
): pulumi.Input<LoadDistribution> {
    const known = check.oneOf(path, given, ["SourceIP", "SourceIPProtocol", "Default"]);
    const held = check.value<LoadDistribution>(path, known, (distribution) =>
        distribution === "Default" && !stateless
            ? 'each new connection of a client may then go to another member. Use "SourceIP", or declare the balancer ' +
              "stateless with stateless: { reason }."
            : distribution !== "Default" && stateless
              ? 'the balancer is declared stateless. Leave it out, or set it to "Default".'
              : undefined,
    );
    return held ?? (stateless ? "Default" : "SourceIP");
}

function readProbe(
    check: Checks,
    probe: LoadBalancerProbeArgs,
    path: string,
    backendPort: pulumi.Input<number> | undefined,
) {
    const protocol = (check.oneOf(`${path}.protocol`, probe.protocol, ["Tcp", "Http", "Https"]) ?? "Tcp") as string;
    if (protocol === "Tcp" && probe.requestPath !== undefined) {
        throw check.fault(`${path}.requestPath`, 'has a meaning with protocol "Http" and "Https" only. Leave it out.');
    }
    if (protocol !== "Tcp" && probe.requestPath === undefined) {
        check.missing(`${path}.requestPath`, `a probe by "${protocol}" needs it.`);
    }
    const port = check.integer(`${path}.port`, probe.port, { min: 1, max: 65535 }) ?? backendPort;
    return {
        protocol,
        port: check.required<number>(`${path}.port`, port, "the rule is for every port, and a probe is for one."),
        requestPath: check.text(`${path}.requestPath`, probe.requestPath, /^\//, 'it has to begin with "/".'),
        intervalInSeconds:
            check.integer(`${path}.intervalSeconds`, probe.intervalSeconds, {
                min: MIN_PROBE_SECONDS,
                max: MAX_PROBE_SECONDS,
                unit: "seconds",
            }) ?? DEFAULT_PROBE_SECONDS,
        probeThreshold: check.integer(`${path}.probeThreshold`, probe.probeThreshold, {
            min: 1,
            max: THRESHOLD_LIMIT,
        }),
    };
}
