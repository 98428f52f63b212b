import { FRONTENDS } from "./application-gateway";
import { type ClassicKind, type ClassicKinds } from "./kind";
import { move, type Shape } from "./shape";

/** A resource that puts an address of a network interface into a pool. */
function association(list: string): ClassicKind {
    return {
        native: ["network", "NetworkInterface"],
        shape: {
            moves: [{ native: "ipConfigurations", classic: "backendAddressPoolId", unsaid: true }],
            convert: (native, { backendAddressPoolId }) => ({
                ...native,
                ipConfigurations: [{ [list]: [backendAddressPoolId] }],
            }),
        },
    };
}

/** The lists of pools that the addresses of a scale set are in. */
const IN_POOLS: Shape = {
    lists: [
        {
            native: "ipConfigurations",
            classic: "ipConfigurations",
            items: {
                moves: [
                    move("loadBalancerBackendAddressPools", "loadBalancerBackendAddressPoolIds"),
                    move("applicationGatewayBackendAddressPools", "applicationGatewayBackendAddressPoolIds"),
                ],
            },
        },
    ],
};

function scaleSet(interfaces: string, capacity: string): ClassicKind {
    return {
        native: ["compute", "VirtualMachineScaleSet"],
        shape: {
            moves: [move("sku.capacity", capacity)],
            lists: [{ native: "virtualMachineProfile", classic: interfaces, items: IN_POOLS }],
        },
    };
}

/** https://www.pulumi.com/registry/packages/azure/api-docs/lb/ */
export const loadBalancer: ClassicKinds = {
    "lb:LoadBalancer": { native: ["network", "LoadBalancer"], shape: { lists: [FRONTENDS] } },
    "lb:Rule": { shape: {}, fix: 'Set loadDistribution to "SourceIP"' },
    "network:NetworkInterfaceBackendAddressPoolAssociation": association("loadBalancerBackendAddressPools"),
    "network:NetworkInterfaceApplicationGatewayBackendAddressPoolAssociation": association(
        "applicationGatewayBackendAddressPools",
    ),
    "compute:LinuxVirtualMachineScaleSet": scaleSet("networkInterfaces", "instances"),
    "compute:WindowsVirtualMachineScaleSet": scaleSet("networkInterfaces", "instances"),
    "compute:OrchestratedVirtualMachineScaleSet": scaleSet("networkInterfaces", "instances"),
    "compute:ScaleSet": scaleSet("networkProfiles", "sku.capacity"),
};
