import * as assert from "node:assert/strict";

import { type Properties, UNKNOWN } from "../../../../sandbox/cloud";
import { furnished, inRg, refused } from "./support";

const CLUSTER = "azure-native:containerservice:ManagedCluster";
const CILIUM = {
    networkPlugin: "azure",
    networkPluginMode: "overlay",
    networkDataplane: "cilium",
    networkPolicy: "cilium",
};

function create(networkProfile: Properties, agentPoolProfiles: Properties[] = [{ name: "system" }]): Properties {
    return furnished().cloud.create(CLUSTER, inRg({ resourceName: "aks", networkProfile, agentPoolProfiles })).outputs;
}

describe("cloud: an AKS cluster's network", () => {
    it("may be Cilium's, kubenet's, somebody's own, or not known yet", () => {
        assert.deepEqual(create(CILIUM)["networkProfile"], CILIUM);
        create({ networkPlugin: "kubenet" });
        create({ networkPlugin: "none" });
        create({ networkPlugin: "azure", networkPolicy: "calico", networkDataplane: "azure" });
        create({ networkDataplane: "cilium", networkPluginMode: "overlay" });
        create({ ...CILIUM, networkPlugin: UNKNOWN });
        create({ ...CILIUM, networkDataplane: UNKNOWN });
        create({ ...CILIUM, networkPluginMode: UNKNOWN });
    });

    it("is in a subnet of the pods where it has no overlay", () => {
        const network = { networkPlugin: "azure", networkDataplane: "cilium" };
        create(network, [{ name: "system", podSubnetID: "/subnets/pods" }]);
        const message =
            /"InvalidParameter".*networkDataplane 'cilium' needs networkPluginMode 'overlay', or a podSubnetID/;
        refused(() => create(network), message);
        refused(() => create(network, [{ podSubnetID: "/subnets/pods" }, { name: "second" }]), message);
        create({ ...network, networkDataplane: "azure" });
    });

    const refusals: [about: string, changed: Properties, message: RegExp][] = [
        ["a plugin that does not exist", { networkPlugin: "cilium" }, /'cilium' of networkPlugin is not one of/],
        ["a mode that does not exist", { networkPluginMode: "Overlay" }, /'Overlay' of networkPluginMode/],
        ["a data plane that does not exist", { networkDataplane: "ebpf" }, /'ebpf' of networkDataplane/],
        ["a policy that does not exist", { networkPolicy: "ebpf" }, /'ebpf' of networkPolicy/],
        [
            "an overlay of another plugin",
            { networkPlugin: "kubenet", networkDataplane: "azure", networkPolicy: "none" },
            /networkPluginMode 'overlay' needs networkPlugin 'azure', not 'kubenet'/,
        ],
        [
            "Cilium with another plugin",
            { networkPlugin: "none", networkPluginMode: null },
            /networkDataplane 'cilium' needs networkPlugin 'azure', not 'none'/,
        ],
        [
            "Cilium's policies on another data plane",
            { networkDataplane: "azure" },
            /networkPolicy 'cilium' needs networkDataplane 'cilium'/,
        ],
        [
            "Cilium's policies on no data plane in particular",
            { networkDataplane: null },
            /networkPolicy 'cilium' needs networkDataplane 'cilium'/,
        ],
    ];
    for (const [about, changed, message] of refusals) {
        it(`is refused with ${about}`, () => refused(() => create({ ...CILIUM, ...changed }), message));
    }
});
