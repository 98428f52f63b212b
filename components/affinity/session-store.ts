import type * as pulumi from "@pulumi/pulumi";

import { type StatelessArgs } from "./stateless";

/** How workloads prove to a session store who they are: by a token of their identity, or by a key of the store. */
export type SessionStoreAccess = "identity" | "key";

/** An environment variable that tells a workload where its sessions are. */
export interface SessionStoreVariable {
    /** Name of the variable. */
    readonly name: string;
    /** Value of the variable; an Output that Pulumi keeps secret where `secret` is true. */
    readonly value: pulumi.Input<string>;
    /** True for a value that a platform has to keep among its secrets, and that no template may show. */
    readonly secret: boolean;
}

/**
 * Where a workload keeps its sessions outside of its replicas, so that any of these can serve any request. A `SessionStore`
 * is one; what it is made of is its own affair, so that a platform's components need know nothing of it.
 */
export interface SessionStoreConnection {
    /** How workloads prove who they are. */
    readonly access: SessionStoreAccess;
    /** True where it was made for one identity, which has access already and is named among the variables. */
    readonly hasIdentity: boolean;
    /** Declares a workload that uses it stateless, and says why. */
    readonly stateless: StatelessArgs;
    /** What a workload has to know, each name once. */
    environment(): readonly SessionStoreVariable[];
    /**
     * Lets a workload's identity in. It creates a resource, so call it outside of any `apply`.
     *
     * @param name what the resource's name is made from: the workload's.
     * @param principalId object id of the identity, which may become known later.
     */
    grantAccess(name: string, principalId: pulumi.Input<string>): pulumi.Resource;
}
