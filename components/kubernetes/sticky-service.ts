import { createHash } from "node:crypto";

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { Checks } from "../affinity/checks";
import { describeHop } from "../affinity/hop";
import { declarationLabels } from "../affinity/labels";
import { type StatelessArgs } from "../affinity/stateless";
import { type Affinity, noAffinity } from "../affinity/vocabulary";

/** Kubernetes' default and its bound. https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity */
const DEFAULT_TIMEOUT_SECONDS = 10800;
const MAX_TIMEOUT_SECONDS = 86400;
/** Pods of one workload that Kubernetes is asked for at most: a typing error's guard, not Kubernetes' own bound. */
const REPLICA_LIMIT = 10000;
/** Labels hold 63 characters. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
const HASH_LENGTH = 40;
const LABEL = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
/**
 * Pulumi appends a hyphen and eight characters to a name that it makes, and a Service's name holds 63. As a label's value
 * the name stands without them.
 */
const AUTO_NAME = /^[a-z]([a-z0-9-]{0,52}[a-z0-9])?$/;
const SERVICE_NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/ */
const AZURE_INTERNAL = "service.beta.kubernetes.io/azure-load-balancer-internal";

/** Kubernetes' own words: `ClientIP` keeps a client's address on one pod, `None` does not. */
export type ServiceAffinity = "ClientIP" | "None";

/** A load balancer in front of the Service. */
export interface ServiceLoadBalancerArgs {
    /** True: an address inside the Azure virtual network. Omitted: a public address. */
    internal?: boolean;
}

/** Arguments of {@link StickyService}. */
export interface StickyServiceArgs {
    /** The pods to run, as Kubernetes spells them. */
    podSpec: pulumi.Input<kubernetes.types.input.core.v1.PodSpec>;
    /** Port of the Service, 1 to 65535. */
    port: pulumi.Input<number>;
    /** Port of the pods, 1 to 65535. Omitted: the same as `port`. */
    targetPort?: pulumi.Input<number | undefined>;
    /** Pods to run, 0 to 10000. Omitted: Kubernetes runs one, and an autoscaler may set another number. */
    replicas?: pulumi.Input<number | undefined>;
    /** Whether a client's address stays on its pod. Omitted: "ClientIP", or "None" where `stateless` is given. */
    sessionAffinity?: pulumi.Input<ServiceAffinity | undefined>;
    /**
     * Seconds after a client's last new connection for which it is still kept, 1 to 86400. Omitted: 10800 (3 hours),
     * Kubernetes' own default. Only with `sessionAffinity: "ClientIP"`.
     */
    timeoutSeconds?: pulumi.Input<number | undefined>;
    /** Gives the Service an address outside the cluster. Omitted: it is reached from inside the cluster only. */
    loadBalancer?: ServiceLoadBalancerArgs;
    /** Namespace of the workload and the Service. Omitted: the provider's. */
    namespace?: pulumi.Input<string | undefined>;
    /** Name of the Service, a DNS label of at most 63 characters. Omitted: Pulumi makes one from the component's name. */
    serviceName?: pulumi.Input<string | undefined>;
    /** Labels beside those that the component selects its pods by. Omitted: none. */
    labels?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
    /** Declares that any pod can serve any request. Omitted: the workload is taken to be stateful. */
    stateless?: StatelessArgs;
}

/**
 * A Deployment, and a Service that keeps each client's address on one of its pods.
 *
 * The address is the one that reaches the node: behind an ingress, a gateway or API Management it is the proxy's, the
 * same for all clients, so put affinity there instead. The choice is kept on each node of the cluster and is lost when
 * the pod goes. https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity
 *
 * @throws {pulumi.InputPropertyError} for a wrong, missing or contradictory argument, with its property path.
 */
export class StickyService extends pulumi.ComponentResource {
    /** The Deployment that runs the pods. */
    public readonly deployment: kubernetes.apps.v1.Deployment;
    /** The Service in front of the pods. */
    public readonly service: kubernetes.core.v1.Service;
    /** Name of the Service. */
    public readonly name: pulumi.Output<string>;
    /** Id of the Service, `namespace/name`. */
    public readonly resourceId: pulumi.Output<string>;
    /** Host of the Service: the load balancer's address, else its name inside the cluster. */
    public readonly host: pulumi.Output<string>;
    /** Address of the Service, `http://<host>:<port>`. */
    public readonly url: pulumi.Output<string>;
    /** True where the Service has an address outside the cluster. */
    public readonly reachableFromOutside: boolean;
    /** What keeps a client on its pod. */
    public readonly affinity: pulumi.Output<Affinity>;

    /**
     * @param name name of the component; names and labels in the cluster are made from it.
     * @param args see {@link StickyServiceArgs}.
     * @param opts options of the component; a Kubernetes provider given here reaches both objects.
     */
    constructor(name: string, args: StickyServiceArgs, opts?: pulumi.ComponentResourceOptions) {
        const settings = readArgs(name, args);
        super("session-affinity:index:StickyService", name, args, opts);

        const { selector } = settings;
        const labels = pulumi.output(settings.labels).apply((given) => ({ ...given, ...selector }));
        this.deployment = new kubernetes.apps.v1.Deployment(
            name,
            {
                metadata: { namespace: args.namespace, labels, annotations: settings.declaration },
                spec: {
                    replicas: settings.replicas,
                    selector: { matchLabels: selector },
                    template: { metadata: { labels }, spec: settings.podSpec },
                },
            },
            { parent: this },
        );
        this.service = new kubernetes.core.v1.Service(
            name,
            {
                metadata: {
                    name: settings.serviceName,
                    namespace: args.namespace,
                    labels,
                    annotations: {
                        ...settings.declaration,
                        ...(args.loadBalancer?.internal ? { [AZURE_INTERNAL]: "true" } : {}),
                    },
                },
                spec: {
                    type: args.loadBalancer ? "LoadBalancer" : "ClusterIP",
                    selector,
                    ports: [{ port: settings.port, targetPort: settings.targetPort }],
                    sessionAffinity: settings.affinity.sessionAffinity,
                    sessionAffinityConfig: settings.affinity.sessionAffinityConfig,
                },
            },
            { parent: this },
        );

        this.name = this.service.metadata.name;
        this.resourceId = this.service.id;
        this.reachableFromOutside = args.loadBalancer !== undefined;
        this.host = this.reachableFromOutside
            ? this.service.status.apply((status) => addressOf(status))
            : pulumi.interpolate`${this.name}.${this.service.metadata.namespace}.svc`;
        this.url = pulumi.interpolate`http://${this.host}:${settings.port}`;
        this.affinity = pulumi.output(settings.affinity).apply(describeAffinity);
        this.registerOutputs({
            deployment: this.deployment,
            service: this.service,
            name: this.name,
            resourceId: this.resourceId,
            host: this.host,
            url: this.url,
            reachableFromOutside: this.reachableFromOutside,
            affinity: this.affinity,
            hop: describeHop("kubernetes", {
                replicas: pulumi.output(settings.replicas).apply((replicas) => ({
                    min: replicas ?? 1,
                    max: replicas ?? 1,
                    source: replicas === undefined ? "Kubernetes' default" : "spec.replicas",
                })),
                affinity: this.affinity,
                clientFacing: this.reachableFromOutside,
                stateless: settings.stateless,
            }),
        });
    }
}

/** Checks the arguments and completes them with the component's defaults. */
function readArgs(name: string, args: StickyServiceArgs) {
    const check = new Checks("StickyService", name);
    const stateless = check.stateless("stateless", args.stateless);
    const selector = selectorLabels(name);
    const port = (path: "port" | "targetPort", value: pulumi.Input<number | undefined> | undefined) =>
        check.integer(path, value, { min: 1, max: 65535 });
    return {
        podSpec: check.value(
            "podSpec",
            check.required("podSpec", args.podSpec, "give the pods to run."),
            (spec: kubernetes.types.input.core.v1.PodSpec) =>
                Array.isArray(spec.containers) && spec.containers.length > 0
                    ? undefined
                    : "it needs one container or more.",
        ) as pulumi.Input<kubernetes.types.input.core.v1.PodSpec>,
        port: port("port", check.required("port", args.port, "give the Service's port.")) as pulumi.Input<number>,
        targetPort: port("targetPort", args.targetPort),
        replicas: check.integer("replicas", args.replicas, { min: 0, max: REPLICA_LIMIT }),
        affinity: readAffinity(check, args),
        serviceName: readServiceName(check, name, args),
        selector,
        labels: check.without<Record<string, pulumi.Input<string>>>("labels", args.labels, Object.keys(selector)),
        stateless,
        declaration: stateless ? declarationLabels(stateless) : undefined,
    };
}

function readServiceName(check: Checks, name: string, args: StickyServiceArgs): pulumi.Input<string> | undefined {
    if (!AUTO_NAME.test(name)) {
        check.failOwnName(
            "it has to have at most 54 small letters, digits and hyphens, begin with a letter and not end with a hyphen, " +
                "since names and labels in the cluster are made from it.",
        );
    }
    return check.text(
        "serviceName",
        args.serviceName,
        SERVICE_NAME,
        "it has to have at most 63 small letters, digits and hyphens, begin with a letter and not end with a hyphen.",
    );
}

interface ServiceAffinitySettings {
    sessionAffinity: ServiceAffinity;
    timeoutSeconds?: number;
}

function readAffinity(check: Checks, args: StickyServiceArgs) {
    const byDefault: ServiceAffinity = args.stateless ? "None" : "ClientIP";
    const timeoutSeconds = check.integer("timeoutSeconds", args.timeoutSeconds, {
        min: 1,
        max: MAX_TIMEOUT_SECONDS,
        unit: "seconds",
    });
    return check
        .together<ServiceAffinitySettings>(
            {
                sessionAffinity:
                    check.oneOf("sessionAffinity", args.sessionAffinity, ["ClientIP", "None"]) ?? byDefault,
                ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
            },
            (known) => {
                if (known.sessionAffinity === "ClientIP" && args.stateless) {
                    check.conflict(
                        "sessionAffinity",
                        "stateless",
                        'a workload is sticky or stateless. Leave sessionAffinity out, or set it to "None".',
                    );
                }
                if (known.sessionAffinity === "None" && known.timeoutSeconds !== undefined) {
                    check.fail(
                        "timeoutSeconds",
                        known.timeoutSeconds,
                        'it has an effect with sessionAffinity "ClientIP" only; Kubernetes would drop it without a word.',
                    );
                }
            },
        )
        .apply((known) => ({
            sessionAffinity: known.sessionAffinity,
            sessionAffinityConfig:
                known.sessionAffinity === "ClientIP"
                    ? { clientIP: { timeoutSeconds: known.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS } }
                    : undefined,
        }));
}

/**
 * Labels that no other workload of the namespace has, so that two stacks with one component each of the same name do not
 * serve each other's clients.
 */
function selectorLabels(name: string): Record<string, string> {
    const instance = `${pulumi.getProject()}.${pulumi.getStack()}.${name}`;
    return {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/instance": LABEL.test(instance)
            ? instance
            : createHash("sha256").update(instance).digest("hex").slice(0, HASH_LENGTH),
    };
}

function addressOf(status: kubernetes.types.output.core.v1.ServiceStatus | undefined): string {
    const address = status?.loadBalancer?.ingress?.[0];
    return address?.ip ?? address?.hostname ?? "";
}

function describeAffinity(settings: {
    sessionAffinity: string;
    sessionAffinityConfig?: { clientIP: { timeoutSeconds: number } } | undefined;
}): Affinity {
    const source = "spec.sessionAffinity";
    const timeout = settings.sessionAffinityConfig?.clientIP.timeoutSeconds;
    return timeout === undefined
        ? noAffinity(source)
        : { kind: "client-ip", strength: "strong", ttlSeconds: timeout, source };
}
