import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { STATELESS_KEY, STATELESS_UNTIL_KEY } from "../../affinity/stateless";
import { type ServiceType, type StickyServiceArgs } from "./args";
import { plainWord } from "../../affinity/plain-word";

/** https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/ */
const AZURE_INTERNAL = "service.beta.kubernetes.io/azure-load-balancer-internal";
const AZURE_INTERNAL_SUBNET = "service.beta.kubernetes.io/azure-load-balancer-internal-subnet";
/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork */
const SUBNET_NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,78}[A-Za-z0-9_])?$/;

type Annotations = Record<string, pulumi.Input<string>>;

/** Where a Service is reached from, and what it says of that. */
export interface Exposure {
    readonly type: ServiceType;
    readonly externalTrafficPolicy: pulumi.Input<"Cluster" | "Local"> | undefined;
    /** The user's own annotations. */
    readonly annotations: pulumi.Input<Annotations> | undefined;
    /** Annotations that the arguments come to. */
    readonly ownAnnotations: Annotations;
}

/** Checks what is said of where the Service is reached from. */
export function readExposure(check: Checks, args: StickyServiceArgs): Exposure {
    refuseWhatKeepsNobody(check, args);
    const type = readType(check, args);
    return {
        type,
        externalTrafficPolicy: readTrafficPolicy(check, args, type),
        annotations: check.without<Annotations>("annotations", args.annotations, [
            AZURE_INTERNAL,
            AZURE_INTERNAL_SUBNET,
            STATELESS_KEY,
            STATELESS_UNTIL_KEY,
        ]),
        ownAnnotations: readOwnAnnotations(check, args),
    };
}

/** TypeScript knows neither of these; a plain JavaScript program may give them. */
function refuseWhatKeepsNobody(check: Checks, args: { readonly type?: unknown; readonly clusterIP?: unknown }): void {
    if (args.clusterIP === "None") {
        check.fail(
            "clusterIP",
            args.clusterIP,
            "a headless Service chooses no pod for a client, so that Kubernetes ignores its session affinity. Leave it out.",
        );
    }
    if (args.type === "ExternalName") {
        check.fail(
            "type",
            args.type,
            "an ExternalName is a name in DNS and chooses no pod for a client, so that its session affinity does nothing. " +
                'It has to be one of "ClusterIP", "NodePort", "LoadBalancer".',
        );
    }
}

function readType(check: Checks, args: StickyServiceArgs): ServiceType {
    const type = plainWord(check, "type", args.type, ["ClusterIP", "NodePort", "LoadBalancer"]);
    if (type !== undefined && type !== "LoadBalancer" && args.loadBalancer) {
        check.conflict(
            "loadBalancer",
            "type",
            `a Service of type ${type} has no load balancer. Leave one of both out.`,
        );
    }
    return type ?? (args.loadBalancer ? "LoadBalancer" : "ClusterIP");
}

/** https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip */
function readTrafficPolicy(check: Checks, args: StickyServiceArgs, type: ServiceType) {
    const policy = check.oneOf("externalTrafficPolicy", args.externalTrafficPolicy, ["Cluster", "Local"]);
    return check.value("externalTrafficPolicy", policy, () =>
        type === "ClusterIP"
            ? 'Kubernetes takes it with type "NodePort" or "LoadBalancer" only: nothing from outside reaches a ClusterIP. ' +
              "Leave it out, or give one of these types."
            : undefined,
    );
}

function readOwnAnnotations(check: Checks, args: StickyServiceArgs): Annotations {
    const subnet = readSubnet(check, args);
    return {
        ...(args.loadBalancer?.internal ? { [AZURE_INTERNAL]: "true" } : {}),
        ...(subnet === undefined ? {} : { [AZURE_INTERNAL_SUBNET]: subnet }),
    };
}

function readSubnet(check: Checks, args: StickyServiceArgs): pulumi.Input<string> | undefined {
    const path = "loadBalancer.subnet";
    const subnet = check.text(
        path,
        args.loadBalancer?.subnet,
        SUBNET_NAME,
        "it has to be a subnet's name, not its id: at most 80 letters, digits, hyphens, dots and underscores.",
    );
    return check.value(path, subnet, () =>
        args.loadBalancer?.internal
            ? undefined
            : "a public address is in no subnet, and it would do nothing. Leave it out, or give loadBalancer.internal: true.",
    );
}
