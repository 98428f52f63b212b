import { type Kind } from "../kind";
import { arm } from "./arm";
import { identity } from "./resources";

/** https://learn.microsoft.com/azure/storage/common/storage-account-overview#storage-account-name */
const account = arm({
    modules: ["storage"],
    kind: "StorageAccount",
    path: "Microsoft.Storage/storageAccounts/{accountName}",
    apiVersion: "2024-01-01",
    name: {
        pattern: /^[a-z0-9]+$/,
        minimum: 3,
        maximum: 24,
        auto: (name, suffix) =>
            name
                .toLowerCase()
                .replace(/[^a-z0-9]/g, "")
                .slice(0, 16) + suffix(8),
    },
    required: ["kind", "sku", "sku.name"],
    computed: (inputs, { id, name }) => ({
        ...identity(inputs, id),
        creationTime: "2020-01-01T00:00:00Z",
        primaryEndpoints: Object.fromEntries(
            ["blob", "dfs", "file", "queue", "table", "web"].map((part) => [
                part,
                `https://${name}.${part}.core.windows.net/`,
            ]),
        ),
        primaryLocation: inputs.text("location") ?? "westeurope",
        provisioningState: "Succeeded",
        statusOfPrimary: "available",
    }),
});

const container = arm({
    modules: ["storage"],
    kind: "BlobContainer",
    path: "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}",
    apiVersion: "2024-01-01",
    name: { pattern: /^(?:\$root|\$web|[a-z0-9](?:-?[a-z0-9])*)$/, minimum: 3, maximum: 63 },
    computed: (inputs) => ({
        hasImmutabilityPolicy: false,
        hasLegalHold: false,
        publicAccess: inputs.text("publicAccess") ?? "None",
    }),
});

export const STORAGE: readonly Kind[] = [...account, ...container];
