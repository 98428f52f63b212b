import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type ServiceReadinessArgs, type StickyServiceArgs } from "./args";
import { type Ports, type PortSpec, readTargetPort } from "./ports";

type PodSpec = pulumi.Unwrap<kubernetes.types.input.core.v1.PodSpec>;
type Container = PodSpec["containers"][number];

const LONGEST_DRAIN_SECONDS = 3600;
/** What Kubernetes gives a pod to stop by default; it stays with the pod's processes, after the sleep. */
const STOP_SECONDS = 30;
/** https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/ */
const PATH = /^\/\S*$/;

interface Settings {
    readonly podSpec: PodSpec;
    readonly drainSeconds: number | undefined;
    readonly readiness: { readonly path?: string; readonly port?: number | string } | undefined;
    /** Protocol of the Service's first port. */
    readonly protocol: string | undefined;
}

/**
 * The pods with their first container's readiness probe, and the sleep that lets them drain. What the pods bring
 * themselves is not overwritten: where both say something of the same, it is an error.
 */
export function readDrain(
    check: Checks,
    args: StickyServiceArgs,
    podSpec: pulumi.Input<kubernetes.types.input.core.v1.PodSpec>,
    ports: Ports,
): pulumi.Input<kubernetes.types.input.core.v1.PodSpec> {
    const drainSeconds = check.integer("drainSeconds", args.drainSeconds, {
        min: 1,
        max: LONGEST_DRAIN_SECONDS,
        unit: "seconds",
    });
    const readiness = readReadiness(check, args.readiness);
    if (drainSeconds === undefined && readiness === undefined) return podSpec;
    const protocol = args.ports?.[0]?.protocol;
    const given = { podSpec, drainSeconds, readiness, protocol } as {
        [K in keyof Settings]: pulumi.Input<Settings[K]>;
    };
    const held = check.together<Settings>(given, (known) => {
        failBesideOwnProbe(check, known);
        failBesideOwnHooks(check, known);
        failWithoutTime(check, known);
        failWithoutConnections(check, known);
    });
    return pulumi.all([held, ports]).apply(([known, list]) => complete(known, list[0] as PortSpec));
}

function readReadiness(check: Checks, readiness: ServiceReadinessArgs | undefined) {
    if (readiness === undefined) return undefined;
    const path = check.text(
        "readiness.path",
        readiness.path,
        PATH,
        "it has to be a path that begins with a slash, without spaces.",
    );
    const port = readTargetPort(check, "readiness.port", readiness.port);
    return { ...(path === undefined ? {} : { path }), ...(port === undefined ? {} : { port }) };
}

function failBesideOwnProbe(check: Checks, { podSpec, readiness }: Settings): void {
    if (readiness === undefined || podSpec.containers[0]?.readinessProbe === undefined) return;
    check.conflict(
        "readiness",
        "podSpec.containers[0].readinessProbe",
        "the container has one probe. Leave one of both out.",
    );
}

function failBesideOwnHooks(check: Checks, { podSpec, drainSeconds }: Settings): void {
    const hooked = podSpec.containers.findIndex(({ lifecycle }) => lifecycle?.preStop !== undefined);
    if (drainSeconds === undefined || hooked < 0) return;
    check.conflict(
        "drainSeconds",
        `podSpec.containers[${hooked}].lifecycle.preStop`,
        "the container has one hook. Leave one of both out; without drainSeconds, give every container that is to wait its own.",
    );
}

/** The countdown to the end of a pod begins before its hooks. https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/ */
function failWithoutTime(check: Checks, { podSpec, drainSeconds }: Settings): void {
    const grace = podSpec.terminationGracePeriodSeconds;
    if (drainSeconds === undefined || grace === undefined || grace > drainSeconds) return;
    check.fail(
        "drainSeconds",
        drainSeconds,
        `the pod is killed after podSpec.terminationGracePeriodSeconds, ${grace}, which begin before the sleep. Give the pod more ` +
            "than drainSeconds, or leave that out: it is then 30 seconds more.",
    );
}

function failWithoutConnections(check: Checks, { readiness, protocol }: Settings): void {
    if (readiness === undefined || readiness.port !== undefined || protocol === undefined || protocol === "TCP") return;
    check.missing(
        "readiness.port",
        `a probe needs TCP, and the Service's first port is ${protocol}. Give a port of the pods.`,
    );
}

function complete({ podSpec, drainSeconds, readiness }: Settings, first: PortSpec): PodSpec {
    const containers = podSpec.containers.map((container, index): Container => ({
        ...container,
        ...(readiness && index === 0 ? { readinessProbe: probeOf(readiness, first) } : {}),
        ...(drainSeconds === undefined
            ? {}
            : { lifecycle: { ...container.lifecycle, preStop: { sleep: { seconds: drainSeconds } } } }),
    }));
    if (drainSeconds === undefined) return { ...podSpec, containers };
    return {
        ...podSpec,
        containers,
        terminationGracePeriodSeconds: podSpec.terminationGracePeriodSeconds ?? drainSeconds + STOP_SECONDS,
    };
}

function probeOf(readiness: NonNullable<Settings["readiness"]>, first: PortSpec): Container["readinessProbe"] {
    const port = readiness.port ?? first.targetPort ?? first.port;
    return readiness.path === undefined ? { tcpSocket: { port } } : { httpGet: { path: readiness.path, port } };
}
