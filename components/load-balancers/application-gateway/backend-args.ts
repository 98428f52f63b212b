import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

import { readHost, readList, readPartNames } from "../targets";
import { cookieNameFor, failUnlessCookie } from "./backend-http-settings";

/** Bounds and defaults of the service. https://learn.microsoft.com/azure/application-gateway/configuration-http-settings */
const SECONDS_LIMIT = 86400;
const DEFAULT_TIMEOUT_SECONDS = 20;
/** https://learn.microsoft.com/azure/application-gateway/application-gateway-probe-overview */
const DEFAULT_PROBE_SECONDS = 30;
const DEFAULT_UNHEALTHY_THRESHOLD = 3;
const THRESHOLD_LIMIT = 20;
/** What the service's own probe sends where nothing names a host. */
const DEFAULT_PROBE_HOST = "127.0.0.1";

/** How the gateway finds out which members are healthy. */
export interface ApplicationGatewayBackendProbeArgs {
    /** Path that answers with a status of 200 to 399, such as "/healthz". */
    path: pulumi.Input<string>;
    /** Host header. Omitted: the one that requests are sent with, or 127.0.0.1 where that is each client's own. */
    host?: pulumi.Input<string | undefined>;
    /** Seconds between probes, 1 to 86400. Omitted: 30. */
    intervalSeconds?: pulumi.Input<number | undefined>;
    /** Seconds after which a probe has failed, 1 to 86400. Omitted: 30. */
    timeoutSeconds?: pulumi.Input<number | undefined>;
    /** Failures in a row that take a member out, 1 to 20. Omitted: 3. */
    unhealthyThreshold?: pulumi.Input<number | undefined>;
}

/** Servers among which the gateway keeps each client on one. */
export interface ApplicationGatewayBackendArgs {
    /** Name in the gateway, 1 to 50 letters, digits and hyphens; its pool, settings and rule are named after it. */
    name: string;
    /** Host names of the servers. Give exactly one of `fqdns` and `ipAddresses`. */
    fqdns?: pulumi.Input<string>[];
    /** Addresses of the servers. Give exactly one of `fqdns` and `ipAddresses`. */
    ipAddresses?: pulumi.Input<string>[];
    /** Port of the servers, 1 to 65535. Omitted: 443 with "Https", else 80. */
    port?: pulumi.Input<number | undefined>;
    /** How the gateway speaks to the servers. Omitted: "Https". Affinity needs HTTP, so there is neither "Tcp" nor "Tls". */
    protocol?: "Http" | "Https";
    /** Host that clients ask for; "*.example.com" is a wildcard. Omitted: any that no other backend names. */
    hostName?: string;
    /** Paths that it serves, such as "/api/*". Omitted: all that no other backend of its host serves; each host has one such. */
    paths?: string[];
    /** Host header that the servers get. Omitted: the server's own name with `fqdns`, the client's with `ipAddresses`. */
    hostHeader?: pulumi.Input<string | undefined>;
    /** Seconds that a request may take, 1 to 86400. Omitted: 20. Streams need more. */
    requestTimeoutSeconds?: pulumi.Input<number | undefined>;
    /** Omitted: the service's own probe, which asks for "/". */
    probe?: ApplicationGatewayBackendProbeArgs;
    /** Name of the affinity cookie. Omitted: `<component's name>-<backend's name>-affinity`, so that chained gateways differ. */
    affinityCookieName?: pulumi.Input<string | undefined>;
}

/** A backend, checked and completed. */
export interface Backend {
    readonly name: string;
    readonly addresses: { fqdn?: pulumi.Input<string>; ipAddress?: pulumi.Input<string> }[];
    readonly hostName: string | undefined;
    readonly paths: string[] | undefined;
    /** Undefined: no affinity. */
    readonly cookie: pulumi.Input<string> | undefined;
    readonly port: pulumi.Input<number>;
    readonly protocol: "Http" | "Https";
    readonly hostHeader: pulumi.Input<string> | undefined;
    readonly ownHost: boolean;
    readonly requestTimeout: pulumi.Input<number>;
    readonly probe: Probe | undefined;
}

/** A probe, as the provider has it but for its name and protocol. */
interface Probe {
    readonly path: pulumi.Input<string>;
    readonly host?: pulumi.Input<string>;
    readonly pickHostNameFromBackendHttpSettings?: boolean;
    readonly interval: pulumi.Input<number>;
    readonly timeout: pulumi.Input<number>;
    readonly unhealthyThreshold: pulumi.Input<number>;
}

/** Checks the backends and completes them with the component's defaults. */
export function readBackends(
    check: Checks,
    component: string,
    backends: ApplicationGatewayBackendArgs[] | undefined,
    stateless: boolean,
): Backend[] {
    const given = readList(check, "backends", backends, "backend");
    readPartNames(check, "backends", given);
    const cookies = stateless ? refuseCookies(check, given) : readCookies(check, component, given);
    return given.map((backend, index) => readBackend(check, backend, `backends[${index}]`, cookies[index], stateless));
}

function refuseCookies(check: Checks, backends: ApplicationGatewayBackendArgs[]): undefined[] {
    return backends.map(({ affinityCookieName }, index) => {
        if (affinityCookieName !== undefined) {
            check.conflict(`backends[${index}].affinityCookieName`, "stateless", "there is no cookie. Leave one out.");
        }
        return undefined;
    });
}

/** The cookies of all backends, none of which may be taken for another's: a client may meet several. */
function readCookies(check: Checks, component: string, backends: ApplicationGatewayBackendArgs[]) {
    const given = backends.map(
        ({ name, affinityCookieName }) => affinityCookieName ?? cookieNameFor(component, name),
    ) as pulumi.Input<string>[];
    const held = check.together<string[]>(given, (known) =>
        known.forEach((_, index) =>
            failUnlessCookie(check, `backends[${index}].affinityCookieName`, known.slice(0, index + 1)),
        ),
    );
    return given.map((_, index) => held.apply((known) => known[index] as string));
}

function readBackend(
    check: Checks,
    backend: ApplicationGatewayBackendArgs,
    path: string,
    cookie: pulumi.Input<string> | undefined,
    stateless: boolean,
): Backend {
    const protocol = (check.value<string>(`${path}.protocol`, backend.protocol, (given) =>
        ["Http", "Https"].includes(given)
            ? undefined
            : `it has to be "Http" or "Https": the gateway has no affinity for TCP and TLS.`,
    ) ?? "Https") as "Http" | "Https";
    const alternative = check.exactlyOne(`${path}.`, backend, ["fqdns", "ipAddresses"]);
    const hosts = readList(check, `${path}.${alternative}`, backend[alternative], "server").map(
        (host, index) => readHost(check, `${path}.${alternative}[${index}]`, host, stateless) as pulumi.Input<string>,
    );
    const hostHeader = readHost(check, `${path}.hostHeader`, backend.hostHeader, true);
    const ownHost = alternative === "fqdns" && hostHeader === undefined;
    return {
        name: backend.name,
        addresses: hosts.map((host) => (alternative === "fqdns" ? { fqdn: host } : { ipAddress: host })),
        hostName: readHost(check, `${path}.hostName`, backend.hostName, true) as string | undefined,
        paths: readPaths(check, path, backend.paths),
        cookie,
        protocol,
        port: check.integer(`${path}.port`, backend.port, { min: 1, max: 65535 }) ?? (protocol === "Https" ? 443 : 80),
        hostHeader,
        ownHost,
        requestTimeout:
            readSeconds(check, `${path}.requestTimeoutSeconds`, backend.requestTimeoutSeconds) ??
            DEFAULT_TIMEOUT_SECONDS,
        probe: backend.probe && readProbe(check, `${path}.probe`, backend.probe, ownHost || hostHeader !== undefined),
    };
}

function readSeconds(check: Checks, path: string, value: pulumi.Input<number | undefined> | undefined) {
    return check.integer(path, value, { min: 1, max: SECONDS_LIMIT, unit: "seconds" });
}

function readPaths(check: Checks, path: string, paths: string[] | undefined): string[] | undefined {
    if (paths === undefined) return undefined;
    return readList(check, `${path}.paths`, paths, "path").map(
        (one, index) =>
            check.text(
                `${path}.paths[${index}]`,
                one,
                /^\/[^?#*]*\*?$/,
                'it has to begin with "/" and may end with "*".',
            ) as string,
    );
}

function readProbe(check: Checks, path: string, probe: ApplicationGatewayBackendProbeArgs, hasHost: boolean): Probe {
    const host = readHost(check, `${path}.host`, probe.host, true);
    const asked = check.required(`${path}.path`, probe.path, "give the path that tells of health.");
    return {
        path: check.text(`${path}.path`, asked, /^\//, 'it has to begin with "/".') as pulumi.Input<string>,
        ...(host === undefined && hasHost
            ? { pickHostNameFromBackendHttpSettings: true }
            : { host: host ?? DEFAULT_PROBE_HOST }),
        interval: readSeconds(check, `${path}.intervalSeconds`, probe.intervalSeconds) ?? DEFAULT_PROBE_SECONDS,
        timeout: readSeconds(check, `${path}.timeoutSeconds`, probe.timeoutSeconds) ?? DEFAULT_PROBE_SECONDS,
        unhealthyThreshold:
            check.integer(`${path}.unhealthyThreshold`, probe.unhealthyThreshold, { min: 1, max: THRESHOLD_LIMIT }) ??
            DEFAULT_UNHEALTHY_THRESHOLD,
    };
}
