import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { type AffinitySpec } from "./affinity";

const AWS_LOAD_BALANCER = "service.beta.kubernetes.io/aws-load-balancer-";

/** What is legal to write and may still not keep clients as one would think. */
export interface WarningSubject {
    readonly name: string;
    readonly affinity: pulumi.Output<AffinitySpec>;
    readonly portCount: number;
    readonly type: string;
    readonly annotations: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
    /** Undefined: the pods are another workload's. */
    readonly podSpec: pulumi.Input<kubernetes.types.input.core.v1.PodSpec> | undefined;
}

/** Warns on the component, once of each. */
export function warnOf(component: pulumi.Resource, subject: WarningSubject): void {
    const warn = (message: string) => void pulumi.log.warn(`StickyService ${subject.name}: ${message}`, component);
    const whereSticky = (say: () => void) =>
        subject.affinity.apply(({ sessionAffinity }) => {
            if (sessionAffinity === "ClientIP") say();
        });
    if (subject.portCount > 1) whereSticky(() => warn(portsApart(subject.portCount)));
    pulumi.output(subject.annotations).apply((annotations = {}) => {
        const found = Object.keys(annotations).find((key) => key.startsWith(AWS_LOAD_BALANCER));
        if (found !== undefined && subject.type === "LoadBalancer") whereSticky(() => warn(onAws(found)));
    });
    if (subject.podSpec === undefined) return;
    pulumi.output(subject.podSpec).apply((spec) => {
        if (runsOnWindows(spec)) whereSticky(() => warn(ON_WINDOWS));
        if (spec.containers.every(({ readinessProbe }) => readinessProbe === undefined)) warn(WITHOUT_PROBE);
    });
}

function runsOnWindows(spec: pulumi.Unwrap<kubernetes.types.input.core.v1.PodSpec>): boolean {
    return spec.os?.name === "windows" || spec.nodeSelector?.["kubernetes.io/os"] === "windows";
}

/** https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity */
const ON_WINDOWS =
    "its pods run on Windows nodes, whose kube-proxy does not support timeoutSeconds, and Kubernetes tests session affinity on " +
    "Linux nodes only. Prove it on the cluster, or keep clients at a gateway before the Service.";

const WITHOUT_PROBE =
    "no container of its pods has a readiness probe, so that a rollout sends clients to a pod as soon as its containers run. " +
    "Give readiness, or a readinessProbe in podSpec.";

function portsApart(count: number): string {
    return (
        `each of its ${count} ports keeps clients by itself, so that one client may be on another pod at each. Give what has ` +
        "to meet on one pod one port."
    );
}

/** https://github.com/cilium/cilium/issues/32646 */
function onAws(annotation: string): string {
    return (
        `${annotation} is for a load balancer of AWS, and that of Kubernetes' own AWS provider is not created with ` +
        'sessionAffinity "ClientIP" ("unsupported load balancer affinity"). Set it to "None" here, and keep clients at an ' +
        "ingress or a gateway behind that load balancer."
    );
}
