import { type Kind, type Stored } from "../kind";
import { hex } from "../stable";
import { HIDDEN, secret, type Properties } from "../values";
import { View } from "../view";
import { arm, refuse } from "./arm";
import { identity } from "./resources";

export const LOGIC: readonly Kind[] = arm({
    modules: ["logic"],
    kind: "Workflow",
    path: "Microsoft.Logic/workflows/{workflowName}",
    apiVersion: "2019-05-01",
    // https://learn.microsoft.com/azure/logic-apps/logic-apps-limits-and-config
    name: { pattern: /^[-\w.()]+$/, maximum: 80 },
    computed: (inputs, { id }) => ({
        ...identity(inputs, id),
        accessEndpoint: accessEndpoint(inputs, id),
        changedTime: "2020-01-01T00:00:00Z",
        createdTime: "2020-01-01T00:00:00Z",
        provisioningState: "Succeeded",
        state: inputs.text("state") ?? "Enabled",
        // Every other definition is another version.
        version: hex(JSON.stringify(inputs.plain("definition")), 16),
    }),
});

function accessEndpoint(inputs: View, id: string): string {
    const region = (inputs.text("location") ?? "westeurope").toLowerCase().replace(/[^a-z0-9]/g, "");
    return `https://prod-00.${region}.logic.azure.com:443/workflows/${hex(id, 32)}`;
}

/**
 * The address that calls a trigger, with a signature that opens nothing.
 * https://learn.microsoft.com/rest/api/logic/workflow-triggers/list-callback-url
 *
 * @throws Refusal where the workflow has no such trigger.
 */
export function triggerCallbackUrl({ id, inputs, outputs }: Stored, triggerName: string): Properties {
    const definition = new View(inputs).at("definition");
    const trigger = definition.at("triggers").member(triggerName);
    // A secret definition is not kept, and may hold any trigger.
    if (!trigger.present && definition.text() !== HIDDEN) {
        refuse(404, "WorkflowTriggerNotFound", `The workflow '${id}' has no trigger '${triggerName}'.`);
    }
    const basePath = `${new View(outputs).text("accessEndpoint") ?? ""}/triggers/${triggerName}/paths/invoke`;
    const relativePath = trigger.text("inputs.relativePath") ?? "";
    const queries = { apiVersion: "2016-10-01", sp: `/triggers/${triggerName}/run`, sv: "1.0" };
    const sig = Buffer.from(hex(`${id}#${triggerName}`, 64), "hex").toString("base64url");
    const query = new URLSearchParams({ "api-version": queries.apiVersion, sp: queries.sp, sv: queries.sv, sig });
    return {
        basePath,
        method: trigger.text("inputs.method") ?? "POST",
        queries: { ...queries, sig: secret(sig) },
        relativePath,
        relativePathParameters: [...relativePath.matchAll(/\{([^{}]*)\}/g)].flatMap(([, name]) => name ?? []),
        // Who has the whole address can call the workflow.
        value: secret(
            `${basePath}${relativePath === "" ? "" : `/${relativePath.replace(/^\//, "")}`}?${query.toString()}`,
        ),
    };
}
