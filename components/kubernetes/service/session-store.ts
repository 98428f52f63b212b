import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../../affinity/checks";
import { type SessionStoreConnection } from "../../affinity/session-store";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;
type KnownPodSpec = pulumi.Unwrap<PodSpec>;

/** Asks AKS to give a pod the token of its service account's identity. https://learn.microsoft.com/azure/aks/workload-identity-overview */
export const WORKLOAD_IDENTITY_LABELS = { "azure.workload.identity/use": "true" };

/** Checks pods that are to reach a store. */
export function readStorePods(
    check: Checks,
    podSpec: pulumi.Input<PodSpec>,
    store: SessionStoreConnection,
): pulumi.Input<PodSpec> {
    if (store.access === "identity" && !store.hasIdentity) {
        throw check.fault(
            "sessionStore",
            "lets identities in, and Azure gives pods none of their own. Give store.forIdentity(name, { principalId, " +
                "clientId }) with the identity that the pods' service account is federated with.",
        );
    }
    const own = new Set(store.environment().map(({ name }) => name));
    return check.value("podSpec", podSpec, (known) => {
        failOnTaken(check, known as KnownPodSpec, own);
        if (store.access === "identity") failWithoutAccount(check, known as KnownPodSpec);
        return undefined;
    }) as pulumi.Input<PodSpec>;
}

/** The Secret with what the variables keep secret; undefined where they keep nothing so. */
export function createStoreSecret(
    name: string,
    metadata: kubernetes.types.input.meta.v1.ObjectMeta,
    store: SessionStoreConnection,
    opts: pulumi.CustomResourceOptions,
): kubernetes.core.v1.Secret | undefined {
    const secrets = store.environment().filter(({ secret }) => secret);
    if (secrets.length === 0) return undefined;
    return new kubernetes.core.v1.Secret(
        `${name}-sessions`,
        {
            metadata,
            stringData: Object.fromEntries(secrets.map(({ name: key, value }) => [key, pulumi.secret(value)])),
            // Another key makes another Secret, whose name the pods then have: nothing else would start them anew.
            immutable: true,
        },
        opts,
    );
}

/** The pods, checked, whose first container has the store's variables too. */
export function withStore(
    podSpec: pulumi.Input<PodSpec>,
    store: SessionStoreConnection,
    secret: kubernetes.core.v1.Secret | undefined,
): pulumi.Output<PodSpec> {
    const variables = store
        .environment()
        .map(({ name, value, secret: hidden }) =>
            hidden
                ? { name, valueFrom: { secretKeyRef: { name: secret?.metadata.name, key: name } } }
                : { name, value },
        );
    return pulumi.output(podSpec).apply((known) => {
        const [first, ...others] = known.containers;
        // Each variable stays a value of its own, so that a preview shows the pods while the host is not known yet.
        const env = [...(first?.env ?? []), ...variables];
        return { ...known, containers: [{ ...first, env }, ...others] } as unknown as KnownPodSpec;
    });
}

function failOnTaken(check: Checks, podSpec: KnownPodSpec, own: ReadonlySet<string>): void {
    const env = podSpec.containers[0]?.env ?? [];
    const taken = env.findIndex(({ name }) => own.has(name));
    if (taken < 0) return;
    check.fail(
        `podSpec.containers[0].env[${taken}].name`,
        env[taken]?.name,
        "the session store sets it. Leave it out, or give the store another variablePrefix.",
    );
}

function failWithoutAccount(check: Checks, podSpec: KnownPodSpec): void {
    if (podSpec.serviceAccountName !== undefined) return;
    check.missing(
        "podSpec.serviceAccountName",
        "pods get the identity's token through a service account that is federated with it.",
    );
}
