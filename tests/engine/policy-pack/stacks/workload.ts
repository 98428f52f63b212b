import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

export interface WorkloadArgs {
    readonly image: string;
    readonly port: number;
    readonly replicas: number;
    /** Of the Service, beside its selector and its port. */
    readonly service?: kubernetes.types.input.core.v1.ServiceSpec;
}

/** A Deployment and the Service in front of it, as guides for beginners have them. */
export function workload(
    name: string,
    args: WorkloadArgs,
    options?: pulumi.CustomResourceOptions,
): kubernetes.core.v1.Service {
    const labels = { app: name };
    new kubernetes.apps.v1.Deployment(
        name,
        {
            spec: {
                replicas: args.replicas,
                selector: { matchLabels: labels },
                template: {
                    metadata: { labels },
                    spec: { containers: [{ name, image: args.image, ports: [{ containerPort: args.port }] }] },
                },
            },
        },
        options,
    );
    return new kubernetes.core.v1.Service(
        name,
        { metadata: { labels }, spec: { selector: labels, ports: [{ port: args.port }], ...args.service } },
        options,
    );
}
