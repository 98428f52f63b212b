import * as pulumi from "@pulumi/pulumi";

import { type ForeignStack } from "./stack";
import { workload, type WorkloadArgs } from "./workload";

/** A component of the user's own, as platform teams hand them out. */
class ServiceDeployment extends pulumi.ComponentResource {
    constructor(name: string, args: WorkloadArgs) {
        super("ours:index:ServiceDeployment", name);
        workload(name, args, { parent: this });
        this.registerOutputs({});
    }
}

/** Components that no policy was written for: one keeps its clients by their addresses, one by nothing. */
export const serviceDeployment: ForeignStack = {
    title: "services in a platform team's own component",
    program() {
        new ServiceDeployment("sessions", {
            image: "sessions:1",
            port: 8080,
            replicas: 3,
            service: { type: "LoadBalancer", sessionAffinity: "ClientIP", externalTrafficPolicy: "Local" },
        });
        new ServiceDeployment("basket", { image: "basket:1", port: 8080, replicas: 3 });
    },
    findings: [["kubernetes-service-needs-affinity", "mandatory", "basket", "spec.sessionAffinity"]],
};
