import { type Kind } from "../kind";
import { guid, publicAddress } from "../stable";
import { when, type Properties } from "../values";
import { arm } from "./arm";
import { BALANCERS } from "./balancers";
import { FIREWALL_POLICY } from "./firewall-policy";
import { partsOf } from "./parts";
import { PRIVATE_DNS } from "./private-dns";

const ready = (id: string): Properties => ({ provisioningState: "Succeeded", resourceGuid: guid(id) });

function resource(kind: string, path: string, nameMaximum: number, lists: readonly string[]): Kind[] {
    return arm({
        modules: ["network"],
        kind,
        path: `Microsoft.Network/${path}`,
        apiVersion: "2024-05-01",
        name: { maximum: nameMaximum },
        writeOnly: ["id"],
        computed: (inputs, { id }) => ({ ...partsOf(inputs, id, lists), ...ready(id) }),
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

export const NETWORK: readonly Kind[] = [
    ...resource("VirtualNetwork", "virtualNetworks/{virtualNetworkName}", 64, ["subnets"]),
    ...resource("Subnet", "virtualNetworks/{virtualNetworkName}/subnets/{subnetName}", 80, []),
    ...resource("NetworkSecurityGroup", "networkSecurityGroups/{networkSecurityGroupName}", 80, ["securityRules"]),
    ...BALANCERS,
    ...FIREWALL_POLICY,
    ...publicIp,
    ...PRIVATE_DNS,
];
