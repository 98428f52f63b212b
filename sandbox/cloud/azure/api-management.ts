import { type Kind } from "../kind";
import { guid, hex, publicAddress } from "../stable";
import { type View } from "../view";
import { arm, refuse, type ArmKind } from "./arm";
import { backend } from "./apim-backend";
import { identity } from "./resources";

const SERVICE = "Microsoft.ApiManagement/service/{serviceName}";

/** Everything below a service shares its module and API version. */
function child(description: Omit<ArmKind, "modules" | "apiVersion" | "path"> & { path: string }): Kind[] {
    return arm({
        modules: ["apimanagement"],
        apiVersion: "2024-05-01",
        ...description,
        path: `${SERVICE}/${description.path}`,
    });
}

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

const NAMED_VALUE_NAME = /^[A-Za-z0-9-._]+$/;

/** https://learn.microsoft.com/azure/api-management/api-management-howto-properties */
function validateNamedValue(inputs: View): void {
    const displayName = inputs.text("displayName");
    if (displayName === undefined || NAMED_VALUE_NAME.test(displayName)) return;
    refuse(
        400,
        "ValidationError",
        `displayName '${displayName}' may hold letters, digits, '-', '.' and '_' only (${NAMED_VALUE_NAME.source}).`,
    );
}

/** There is one policy document at each scope, and its name is `policy`. */
const policyName: ArmKind["name"] = { auto: () => "policy" };

function policy(kind: string, below: string): Kind[] {
    return child({ kind, path: `${below}policies/{policyId}`, required: ["value"], name: policyName });
}

export const API_MANAGEMENT: readonly Kind[] = [
    ...service,
    ...backend,
    ...child({
        kind: "Api",
        path: "apis/{apiId}",
        required: ["path"],
        writeOnly: ["format", "value", "wsdlSelector", "translateRequiredQueryParametersConduct", "soapApiType"],
        computed: (inputs, { name }) => ({
            apiRevision: inputs.text("apiRevision") ?? "1",
            displayName: inputs.text("displayName") ?? name,
            isCurrent: inputs.boolean("isCurrent") ?? true,
            protocols: inputs.at("protocols").present ? inputs.plain("protocols") : ["https"],
            provisioningState: "Succeeded",
        }),
    }),
    ...policy("Policy", ""),
    ...policy("ApiPolicy", "apis/{apiId}/"),
    ...policy("ApiOperationPolicy", "apis/{apiId}/operations/{operationId}/"),
    ...policy("ProductPolicy", "products/{productId}/"),
    ...child({
        kind: "ApiOperation",
        path: "apis/{apiId}/operations/{operationId}",
        required: ["displayName", "method", "urlTemplate"],
    }),
    ...child({ kind: "Product", path: "products/{productId}", required: ["displayName"] }),
    ...child({ kind: "ProductApi", path: "products/{productId}/apis/{apiId}", required: ["apiId"] }),
    ...child({ kind: "PolicyFragment", path: "policyFragments/{id}", required: ["value"] }),
    ...child({
        kind: "NamedValue",
        path: "namedValues/{namedValueId}",
        required: ["displayName"],
        // A GET does not return the value: https://learn.microsoft.com/rest/api/apimanagement/named-value/get
        writeOnly: ["value"],
        validate: validateNamedValue,
        computed: () => ({ provisioningState: "Succeeded" }),
    }),
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
