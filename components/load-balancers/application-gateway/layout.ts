import { type network as inputs } from "@pulumi/azure-native/types/input";
import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";

import { within } from "../self";
import { type Backend } from "./backend-args";

/** A certificate in a Key Vault, and the identity that may read it. */
export interface ApplicationGatewayCertificateArgs {
    /** Id of the certificate's secret; without a version at its end the gateway follows its renewals. */
    keyVaultSecretId: pulumi.Input<string>;
    /** Resource id of the user-assigned identity that may read the secret. */
    identityId: pulumi.Input<string>;
}

/** Name of what the gateway has one of. */
const ONLY = "frontend";
/** Rules are looked at in the order of their priorities, 1 to 20000. https://learn.microsoft.com/azure/application-gateway/multiple-site-overview */
const FIRST_PRIORITY = 100;
const PRIORITY_STEP = 10;

/** The backends of one host that clients ask for. */
interface Site {
    readonly hostName: string | undefined;
    /** Serves what no path of the site takes. */
    readonly rest: Backend;
    readonly byPath: readonly Backend[];
}

/**
 * The sites of a gateway: those of one host, then wildcards, then the one for every other host, as the first that fits
 * serves.
 */
export function readSites(check: Checks, backends: readonly Backend[]): Site[] {
    const hosts = [...new Set(backends.map(({ hostName }) => hostName?.toLowerCase()))];
    const rank = (host: string | undefined) => (host?.startsWith("*") ? 1 : 0);
    // Sorting puts what is undefined last.
    return hosts.sort((one, other) => rank(one) - rank(other)).map((hostName) => readSite(check, hostName, backends));
}

function readSite(check: Checks, hostName: string | undefined, backends: readonly Backend[]): Site {
    const own = backends.filter((backend) => backend.hostName?.toLowerCase() === hostName);
    const site = hostName === undefined ? "backends without a hostName" : `backends of ${hostName}`;
    const at = (backend: Backend | undefined) => `backends[${backends.indexOf(backend as Backend)}]`;
    const [rest, second] = own.filter(({ paths }) => paths === undefined);
    if (second) {
        check.missing(
            `${at(second)}.paths`,
            `args.${at(rest)} serves all other paths of the ${site}. Give paths, or another hostName.`,
        );
    }
    if (!rest) {
        throw check.fault(
            `${at(own[0])}.paths`,
            `leaves paths that nothing serves: of the ${site} one has to be without paths.`,
        );
    }
    return { hostName, rest, byPath: own.filter((backend) => backend !== rest) };
}

/** The parts of a gateway that its backends come to: one listener a site, one pool and settings a backend. */
export function layOut(
    sites: readonly Site[],
    backends: readonly Backend[],
    frontend: {
        readonly port: pulumi.Input<number>;
        readonly publicIpAddressId: pulumi.Input<string>;
        readonly subnetId: pulumi.Input<string>;
        readonly certificate: ApplicationGatewayCertificateArgs | undefined;
    },
) {
    const { certificate } = frontend;
    const probed = backends.filter(({ probe }) => probe);
    const branching = sites.filter(({ byPath }) => byPath.length > 0);
    return {
        gatewayIPConfigurations: [{ name: ONLY, subnet: { id: frontend.subnetId } }],
        frontendIPConfigurations: [{ name: ONLY, publicIPAddress: { id: frontend.publicIpAddressId } }],
        frontendPorts: [{ name: ONLY, port: frontend.port }],
        ...(certificate
            ? {
                  identity: { type: "UserAssigned" as const, userAssignedIdentities: [certificate.identityId] },
                  sslCertificates: [{ name: ONLY, keyVaultSecretId: certificate.keyVaultSecretId }],
              }
            : {}),
        backendAddressPools: backends.map(({ name, addresses }) => ({ name, backendAddresses: addresses })),
        backendHttpSettingsCollection: backends.map(settingsOf),
        ...(probed.length > 0 ? { probes: probed.map(probeOf) } : {}),
        httpListeners: sites.map((site) => listenerOf(site, certificate !== undefined)),
        ...(branching.length > 0 ? { urlPathMaps: branching.map(pathMapOf) } : {}),
        requestRoutingRules: sites.map(ruleOf),
    };
}

function settingsOf(backend: Backend): inputs.ApplicationGatewayBackendHttpSettingsArgs {
    const { name, port, protocol, cookie, requestTimeout, probe } = backend;
    return {
        name,
        port,
        protocol,
        requestTimeout,
        ...(cookie === undefined
            ? { cookieBasedAffinity: "Disabled" }
            : { cookieBasedAffinity: "Enabled", affinityCookieName: cookie }),
        ...(backend.ownHost ? { pickHostNameFromBackendAddress: true } : {}),
        ...(backend.hostHeader === undefined ? {} : { hostName: backend.hostHeader }),
        ...(probe ? { probe: within("probes", name) } : {}),
    };
}

function probeOf({ name, protocol, probe }: Backend): inputs.ApplicationGatewayProbeArgs {
    return { name, protocol, ...probe };
}

function listenerOf({ rest, hostName }: Site, secure: boolean): inputs.ApplicationGatewayHttpListenerArgs {
    return {
        name: rest.name,
        frontendIPConfiguration: within("frontendIPConfigurations", ONLY),
        frontendPort: within("frontendPorts", ONLY),
        ...(secure ? { protocol: "Https", sslCertificate: within("sslCertificates", ONLY) } : { protocol: "Http" }),
        ...(hostName === undefined ? {} : { hostNames: [hostName] }),
    };
}

function pathMapOf({ rest, byPath }: Site): inputs.ApplicationGatewayUrlPathMapArgs {
    return {
        name: rest.name,
        defaultBackendAddressPool: within("backendAddressPools", rest.name),
        defaultBackendHttpSettings: within("backendHttpSettingsCollection", rest.name),
        pathRules: byPath.map(({ name, paths }) => ({ name, paths: paths as string[], ...targetOf(name) })),
    };
}

function ruleOf({ rest, byPath }: Site, index: number): inputs.ApplicationGatewayRequestRoutingRuleArgs {
    return {
        name: rest.name,
        priority: FIRST_PRIORITY + index * PRIORITY_STEP,
        httpListener: within("httpListeners", rest.name),
        ...(byPath.length > 0
            ? { ruleType: "PathBasedRouting", urlPathMap: within("urlPathMaps", rest.name) }
            : { ruleType: "Basic", ...targetOf(rest.name) }),
    };
}

function targetOf(name: string) {
    return {
        backendAddressPool: within("backendAddressPools", name),
        backendHttpSettings: within("backendHttpSettingsCollection", name),
    };
}
