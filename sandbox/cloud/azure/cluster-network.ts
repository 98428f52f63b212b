import { type View } from "../view";
import { refuse } from "./arm";
import { oneOf } from "./parts";

const WORDS = {
    networkPlugin: ["azure", "kubenet", "none"],
    networkPluginMode: ["overlay"],
    networkDataplane: ["azure", "cilium"],
    networkPolicy: ["none", "azure", "calico", "cilium"],
};

/**
 * @throws Refusal for parts of a cluster's network that do not go together.
 * https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster#network_profile
 */
export function validateClusterNetwork(cluster: View): void {
    const network = cluster.at("networkProfile");
    for (const [property, words] of Object.entries(WORDS)) oneOf(network, property, words);

    const [mode, dataplane] = [network.at("networkPluginMode"), network.at("networkDataplane")];
    if (network.text("networkPolicy") === "cilium" && !dataplane.unknown && dataplane.text() !== "cilium") {
        invalid("networkPolicy 'cilium' needs networkDataplane 'cilium'");
    }
    if (mode.text() === "overlay") needsAzure(network, "networkPluginMode 'overlay'");
    if (dataplane.text() !== "cilium") return;
    needsAzure(network, "networkDataplane 'cilium'");
    const pools = cluster.list("agentPoolProfiles");
    if (!mode.present && pools.some((pool) => !pool.at("podSubnetID").present)) {
        invalid("networkDataplane 'cilium' needs networkPluginMode 'overlay', or a podSubnetID for each agent pool");
    }
}

function needsAzure(network: View, what: string): void {
    const plugin = network.text("networkPlugin");
    if (plugin !== undefined && plugin !== "azure") invalid(`${what} needs networkPlugin 'azure', not '${plugin}'`);
}

function invalid(problem: string): never {
    refuse(400, "InvalidParameter", `The value of parameter networkProfile is invalid: ${problem}.`);
}
