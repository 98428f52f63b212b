import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";

/** An API that sends all that it gets to one backend or pool. */
export interface PublishedApi {
    resourceGroupName: pulumi.Input<string>;
    serviceName: pulumi.Input<string>;
    /** Path of the API below the gateway's address. */
    path: string;
    /** The backend or pool. */
    backend: { name: pulumi.Output<string> };
    /** True: answers are passed on as they come, for server-sent events. */
    streams?: boolean;
}

/** Publishes an API with an operation for each way of calling it, and the policy that picks its backend. */
export function publishApi(name: string, { backend, path, streams = false, ...apim }: PublishedApi): void {
    const api = new apimanagement.Api(`${name}-api`, { ...apim, path, displayName: name, protocols: ["https"] });
    for (const method of ["GET", "POST", "DELETE"]) {
        new apimanagement.ApiOperation(`${name}-${method.toLowerCase()}`, {
            ...apim,
            apiId: api.name,
            method,
            urlTemplate: "/*",
            displayName: `${method} ${name}`,
        });
    }
    new apimanagement.ApiPolicy(`${name}-policy`, {
        ...apim,
        apiId: api.name,
        policyId: "policy",
        format: "rawxml",
        value: pulumi.interpolate`<policies>
    <inbound><base /><set-backend-service backend-id="${backend.name}" /></inbound>
    <backend>${streams ? '<forward-request buffer-response="false" />' : "<base />"}</backend>
    <outbound><base /></outbound>
    <on-error><base /></on-error>
</policies>`,
    });
}
