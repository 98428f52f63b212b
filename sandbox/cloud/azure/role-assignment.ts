import { ORDINARY, missing, type Kind, type ServiceContext } from "../kind";
import { guid } from "../stable";
import { without } from "../values";
import { View } from "../view";
import { ARM_MESSAGES, armVersion, inSight, insideArm, refuse } from "./arm";

const KEY = "azure-native:authorization:RoleAssignment";

const scopeOf = (inputs: View): string | undefined => inputs.text("scope")?.replace(/\/$/, "");

/**
 * The scope of a part that is written with its whole, such as a subnet in its network, is no resource of its own here: then the whole has
 * to be there.
 */
function scopeMustExist(scope: string, { cloud }: ServiceContext): void {
    const whole = /^(?:.*?\/providers\/[^/]+\/[^/]+\/[^/]+)(?=\/)/i.exec(scope)?.[0];
    const found =
        isNodeGroup(scope, cloud) ||
        [scope, ...(whole === undefined ? [] : [whole])].some((id) => cloud.find("*", id) !== undefined);
    if (inSight(scope) && !found)
        refuse(404, "ResourceNotFound", `The resource '${scope}' that scope names does not exist.`);
}

/** AKS makes a resource group for each cluster's nodes by itself. https://learn.microsoft.com/azure/aks/faq#why-are-two-resource-groups-created-with-aks */
function isNodeGroup(scope: string, cloud: ServiceContext["cloud"]): boolean {
    const [, name] = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)$/i.exec(scope) ?? [];
    if (name === undefined) return false;
    return cloud
        .all("azure-native:containerservice:ManagedCluster")
        .some(({ outputs }) => new View(outputs).text("nodeResourceGroup")?.toLowerCase() === name.toLowerCase());
}

/** A role's id may be written with a subscription or without; its GUID is the same. */
const roleOf = (inputs: View): string | undefined => inputs.text("roleDefinitionId")?.split("/").at(-1)?.toLowerCase();

/** https://learn.microsoft.com/azure/role-based-access-control/troubleshooting: one assignment of a role, principal and scope. */
function mustBeNew(inputs: View, context: ServiceContext): void {
    const wanted = [scopeOf(inputs), inputs.text("principalId"), roleOf(inputs)];
    if (wanted.includes(undefined)) return;
    const asked = wanted.join("|").toLowerCase();
    const exists = context.cloud.all(KEY).some(({ id, inputs: given }) => {
        const other = new View(given);
        const holds = [scopeOf(other), other.text("principalId"), roleOf(other)].join("|").toLowerCase();
        return holds === asked && id.toLowerCase() !== context.id.toLowerCase();
    });
    if (exists) refuse(409, "RoleAssignmentExists", "The role assignment already exists.");
}

/** https://learn.microsoft.com/rest/api/authorization/role-assignments/create: its id lies below its scope, whatever that is. */
export const ROLE_ASSIGNMENT: Kind = {
    ...ORDINARY,
    key: KEY,
    immutable: ["scope", "roleAssignmentName", "principalId", "roleDefinitionId"],
    complete(inputs, context) {
        const view = new View(inputs);
        if (view.at("roleAssignmentName").present) return inputs;
        const kept = context.previous.text("roleAssignmentName");
        return { ...inputs, roleAssignmentName: kept ?? guid(context.suffix(16)) };
    },
    failures: (inputs) => missing(inputs, ["principalId", "roleDefinitionId", "scope"]),
    id: (inputs) => {
        const scope = scopeOf(inputs);
        const name = inputs.text("roleAssignmentName");
        if (scope === undefined || name === undefined) return undefined;
        return `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
    },
    references(inputs, context) {
        const scope = scopeOf(inputs);
        if (scope !== undefined) scopeMustExist(scope, context);
        mustBeNew(inputs, context);
    },
    outputs(inputs, context) {
        return {
            ...without(inputs.properties(), "roleAssignmentName"),
            azureApiVersion: armVersion(context.apiVersion ?? "2022-04-01"),
            name: inputs.text("roleAssignmentName") ?? "",
            type: "Microsoft.Authorization/roleAssignments",
        };
    },
    messages: ARM_MESSAGES,
    inside: insideArm,
};
