import { type Replicas } from "../../../components/affinity/vocabulary";
import { routesTo } from "../kubernetes-routes";
import { describe } from "../kubernetes-scope";
import { type ParsedResource, type ResourceIndex } from "../resource";
import { type Fact, fact, lookupText } from "../values";

/**
 * A Service inside the cluster that sends each client to the pods of its own node, of which a DaemonSet runs one: there is
 * nothing to choose. A route in front picks among all nodes' pods itself.
 * https://kubernetes.io/docs/concepts/services-networking/service-traffic-policy/
 *
 * @returns undefined where it chooses among more.
 */
export function onePodOfOwnNode(
    service: ParsedResource,
    workloads: readonly ParsedResource[],
    stack: ResourceIndex,
): Fact<Replicas> | undefined {
    const [workload] = workloads;
    if (workload?.token.kind !== "DaemonSet" || workloads.length > 1) return undefined;
    const policy = lookupText(service.properties, "spec.internalTrafficPolicy");
    if (policy.state !== "known" || policy.value !== "Local") return undefined;
    const type = lookupText(service.properties, "spec.type");
    const inside = type.state === "absent" || (type.state === "known" && type.value === "ClusterIP");
    if (!inside || routesTo(service, stack).length > 0) return undefined;
    const source = `${describe(workload)}: one pod on each node, and spec.internalTrafficPolicy = "Local" leaves each client the one on its own`;
    return fact({ min: 1, max: 1, source });
}
