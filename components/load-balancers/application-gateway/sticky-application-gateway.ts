import * as network from "@pulumi/azure-native/network";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../../affinity/checks";
import { describeHop } from "../../affinity/hop";
import { declaredTags } from "../../affinity/labels";
import { type StatelessArgs } from "../../affinity/stateless";
import { type Affinity, anyReplicas, noAffinity, type Replicas } from "../../affinity/vocabulary";

import { BALANCER_NAME, BALANCER_NAME_RULE, readId, readPlainName } from "../targets";
import { type ApplicationGatewayBackendArgs, readBackends } from "./backend-args";
import { type BackendHttpSettings } from "./backend-http-settings";
import { type ApplicationGatewayCertificateArgs, layOut, readSites } from "./layout";
import { completeGateway, type OwnApplicationGatewayArgs } from "./own-gateway";

/** https://learn.microsoft.com/azure/application-gateway/application-gateway-autoscaling-zone-redundant */
const CAPACITY_LIMIT = 125;
const DEFAULT_MAX_CAPACITY = 10;

/** Arguments of {@link StickyApplicationGateway}. */
export interface StickyApplicationGatewayArgs {
    /** Resource group that the gateway is created in. */
    resourceGroupName: pulumi.Input<string>;
    /** Name of the gateway. Omitted: Pulumi makes one from the component's name. */
    applicationGatewayName?: pulumi.Input<string | undefined>;
    /** Servers to share requests out among. Give either this or `gateway`. */
    backends?: ApplicationGatewayBackendArgs[];
    /**
     * The provider's own arguments, for all that the component has no argument for; affinity is added to each of its
     * backend HTTP settings. Parts name each other by `$self/<part>/<name>`. Give either this or `backends`; all arguments
     * below except `tags` and `stateless` go with `backends`.
     */
    gateway?: OwnApplicationGatewayArgs;
    /** Region of the gateway, which is that of its subnet and its address. Omitted: the resource group's. */
    location?: pulumi.Input<string | undefined>;
    /** Resource id of the gateway's own subnet. */
    subnetId?: pulumi.Input<string | undefined>;
    /** Resource id of the public address, which has to be of the Standard SKU. */
    publicIpAddressId?: pulumi.Input<string | undefined>;
    /** Certificate of the listeners. Omitted: they speak HTTP, and cookies cross the network in the clear. */
    certificate?: ApplicationGatewayCertificateArgs;
    /** Port that clients reach, 1 to 65535. Omitted: 443 with a `certificate`, else 80. */
    port?: pulumi.Input<number | undefined>;
    /** "WAF_v2" needs a `firewallPolicyId`. Omitted: "Standard_v2". */
    sku?: "Standard_v2" | "WAF_v2";
    /** Resource id of the policy of the web application firewall. Only with `sku: "WAF_v2"`. */
    firewallPolicyId?: pulumi.Input<string | undefined>;
    /** Fewest instances of the gateway itself, 0 to 125. Omitted: 0. */
    minCapacity?: pulumi.Input<number | undefined>;
    /** Most instances of the gateway itself, 1 to 125. Omitted: 10. */
    maxCapacity?: pulumi.Input<number | undefined>;
    /** Availability zones. Omitted: the service's own choice. */
    zones?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /** Tags of the gateway. Omitted: none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
    /** Declares that any server can serve any request. Omitted: the servers are taken to be stateful. */
    stateless?: StatelessArgs;
}

/** Arguments that describe the usual gateway, and have no meaning beside one of the provider's own arguments. */
const USUAL = [
    "location",
    "subnetId",
    "publicIpAddressId",
    "certificate",
    "port",
    "sku",
    "firewallPolicyId",
    "minCapacity",
    "maxCapacity",
    "zones",
] as const;

/**
 * An Application Gateway (version 2) that keeps each client on one server by a cookie.
 *
 * Each backend has a cookie of its own, named after the component and the backend, as chained gateways with the same
 * cookie take each other's for their own. A server that is taken out of its pool still gets the requests of its clients
 * while it drains. The cookie has neither `Secure` nor `HttpOnly`, and no lifetime that could be set.
 * https://learn.microsoft.com/azure/application-gateway/configuration-http-settings
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class StickyApplicationGateway extends pulumi.ComponentResource {
    /** The gateway itself. */
    public readonly gateway: network.ApplicationGateway;
    /** Name of the gateway. */
    public readonly name: pulumi.Output<string>;
    /** Resource id of the gateway. */
    public readonly resourceId: pulumi.Output<string>;
    /** Names of the affinity cookies, by the name of the backend HTTP settings; empty where the gateway is stateless. */
    public readonly cookieNames: pulumi.Output<Record<string, string>>;
    /** What keeps a client on its server; with a `key` where all backends together have one cookie. */
    public readonly affinity: pulumi.Output<Affinity>;

    /**
     * @param name name of the component; the gateway's name and the cookies' are made from it unless they are given.
     * @param args see {@link StickyApplicationGatewayArgs}.
     * @param opts options of the component; providers given here reach the gateway.
     */
    constructor(name: string, args: StickyApplicationGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:StickyApplicationGateway", name, args, opts);

        this.gateway = new network.ApplicationGateway(
            name,
            {
                ...settings.gateway,
                resourceGroupName: settings.resourceGroupName,
                applicationGatewayName: settings.applicationGatewayName,
                tags: settings.tags,
            },
            { parent: this },
        );

        this.name = this.gateway.name.apply((known) => known ?? "");
        this.resourceId = this.gateway.id;
        const http = pulumi.output(settings.gateway.backendHttpSettingsCollection) as pulumi.Output<CookieSettings[]>;
        this.cookieNames = http.apply(cookiesOf);
        this.affinity = this.cookieNames.apply(describeAffinity);
        this.registerOutputs({
            gateway: this.gateway,
            name: this.name,
            resourceId: this.resourceId,
            cookieNames: this.cookieNames,
            affinity: this.affinity,
            hop: describeHop("application-gateway", {
                replicas: pulumi
                    .output(settings.gateway.backendAddressPools)
                    .apply((pools) => countServers(pools as Pool[] | undefined)),
                affinity: this.affinity,
                clientFacing: true,
                stateless: settings.stateless,
            }),
        });
    }
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: StickyApplicationGatewayArgs) {
    const check = new Checks("StickyApplicationGateway", name);
    const stateless = check.stateless("stateless", args.stateless);
    const alternative = check.exactlyOne("", args, ["backends", "gateway"]);
    return {
        resourceGroupName: readPlainName(
            check,
            "resourceGroupName",
            check.required("resourceGroupName", args.resourceGroupName, "give the name of the resource group."),
            "the resource group",
        ),
        applicationGatewayName: check.text(
            "applicationGatewayName",
            args.applicationGatewayName,
            BALANCER_NAME,
            BALANCER_NAME_RULE,
        ),
        gateway: alternative === "gateway" ? readOwn(check, name, args) : readUsual(check, name, args),
        stateless,
        tags: declaredTags(args.tags, stateless),
    };
}

function readOwn(check: Checks, name: string, args: StickyApplicationGatewayArgs) {
    for (const key of USUAL) {
        if (args[key] !== undefined)
            check.conflict(key, "gateway", "say it inside gateway, as the provider spells it.");
    }
    return completeGateway(check, name, args.gateway as OwnApplicationGatewayArgs, args.stateless !== undefined);
}

function readUsual(check: Checks, name: string, args: StickyApplicationGatewayArgs) {
    const id = (path: "subnetId" | "publicIpAddressId", type: string) =>
        readId(check, path, check.required(path, args[path], `give the id of a resource of type ${type}.`), type);
    const backends = readBackends(check, name, args.backends, args.stateless !== undefined);
    const sites = readSites(check, backends);
    const certificate = args.certificate && readCertificate(check, args.certificate);
    return {
        ...readSku(check, args),
        ...readCapacity(check, args),
        ...(args.location === undefined ? {} : { location: args.location }),
        ...(args.zones === undefined ? {} : { zones: args.zones }),
        ...layOut(sites, backends, {
            port: check.integer("port", args.port, { min: 1, max: 65535 }) ?? (certificate ? 443 : 80),
            subnetId: id("subnetId", "Microsoft.Network/virtualNetworks/subnets") as pulumi.Input<string>,
            publicIpAddressId: id("publicIpAddressId", "Microsoft.Network/publicIPAddresses") as pulumi.Input<string>,
            certificate,
        }),
    };
}

function readCertificate(
    check: Checks,
    certificate: ApplicationGatewayCertificateArgs,
): ApplicationGatewayCertificateArgs {
    const secret = "certificate.keyVaultSecretId";
    const identity = "certificate.identityId";
    return {
        keyVaultSecretId: check.text(
            secret,
            check.required(secret, certificate.keyVaultSecretId, "give the id of the certificate's secret."),
            /^https:\/\/[^/]+\/secrets\/[^/]+(\/[^/]*)?$/,
            "it has to be the id of a secret: https://<vault>/secrets/<name>.",
        ) as pulumi.Input<string>,
        identityId: readId(
            check,
            identity,
            check.required(identity, certificate.identityId, "the gateway reads the certificate with it."),
            "Microsoft.ManagedIdentity/userAssignedIdentities",
        ) as pulumi.Input<string>,
    };
}

function readSku(check: Checks, args: StickyApplicationGatewayArgs) {
    const sku = (check.oneOf("sku", args.sku, ["Standard_v2", "WAF_v2"]) ?? "Standard_v2") as string;
    if (sku === "WAF_v2" && args.firewallPolicyId === undefined) {
        check.missing("firewallPolicyId", 'sku "WAF_v2" has a firewall, and the firewall needs a policy.');
    }
    if (sku !== "WAF_v2" && args.firewallPolicyId !== undefined) {
        throw check.fault("firewallPolicyId", 'has an effect with sku "WAF_v2" only. Leave it out, or set the sku.');
    }
    const policy = readId(
        check,
        "firewallPolicyId",
        args.firewallPolicyId,
        "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies",
    );
    return { sku: { name: sku, tier: sku }, ...(policy === undefined ? {} : { firewallPolicy: { id: policy } }) };
}

function readCapacity(check: Checks, args: StickyApplicationGatewayArgs) {
    const held = check.together<{ minCapacity: number; maxCapacity: number }>(
        {
            minCapacity: check.integer("minCapacity", args.minCapacity, { min: 0, max: CAPACITY_LIMIT }) ?? 0,
            maxCapacity:
                check.integer("maxCapacity", args.maxCapacity, { min: 1, max: CAPACITY_LIMIT }) ?? DEFAULT_MAX_CAPACITY,
        },
        (known) => {
            if (known.minCapacity > known.maxCapacity) {
                check.fail(
                    "minCapacity",
                    known.minCapacity,
                    `it cannot be more than maxCapacity, which is ${known.maxCapacity}.`,
                );
            }
        },
    );
    return { autoscaleConfiguration: held };
}

type CookieSettings = BackendHttpSettings & { name: string; cookieBasedAffinity?: string; affinityCookieName?: string };

function cookiesOf(settings: readonly CookieSettings[]): Record<string, string> {
    return Object.fromEntries(
        settings.flatMap(({ name, cookieBasedAffinity, affinityCookieName }) =>
            cookieBasedAffinity === "Enabled" && affinityCookieName ? [[name, affinityCookieName]] : [],
        ),
    );
}

function describeAffinity(cookies: Record<string, string>): Affinity {
    const source = "backendHttpSettingsCollection.cookieBasedAffinity";
    const [key, ...others] = Object.values(cookies);
    if (key === undefined) return noAffinity(source);
    return { kind: "cookie", strength: "strong", source, ...(others.length === 0 ? { key } : {}) };
}

interface Pool {
    readonly backendAddresses?: readonly unknown[];
}

/** Servers of the largest pool: a request goes to one of them. */
function countServers(pools: readonly Pool[] | undefined): Replicas {
    const sizes = (pools ?? []).map(({ backendAddresses }) => backendAddresses?.length ?? 0);
    const largest = Math.max(0, ...sizes);
    return largest > 0
        ? { min: Math.min(...sizes), max: largest, source: "backendAddressPools" }
        : anyReplicas("members that join the backendAddressPools by themselves");
}
