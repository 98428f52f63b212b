import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";
import { type GatewayListener } from "../kubernetes/custom-resources/gateway";
import { type DeepInput } from "../kubernetes/custom-resources/typed-object";
import { readDistinct } from "./distinct";
import { readName } from "./object-name";

/** https://gateway-api.sigs.k8s.io/reference/spec/#listener */
const LISTENER_LIMIT = 64;
const HTTP_PORT = 80;
const HTTPS_PORT = 443;
const HOSTNAME = /^(?=.{1,253}$)(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** A place where the gateway listens: HTTPS with a certificate, else HTTP. */
export interface GatewayListenerArgs {
    /** Name of the listener, unique in the gateway; an HTTPRoute names it as `sectionName`. */
    name: pulumi.Input<string>;
    /** Secret of the type kubernetes.io/tls in the gateway's namespace. Omitted: the listener speaks HTTP. */
    tlsSecretName?: pulumi.Input<string>;
    /** Port, 1 to 65535. Omitted: 443 with `tlsSecretName`, else 80. */
    port?: pulumi.Input<number | undefined>;
    /** Host that it listens for, which may begin with "*.". Omitted: any. */
    hostname?: pulumi.Input<string | undefined>;
    /** Whose HTTPRoutes may attach. Omitted: those of the gateway's own namespace, "Same". */
    routesFrom?: pulumi.Input<"Same" | "All" | undefined>;
}

/** Checks where the gateway listens: one place or more, each with a name of its own. */
export function readListeners(check: Checks, given: readonly GatewayListenerArgs[]): DeepInput<GatewayListener>[] {
    const listeners = check.required("listeners", given as GatewayListenerArgs[], "give a place to listen at.");
    if (!Array.isArray(listeners) || listeners.length === 0 || listeners.length > LISTENER_LIMIT) {
        const count = Array.isArray(listeners) ? `a list of ${listeners.length}` : listeners;
        check.fail("listeners", count, `it has to be a list of 1 to ${LISTENER_LIMIT} listeners.`);
    }
    const names = readNames(check, listeners);
    return listeners.map((listener, index) => ({
        name: names.apply((known) => known[index] as string),
        ...readListener(check, `listeners[${index}]`, listener),
    }));
}

function readNames(check: Checks, listeners: readonly GatewayListenerArgs[]): pulumi.Output<string[]> {
    const named = listeners.map(({ name }, index) => {
        const path = `listeners[${index}].name`;
        return readName(check, path, check.required(path, name, "give the listener's name.")) as pulumi.Input<string>;
    });
    return readDistinct(check, named, (index) => `listeners[${index}].name`);
}

function readListener(check: Checks, path: string, given: GatewayListenerArgs) {
    const secret = readName(check, `${path}.tlsSecretName`, given.tlsSecretName);
    const port = check.integer(`${path}.port`, given.port, { min: 1, max: 65535 });
    const hostname = check.text(
        `${path}.hostname`,
        given.hostname,
        HOSTNAME,
        'it has to be a host name of small letters, digits, hyphens and dots; "*." may stand before it.',
    );
    const from = check.oneOf(`${path}.routesFrom`, given.routesFrom, ["Same", "All"]);
    return {
        ...(secret === undefined
            ? { protocol: "HTTP" as const, port: port ?? HTTP_PORT }
            : {
                  protocol: "HTTPS" as const,
                  port: port ?? HTTPS_PORT,
                  tls: { mode: "Terminate" as const, certificateRefs: [{ group: "", kind: "Secret", name: secret }] },
              }),
        ...(hostname === undefined ? {} : { hostname }),
        ...(from === undefined ? {} : { allowedRoutes: { namespaces: { from } } }),
    };
}
