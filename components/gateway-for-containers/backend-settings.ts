import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";
import { type Affinity, type Replicas } from "../affinity/vocabulary";
import { type DeepInput } from "../kubernetes/custom-resources/typed-object";
import { type CookieAffinityArgs, describeCookie, readCookie } from "./cookie-affinity";
import { type IngressBackendPort, type IngressBackendSettings } from "./custom-resources/ingress-extension";
import { readDistinct } from "./distinct";
import { readDuration } from "./duration";
import { readName } from "./object-name";
import { readReplicas } from "./replicas";

/** A port of a Service, given by exactly one of its number and its name. */
export interface BackendPortArgs {
    /** Number of the port, 1 to 65535. */
    port?: pulumi.Input<number | undefined>;
    /** Name of the port. */
    name?: pulumi.Input<string | undefined>;
    /** What the Service speaks there. */
    protocol: pulumi.Input<"HTTP" | "HTTPS">;
}

/** One Service behind the Ingress whose clients are kept. */
export interface BackendSettingsArgs {
    /** Name of the Service, in the extension's own namespace. */
    service: pulumi.Input<string>;
    /** The cookie that keeps a client. Omitted: the gateway's own, `AGCAffinity`, of a day. */
    affinity?: CookieAffinityArgs;
    /**
     * Seconds after which the gateway ends a request, 0 or more; 0 never does, which streams need. Omitted: the gateway's
     * 60 seconds.
     */
    requestTimeoutSeconds?: pulumi.Input<number | undefined>;
    /** What the Service speaks at its ports. Omitted: the gateway's own choice. */
    ports?: readonly BackendPortArgs[];
    /** Pods behind the Service, 0 to 10000, for policies and reports. Omitted: any number. */
    replicas?: pulumi.Input<number | undefined>;
}

/** One Service's checked settings, and what they keep. */
export interface CheckedBackend {
    readonly settings: DeepInput<IngressBackendSettings>;
    readonly affinity: pulumi.Output<Affinity>;
    readonly replicas: pulumi.Output<Replicas>;
}

/** Checks the Services of an Ingress: one or more, each once. */
export function readBackends(check: Checks, given: readonly BackendSettingsArgs[]): CheckedBackend[] {
    const path = "backendSettings";
    const backends = check.required(path, given as BackendSettingsArgs[], "give the Services behind the Ingress.");
    if (!Array.isArray(backends) || backends.length === 0) {
        check.fail(path, backends, "it has to be a list of one Service or more.");
    }
    const services = readServices(check, path, backends);
    return backends.map((backend, index) =>
        readBackend(check, `${path}[${index}]`, backend, {
            service: services.apply((names) => names[index] as string),
            source: `spec.${path}[${index}].sessionAffinity`,
        }),
    );
}

/** The controller finds a Service's settings by its name, and says nothing of two that have the same. */
function readServices(check: Checks, path: string, backends: readonly BackendSettingsArgs[]): pulumi.Output<string[]> {
    const named = backends.map(({ service }, index) => {
        const at = `${path}[${index}].service`;
        return readName(check, at, check.required(at, service, "give the Service's name.")) as pulumi.Input<string>;
    });
    return readDistinct(check, named, (index) => `${path}[${index}].service`);
}

function readBackend(
    check: Checks,
    path: string,
    given: BackendSettingsArgs,
    { service, source }: { service: pulumi.Input<string>; source: string },
): CheckedBackend {
    const cookie = readCookie(check, `${path}.affinity`, given.affinity);
    const requestTimeout = readDuration(check, `${path}.requestTimeoutSeconds`, given.requestTimeoutSeconds, 0);
    const settings = {
        service,
        sessionAffinity: cookie,
        ...(requestTimeout === undefined ? {} : { timeouts: { requestTimeout } }),
        ...(given.ports === undefined
            ? {}
            : { ports: given.ports.map((port, index) => readPort(check, `${path}.ports[${index}]`, port)) }),
    };
    return {
        settings,
        affinity: describeCookie(cookie, source),
        replicas: readReplicas(check, `${path}.replicas`, given.replicas),
    };
}

function readPort(check: Checks, path: string, given: BackendPortArgs): DeepInput<IngressBackendPort> {
    const by = check.exactlyOne(`${path}.`, given, ["port", "name"]);
    const protocol = check.oneOf(
        `${path}.protocol`,
        check.required(`${path}.protocol`, given.protocol, 'give "HTTP" or "HTTPS".'),
        ["HTTP", "HTTPS"],
    ) as pulumi.Input<"HTTP" | "HTTPS">;
    return by === "port"
        ? { port: check.integer(`${path}.port`, given.port, { min: 1, max: 65535 }) as pulumi.Input<number>, protocol }
        : { name: readName(check, `${path}.name`, given.name) as pulumi.Input<string>, protocol };
}
