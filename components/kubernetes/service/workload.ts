import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { type ServiceWorkloadKind, type StickyServiceArgs } from "./args";
import { type Ports } from "./ports";

type Metadata = kubernetes.types.input.meta.v1.ObjectMeta;

/** A workload, and what it needs beside it. */
export interface Workload {
    readonly deployment?: kubernetes.apps.v1.Deployment;
    readonly statefulSet?: kubernetes.apps.v1.StatefulSet;
    readonly governingService?: kubernetes.core.v1.Service;
}

/** What a workload is made from, checked. */
export interface WorkloadSettings {
    readonly kind: ServiceWorkloadKind;
    readonly metadata: Metadata;
    readonly labels: pulumi.Input<Record<string, string>>;
    /** Labels that the pods have beside those. */
    readonly podLabels: Record<string, string>;
    readonly selector: Record<string, string>;
    readonly replicas: pulumi.Input<number> | undefined;
    readonly podSpec: pulumi.Input<kubernetes.types.input.core.v1.PodSpec>;
    readonly ports: Ports;
    readonly volumeClaimTemplates: StickyServiceArgs["volumeClaimTemplates"];
}

/** Runs the pods. */
export function createWorkload(name: string, settings: WorkloadSettings, opts: pulumi.CustomResourceOptions): Workload {
    return settings.kind === "Deployment"
        ? { deployment: createDeployment(name, settings, opts) }
        : createStatefulSet(name, settings, opts);
}

/** Pods that are alike. A rollout begins each new one before it takes an old one away, so that none is missing. */
function createDeployment(
    name: string,
    settings: WorkloadSettings,
    opts: pulumi.CustomResourceOptions,
): kubernetes.apps.v1.Deployment {
    return new kubernetes.apps.v1.Deployment(
        name,
        {
            metadata: settings.metadata,
            spec: {
                ...podsOf(settings),
                strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0 } },
            },
        },
        opts,
    );
}

/**
 * Pods with names of their own, and the headless Service that gives each its name in DNS. Affinity does nothing in a
 * headless Service, so clients have another. A rollout takes each pod away before its next one begins.
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
function createStatefulSet(name: string, settings: WorkloadSettings, opts: pulumi.CustomResourceOptions): Workload {
    // Pulumi waits for no pods behind a headless Service, so it can come first: https://github.com/pulumi/pulumi-kubernetes/pull/2475
    const governingService = new kubernetes.core.v1.Service(
        `${name}-pods`,
        {
            metadata: { namespace: settings.metadata.namespace, labels: settings.labels },
            spec: { clusterIP: "None", selector: settings.selector, ports: settings.ports },
        },
        opts,
    );
    const statefulSet = new kubernetes.apps.v1.StatefulSet(
        name,
        {
            metadata: settings.metadata,
            spec: {
                ...podsOf(settings),
                serviceName: governingService.metadata.name,
                volumeClaimTemplates: settings.volumeClaimTemplates,
            },
        },
        opts,
    );
    return { governingService, statefulSet };
}

function podsOf({ replicas, selector, labels, podLabels, podSpec }: WorkloadSettings) {
    return {
        replicas,
        selector: { matchLabels: selector },
        template: {
            metadata: { labels: pulumi.output(labels).apply((given) => ({ ...given, ...podLabels })) },
            spec: podSpec,
        },
    };
}
