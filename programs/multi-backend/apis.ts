import type * as pulumi from "@pulumi/pulumi";

import { ApimApi, policies } from "pulumi-session-affinity/apim";

/** The API Management service that everything is in. */
export interface Apim {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly serviceName: pulumi.Input<string>;
}

/**
 * An API at its own path, its operations as "GET /{id}". The backend is told the API's name too, since one backend serves
 * several: `GET /orders/7` arrives there as `/orders/7`. Which backend that is, the API's product says.
 */
export function createApi(
    apim: Apim,
    name: string,
    operations: readonly string[],
    policy?: policies.PolicyDocument,
): ApimApi {
    return new ApimApi(name, {
        ...apim,
        path: name,
        operations: operations.map((operation) => {
            const [method = "", urlTemplate = ""] = operation.split(" ");
            const template = `/${name}${urlTemplate}`.replace(/\/$/, "");
            return { method, urlTemplate, policy: { inbound: [policies.rewriteUri({ template })] } };
        }),
        policy,
    });
}
