import * as assert from "node:assert/strict";
import { type Cloud, plain, UNKNOWN, type Properties } from "../../../../sandbox/cloud";
import { furnished, GROUP_ID, inRg, refused, text } from "./support";

const CLUSTER = "azure-native:redisenterprise:RedisEnterprise";
const DATABASE = "azure-native:redisenterprise:Database";
const ASSIGNMENT = "azure-native:redisenterprise:AccessPolicyAssignment";
const KEYS = "azure-native:redisenterprise:listDatabaseKeys";
const CLUSTER_ID = `${GROUP_ID}/providers/Microsoft.Cache/redisEnterprise/sessions`;
const OBJECT_ID = "0b1f2a3c-4d5e-6f70-8192-a3b4c5d6e7f8";

const cluster = (more: Properties = {}): Properties =>
    inRg({
        clusterName: "sessions",
        location: "West Europe",
        publicNetworkAccess: "Enabled",
        sku: { name: "Balanced_B1" },
        ...more,
    });
const inCluster = (more: Properties = {}): Properties => inRg({ clusterName: "sessions", ...more });
const database = (more: Properties = {}): Properties => inCluster({ databaseName: "default", ...more });
const assignment = (more: Properties = {}): Properties =>
    database({
        accessPolicyAssignmentName: "web",
        accessPolicyName: "default",
        user: { objectId: OBJECT_ID },
        ...more,
    });

function withDatabase(more: Properties = {}): Cloud {
    const { cloud } = furnished();
    cloud.create(CLUSTER, cluster());
    cloud.create(DATABASE, database(more));
    return cloud;
}

describe("cloud: Azure Managed Redis", () => {
    it("has a host in its region, and the service's own settings where nothing is said", () => {
        const { cloud } = furnished();
        const { id, outputs } = cloud.create(CLUSTER, cluster());
        assert.equal(id, CLUSTER_ID);
        assert.equal(outputs["hostName"], "sessions.westeurope.redis.azure.net");
        assert.deepEqual(
            [outputs["highAvailability"], outputs["redundancyMode"], outputs["azureApiVersion"]],
            ["Enabled", "LR", "2025-07-01"],
        );
        const made = cloud.create(DATABASE, database());
        assert.equal(made.id, `${CLUSTER_ID}/databases/default`);
        const { evictionPolicy, clusteringPolicy, clientProtocol, accessKeysAuthentication, port } = made.outputs;
        assert.deepEqual(
            [evictionPolicy, clusteringPolicy, clientProtocol, accessKeysAuthentication, port],
            ["VolatileLRU", "OSSCluster", "Encrypted", "Disabled", 10000],
        );
        const other = cloud.create(CLUSTER, cluster({ clusterName: "one", highAvailability: "Disabled" }));
        assert.equal(other.outputs["redundancyMode"], "None");
    });

    it("keeps the settings that it is given", () => {
        const given = { evictionPolicy: "NoEviction", clusteringPolicy: "EnterpriseCluster", port: 10001 };
        const cloud = withDatabase(given);
        const { outputs } = cloud.list().find(({ type }) => type === DATABASE) ?? {};
        for (const [property, value] of Object.entries(given)) assert.equal(outputs?.[property], value);
    });

    it("wants to know whether the public reaches it, and its size, before anything is sent", () => {
        const { failures } = furnished().cloud.check(CLUSTER, "sessions", inRg({}));
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["publicNetworkAccess", "sku", "sku.name"],
        );
        const { inputs } = furnished().cloud.check(DATABASE, "sessions", inCluster());
        assert.equal(inputs["databaseName"], "default");
        const named = furnished().cloud.check(CLUSTER, "sessions", cluster({ clusterName: "a--b" }));
        assert.deepEqual(
            named.failures.map(({ property }) => property),
            ["clusterName"],
        );
        const letIn = furnished().cloud.check(ASSIGNMENT, "web", assignment({ accessPolicyAssignmentName: "a-b" }));
        assert.deepEqual(
            letIn.failures.map(({ property }) => property),
            ["accessPolicyAssignmentName"],
        );
    });

    it("refuses words and sizes that it does not know", () => {
        const { cloud } = furnished();
        for (const [more, message] of [
            [{ publicNetworkAccess: "Maybe" }, /of publicNetworkAccess is not one/],
            [{ highAvailability: "On" }, /of highAvailability is not one/],
            [{ minimumTlsVersion: "1.3" }, /of minimumTlsVersion is not one/],
            [{ sku: { name: "Standard" } }, /Code="InvalidSku".*'Standard' is not known/],
            [{ sku: { name: "Balanced_B1", capacity: 2 } }, /Code="InvalidSku".*no capacity/],
        ] as const) {
            refused(() => cloud.create(CLUSTER, cluster(more)), message);
        }
        cloud.create(CLUSTER, cluster({ clusterName: "old", sku: { name: "Enterprise_E5", capacity: 2 } }));
        cloud.create(CLUSTER, cluster({ sku: { name: UNKNOWN } }));
        for (const property of ["accessKeysAuthentication", "clientProtocol", "clusteringPolicy", "evictionPolicy"]) {
            refused(
                () => cloud.create(DATABASE, database({ [property]: "x" })),
                new RegExp(`of ${property} is not one`),
            );
        }
    });

    it("changes the clustering policy of a database without one alone", () => {
        const id = `${CLUSTER_ID}/databases/default`;
        const change = (from: Properties, to: Properties) => withDatabase(from).update(DATABASE, id, database(to));
        change({ clusteringPolicy: "NoCluster" }, { clusteringPolicy: "EnterpriseCluster" });
        change({ clusteringPolicy: "OSSCluster" }, { evictionPolicy: "NoEviction" });
        for (const [from, to] of [
            ["OSSCluster", "EnterpriseCluster"],
            ["EnterpriseCluster", "NoCluster"],
        ] as const) {
            refused(
                () => change({ clusteringPolicy: from }, { clusteringPolicy: to }),
                new RegExp(`cannot change from '${from}'`),
            );
        }
        refused(() => change({ clusteringPolicy: "EnterpriseCluster" }, {}), /cannot change from 'EnterpriseCluster'/);
    });

    it("lets identities in by the one policy that there is, and forgets them with the cluster", () => {
        const cloud = withDatabase();
        const { id } = cloud.create(ASSIGNMENT, assignment());
        assert.equal(id, `${CLUSTER_ID}/databases/default/accessPolicyAssignments/web`);
        const other = (more: Properties) => assignment({ accessPolicyAssignmentName: "other", ...more });
        refused(() => cloud.create(ASSIGNMENT, other({ accessPolicyName: "Data Owner" })), /of accessPolicyName/);
        refused(() => cloud.create(ASSIGNMENT, other({ user: {} })), /has no user\.objectId/);
        refused(() => cloud.create(ASSIGNMENT, other({ user: { objectId: "me" } })), /'me' is no object id/);
        refused(() => cloud.create(ASSIGNMENT, other({ databaseName: "none" })), /Code="ParentResourceNotFound"/);
        cloud.create(ASSIGNMENT, other({ user: { objectId: UNKNOWN } }));
        cloud.delete(CLUSTER, CLUSTER_ID);
        assert.deepEqual(
            cloud.list().filter(({ type }) => type.includes("redisenterprise")),
            [],
        );
    });

    it("tells keys, as secrets, of a database that keys open", () => {
        const cloud = withDatabase({ accessKeysAuthentication: "Enabled" });
        const keys = plain(cloud.invoke(KEYS, database())) as Record<string, string>;
        assert.notEqual(text(keys["primaryKey"]), text(keys["secondaryKey"]));
        assert.notDeepEqual(cloud.invoke(KEYS, database()), keys);
        refused(() => withDatabase().invoke(KEYS, database()), /Code="AccessKeysDisabled"/);
        refused(() => furnished().cloud.invoke(KEYS, database()), /not found/);
    });
});
