import { type Kind, type ServiceContext } from "../../kind";
import { publicAddress } from "../../stable";
import { View } from "../../view";
import { arm, refuse } from "../arm";
import { identity } from "../resources";

import { PLAN } from "./plans";
import { checkSite } from "./site-rules";

const APP = "azure-native:web:WebApp";

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
    validate: checkSite,
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
    validate: checkSite,
    references: PLAN_REFERENCE,
    computed: (inputs, context) => ({
        ...siteOutputs(inputs, context, `${inputs.text("name") ?? ""}-${context.name}`.toLowerCase()),
        name: `${inputs.text("name") ?? ""}/${context.name}`,
    }),
});

export const SITES: readonly Kind[] = [...webApp, ...webAppSlot];
