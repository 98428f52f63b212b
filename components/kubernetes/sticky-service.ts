import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { describeHop } from "../affinity/hop";
import { declarationLabels } from "../affinity/labels";
import { type Affinity } from "../affinity/vocabulary";
import { describeAffinity, readAffinity } from "./service/affinity";
import { type StickyServiceArgs } from "./service/args";
import { createAutoscaler, readAutoscale } from "./service/autoscale";
import { readDisruptionBudget } from "./service/disruption-budget";
import { readDrain } from "./service/drain";
import { readExposure } from "./service/exposure";
import { checkOwnName } from "./own-name";
import { LONGEST_NAME, ownLabels, readServiceName } from "./service/names";
import { plainWord } from "./service/plain-word";
import { readPodLabels, readPodSpec } from "./service/pods";
import { readPorts } from "./service/ports";
import { describeReplicas, mayBeSeveral, readReplicas } from "./service/replicas";
import { warnOf } from "./service/warnings";
import { createWorkload } from "./service/workload";

/**
 * A Service that keeps each client's address on one of its pods, and what runs those pods: a Deployment or a StatefulSet,
 * with an autoscaler and a budget for disruptions where they are due. For pods that another workload runs it is the
 * Service alone.
 *
 * The address is the one that reaches the node: behind an ingress, a gateway or API Management it is the proxy's, the
 * same for all clients, so put affinity there instead. The choice is kept on each node of the cluster and is lost when
 * the pod goes. https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class StickyService extends pulumi.ComponentResource {
    /** What runs the pods; undefined where `podLabels` select another workload's. */
    public readonly workload: kubernetes.apps.v1.Deployment | kubernetes.apps.v1.StatefulSet | undefined;
    /** The workload where it is a Deployment. */
    public readonly deployment: kubernetes.apps.v1.Deployment | undefined;
    /** The workload where it is a StatefulSet. */
    public readonly statefulSet: kubernetes.apps.v1.StatefulSet | undefined;
    /** The headless Service that names the pods of a StatefulSet. */
    public readonly governingService: kubernetes.core.v1.Service | undefined;
    /** What chooses the number of pods, where there is `autoscale`. */
    public readonly autoscaler: kubernetes.autoscaling.v2.HorizontalPodAutoscaler | undefined;
    /** What bounds how many pods may be away, where anything does. */
    public readonly podDisruptionBudget: kubernetes.policy.v1.PodDisruptionBudget | undefined;
    /** The Service in front of the pods. */
    public readonly service: kubernetes.core.v1.Service;
    /** Name of the Service. */
    public readonly name: pulumi.Output<string>;
    /** Namespace of the Service and its pods. */
    public readonly namespace: pulumi.Output<string>;
    /** Id of the Service, `namespace/name`. */
    public readonly resourceId: pulumi.Output<string>;
    /** Host of the Service: the load balancer's address, else its name inside the cluster. */
    public readonly host: pulumi.Output<string>;
    /** Address of the Service at its first port, `http://<host>:<port>`. */
    public readonly url: pulumi.Output<string>;
    /** True where the Service has an address of its own outside the cluster: one of type LoadBalancer. */
    public readonly reachableFromOutside: boolean;
    /** What keeps a client on its pod. */
    public readonly affinity: pulumi.Output<Affinity>;

    /**
     * @param name name of the component, at most 54 characters, or 43 for a StatefulSet; names and labels in the cluster
     * are made from it.
     * @param args see {@link StickyServiceArgs}.
     * @param opts options of the component; a Kubernetes provider given here reaches all objects.
     */
    constructor(name: string, args: StickyServiceArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:StickyService", name, args, opts);

        const { namespace } = args;
        const { selector, exposure } = settings;
        const labels = pulumi.output(settings.labels).apply((given) => ({ ...given, ...settings.ownLabels }));
        const metadata = { namespace, labels };
        const child = { parent: this };
        const { deployment, statefulSet, governingService } =
            settings.podSpec === undefined
                ? {}
                : createWorkload(
                      name,
                      {
                          ...settings,
                          metadata: { ...metadata, annotations: settings.declaration },
                          labels,
                          selector: settings.ownLabels,
                          volumeClaimTemplates: args.volumeClaimTemplates,
                      },
                      child,
                  );
        this.deployment = deployment;
        this.statefulSet = statefulSet;
        this.governingService = governingService;
        this.workload = deployment ?? statefulSet;
        if (settings.autoscale && this.workload) {
            const target = { apiVersion: "apps/v1", kind: settings.kind, name: this.workload.metadata.name };
            this.autoscaler = createAutoscaler(name, metadata, target, settings.autoscale, child);
        }
        if (settings.disruptionBudget) {
            this.podDisruptionBudget = new kubernetes.policy.v1.PodDisruptionBudget(
                name,
                { metadata, spec: { ...settings.disruptionBudget, selector: { matchLabels: selector } } },
                child,
            );
        }
        this.service = new kubernetes.core.v1.Service(
            name,
            {
                metadata: {
                    name: settings.serviceName,
                    namespace,
                    labels,
                    annotations: join(exposure.annotations, { ...settings.declaration, ...exposure.ownAnnotations }),
                },
                spec: {
                    type: exposure.type,
                    externalTrafficPolicy: exposure.externalTrafficPolicy,
                    selector,
                    ports: settings.ports,
                    sessionAffinity: settings.affinity.sessionAffinity,
                    sessionAffinityConfig: settings.affinity.sessionAffinityConfig,
                },
            },
            child,
        );
        warnOf(this, {
            ...settings,
            name,
            portCount: args.ports?.length ?? 1,
            type: exposure.type,
            annotations: exposure.annotations,
        });

        this.name = this.service.metadata.name;
        this.namespace = this.service.metadata.namespace;
        this.resourceId = this.service.id;
        this.reachableFromOutside = exposure.type === "LoadBalancer";
        this.host = this.reachableFromOutside
            ? this.service.status.apply((status) => addressOf(status))
            : pulumi.interpolate`${this.name}.${this.namespace}.svc`;
        this.url = pulumi.interpolate`http://${this.host}:${pulumi.output(settings.ports).apply(([first]) => first?.port)}`;
        this.affinity = settings.affinity.apply(describeAffinity);
        this.registerOutputs({
            workload: this.workload,
            deployment: this.deployment,
            statefulSet: this.statefulSet,
            governingService: this.governingService,
            autoscaler: this.autoscaler,
            podDisruptionBudget: this.podDisruptionBudget,
            service: this.service,
            name: this.name,
            namespace: this.namespace,
            resourceId: this.resourceId,
            host: this.host,
            url: this.url,
            reachableFromOutside: this.reachableFromOutside,
            affinity: this.affinity,
            hop: describeHop("kubernetes", {
                replicas: describeReplicas({ podLabels: args.podLabels, ...settings }),
                affinity: this.affinity,
                clientFacing: exposure.type !== "ClusterIP",
                stateless: settings.stateless,
            }),
        });
    }
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: StickyServiceArgs) {
    const check = new Checks("StickyService", name);
    const kind = plainWord(check, "workload", args.workload, ["Deployment", "StatefulSet"]) ?? "Deployment";
    checkOwnName(check, name, LONGEST_NAME[kind]);
    if (args.volumeClaimTemplates !== undefined && kind !== "StatefulSet" && args.podLabels === undefined) {
        throw check.fault("volumeClaimTemplates", 'is for pods of a StatefulSet. Give workload: "StatefulSet" too.');
    }
    const stateless = check.stateless("stateless", args.stateless);
    const own = ownLabels(name);
    const ports = readPorts(check, args);
    const replicas = readReplicas(check, args);
    const autoscale = readAutoscale(check, args);
    const pods =
        args.podLabels === undefined
            ? { selector: own, podSpec: readDrain(check, args, readPodSpec(check, args), ports) }
            : { selector: readPodLabels(check, args), podSpec: undefined };
    return {
        ...pods,
        kind,
        ports,
        replicas,
        autoscale,
        disruptionBudget: readDisruptionBudget(check, args, mayBeSeveral(autoscale?.most ?? replicas)),
        affinity: readAffinity(check, args),
        exposure: readExposure(check, args),
        serviceName: readServiceName(check, args),
        ownLabels: own,
        labels: check.without<Record<string, pulumi.Input<string>>>("labels", args.labels, Object.keys(own)),
        stateless,
        declaration: stateless ? declarationLabels(stateless) : undefined,
    };
}

/** The component's own annotations beside the user's, where there are any. */
function join(
    given: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined,
    own: Record<string, pulumi.Input<string>>,
): pulumi.Input<Record<string, pulumi.Input<string>>> {
    return given === undefined ? own : pulumi.all([given, own]).apply(([known, ours]) => ({ ...known, ...ours }));
}

function addressOf(status: kubernetes.types.output.core.v1.ServiceStatus | undefined): string {
    const address = status?.loadBalancer?.ingress?.[0];
    return address?.ip ?? address?.hostname ?? "";
}
