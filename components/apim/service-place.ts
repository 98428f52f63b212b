import type * as pulumi from "@pulumi/pulumi";

import { type Checks } from "../affinity/checks";

/** The API Management service that something is created in. */
export interface ServicePlaceArgs {
    /** Resource group of the API Management service. */
    resourceGroupName: pulumi.Input<string>;
    /** Name of the API Management service. */
    serviceName: pulumi.Input<string>;
}

/** Checks what {@link ServicePlaceArgs} give. */
export function readServicePlace(check: Checks, args: ServicePlaceArgs): ServicePlaceArgs {
    return {
        resourceGroupName: check.required(
            "resourceGroupName",
            args.resourceGroupName,
            "give the resource group of the API Management service.",
        ),
        serviceName: check.required("serviceName", args.serviceName, "give the name of the API Management service."),
    };
}

/** Checks the id of an API or a product. https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftapimanagement */
export function readEntityId(
    check: Checks,
    path: string,
    id: pulumi.Input<string | undefined> | undefined,
): pulumi.Input<string> | undefined {
    return check.text(path, id, /^[^*#&+:<>?]{1,256}$/, "it has to have 1 to 256 characters, none of *#&+:<>?.");
}
