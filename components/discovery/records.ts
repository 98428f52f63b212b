import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";
import { type ContainerAppsDomain, type InternalService, type PrivateDnsArgs, type PrivateDnsRecordArgs } from "./args";

/** Most records of one name. https://learn.microsoft.com/azure/dns/private-dns-privatednszone */
const MOST_ADDRESSES = 20;
const IPV4 = /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;
const NAME = /^(@|\*|(\*\.)?[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*)$/;

/** Addresses by the name that stands for them. */
export type Records = ReadonlyMap<string, pulumi.Input<string[]>>;

/** Checks what the names in the zone stand for. */
export function readRecords(check: Checks, args: PrivateDnsArgs): Records {
    if (args.containerApps) {
        if (args.records !== undefined) {
            check.conflict("records", "containerApps", "all names in its zone stand for the environment's address.");
        }
        return recordsOf(check, args.containerApps);
    }
    const records = Object.entries(
        check.required("records", args.records, "say what the names in the zone stand for.") as Record<
            string,
            PrivateDnsRecordArgs
        >,
    );
    if (records.length === 0) check.missing("records", "a zone without a name in it leads nowhere. Give one or more.");
    return new Map(records.map(([name, record]) => [checkName(check, name), readRecord(check, name, record)]));
}

/** The apps below the domain, and the domain itself. https://learn.microsoft.com/azure/container-apps/private-endpoints-with-dns */
function recordsOf(check: Checks, { staticIp }: ContainerAppsDomain): Records {
    const path = "containerApps.staticIp";
    const given = check.required(path, staticIp, "give the environment's staticIp.");
    const address = check.text(path, given, IPV4, "it has to be an IPv4 address.") as pulumi.Input<string>;
    const addresses = pulumi.output(address).apply((known) => [known]);
    return new Map([
        ["*", addresses],
        ["@", addresses],
    ]);
}

function checkName(check: Checks, name: string): string {
    if (NAME.test(name)) return name;
    throw check.fault(
        `records.${name}`,
        'has a name that is none in a zone: "@", "*", or labels of small letters, digits, hyphens and underscores.',
    );
}

function readRecord(check: Checks, name: string, record: PrivateDnsRecordArgs): pulumi.Input<string[]> {
    const path = `records.${name}.`;
    return check.exactlyOne(path, record, ["addresses", "service"]) === "addresses"
        ? readAddresses(check, `${path}addresses`, record.addresses)
        : readService(check, `${path}service`, record.service as InternalService);
}

function readAddresses(check: Checks, path: string, given: PrivateDnsRecordArgs["addresses"]): pulumi.Input<string[]> {
    const rule = `it has to be a list of 1 to ${MOST_ADDRESSES} IPv4 addresses, each once.`;
    return check.value<string[]>(path, given as pulumi.Input<string[]>, (addresses) =>
        Array.isArray(addresses) &&
        addresses.length >= 1 &&
        addresses.length <= MOST_ADDRESSES &&
        new Set(addresses).size === addresses.length &&
        addresses.every((address) => typeof address === "string" && IPV4.test(address))
            ? undefined
            : rule,
    ) as pulumi.Input<string[]>;
}

function readService(check: Checks, path: string, service: InternalService): pulumi.Input<string[]> {
    if (!service.reachableFromOutside) {
        throw check.fault(
            path,
            "has no address outside its cluster. Give the StickyService loadBalancer: { internal: true }.",
        );
    }
    return pulumi.output(service.host).apply((host) => {
        // A preview sees the Service before its load balancer has an address.
        if (host === "" && pulumi.runtime.isDryRun()) return pulumi.unknown as unknown as string[];
        if (!IPV4.test(host)) check.fail(`${path}.host`, host, "its load balancer has no IPv4 address.");
        return [host];
    });
}
