import { type Kind } from "../kind";
import { guid, hex, publicAddress } from "../stable";
import { APIS } from "./apim/apis";
import { backend } from "./apim/backend";
import { SERVICE, child } from "./apim/child";
import { invalid } from "./apim/faults";
import { NAMED_VALUES } from "./apim/named-values";
import { OPERATIONS } from "./apim/operations";
import { POLICIES } from "./apim/policies";
import { PRODUCTS } from "./apim/products";
import { arm, refuse } from "./arm";
import { identity } from "./resources";

const service = arm({
    modules: ["apimanagement"],
    kind: "ApiManagementService",
    path: SERVICE,
    apiVersion: "2024-05-01",
    // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftapimanagement
    name: { pattern: /^[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/, maximum: 50 },
    required: ["publisherEmail", "publisherName", "sku", "sku.capacity", "sku.name"],
    validate(inputs) {
        const capacity = inputs.number("sku.capacity");
        if (inputs.text("sku.name") === "Consumption" && capacity !== undefined && capacity !== 0) {
            refuse(400, "InvalidParameters", `The Consumption tier needs sku.capacity 0, not ${capacity}.`);
        }
    },
    computed: (inputs, { id, name }) => ({
        ...identity(inputs, id),
        developerPortalUrl: `https://${name}.developer.azure-api.net`,
        gatewayUrl: `https://${name}.azure-api.net`,
        managementApiUrl: `https://${name}.management.azure-api.net`,
        portalUrl: `https://${name}.portal.azure-api.net`,
        scmUrl: `https://${name}.scm.azure-api.net`,
        provisioningState: "Succeeded",
        platformVersion: "stv2.1",
        publicIPAddresses: [publicAddress(id)],
    }),
});

export const API_MANAGEMENT: readonly Kind[] = [
    ...service,
    ...backend,
    ...APIS,
    ...OPERATIONS,
    ...PRODUCTS,
    ...POLICIES,
    ...NAMED_VALUES,
    ...child({
        kind: "Subscription",
        path: "subscriptions/{sid}",
        required: ["displayName", "scope"],
        writeOnly: ["primaryKey", "secondaryKey", "notify", "appType"],
        // https://learn.microsoft.com/rest/api/apimanagement/subscription/create-or-update: without a state it waits for approval.
        computed: (inputs) => ({ state: inputs.text("state") ?? "submitted" }),
    }),
    ...child({
        kind: "Certificate",
        path: "certificates/{certificateId}",
        writeOnly: ["data", "password"],
        validate(inputs) {
            if (inputs.at("data").present || inputs.at("keyVault.secretIdentifier").present) return;
            invalid("data: it or keyVault.secretIdentifier has to be given.");
        },
        computed: (_inputs, { id }) => ({
            expirationDate: "2099-12-31T00:00:00Z",
            subject: "CN=sandbox",
            thumbprint: hex(id, 40).toUpperCase(),
        }),
    }),
    ...child({
        kind: "Logger",
        path: "loggers/{loggerId}",
        required: ["loggerType"],
        computed: (inputs, { id }) => ({
            // The service answers with the names of the named values that it keeps the credentials in.
            credentials: Object.fromEntries(
                inputs.entries("credentials").map(([key]) => [key, `{{Logger-Credentials--${guid(id + key)}}}`]),
            ),
        }),
    }),
];
