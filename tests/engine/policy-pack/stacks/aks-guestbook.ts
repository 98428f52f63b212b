import { aksCluster } from "./cluster";
import { type ForeignStack } from "./stack";
import { workload } from "./workload";

/** A new AKS cluster, and the guestbook on it: nothing of Kubernetes is known to the engine but what the program says. */
export const aksGuestbook: ForeignStack = {
    title: "the guestbook on a new AKS cluster",
    program() {
        const { provider } = aksCluster("guestbook");
        workload("redis-leader", { image: "redis:7", port: 6379, replicas: 1 }, { provider });
        workload("redis-replica", { image: "redis:7", port: 6379, replicas: 2 }, { provider });
        workload(
            "frontend",
            { image: "guestbook:5", port: 80, replicas: 3, service: { type: "LoadBalancer" } },
            { provider },
        );
    },
    findings: [
        ["kubernetes-service-needs-affinity", "mandatory", "frontend", "spec.sessionAffinity"],
        ["kubernetes-service-needs-affinity", "mandatory", "redis-replica", "spec.sessionAffinity"],
    ],
};
