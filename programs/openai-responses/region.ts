import * as authorization from "@pulumi/azure-native/authorization";
import * as cognitiveservices from "@pulumi/azure-native/cognitiveservices";
import * as pulumi from "@pulumi/pulumi";

/** Cognitive Services OpenAI User. https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/ai-machine-learning */
const OPENAI_USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";

/** What Azure OpenAI is created from in a region. */
export interface RegionArgs {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly location: string;
    /** Name of the account and of its host, which nobody else in Azure may have. */
    readonly accountName: pulumi.Input<string>;
    readonly model: cognitiveservices.DeploymentArgs["properties"];
    /** Name of the deployment, by which clients ask for the model: the same in all regions. */
    readonly deploymentName: string;
    /** Thousands of tokens a minute. */
    readonly capacity: number;
    /** Identity that may call the model. */
    readonly principalId: pulumi.Input<string>;
}

/**
 * Creates Azure OpenAI in one region, with a model and without keys.
 *
 * @returns the address of its OpenAI API, to which clients' SDKs add `/v1/responses`.
 */
export function createRegion(name: string, args: RegionArgs): pulumi.Output<string> {
    const { resourceGroupName, location } = args;
    const account = new cognitiveservices.Account(name, {
        resourceGroupName,
        location,
        accountName: args.accountName,
        kind: "OpenAI",
        sku: { name: "S0" },
        // A token of Entra ID is taken at a host of one's own only.
        properties: { customSubDomainName: args.accountName, disableLocalAuth: true, publicNetworkAccess: "Enabled" },
    });
    new cognitiveservices.Deployment(name, {
        resourceGroupName,
        accountName: account.name,
        deploymentName: args.deploymentName,
        properties: args.model,
        sku: { name: "GlobalStandard", capacity: args.capacity },
    });
    new authorization.RoleAssignment(name, {
        scope: account.id,
        principalId: args.principalId,
        principalType: "ServicePrincipal",
        roleDefinitionId: account.id.apply((id) => {
            const subscription = id.split("/").slice(0, 3).join("/");
            return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${OPENAI_USER}`;
        }),
    });
    return pulumi.interpolate`${account.properties.endpoint}openai`;
}
