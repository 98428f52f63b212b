import { type Kind, type ServiceContext } from "../kind";
import { publicAddress } from "../stable";
import { View } from "../view";
import { validateAccess } from "./access-restrictions";
import { arm, refuse } from "./arm";
import { identity } from "./resources";

const PLAN = "azure-native:web:AppServicePlan";
const APP = "azure-native:web:WebApp";

const plan = arm({
    modules: ["web"],
    kind: "AppServicePlan",
    path: "Microsoft.Web/serverfarms/{name}",
    apiVersion: "2025-05-01",
    name: { maximum: 60 },
    computed: (inputs, { id, cloud }) => ({
        ...identity(inputs, id),
        kind: inputs.text("kind") ?? "app",
        numberOfSites: cloud.all(APP).filter((app) => new View(app.inputs).text("serverFarmId") === id).length,
        provisioningState: "Succeeded",
        resourceGroup: inputs.text("resourceGroupName") ?? "",
        status: "Ready",
    }),
});

function siteOutputs(inputs: View, { id }: ServiceContext, host: string) {
    return {
        ...identity(inputs, id),
        defaultHostName: `${host}.azurewebsites.net`,
        enabled: inputs.boolean("enabled") ?? true,
        enabledHostNames: [`${host}.azurewebsites.net`, `${host}.scm.azurewebsites.net`],
        hostNames: [`${host}.azurewebsites.net`],
        kind: inputs.text("kind") ?? "app",
        outboundIpAddresses: publicAddress(id),
        possibleOutboundIpAddresses: publicAddress(id),
        repositorySiteName: host,
        resourceGroup: inputs.text("resourceGroupName") ?? "",
        state: "Running",
    };
}

/** An app's name is part of its host name, so it is taken for everybody. */
function nameMustBeFree(inputs: View, context: ServiceContext): void {
    const name = inputs.text("name")?.toLowerCase();
    const taken = context.cloud
        .all(APP)
        .some(
            (other) =>
                new View(other.outputs).text("name")?.toLowerCase() === name &&
                other.id.toLowerCase() !== context.id.toLowerCase(),
        );
    if (taken) {
        refuse(409, "Conflict", `Website with given name ${inputs.text("name")} already exists.`);
    }
}

const PLAN_REFERENCE = { serverFarmId: { kind: PLAN, code: "ServerFarmNotFound" } };
const NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/;

const webApp = arm({
    modules: ["web"],
    kind: "WebApp",
    path: "Microsoft.Web/sites/{name}",
    apiVersion: "2025-05-01",
    // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftweb
    name: { pattern: NAME, minimum: 2, maximum: 60 },
    writeOnly: ["cloningInfo"],
    validate: validateAccess,
    references: PLAN_REFERENCE,
    referencesOf: nameMustBeFree,
    computed: (inputs, context) => siteOutputs(inputs, context, context.name.toLowerCase()),
});

const webAppSlot = arm({
    modules: ["web"],
    kind: "WebAppSlot",
    path: "Microsoft.Web/sites/{name}/slots/{slot}",
    apiVersion: "2025-05-01",
    name: { pattern: NAME, minimum: 2, maximum: 59 },
    located: true,
    writeOnly: ["cloningInfo"],
    validate: validateAccess,
    references: PLAN_REFERENCE,
    computed: (inputs, context) => ({
        ...siteOutputs(inputs, context, `${inputs.text("name") ?? ""}-${context.name}`.toLowerCase()),
        name: `${inputs.text("name") ?? ""}/${context.name}`,
    }),
});

export const WEB: readonly Kind[] = [...plan, ...webApp, ...webAppSlot];
