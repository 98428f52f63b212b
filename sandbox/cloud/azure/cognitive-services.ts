import { type Kind, type ServiceContext } from "../kind";
import { View } from "../view";
import { arm, refuse } from "./arm";
import { oneOf, within } from "./parts";
import { identity } from "./resources";

const ACCOUNT = "azure-native:cognitiveservices:Account";
const API_VERSION = "2025-06-01";

/** https://learn.microsoft.com/azure/ai-services/openai/how-to/deployment-types */
const DEPLOYMENT_SKUS = [
    "Standard",
    "GlobalStandard",
    "DataZoneStandard",
    "GlobalBatch",
    "DataZoneBatch",
    "ProvisionedManaged",
    "GlobalProvisionedManaged",
    "DataZoneProvisionedManaged",
    "DeveloperTier",
];

/** An account's host is everybody's. https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains */
function subdomainMustBeFree(inputs: View, context: ServiceContext): void {
    const wanted = inputs.text("properties.customSubDomainName")?.toLowerCase();
    if (wanted === undefined) return;
    const taken = context.cloud
        .all(ACCOUNT)
        .some(
            ({ id, inputs: given }) =>
                id.toLowerCase() !== context.id.toLowerCase() &&
                new View(given).text("properties.customSubDomainName")?.toLowerCase() === wanted,
        );
    if (taken) {
        refuse(
            400,
            "CustomDomainInUse",
            `Please pick a different name. The subdomain name '${wanted}' is not available as it's already used by a resource.`,
        );
    }
}

/** Without a host of its own an account answers at its region's, which takes keys only. */
function hostOf(inputs: View): string {
    const own = inputs.text("properties.customSubDomainName");
    const region = (inputs.text("location") ?? "westeurope").toLowerCase().replace(/[^a-z0-9]/g, "");
    if (own === undefined) return `${region}.api.cognitive.microsoft.com`;
    return `${own}.${inputs.text("kind") === "OpenAI" ? "openai.azure.com" : "cognitiveservices.azure.com"}`;
}

const account = arm({
    modules: ["cognitiveservices"],
    kind: "Account",
    path: "Microsoft.CognitiveServices/accounts/{accountName}",
    apiVersion: API_VERSION,
    // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcognitiveservices
    name: { pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/, minimum: 2, maximum: 64 },
    validate(inputs) {
        for (const property of ["kind", "sku.name"]) {
            if (!inputs.at(property).present) refuse(400, "InvalidRequestContent", `The account has no ${property}.`);
        }
        const sku = inputs.text("sku.name");
        if (inputs.text("kind") === "OpenAI" && sku !== undefined && sku !== "S0") {
            refuse(400, "InvalidResourceProperties", `The SKU '${sku}' is invalid for kind 'OpenAI'.`);
        }
        oneOf(inputs, "properties.publicNetworkAccess", ["Enabled", "Disabled", "SecuredByPerimeter"]);
        const subdomain = inputs.text("properties.customSubDomainName");
        if (subdomain !== undefined && !/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62}[a-zA-Z0-9])?$/.test(subdomain)) {
            refuse(400, "InvalidCustomSubdomainName", `The subdomain name '${subdomain}' is no part of a host's name.`);
        }
    },
    referencesOf: subdomainMustBeFree,
    computed: (inputs, { id }) => ({
        ...identity(inputs, id),
        properties: {
            ...inputs.properties("properties"),
            endpoint: `https://${hostOf(inputs)}/`,
            provisioningState: "Succeeded",
        },
    }),
});

const deployment = arm({
    modules: ["cognitiveservices"],
    kind: "Deployment",
    path: "Microsoft.CognitiveServices/accounts/{accountName}/deployments/{deploymentName}",
    apiVersion: API_VERSION,
    name: { pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/, minimum: 2, maximum: 64 },
    validate(inputs) {
        for (const property of ["properties.model.format", "properties.model.name", "sku.name"]) {
            if (!inputs.at(property).present) {
                refuse(400, "InvalidResourceProperties", `The deployment has no ${property}.`);
            }
        }
        oneOf(inputs, "sku.name", DEPLOYMENT_SKUS);
        within(inputs, "sku.capacity", 1, 1_000_000);
    },
    computed: (inputs) => ({
        properties: { ...inputs.properties("properties"), provisioningState: "Succeeded" },
    }),
});

export const COGNITIVE_SERVICES: readonly Kind[] = [...account, ...deployment];
