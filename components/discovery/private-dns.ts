import * as privatedns from "@pulumi/azure-native/privatedns";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { type PrivateDnsArgs } from "./args";
import { readRecords } from "./records";

/** Zones and links are in no region. */
const LOCATION = "global";
const DEFAULT_TTL_SECONDS = 300;
const MAX_TTL_SECONDS = 2147483647;
/** https://learn.microsoft.com/azure/dns/private-dns-privatednszone */
const ZONE = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.){1,33}[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
const LINK = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}$/;
const VIRTUAL_NETWORK_ID =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+$/i;

/**
 * Names for addresses inside virtual networks: a private DNS zone, the networks that ask it, and what its names stand for.
 * Clients and gateways in those networks reach an internal ingress by name; nobody else learns of it.
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class PrivateDns extends pulumi.ComponentResource {
    /** The zone. */
    public readonly zone: privatedns.PrivateZone;
    /** What each network asks the zone by, by the names of `virtualNetworkIds`. */
    public readonly links: Readonly<Record<string, privatedns.VirtualNetworkLink>>;
    /** The records, by their names in the zone. */
    public readonly recordSets: Readonly<Record<string, privatedns.PrivateRecordSet>>;
    /** Name of the zone. */
    public readonly name: pulumi.Output<string>;
    /** Resource id of the zone. */
    public readonly resourceId: pulumi.Output<string>;
    /** Whole names of the records, by their names in the zone: `orders` is `orders.shop.internal`. */
    public readonly hosts: Readonly<Record<string, pulumi.Output<string>>>;

    /**
     * @param name name of the component; names of its links are made from it.
     * @param args see {@link PrivateDnsArgs}.
     * @param opts options of the component; providers given here reach all that it creates.
     */
    constructor(name: string, args: PrivateDnsArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:PrivateDns", name, withoutOthers(args), opts);

        const { resourceGroupName } = settings;
        const child = { parent: this };
        this.zone = new privatedns.PrivateZone(
            name,
            { resourceGroupName, privateZoneName: settings.zoneName, location: LOCATION, tags: args.tags },
            child,
        );
        const privateZoneName = this.zone.name;
        this.links = mapped(settings.networks, (link, id) => [
            link,
            new privatedns.VirtualNetworkLink(
                `${name}-${link}`,
                {
                    resourceGroupName,
                    privateZoneName,
                    location: LOCATION,
                    virtualNetwork: { id },
                    // Machines of the network do not write their own names into a zone of services.
                    registrationEnabled: false,
                    tags: args.tags,
                },
                child,
            ),
        ]);
        this.recordSets = mapped(settings.records, (record, addresses) => [
            record,
            new privatedns.PrivateRecordSet(
                `${name}-${record}`,
                {
                    resourceGroupName,
                    privateZoneName,
                    relativeRecordSetName: record,
                    recordType: "A",
                    aRecords: pulumi.output(addresses).apply((known) => known.map((ipv4Address) => ({ ipv4Address }))),
                    ttl: settings.ttlSeconds,
                },
                child,
            ),
        ]);
        this.name = this.zone.name;
        this.resourceId = this.zone.id;
        this.hosts = mapped(settings.records, (record) => [
            record,
            record === "@" ? this.zone.name : pulumi.interpolate`${record}.${this.zone.name}`,
        ]);
        this.registerOutputs({
            zone: this.zone,
            links: this.links,
            recordSets: this.recordSets,
            name: this.name,
            resourceId: this.resourceId,
            hosts: this.hosts,
        });
    }
}

/** The arguments as the engine stores them: what the names stand for may be other components. */
function withoutOthers({ records: _records, containerApps: _app, ...args }: PrivateDnsArgs): pulumi.Inputs {
    return args;
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: PrivateDnsArgs) {
    const check = new Checks("PrivateDns", name);
    check.exactlyOne("", args, ["zoneName", "containerApps"]);
    return {
        resourceGroupName: check.required(
            "resourceGroupName",
            args.resourceGroupName,
            "give the name of the resource group.",
        ),
        zoneName: readZoneName(check, args),
        records: readRecords(check, args),
        networks: readNetworks(check, args),
        ttlSeconds:
            check.integer("ttlSeconds", args.ttlSeconds, { min: 1, max: MAX_TTL_SECONDS, unit: "seconds" }) ??
            DEFAULT_TTL_SECONDS,
    };
}

function readZoneName(check: Checks, args: PrivateDnsArgs): pulumi.Input<string> {
    const [path, given] = args.containerApps
        ? ["containerApps.defaultDomain", args.containerApps.defaultDomain]
        : ["zoneName", args.zoneName as pulumi.Input<string>];
    return check.text(
        path,
        check.required(path, given, "give the environment's defaultDomain."),
        ZONE,
        'it has to be a domain of 2 to 34 labels of small letters, digits, hyphens and underscores, such as "shop.internal".',
    ) as pulumi.Input<string>;
}

function readNetworks(check: Checks, args: PrivateDnsArgs): ReadonlyMap<string, pulumi.Input<string>> {
    const networks = Object.entries(
        check.required("virtualNetworkIds", args.virtualNetworkIds, "give the networks that ask the zone.") as Record<
            string,
            pulumi.Input<string>
        >,
    );
    if (networks.length === 0) check.missing("virtualNetworkIds", "a zone that no network asks is seen by nobody.");
    return new Map(networks.map(([link, id]) => [checkLink(check, link), readNetworkId(check, link, id)]));
}

function checkLink(check: Checks, link: string): string {
    if (LINK.test(link)) return link;
    throw check.fault(
        `virtualNetworkIds.${link}`,
        "has a name that is none of a link: 1 to 40 letters, digits, hyphens, dots and underscores.",
    );
}

function readNetworkId(check: Checks, link: string, id: pulumi.Input<string>): pulumi.Input<string> {
    const path = `virtualNetworkIds.${link}`;
    return check.text(
        path,
        check.required(path, id, "give the virtual network's resource id."),
        VIRTUAL_NETWORK_ID,
        "it has to be the resource id of a virtual network, /subscriptions/<id>/resourceGroups/<name>/providers/" +
            "Microsoft.Network/virtualNetworks/<name>.",
    ) as pulumi.Input<string>;
}

/** A record with an entry for each of a map's. */
function mapped<V, T>(map: ReadonlyMap<string, V>, entry: (key: string, value: V) => [string, T]): Record<string, T> {
    return Object.fromEntries([...map].map(([key, value]) => entry(key, value)));
}
