import { type Kind } from "../kind";
import { guid, publicAddress } from "../stable";
import { isObject, when, type Properties, type Value } from "../values";
import { type View } from "../view";
import { arm } from "./arm";

const ready = (id: string): Properties => ({ provisioningState: "Succeeded", resourceGuid: guid(id) });

/** Parts that have a name get an id below the resource, which other parts point to. */
function withIds(inputs: View, id: string, lists: readonly string[]): Properties {
    const named = (list: string) => (part: Value) =>
        isObject(part) && typeof part["name"] === "string" ? { ...part, id: `${id}/${list}/${part["name"]}` } : part;
    return Object.fromEntries(
        lists
            .filter((list) => inputs.at(list).present)
            .map((list) => {
                const parts = inputs.plain(list);
                return [list, Array.isArray(parts) ? parts.map(named(list)) : parts];
            }),
    );
}

function resource(kind: string, path: string, nameMaximum: number, lists: readonly string[]): Kind[] {
    return arm({
        modules: ["network"],
        kind,
        path: `Microsoft.Network/${path}`,
        apiVersion: "2024-05-01",
        name: { maximum: nameMaximum },
        writeOnly: ["id"],
        computed: (inputs, { id }) => ({ ...withIds(inputs, id, lists), ...ready(id) }),
    });
}

const publicIp = arm({
    modules: ["network"],
    kind: "PublicIPAddress",
    path: "Microsoft.Network/publicIPAddresses/{publicIpAddressName}",
    apiVersion: "2024-05-01",
    name: { maximum: 80 },
    writeOnly: ["id"],
    computed: (inputs, { id }) => {
        const label = inputs.text("dnsSettings.domainNameLabel");
        const region = (inputs.text("location") ?? "westeurope").toLowerCase().replace(/[^a-z0-9]/g, "");
        const fqdn = when(label !== undefined, { fqdn: `${label ?? ""}.${region}.cloudapp.azure.com` });
        return {
            ipAddress: inputs.text("ipAddress") ?? publicAddress(id),
            ...when(inputs.at("dnsSettings").present, {
                dnsSettings: { ...inputs.properties("dnsSettings"), ...fqdn },
            }),
            ...ready(id),
        };
    },
});

const privateZone = arm({
    modules: ["privatedns", "network"],
    kind: "PrivateZone",
    path: "Microsoft.Network/privateDnsZones/{privateZoneName}",
    apiVersion: "2024-06-01",
    computed: (_inputs, { id }) => ({ internalId: guid(id), provisioningState: "Succeeded" }),
});

const privateRecordSet = arm({
    modules: ["privatedns", "network"],
    kind: "PrivateRecordSet",
    path: "Microsoft.Network/privateDnsZones/{privateZoneName}/{recordType}/{relativeRecordSetName}",
    apiVersion: "2024-06-01",
    located: false,
    computed: (inputs, { name }) => ({ fqdn: `${name}.${inputs.text("privateZoneName") ?? ""}.` }),
});

const virtualNetworkLink = arm({
    modules: ["privatedns", "network"],
    kind: "VirtualNetworkLink",
    path: "Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}",
    apiVersion: "2024-06-01",
    located: true,
    computed: () => ({ provisioningState: "Succeeded", virtualNetworkLinkState: "Completed" }),
});

export const NETWORK: readonly Kind[] = [
    ...resource("VirtualNetwork", "virtualNetworks/{virtualNetworkName}", 64, ["subnets"]),
    ...resource("Subnet", "virtualNetworks/{virtualNetworkName}/subnets/{subnetName}", 80, []),
    ...resource("NetworkSecurityGroup", "networkSecurityGroups/{networkSecurityGroupName}", 80, ["securityRules"]),
    ...resource("LoadBalancer", "loadBalancers/{loadBalancerName}", 80, [
        "frontendIPConfigurations",
        "backendAddressPools",
        "probes",
        "loadBalancingRules",
        "inboundNatRules",
        "outboundRules",
    ]),
    ...resource("ApplicationGateway", "applicationGateways/{applicationGatewayName}", 80, [
        "frontendIPConfigurations",
        "frontendPorts",
        "backendAddressPools",
        "backendHttpSettingsCollection",
        "httpListeners",
        "probes",
        "requestRoutingRules",
        "gatewayIPConfigurations",
    ]),
    ...publicIp,
    ...privateZone,
    ...privateRecordSet,
    ...virtualNetworkLink,
];
