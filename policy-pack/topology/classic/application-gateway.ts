import { isUnknown, lookup } from "../values";

import { type ClassicKinds } from "./kind";
import { type ListMove, move, type Properties } from "./shape";

/** Where a rule or a path sends, by the names of parts of the same gateway. */
const BY_NAME = [
    move("backendAddressPool.id", "backendAddressPoolName"),
    move("backendHttpSettings.id", "backendHttpSettingsName"),
    move("urlPathMap.id", "urlPathMapName"),
];

/** The list of frontends that gateways and balancers have alike. */
export const FRONTENDS: ListMove = {
    native: "frontendIPConfigurations",
    classic: "frontendIpConfigurations",
    items: {
        moves: [move("publicIPAddress.id", "publicIpAddressId"), move("privateIPAddress", "privateIpAddress")],
    },
};

/** https://www.pulumi.com/registry/packages/azure/api-docs/network/applicationgateway/ */
export const applicationGateway: ClassicKinds = {
    "network:ApplicationGateway": {
        native: ["network", "ApplicationGateway"],
        shape: {
            lists: [
                FRONTENDS,
                { native: "backendHttpSettingsCollection", classic: "backendHttpSettings", items: {} },
                {
                    native: "backendAddressPools",
                    classic: "backendAddressPools",
                    items: { convert: (native, pool) => ({ ...native, backendAddresses: addressesOf(pool) }) },
                },
                { native: "requestRoutingRules", classic: "requestRoutingRules", items: { moves: BY_NAME } },
                {
                    native: "urlPathMaps",
                    classic: "urlPathMaps",
                    items: {
                        moves: [
                            move("defaultBackendAddressPool.id", "defaultBackendAddressPoolName"),
                            move("defaultBackendHttpSettings.id", "defaultBackendHttpSettingsName"),
                        ],
                        lists: [{ native: "pathRules", classic: "pathRules", items: { moves: BY_NAME } }],
                    },
                },
            ],
        },
    },
    "network:PublicIp": { native: ["network", "PublicIPAddress"], shape: {} },
};

/** A pool's addresses, names and numbers in one list; not known yet where one of the two is not. */
function addressesOf(pool: Properties): unknown {
    const [names, numbers] = [lookup(pool, "fqdns"), lookup(pool, "ipAddresses")];
    const unknown = [pool["fqdns"], pool["ipAddresses"]].find(isUnknown);
    if (unknown !== undefined) return unknown;
    return [
        ...(names.state === "known" && Array.isArray(names.value)
            ? names.value.map((fqdn: unknown) => ({ fqdn }))
            : []),
        ...(numbers.state === "known" && Array.isArray(numbers.value)
            ? numbers.value.map((ipAddress: unknown) => ({ ipAddress }))
            : []),
    ];
}
