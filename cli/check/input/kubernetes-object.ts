import { type StackResource } from "../../../policy-pack/topology";
import { isRecord, lookup } from "../../../policy-pack/topology/values";

import { recordAt, textAt } from "./damaged";

/** What is read of any object of Kubernetes. */
export interface KubernetesObject extends Readonly<Record<string, unknown>> {
    readonly metadata: Readonly<Record<string, unknown>>;
}

/** An object of a cluster, and the resource that it stands for. */
export interface KubernetesFound {
    readonly resource: StackResource;
    readonly object: KubernetesObject;
}

/** Kinds that run pods and that the rules count. */
const WORKLOADS: readonly unknown[] = [
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "ReplicationController",
    "Rollout",
    "CloneSet",
];

/** True for an object that runs pods. */
export function isWorkload({ kind }: KubernetesObject): boolean {
    return WORKLOADS.includes(kind);
}

/**
 * An object as the resource that a program would make of it. Of a Secret nothing is taken over.
 *
 * @param name of the file, for errors.
 * @param path of the object in it.
 * @param cluster that it is of.
 * @throws {CouldNotRunError} where it is no object.
 */
export function kubernetesFound(
    value: Record<string, unknown>,
    name: string,
    path: string,
    cluster = "cluster",
): KubernetesFound {
    const version = textAt(value["apiVersion"], name, `${path}.apiVersion`);
    const kind = textAt(value["kind"], name, `${path}.kind`);
    const metadata = recordAt(value["metadata"], name, `${path}.metadata`);
    const id = [metadata["namespace"], textAt(metadata["name"], name, `${path}.metadata.name`)]
        .filter((part) => typeof part === "string")
        .join("/");
    const object: KubernetesObject = { ...value, metadata };
    const type = `kubernetes:${version.includes("/") ? version : `core/${version}`}:${kind}`;
    const properties = kind === "Secret" ? { apiVersion: version, kind } : object;
    return {
        object,
        resource: {
            urn: `urn:pulumi:${cluster}::kubectl::${type}::${id}`,
            type,
            name: id,
            id,
            properties,
            inputs: properties,
            propertyDependencies: {},
        },
    };
}

/**
 * The objects without the workloads that other workloads among them made, as their pods are counted there. One without a
 * template of its own, as a Rollout that names a Deployment, does not count them.
 */
export function withoutOwned<T extends Pick<KubernetesFound, "object">>(found: readonly T[]): T[] {
    const counting = found.filter(
        ({ object }) => isWorkload(object) && lookup(object, "spec.template").state === "known",
    );
    const uids = new Set(counting.map(({ object }) => object.metadata["uid"]));
    return found.filter(({ object }) => {
        const { ownerReferences } = object.metadata;
        if (!isWorkload(object) || !Array.isArray(ownerReferences)) return true;
        return !ownerReferences.some((owner) => isRecord(owner) && uids.has(owner["uid"]));
    });
}
