import * as redisenterprise from "@pulumi/azure-native/redisenterprise";
import * as pulumi from "@pulumi/pulumi";

/** The only policy that Azure Managed Redis has: all data. https://learn.microsoft.com/azure/redis/entra-for-authentication */
const POLICY = "default";

/** Assigns the store's policy to an identity, below the store, whose provider it needs. */
export function grantDefaultPolicy(
    store: pulumi.Resource,
    name: string,
    database: {
        readonly resourceGroupName: pulumi.Input<string>;
        readonly clusterName: pulumi.Input<string>;
        readonly databaseName: pulumi.Input<string>;
    },
    principalId: pulumi.Input<string>,
): redisenterprise.AccessPolicyAssignment {
    return new redisenterprise.AccessPolicyAssignment(
        name,
        {
            ...database,
            // Letters and digits only, which no name is that Pulumi would make.
            accessPolicyAssignmentName: pulumi.output(principalId).apply((id) => id.replaceAll("-", "")),
            accessPolicyName: POLICY,
            user: { objectId: principalId },
        },
        { parent: store },
    );
}
