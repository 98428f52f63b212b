import { type Kind, type ServiceContext, type Stored } from "../kind";
import { type Properties } from "../values";
import { type View } from "../view";
import { arm, refuse } from "./arm";
import { needs, oneOf } from "./parts";
import { identity } from "./resources";

/**
 * Azure Managed Redis. https://learn.microsoft.com/azure/redis/overview
 * The codes and words of its refusals are the sandbox's own.
 */

const PATH = "Microsoft.Cache/redisEnterprise";
const API_VERSION = "2025-07-01";
const ON_OFF = ["Enabled", "Disabled"];
const CLUSTERING = ["EnterpriseCluster", "OSSCluster", "NoCluster"];
const EVICTION = [
    "AllKeysLFU",
    "AllKeysLRU",
    "AllKeysRandom",
    "VolatileLRU",
    "VolatileLFU",
    "VolatileTTL",
    "VolatileRandom",
    "NoEviction",
];
const SKU = /^(Enterprise_E|EnterpriseFlash_F|Balanced_B|MemoryOptimized_M|ComputeOptimized_X|FlashOptimized_A)\d+$/;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** What the service takes where the program says nothing. */
const DATABASE_DEFAULTS: Properties = {
    accessKeysAuthentication: "Disabled",
    clientProtocol: "Encrypted",
    clusteringPolicy: "OSSCluster",
    deferUpgrade: "NotDeferred",
    evictionPolicy: "VolatileLRU",
    port: 10000,
};

const cluster = arm({
    modules: ["redisenterprise", "cache"],
    kind: "RedisEnterprise",
    path: `${PATH}/{clusterName}`,
    apiVersion: API_VERSION,
    name: { pattern: /^(?=.{1,60}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/, maximum: 60 },
    required: ["publicNetworkAccess", "sku", "sku.name"],
    validate(inputs) {
        oneOf(inputs, "publicNetworkAccess", ON_OFF);
        oneOf(inputs, "highAvailability", ON_OFF);
        oneOf(inputs, "minimumTlsVersion", ["1.0", "1.1", "1.2"]);
        const sku = inputs.text("sku.name");
        if (sku === undefined) return;
        if (!SKU.test(sku)) refuse(400, "InvalidSku", `The SKU '${sku}' is not known.`);
        if (!sku.startsWith("Enterprise") && inputs.at("sku.capacity").present) {
            refuse(400, "InvalidSku", `The SKU '${sku}' has no capacity: its name says its size.`);
        }
    },
    computed: (inputs, { id, name }) => ({
        ...identity(inputs, id),
        highAvailability: inputs.text("highAvailability") ?? "Enabled",
        hostName: `${name}.${(inputs.text("location") ?? "westeurope").toLowerCase().replace(/[^a-z0-9]/g, "")}.redis.azure.net`,
        kind: "v2",
        privateEndpointConnections: [],
        provisioningState: "Succeeded",
        redisVersion: "7.4",
        redundancyMode: inputs.text("highAvailability") === "Disabled" ? "None" : "LR",
        resourceState: "Running",
    }),
});

const database = arm({
    modules: ["redisenterprise", "cache"],
    kind: "Database",
    path: `${PATH}/{clusterName}/databases/{databaseName}`,
    apiVersion: API_VERSION,
    name: { auto: () => "default" },
    validate(inputs, context) {
        oneOf(inputs, "accessKeysAuthentication", ON_OFF);
        oneOf(inputs, "clientProtocol", ["Encrypted", "Plaintext"]);
        oneOf(inputs, "clusteringPolicy", CLUSTERING);
        oneOf(inputs, "evictionPolicy", EVICTION);
        keepClusteringPolicy(inputs, context);
    },
    computed: (inputs) => ({
        ...DATABASE_DEFAULTS,
        ...Object.fromEntries(
            Object.keys(DATABASE_DEFAULTS)
                .filter((property) => inputs.at(property).present)
                .map((property) => [property, inputs.plain(property)]),
        ),
        provisioningState: "Succeeded",
        redisVersion: "7.4",
        resourceState: "Running",
    }),
});

/** https://learn.microsoft.com/azure/redis/choose-clustering-policy */
function keepClusteringPolicy(inputs: View, { previous }: ServiceContext): void {
    const before = previous.text("clusteringPolicy");
    const after = inputs.text("clusteringPolicy") ?? DATABASE_DEFAULTS["clusteringPolicy"];
    if (before !== undefined && before !== "NoCluster" && after !== before) {
        refuse(400, "BadRequest", `The clusteringPolicy of a database cannot change from '${before}'.`);
    }
}

const accessPolicyAssignment = arm({
    modules: ["redisenterprise", "cache"],
    kind: "AccessPolicyAssignment",
    path: `${PATH}/{clusterName}/databases/{databaseName}/accessPolicyAssignments/{accessPolicyAssignmentName}`,
    apiVersion: API_VERSION,
    name: { pattern: /^[A-Za-z0-9]{1,60}$/, maximum: 60 },
    required: ["accessPolicyName", "user"],
    validate(inputs) {
        oneOf(inputs, "accessPolicyName", ["default"]);
        needs(inputs, "An access policy assignment", ["user.objectId"]);
        const objectId = inputs.text("user.objectId");
        if (objectId !== undefined && !GUID.test(objectId)) {
            refuse(400, "BadRequest", `The user.objectId '${objectId}' is no object id.`);
        }
    },
    computed: () => ({ provisioningState: "Succeeded" }),
});

/** @throws Refusal where no key opens the database. */
export function mustOpenByKeys({ id, outputs }: Stored): void {
    if (outputs["accessKeysAuthentication"] !== "Enabled") {
        refuse(400, "AccessKeysDisabled", `The database '${id}' is not opened by keys.`);
    }
}

export const MANAGED_REDIS: readonly Kind[] = [...cluster, ...database, ...accessPolicyAssignment];
