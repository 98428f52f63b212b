import type * as pulumi from "@pulumi/pulumi";

import { type SessionStoreAccess } from "../affinity/session-store";

/**
 * Azure's own words for what clients see of the store's shards: `EnterpriseCluster` one endpoint that any client works
 * with, `OSSCluster` all shards, `NoCluster` a single one. https://learn.microsoft.com/azure/redis/choose-clustering-policy
 */
export type SessionStoreClustering = "EnterpriseCluster" | "OSSCluster" | "NoCluster";

/** Arguments of {@link SessionStore}. */
export interface SessionStoreArgs {
    /** Resource group that the store is created in. */
    resourceGroupName: pulumi.Input<string>;
    /**
     * Family and size, such as "Balanced_B1" with 1 GB; of the families `Balanced_B`, `MemoryOptimized_M`, `ComputeOptimized_X`
     * and `FlashOptimized_A`. All sessions at once have to fit: a full store takes no new ones.
     * https://learn.microsoft.com/azure/redis/overview#choosing-the-right-tier
     */
    sku: pulumi.Input<string>;
    /**
     * "identity": by Microsoft Entra tokens of the identities that are let in, and no key opens it. "key": by a key, which
     * the variables bring to the workloads; who has it has the whole store. Omitted: "identity". A plain value, since it
     * decides what workloads are given. https://learn.microsoft.com/azure/redis/entra-for-authentication
     */
    access?: SessionStoreAccess;
    /**
     * Omitted: "EnterpriseCluster", since session middleware seldom speaks to a cluster, and keys of one session may lie
     * on several shards. "OSSCluster" is faster and needs a client for Redis Cluster; "NoCluster" takes up to 25 GB. Azure
     * changes it later from "NoCluster" only.
     */
    clusteringPolicy?: pulumi.Input<SessionStoreClustering | undefined>;
    /** False: sessions are on one node, and are lost when that is maintained. Omitted: a second node has them too. */
    highAvailability?: pulumi.Input<boolean | undefined>;
    /**
     * "Disabled": reached through a private endpoint only, which the component does not create. Omitted: "Enabled", reached
     * from any network, over TLS, by who has access.
     */
    publicNetworkAccess?: pulumi.Input<"Enabled" | "Disabled" | undefined>;
    /** Name of the store, 1 to 60 letters, digits and single hyphens. Omitted: Pulumi makes one from the component's name. */
    clusterName?: pulumi.Input<string | undefined>;
    /** What the names of the variables begin with: capital letters, digits and underscores. Omitted: "REDIS_". */
    variablePrefix?: string;
    /** Tags of the store. Omitted: none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/** A user-assigned identity that workloads have, in Azure or through workload identity in a cluster. */
export interface SessionStoreIdentity {
    /** Object id (principal id) of the identity, a GUID. */
    principalId: pulumi.Input<string>;
    /** Client id of the identity, a GUID, by which a workload with several identities picks this one. */
    clientId: pulumi.Input<string>;
}

/** What {@link SessionStore.environment} may be told. */
export interface SessionStoreEnvironment {
    /** What the names of the variables begin with. Omitted: the store's `variablePrefix`. */
    readonly prefix?: string;
    /** Client id of the user-assigned identity that the workload is to use. Omitted: it has one identity, and uses that. */
    readonly clientId?: pulumi.Input<string>;
}
