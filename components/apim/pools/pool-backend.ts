import * as pulumi from "@pulumi/pulumi";

import { apimToken, azureNativeVersion, registerApimPackage, type SessionAffinityApiVersion } from "../apim-package";

/** A pool's affinity as API Management spells it. */
export interface PoolSessionAffinity {
    sessionId: { source: "cookie"; name: string };
}

/** Inputs of {@link PoolBackend}. */
export interface PoolBackendArgs {
    resourceGroupName: pulumi.Input<string>;
    serviceName: pulumi.Input<string>;
    backendId?: pulumi.Input<string> | undefined;
    title?: pulumi.Input<string | undefined> | undefined;
    description?: pulumi.Input<string | undefined> | undefined;
    type: "Pool";
    pool: {
        failureResponse?: { statusCode: pulumi.Input<number> };
        services: { id: pulumi.Input<string>; weight?: pulumi.Input<number>; priority?: pulumi.Input<number> }[];
        sessionAffinity?: pulumi.Input<PoolSessionAffinity | undefined>;
    };
}

/** What the service stored of the pool; each part is absent where the service dropped it. */
export interface StoredPool {
    services?: { id: string; weight?: number; priority?: number }[];
    sessionAffinity?: { sessionId?: { source?: string; name?: string } };
}

/**
 * `Microsoft.ApiManagement/service/backends` at an API version in which a pool has `sessionAffinity`. azure-native's
 * own `Backend` is at 2024-05-01, whose provider drops the property without a word.
 */
export class PoolBackend extends pulumi.CustomResource {
    /** Name of the backend, which policies refer to. */
    declare public readonly name: pulumi.Output<string>;
    /** The pool as the service stored it. */
    declare public readonly pool: pulumi.Output<StoredPool | undefined>;

    constructor(
        name: string,
        apiVersion: SessionAffinityApiVersion,
        args: PoolBackendArgs,
        opts: pulumi.CustomResourceOptions,
    ) {
        super(
            apimToken(apiVersion, "Backend"),
            name,
            { ...args, name: undefined },
            pulumi.mergeOptions({ version: azureNativeVersion() }, opts),
            false,
            registerApimPackage(apiVersion),
        );
    }
}
