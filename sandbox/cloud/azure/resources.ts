import { ORDINARY, missing, type Kind } from "../kind";
import { when, without, type Properties } from "../values";
import { ARM_MESSAGES, arm, armVersion, insideArm, resourceGroupId, TENANT } from "./arm";
import { ROLE_ASSIGNMENT } from "./role-assignment";
import { guid } from "../stable";
import { View } from "../view";

const NAME = /^[-\w._()]{0,89}[-\w_()]$/;

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftresources */
const resourceGroup: Kind = {
    ...ORDINARY,
    key: "azure-native:resources:ResourceGroup",
    immutable: ["resourceGroupName", "location"],
    complete(inputs, context): Properties {
        const view = new View(inputs);
        const location = context.previous.text("location") ?? context.location;
        const named = view.at("resourceGroupName").present
            ? inputs
            : {
                  ...inputs,
                  resourceGroupName: context.previous.text("resourceGroupName") ?? context.name + context.suffix(8),
              };
        return view.at("location").present || location === undefined ? named : { ...named, location };
    },
    failures(inputs) {
        const name = inputs.text("resourceGroupName");
        if (name === undefined || NAME.test(name)) return missing(inputs, ["resourceGroupName"]);
        const reason = `'resourceGroupName' does not match expression '${NAME.source}': "${name}"`;
        return [{ property: "resourceGroupName", reason }];
    },
    id: (inputs) => {
        const name = inputs.text("resourceGroupName");
        return name === undefined ? undefined : resourceGroupId(name);
    },
    autoNamed: (inputs, name) => {
        const given = inputs.text("resourceGroupName") ?? "";
        return name !== undefined && given.startsWith(name) && /^[0-9a-f]{8}$/.test(given.slice(name.length));
    },
    outputs(inputs, context) {
        return {
            location: "westeurope",
            ...without(inputs.properties(), "resourceGroupName"),
            azureApiVersion: armVersion(context.apiVersion ?? "2024-03-01"),
            name: inputs.text("resourceGroupName") ?? "",
            type: "Microsoft.Resources/resourceGroups",
            properties: { provisioningState: "Succeeded" },
        };
    },
    messages: ARM_MESSAGES,
    inside: insideArm,
};

const userAssignedIdentity = arm({
    modules: ["managedidentity"],
    kind: "UserAssignedIdentity",
    path: "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
    apiVersion: "2023-01-31",
    name: { minimum: 3, maximum: 128 },
    computed: (_inputs, { id }) => ({
        clientId: guid(`${id}#client`),
        principalId: guid(`${id}#principal`),
        tenantId: TENANT,
    }),
});

/** https://learn.microsoft.com/azure/templates/microsoft.managedidentity/userassignedidentities/federatedidentitycredentials */
const federatedIdentityCredential = arm({
    modules: ["managedidentity"],
    kind: "FederatedIdentityCredential",
    path: "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}",
    apiVersion: "2023-01-31",
    name: { pattern: /^[a-zA-Z0-9][a-zA-Z0-9_-]*$/, minimum: 3, maximum: 120 },
    required: ["audiences", "issuer", "subject"],
});

export const RESOURCES: readonly Kind[] = [
    resourceGroup,
    ROLE_ASSIGNMENT,
    ...userAssignedIdentity,
    ...federatedIdentityCredential,
];

/** A resource's own identity, as Azure adds it where one is asked for. */
export function identity(inputs: View, id: string): Properties {
    const type = inputs.text("identity.type");
    const own = type !== undefined && /SystemAssigned/i.test(type);
    if (!own) return when(inputs.at("identity").present, { identity: inputs.properties("identity") });
    return { identity: { ...inputs.properties("identity"), principalId: guid(`${id}#system`), tenantId: TENANT } };
}
