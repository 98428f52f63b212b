import * as containerservice from "@pulumi/azure-native/containerservice";
import * as resources from "@pulumi/azure-native/resources";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** A cluster whose Services are Cilium's. */
export interface Cluster {
    readonly provider: kubernetes.Provider;
    /** What has to be there before pods can run. */
    readonly ready: pulumi.Resource[];
}

/** Creates an AKS cluster of three nodes with Azure CNI powered by Cilium, which runs no kube-proxy. */
export function createAks(name: string, location: string): Cluster {
    const group = new resources.ResourceGroup(name, { location });
    const cluster = new containerservice.ManagedCluster(name, {
        resourceGroupName: group.name,
        dnsPrefix: name,
        identity: { type: "SystemAssigned" },
        agentPoolProfiles: [{ name: "system", mode: "System", count: 3, vmSize: "Standard_D2s_v5" }],
        networkProfile: {
            networkPlugin: "azure",
            networkPluginMode: "overlay",
            networkDataplane: "cilium",
            networkPolicy: "cilium",
            loadBalancerSku: "standard",
        },
    });
    const credentials = containerservice.listManagedClusterUserCredentialsOutput({
        resourceGroupName: group.name,
        resourceName: cluster.name,
    });
    const kubeconfig = credentials.apply(({ kubeconfigs }) => {
        const [first] = kubeconfigs;
        if (!first) throw new Error(`AKS cluster ${name} handed out no kubeconfig.`);
        return Buffer.from(first.value, "base64").toString("utf8");
    });
    return { provider: new kubernetes.Provider(name, { kubeconfig }), ready: [] };
}

/** Puts Cilium into a kind cluster that has neither a network nor kube-proxy: see kind.yaml. */
export function useKind(name: string, ciliumVersion: string): Cluster {
    const provider = new kubernetes.Provider(name, { context: `kind-${name}` });
    const cilium = new kubernetes.helm.v3.Release(
        "cilium",
        {
            name: "cilium",
            namespace: "kube-system",
            chart: "cilium",
            version: ciliumVersion,
            repositoryOpts: { repo: "https://helm.cilium.io/" },
            values: {
                kubeProxyReplacement: true,
                // There is no Service network before Cilium runs, so it is told where the API server is.
                k8sServiceHost: `${name}-control-plane`,
                k8sServicePort: 6443,
                ipam: { mode: "kubernetes" },
                operator: { replicas: 1 },
                // kind has no load balancer: a Service of that type gets the nodes' own addresses.
                nodeIPAM: { enabled: true },
                defaultLBServiceIPAM: "nodeipam",
            },
        },
        { provider },
    );
    return { provider, ready: [cilium] };
}
