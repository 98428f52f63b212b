import { type Kind, type ServiceContext } from "../kind";
import { guid } from "../stable";
import { type View } from "../view";
import { arm, refuse } from "./arm";

/**
 * Private DNS. https://learn.microsoft.com/azure/dns/private-dns-privatednszone
 * The codes and words of its refusals are the sandbox's own.
 */

const PATH = "Microsoft.Network/privateDnsZones/{privateZoneName}";
const API_VERSION = "2024-06-01";
const MODULES = ["privatedns", "network"];
const LINK = "azure-native:privatedns:VirtualNetworkLink";
const NETWORK = "azure-native:network:VirtualNetwork";
const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const MOST_RECORDS = 20;
const MOST_LABELS = 34;

const privateZone = arm({
    modules: MODULES,
    kind: "PrivateZone",
    path: PATH,
    apiVersion: API_VERSION,
    validate(inputs, { id }) {
        mustBeGlobal(inputs);
        const name = id.split("/").at(-1) ?? "";
        const labels = name.split(".");
        if (labels.length < 2 || labels.length > MOST_LABELS || labels.some((label) => !LABEL.test(label))) {
            refuse(400, "BadRequest", `The zone name '${name}' has to have 2 to ${MOST_LABELS} labels.`);
        }
    },
    computed: (_inputs, { id }) => ({ internalId: guid(id), provisioningState: "Succeeded" }),
});

const privateRecordSet = arm({
    modules: MODULES,
    kind: "PrivateRecordSet",
    path: `${PATH}/{recordType}/{relativeRecordSetName}`,
    apiVersion: API_VERSION,
    located: false,
    required: ["recordType"],
    validate(inputs) {
        const records = inputs.list("aRecords");
        if (inputs.text("recordType") === "A" && inputs.at("aRecords").present && !inputs.at("aRecords").unknown) {
            if (records.length < 1 || records.length > MOST_RECORDS) {
                refuse(400, "BadRequest", `A record set has 1 to ${MOST_RECORDS} records, not ${records.length}.`);
            }
        }
        const wrong = records
            .map((record) => record.text("ipv4Address"))
            .find((ip) => ip !== undefined && !IPV4.test(ip));
        if (wrong !== undefined) refuse(400, "BadRequest", `The value '${wrong}' is no IPv4 address.`);
    },
    computed: (inputs, { name }) => ({ fqdn: `${name}.${inputs.text("privateZoneName") ?? ""}.` }),
});

const virtualNetworkLink = arm({
    modules: MODULES,
    kind: "VirtualNetworkLink",
    path: `${PATH}/virtualNetworkLinks/{virtualNetworkLinkName}`,
    apiVersion: API_VERSION,
    located: true,
    validate: mustBeGlobal,
    references: { "virtualNetwork.id": { kind: NETWORK, code: "VirtualNetworkNotFound" } },
    referencesOf: mustBeTheOnlyLink,
    computed: () => ({ provisioningState: "Succeeded", virtualNetworkLinkState: "Completed" }),
});

export const PRIVATE_DNS: readonly Kind[] = [...privateZone, ...privateRecordSet, ...virtualNetworkLink];

function mustBeGlobal(inputs: View): void {
    const location = inputs.text("location");
    if (location === undefined || location.toLowerCase() === "global") return;
    refuse(
        400,
        "LocationNotAvailableForResourceType",
        `The provided location '${location}' is not available: it has to be 'global'.`,
    );
}

/** A network is linked to a zone once. */
function mustBeTheOnlyLink(inputs: View, { id, cloud }: ServiceContext): void {
    const network = inputs.text("virtualNetwork.id")?.toLowerCase();
    const own = id.toLowerCase();
    const siblings = own.slice(0, own.lastIndexOf("/") + 1);
    const other = cloud
        .all(LINK)
        .filter((link) => link.id.toLowerCase() !== own && link.id.toLowerCase().startsWith(siblings))
        .find(({ outputs }) => {
            const linked = outputs["virtualNetwork"] as { id?: string } | undefined;
            return network !== undefined && linked?.id?.toLowerCase() === network;
        });
    if (other) refuse(409, "Conflict", `The virtual network '${network}' is linked to the zone by '${other.id}'.`);
}
