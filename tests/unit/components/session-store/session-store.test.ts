import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import { SessionStore, type SessionStoreArgs, type SessionStoreVariable } from "../../../../components/session-store";
import { assertFault, refusesFaults } from "../../support/faults";
import { GROUP } from "../../support/furniture";
import {
    inTheClear,
    known,
    type Recorded,
    reference,
    run,
    runToFailure,
    runToThrow,
    secret,
    UNKNOWN,
    urnOf,
} from "../../support/program";
import { childrenOf, inputsOf } from "../../support/registered";

const COMPONENT = "session-affinity:index:SessionStore";
const CLUSTER = "azure-native:redisenterprise:RedisEnterprise";
const DATABASE = "azure-native:redisenterprise:Database";
const ASSIGNMENT = "azure-native:redisenterprise:AccessPolicyAssignment";
const PRINCIPAL = "0b1f2a3c-4d5e-6f70-8192-a3b4c5d6e7f8";
const CLIENT = "11112222-3333-4444-5555-666677778888";

const minimal = (): SessionStoreArgs => ({ resourceGroupName: "rg", sku: "Balanced_B1" });
const clusterInputs = {
    resourceGroupName: "rg",
    sku: { name: "Balanced_B1" },
    highAvailability: "Enabled",
    minimumTlsVersion: "1.2",
    publicNetworkAccess: "Enabled",
};
/** What the component named `sessions` registered, besides itself. */
function children(recorded: Recorded): string[] {
    return childrenOf(recorded, urnOf(COMPONENT, "sessions"));
}

/** Names and values of variables, once they are known. */
async function valuesOf(variables: readonly SessionStoreVariable[]): Promise<Record<string, unknown>> {
    const pairs = variables.map(async ({ name, value }) => [name, await known(pulumi.output(value))] as const);
    return Object.fromEntries(await Promise.all(pairs));
}

describe("SessionStore", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            /** A name that the service tells when there is what it names. */
            const made = (name: string) => (preview ? UNKNOWN : name);
            const databaseInputs = {
                resourceGroupName: "rg",
                clusterName: made("shop"),
                databaseName: "default",
                accessKeysAuthentication: "Disabled",
                clientProtocol: "Encrypted",
                clusteringPolicy: "EnterpriseCluster",
                evictionPolicy: "NoEviction",
                port: 10000,
            };

            it("registers a cluster and a database that evict nothing, from the fewest arguments", async () => {
                const recorded = await run(() => new SessionStore("sessions", minimal()), { preview });
                assert.deepEqual(children(recorded), ["Database sessions", "RedisEnterprise sessions"]);
                assert.equal(recorded.resources.length, 3);
                assert.deepEqual(inputsOf(recorded, CLUSTER), clusterInputs);
                const { clusterName, ...database } = inputsOf(recorded, DATABASE);
                assert.match(String(clusterName), preview ? /^\(not known yet\)$/ : /^sessions[0-9a-f]{8}$/);
                assert.deepEqual({ ...database, clusterName: made("shop") }, databaseInputs);
            });

            it("hands every argument on", async () => {
                const recorded = await run(
                    () =>
                        new SessionStore("sessions", {
                            resourceGroupName: "rg",
                            sku: "MemoryOptimized_M20",
                            access: "key",
                            clusteringPolicy: "NoCluster",
                            highAvailability: false,
                            publicNetworkAccess: "Disabled",
                            clusterName: "shop",
                            variablePrefix: "CACHE_",
                            tags: { team: "shop" },
                        }),
                    { preview },
                );
                assert.deepEqual(inputsOf(recorded, CLUSTER), {
                    ...clusterInputs,
                    clusterName: "shop",
                    sku: { name: "MemoryOptimized_M20" },
                    highAvailability: "Disabled",
                    publicNetworkAccess: "Disabled",
                    tags: { team: "shop" },
                });
                assert.deepEqual(inputsOf(recorded, DATABASE), {
                    ...databaseInputs,
                    accessKeysAuthentication: "Enabled",
                    clusteringPolicy: "NoCluster",
                });
            });

            it("takes every argument as an Output", async () => {
                const recorded = await run(
                    () =>
                        new SessionStore("sessions", {
                            resourceGroupName: pulumi.output("rg"),
                            sku: pulumi.output("Balanced_B1"),
                            clusteringPolicy: pulumi.output("OSSCluster" as const),
                            highAvailability: pulumi.output(true),
                            publicNetworkAccess: pulumi.output("Enabled" as const),
                            clusterName: pulumi.output("shop"),
                        }),
                    { preview },
                );
                assert.deepEqual(inputsOf(recorded, CLUSTER), { ...clusterInputs, clusterName: "shop" });
                assert.deepEqual(inputsOf(recorded, DATABASE), { ...databaseInputs, clusteringPolicy: "OSSCluster" });
            });

            it("lets an identity in by a child of its own", async () => {
                const recorded = await run(
                    () => {
                        const store = new SessionStore("sessions", { ...minimal(), clusterName: "shop" });
                        return store.grantAccess("orders", pulumi.output(PRINCIPAL));
                    },
                    { preview },
                );
                assert.deepEqual(children(recorded), [
                    "AccessPolicyAssignment sessions-orders",
                    "Database sessions",
                    "RedisEnterprise sessions",
                ]);
                assert.deepEqual(inputsOf(recorded, ASSIGNMENT), {
                    resourceGroupName: "rg",
                    clusterName: made("shop"),
                    databaseName: made("default"),
                    accessPolicyAssignmentName: "0b1f2a3c4d5e6f708192a3b4c5d6e7f8",
                    accessPolicyName: "default",
                    user: { objectId: PRINCIPAL },
                });
            });

            it("registers its outputs, a key among them as a secret", async () => {
                const { outputs } = await run(
                    () => new SessionStore("sessions", { ...minimal(), clusterName: "shop", access: "key" }),
                    { preview },
                );
                const urn = urnOf(COMPONENT, "sessions");
                const { key, ...others } = outputs.get(urn) ?? {};
                assert.deepEqual(others, {
                    cluster: reference(urnOf(CLUSTER, "sessions", COMPONENT)),
                    database: reference(urnOf(DATABASE, "sessions", COMPONENT)),
                    name: made("shop"),
                    resourceId: preview ? UNKNOWN : `${GROUP}/providers/Microsoft.Cache/redisEnterprise/shop`,
                    host: preview ? UNKNOWN : "shop.westeurope.redis.azure.net",
                    port: 10000,
                    access: "key",
                    hasIdentity: false,
                    stateless: { reason: "Sessions are kept in Azure Managed Redis sessions." },
                });
                if (preview) return assert.equal(JSON.stringify(key).includes(UNKNOWN), true);
                assert.match(JSON.stringify(key), /^\{"\(secret\)":"[A-Za-z0-9+/=]{40,}"\}$/);
            });
        });
    }

    it("tells workloads the host, the port and that there is TLS", async () => {
        const { result } = await run(() =>
            new SessionStore("sessions", { ...minimal(), clusterName: "shop" }).environment(),
        );
        assert.deepEqual(await valuesOf(result), {
            REDIS_HOST: "shop.westeurope.redis.azure.net",
            REDIS_PORT: "10000",
            REDIS_TLS: "true",
        });
        assert.deepEqual(
            result.map((variable) => variable.secret),
            [false, false, false],
        );
    });

    it("names the variables by the store's prefix, or by one that is asked for", async () => {
        const { result } = await run(() => {
            const store = new SessionStore("sessions", { ...minimal(), variablePrefix: "CACHE_", access: "key" });
            return [store.environment(), store.environment({ prefix: "A", clientId: CLIENT })];
        });
        assert.deepEqual(
            result.map((variables) => variables.map(({ name, secret: hidden }) => (hidden ? `${name}!` : name))),
            [
                ["CACHE_HOST", "CACHE_PORT", "CACHE_TLS", "CACHE_KEY!"],
                ["AHOST", "APORT", "ATLS", "AKEY!", "AZURE_CLIENT_ID"],
            ],
        );
    });

    it("has the database's own key where keys open it, and nowhere in the clear", async () => {
        const recorded = await run(() => {
            const store = new SessionStore("sessions", { ...minimal(), clusterName: "shop", access: "key" });
            return { store, key: store.environment().find(({ name }) => name === "REDIS_KEY")?.value };
        });
        const { store, key } = recorded.result;
        assert.equal(key, store.key);
        assert.ok(store.key);
        assert.equal(await pulumi.isSecret(store.key), true);
        const value = await known(store.key);
        const { primaryKey } = recorded.cloud.invoke("azure-native:redisenterprise:listDatabaseKeys", {
            resourceGroupName: "rg",
            clusterName: "shop",
            databaseName: "default",
        }) as { primaryKey: { value: string } };
        assert.equal(typeof value, "string");
        assert.ok(JSON.stringify(primaryKey).includes(String(value)));
        const state = inTheClear([recorded.resources, [...recorded.outputs.values()]]);
        assert.equal(state.includes(String(value)), false);
        assert.ok(state.includes("shop.westeurope.redis.azure.net"));
    });

    it("has no key where identities are let in", async () => {
        const { result } = await run(() => new SessionStore("sessions", minimal()));
        assert.equal(result.key, undefined);
        assert.equal(result.access, "identity");
    });

    it("tells the host when there is a database, and to an identity when that is let in", async () => {
        const { result } = await run(() => {
            const store = new SessionStore("sessions", minimal());
            const bound = store.forIdentity("orders", { principalId: PRINCIPAL, clientId: CLIENT });
            const host = bound.environment().find(({ name }) => name === "REDIS_HOST")?.value;
            return { own: store.host, bound: pulumi.output(host) };
        });
        const namesBehind = async (output: unknown) => {
            const resources = await (output as { allResources(): Promise<Set<pulumi.Resource>> }).allResources();
            const urns = await Promise.all([...resources].map(({ urn }) => known(urn)));
            return urns.map((urn) => urn?.split("::").slice(-2).join(" ").split("$").at(-1)).sort();
        };
        assert.deepEqual(await namesBehind(result.own), [`${DATABASE} sessions`, `${CLUSTER} sessions`]);
        assert.ok((await namesBehind(result.bound)).includes(`${ASSIGNMENT} sessions-orders`));
    });

    it("lets a shared identity in once, and names it to all that have it", async () => {
        const recorded = await run(() => {
            const store = new SessionStore("sessions", { ...minimal(), clusterName: "shop" });
            const bound = store.forIdentity("orders", { principalId: PRINCIPAL, clientId: CLIENT });
            bound.environment();
            return { store, bound, variables: bound.environment() };
        });
        const { store, bound, variables } = recorded.result;
        assert.equal(recorded.resources.filter(({ type }) => type === ASSIGNMENT).length, 1);
        assert.equal(bound.hasIdentity, true);
        assert.equal(bound.access, "identity");
        assert.equal(bound.stateless, store.stateless);
        assert.deepEqual(await valuesOf(variables), {
            REDIS_HOST: "shop.westeurope.redis.azure.net",
            REDIS_PORT: "10000",
            REDIS_TLS: "true",
            AZURE_CLIENT_ID: CLIENT,
        });
    });

    it("can let another identity in from a connection for one", async () => {
        const recorded = await run(() => {
            const store = new SessionStore("sessions", minimal());
            store.forIdentity("orders", { principalId: PRINCIPAL, clientId: CLIENT }).grantAccess("mail", CLIENT);
        });
        const { user } = inputsOf(recorded, ASSIGNMENT, "sessions-mail") as { user: unknown };
        assert.deepEqual(user, { objectId: CLIENT });
    });

    refusesFaults(
        {
            component: "SessionStore",
            good: minimal,
            make: (name, args) => new SessionStore(name, args),
            children: [CLUSTER, DATABASE],
        },
        [
            {
                title: "no resource group",
                args: { resourceGroupName: undefined },
                path: "resourceGroupName",
                says: ["missing", "resource group"],
            },
            { title: "no size", args: { sku: undefined }, path: "sku", says: ["missing", "Balanced_B1"] },
            ...["Balanced", "Standard", "balanced_b1", "Balanced_B1 "].map((sku) => ({
                title: `the size ${JSON.stringify(sku)}`,
                args: { sku },
                path: "sku",
                says: [JSON.stringify(sku), "Balanced_B1", "FlashOptimized_A250"],
            })),
            ...["Enterprise_E5", "EnterpriseFlash_F300"].map((sku) => ({
                title: `the size ${sku}, which retires`,
                args: { sku },
                path: "sku",
                says: [sku, "retire on 2027-03-31"],
            })),
            {
                title: "clustering that Azure does not know",
                args: { clusteringPolicy: "Cluster" },
                path: "clusteringPolicy",
                says: ['"EnterpriseCluster", "OSSCluster", "NoCluster"'],
            },
            ...["Balanced_B50", "FlashOptimized_A250"].map((sku) => ({
                title: `${sku} without shards`,
                args: { clusteringPolicy: "NoCluster", sku },
                path: "clusteringPolicy",
                says: ["at most 25 GB", sku],
            })),
            {
                title: "another kind of access to the network",
                args: { publicNetworkAccess: "Maybe" },
                path: "publicNetworkAccess",
                says: ['"Enabled", "Disabled"'],
            },
            ...["-shop", "shop-", "a--b", "shop_1", "a".repeat(61)].map((clusterName) => ({
                title: `the name ${clusterName}`,
                args: { clusterName },
                path: "clusterName",
                says: [`"${clusterName.slice(0, 20)}`, "1 to 60 letters"],
            })),
            ...["a".repeat(53), "my_store"].map((name) => ({
                title: `a component's name that is none of a store, ${name}`,
                args: {},
                name,
                path: "clusterName",
                says: [`"${name}"`, "at most 52"],
            })),
            {
                title: "another kind of access",
                args: { access: "password" },
                path: "access",
                says: ['"identity", "key"'],
                plainOnly: true,
            },
            ...["redis", "1_", "", "A-", "_A", "A".repeat(33)].map((variablePrefix) => ({
                title: `the prefix "${variablePrefix}"`,
                args: { variablePrefix },
                path: "variablePrefix",
                says: [`"${variablePrefix}"`, "1 to 32 capital letters"],
                plainOnly: true,
            })),
        ],
    );

    it("takes the longest names, and the largest size without shards", async () => {
        const make = (name: string, more: Partial<SessionStoreArgs>) => () =>
            new SessionStore(name, { ...minimal(), ...more });
        await run(make("a".repeat(52), {}));
        await run(make("a".repeat(53), { clusterName: "b".repeat(60) }));
        await run(
            make("sessions", { sku: "Balanced_B20", clusteringPolicy: "NoCluster", variablePrefix: "A".repeat(32) }),
        );
    });

    it("refuses what decides names or resources while it is not known", async () => {
        for (const path of ["access", "variablePrefix"] as const) {
            const later = pulumi.output(Promise.resolve("KEY")) as unknown as "key";
            const { thrown } = await runToThrow(() => new SessionStore("web", { ...minimal(), [path]: later }));
            assertFault(thrown, "SessionStore", "web", { path, says: ["known only later", "plain value"] });
        }
    });

    it("refuses to let an identity in where a key opens it", async () => {
        for (const grant of [
            (store: SessionStore) => store.grantAccess("orders", PRINCIPAL),
            (store: SessionStore) => store.forIdentity("orders", { principalId: PRINCIPAL, clientId: CLIENT }),
        ]) {
            const { thrown, resources } = await runToThrow(() =>
                grant(new SessionStore("web", { ...minimal(), access: "key" })),
            );
            assertFault(thrown, "SessionStore", "web", { path: "access", says: ['is "key"', "Leave access out"] });
            assert.deepEqual(
                resources.filter(({ type }) => type === ASSIGNMENT),
                [],
            );
        }
    });

    it("refuses identities that are none, and prefixes of no variable", async () => {
        const bad = "orders-identity";
        const cases: [string, (store: SessionStore) => unknown, string][] = [
            ["principalId", (store) => store.grantAccess("orders", bad), "GUID"],
            ["principalId", (store) => store.forIdentity("orders", { principalId: bad, clientId: CLIENT }), "GUID"],
            ["clientId", (store) => store.forIdentity("orders", { principalId: PRINCIPAL, clientId: bad }), "GUID"],
            ["prefix", (store) => store.environment({ prefix: "redis_" }), "capital letters"],
        ];
        for (const [path, use, says] of cases) {
            const { thrown, resources } = await runToThrow(() => use(new SessionStore("web", minimal())));
            assertFault(thrown, "SessionStore", "web", { path, says: [says] });
            assert.deepEqual(
                resources.filter(({ type }) => type === ASSIGNMENT),
                [],
            );
        }
    });

    it("refuses an identity that turns out to be none", async () => {
        for (const preview of [false, true]) {
            const { errors, resources } = await runToFailure(
                () => new SessionStore("web", minimal()).grantAccess("orders", pulumi.output(Promise.resolve("me"))),
                { preview },
            );
            const first = errors.find((error) => pulumi.InputPropertyError.isInstance(error));
            assertFault(first, "SessionStore", "web", { path: "principalId", says: ['"me"', "GUID"] });
            assert.deepEqual(
                resources.filter(({ type }) => type === ASSIGNMENT),
                [],
            );
        }
    });

    it("keeps a key secret in what the engine is told of", () => {
        assert.deepEqual(inTheClear({ key: secret("open-sesame") }), '{"key":{"(secret)":""}}');
    });
});
