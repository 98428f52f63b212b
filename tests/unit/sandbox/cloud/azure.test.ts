import * as assert from "node:assert/strict";
import { Cloud, UNKNOWN, isUnknown, type Properties } from "../../../../sandbox/cloud";
import {
    AFFINE_BACKEND,
    BACKEND,
    CONTAINER_APP,
    ENVIRONMENT,
    GATEWAY,
    GROUP,
    GROUP_ID,
    SUBSCRIPTION,
    furnished,
    inGateway,
    inRg,
    refused,
    text,
} from "./support";

describe("cloud: Azure in general", () => {
    it("names a resource after the program's name and eight hex digits, and keeps the name", () => {
        const cloud = Cloud.inMemory();
        const { inputs } = cloud.check(CONTAINER_APP, "shop", inRg({}), { randomSeed: Buffer.from("seed") });
        assert.match(text(inputs["containerAppName"]), /^shop[0-9a-f]{8}$/);
        const again = cloud.check(CONTAINER_APP, "shop", inRg({}), { previousInputs: inputs });
        assert.equal(again.inputs["containerAppName"], inputs["containerAppName"]);
    });

    it("names a storage account in lower case letters and digits, 24 at most", () => {
        const { inputs, failures } = Cloud.inMemory().check(
            "azure-native:storage:StorageAccount",
            "My-very-long-Storage-name",
            inRg({ kind: "StorageV2", sku: { name: "Standard_LRS" } }),
        );
        assert.match(text(inputs["accountName"]), /^myverylongstorag[0-9a-f]{8}$/);
        assert.deepEqual(failures, []);
    });

    it("takes the location from before, the configuration, or the resource group", () => {
        const { cloud } = furnished();
        const location = (options: object) => cloud.check(CONTAINER_APP, "a", inRg({}), options).inputs["location"];
        assert.equal(location({}), "westeurope");
        assert.equal(location({ location: "northeurope" }), "northeurope");
        assert.equal(location({ location: "northeurope", previousInputs: { location: "uksouth" } }), "uksouth");
    });

    it("reports what is required and missing, with its path", () => {
        const { failures } = Cloud.inMemory().check(GATEWAY, "gw", { sku: { name: "Basic" } });
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["resourceGroupName", "publisherEmail", "publisherName", "sku.capacity"],
        );
        assert.equal(failures[0]?.reason, "missing required property 'resourceGroupName'");
    });

    for (const name of ["Shop", "1shop", "shop-", "a", "x".repeat(33)]) {
        it(`refuses the container app name ${name}`, () => {
            const { failures } = Cloud.inMemory().check(CONTAINER_APP, "a", inRg({ containerAppName: name }));
            assert.deepEqual(
                failures.map(({ property }) => property),
                ["containerAppName"],
            );
        });
    }

    it("gives ARM ids", () => {
        const { environmentId, serviceId } = furnished();
        assert.equal(environmentId, `${GROUP_ID}/providers/Microsoft.App/managedEnvironments/env`);
        assert.equal(serviceId, `${GROUP_ID}/providers/Microsoft.ApiManagement/service/gw`);
    });

    it("needs the resource group, and the parent", () => {
        refused(
            () => Cloud.inMemory().create(ENVIRONMENT, inRg({ environmentName: "env" })),
            /Code="ResourceGroupNotFound" Message="Resource group 'rg' could not be found\."/,
        );
        const { cloud } = furnished();
        refused(
            () =>
                cloud.create(
                    BACKEND,
                    inRg({ serviceName: "none", backendId: "b", url: "https://x", protocol: "http" }),
                ),
            /Code="ParentResourceNotFound".*service\/none' could not be found/,
        );
    });

    it("refuses to create what exists, whatever the case of its name", () => {
        const { cloud } = furnished();
        const message = /^cannot create already existing resource '.*managedEnvironments\/ENV'$/;
        refused(() => cloud.create(ENVIRONMENT, inRg({ environmentName: "ENV" })), message);
    });

    it("deletes what lies in a resource group with it, and does not mind what is gone", () => {
        const { cloud } = furnished();
        cloud.create(GROUP, { resourceGroupName: "rg2", location: "westeurope" });
        cloud.delete(GROUP, GROUP_ID);
        cloud.delete(GROUP, GROUP_ID);
        assert.deepEqual(
            cloud.list().map(({ id }) => id),
            [`${SUBSCRIPTION}/resourceGroups/rg2`],
        );
    });

    it("replaces on a new name or location, before deleting only where a name was given", () => {
        const cloud = Cloud.inMemory();
        const given = inRg({ containerAppName: "shop", location: "westeurope" });
        const moved = cloud.diff(CONTAINER_APP, given, { ...given, location: "uksouth" }, "shop");
        assert.deepEqual(moved.replaces, ["location"]);
        assert.equal(moved.deleteBeforeReplace, true);
        const auto = { ...given, containerAppName: "shop0a1b2c3d" };
        const autoMoved = cloud.diff(CONTAINER_APP, auto, { ...auto, location: "uksouth" }, "shop");
        assert.equal(autoMoved.deleteBeforeReplace, false);
        const renamed = cloud.diff(CONTAINER_APP, given, { ...given, containerAppName: "store" }, "shop");
        assert.deepEqual([renamed.replaces, renamed.deleteBeforeReplace], [["containerAppName"], false]);
    });

    it("reads every spelling of a token as the same resource", () => {
        const { cloud, environmentId } = furnished();
        const found = cloud.read("azure-native:app/v20230501:ManagedEnvironment", environmentId.toUpperCase());
        assert.equal(found?.outputs["name"], "env");
    });

    it("takes references for good where it is told to", () => {
        const cloud = Cloud.inMemory({ checkReferences: false });
        const { id } = cloud.create(CONTAINER_APP, inRg({ containerAppName: "shop", managedEnvironmentId: GROUP_ID }));
        assert.equal(cloud.list()[0]?.id, id);
    });

    it("does not look at ids of other subscriptions", () => {
        const { cloud } = furnished();
        const elsewhere = "/subscriptions/99999999-0000-0000-0000-000000000000/resourceGroups/x/providers/y/z/env";
        cloud.create(CONTAINER_APP, inRg({ containerAppName: "shop", managedEnvironmentId: elsewhere }));
    });
});

describe("cloud: Container Apps", () => {
    const app = (properties: Properties) => inRg({ containerAppName: "shop", ...properties });
    const sticky = { stickySessions: { affinity: "sticky" } };

    it("answers with host names under the environment's domain", () => {
        const { cloud, environmentId } = furnished();
        const domain = text(cloud.read(ENVIRONMENT, environmentId)?.outputs["defaultDomain"]);
        const create = (name: string, external: boolean) =>
            cloud.create(
                CONTAINER_APP,
                inRg({
                    containerAppName: name,
                    managedEnvironmentId: environmentId,
                    configuration: { ingress: { external } },
                }),
            ).outputs;
        const outer = create("outer", true);
        assert.equal((outer["configuration"] as { ingress: Properties }).ingress["fqdn"], `outer.${domain}`);
        assert.equal(outer["latestRevisionFqdn"], `${text(outer["latestRevisionName"])}.${domain}`);
        const inner = create("inner", false)["configuration"] as { ingress: Properties };
        assert.equal(inner.ingress["fqdn"], `inner.internal.${domain}`);
        assert.equal(outer["provisioningState"], "Succeeded");
    });

    it("makes a new revision of a new template, and only then", () => {
        const { cloud } = furnished();
        const create = (image: string, external: boolean) =>
            app({ template: { containers: [{ image }] }, configuration: { ingress: { external } } });
        const { id, outputs } = cloud.create(CONTAINER_APP, create("a:1", true));
        const moved = cloud.update(CONTAINER_APP, id, create("a:1", false)).outputs;
        const renewed = cloud.update(CONTAINER_APP, id, create("a:2", false)).outputs;
        assert.equal(moved["latestRevisionName"], outputs["latestRevisionName"]);
        assert.notEqual(renewed["latestRevisionName"], outputs["latestRevisionName"]);
    });

    it("invents no scale", () => {
        const { cloud } = furnished();
        const { outputs } = cloud.create(CONTAINER_APP, app({ template: { containers: [] } }));
        assert.deepEqual(outputs["template"], { containers: [] });
    });

    it("needs its environment", () => {
        const { cloud, environmentId } = furnished();
        refused(
            () => cloud.create(CONTAINER_APP, app({ managedEnvironmentId: `${environmentId}2` })),
            /Code="ManagedEnvironmentNotFound"/,
        );
    });

    for (const [what, configuration, message] of [
        ["in multiple revision mode", { activeRevisionsMode: "Multiple", ingress: sticky }, /activeRevisionsMode/],
        ["with TCP", { ingress: { ...sticky, transport: "tcp" } }, /transport is 'tcp'/],
        ["of an unknown kind", { ingress: { stickySessions: { affinity: "Sticky" } } }, /'Sticky'.*'sticky', 'none'/],
    ] as [string, Properties, RegExp][]) {
        it(`refuses sticky sessions ${what}, when created and not before`, () => {
            const { cloud } = furnished();
            assert.deepEqual(cloud.check(CONTAINER_APP, "a", app({ configuration })).failures, []);
            cloud.preview(CONTAINER_APP, app({ configuration }));
            refused(() => cloud.create(CONTAINER_APP, app({ configuration })), message);
        });
    }

    it("takes multiple revision mode without sticky sessions", () => {
        const { cloud } = furnished();
        const configuration = { activeRevisionsMode: "Multiple", ingress: { stickySessions: { affinity: "none" } } };
        cloud.create(CONTAINER_APP, app({ configuration }));
    });

    it("shows in a preview what was given, and the rest as unknown", () => {
        const preview = Cloud.inMemory().preview(
            CONTAINER_APP,
            app({ managedEnvironmentId: UNKNOWN, configuration: { ingress: { external: true } } }),
        );
        assert.ok(isUnknown(preview["managedEnvironmentId"]));
        assert.ok(isUnknown(preview["latestRevisionName"]));
        const { ingress } = preview["configuration"] as { ingress: Properties };
        assert.equal(ingress["external"], true);
        assert.ok(isUnknown(ingress["fqdn"]));
    });
});

describe("cloud: API Management backends", () => {
    const single = (name: string, more: Properties = {}) =>
        inGateway({ backendId: name, url: "https://x.example.com", protocol: "http", ...more });

    function withMembers(count = 2) {
        const furniture = furnished();
        const ids = Array.from({ length: count }, (_, i) => furniture.cloud.create(BACKEND, single(`b${i}`)).id);
        const pool = (more: Properties = {}, services: Properties[] = ids.map((id) => ({ id }))) =>
            inGateway({ backendId: "pool", type: "Pool", pool: { services, ...more } });
        return { ...furniture, ids, pool };
    }

    const affinity = {
        sessionAffinity: { sessionId: { source: "cookie", name: "SessionId" } },
        failureResponse: { statusCode: 503 },
    };

    for (const token of [
        BACKEND,
        "azure-native:apimanagement/v20240501:Backend",
        "azure-native:apimanagement/v20240601preview:Backend",
    ]) {
        it(`${token} drops a pool's affinity without a word`, () => {
            const { cloud, pool, ids } = withMembers();
            const { id, outputs } = cloud.create(token, pool(affinity));
            assert.deepEqual(outputs["pool"], { services: ids.map((member) => ({ id: member })) });
            assert.deepEqual(cloud.read(token, id)?.inputs["pool"], outputs["pool"]);
        });
    }

    for (const version of ["v20241001preview", "v20250301preview", "v20250901preview"]) {
        it(`${version} keeps it`, () => {
            const { cloud, pool } = withMembers();
            const { outputs } = cloud.create(
                `azure-native_apimanagement_${version}:apimanagement:Backend`,
                pool(affinity),
            );
            assert.deepEqual((outputs["pool"] as Properties)["sessionAffinity"], affinity.sessionAffinity);
            assert.deepEqual((outputs["pool"] as Properties)["failureResponse"], affinity.failureResponse);
        });
    }

    it("keeps what was dropped in the inputs of who holds them, so that a refresh changes nothing", () => {
        const { cloud, pool } = withMembers();
        const inputs = pool(affinity);
        const { id, outputs } = cloud.create(BACKEND, inputs);
        assert.deepEqual(cloud.read(BACKEND, id, { inputs, outputs }), { inputs, outputs });
    });

    it("shows ARM's type, not Single or Pool", () => {
        const { cloud, pool } = withMembers();
        assert.equal(cloud.create(AFFINE_BACKEND, pool()).outputs["type"], "Microsoft.ApiManagement/service/backends");
    });

    it("takes 30 members and no more, and not none", () => {
        const { cloud, pool, ids } = withMembers(31);
        refused(() => cloud.create(BACKEND, pool()), /can have 30 backends, not 31/);
        refused(() => cloud.create(BACKEND, pool({}, [])), /at least one backend/);
        cloud.create(
            BACKEND,
            pool(
                {},
                ids.slice(1).map((id) => ({ id })),
            ),
        );
    });

    it("needs members that exist, in the same service, that are no pools", () => {
        const { cloud, pool, ids, serviceId } = withMembers();
        refused(
            () => cloud.create(BACKEND, pool({}, [{ id: `${serviceId}/backends/none` }])),
            /services\[0\]\.id names does not exist/,
        );
        const { id } = cloud.create(BACKEND, pool());
        const outer = { ...pool({}, [{ id: ids[0] ?? "" }, { id }]), backendId: "outer" };
        refused(() => cloud.create(BACKEND, outer), /services\[1\]\.id: .* a pool cannot be in a pool/);
        cloud.create(GATEWAY, inRg({ serviceName: "gw2" }));
        const elsewhere = { ...pool(), serviceName: "gw2" };
        refused(() => cloud.create(BACKEND, elsewhere), /belongs to another service/);
    });

    for (const [property, value] of [
        ["weight", 101],
        ["weight", -1],
        ["priority", 101],
    ] as const) {
        it(`refuses the ${property} ${value}, naming its path`, () => {
            const { cloud, pool, ids } = withMembers();
            const services = [{ id: ids[0] ?? "" }, { id: ids[1] ?? "", [property]: value }];
            refused(
                () => cloud.create(BACKEND, pool({}, services)),
                new RegExp(`services\\[1\\]\\.${property}: must be from 0 to 100`),
            );
        });
    }

    for (const property of ["url", "protocol", "tls", "circuitBreaker"]) {
        it(`refuses a pool with ${property}`, () => {
            const { cloud, pool } = withMembers();
            refused(
                () => cloud.create(BACKEND, { ...pool(), [property]: "x" }),
                new RegExp(`${property}: a backend of type Pool cannot`),
            );
        });
    }

    it("needs url and protocol for a single backend", () => {
        const { cloud } = furnished();
        refused(
            () => cloud.create(BACKEND, inGateway({ backendId: "b", url: "https://x" })),
            /protocol: a backend of type Single needs it/,
        );
        refused(
            () => cloud.create(BACKEND, inGateway({ backendId: "b", protocol: "http" })),
            /url: a backend of type Single needs it/,
        );
    });

    it("refuses a named value with a space in its display name, and never shows its value", () => {
        const { cloud } = furnished();
        const token = "azure-native:apimanagement:NamedValue";
        refused(() => cloud.create(token, inGateway({ namedValueId: "a", displayName: "a b" })), /displayName 'a b'/);
        const { outputs } = cloud.create(token, inGateway({ namedValueId: "a", displayName: "a.b", value: "x" }));
        assert.ok(!("value" in outputs));
    });

    it("calls a policy document `policy`", () => {
        const { inputs } = Cloud.inMemory().check(
            "azure-native:apimanagement:ApiPolicy",
            "p",
            inGateway({ apiId: "a", value: "" }),
        );
        assert.equal(inputs["policyId"], "policy");
    });
});

describe("cloud: App Service", () => {
    const site = (name: string, more: Properties = {}) => inRg({ name, ...more });
    const APP = "azure-native:web:WebApp";

    it("answers with the host name and the identity", () => {
        const { cloud } = furnished();
        const { outputs } = cloud.create(APP, site("Shop", { identity: { type: "SystemAssigned" } }));
        assert.equal(outputs["defaultHostName"], "shop.azurewebsites.net");
        assert.match(text((outputs["identity"] as Properties)["principalId"]), /^[0-9a-f-]{36}$/);
    });

    it("needs its plan, and a name that nobody has", () => {
        const { cloud } = furnished();
        const serverFarmId = `${GROUP_ID}/providers/Microsoft.Web/serverfarms/plan`;
        refused(() => cloud.create(APP, site("shop", { serverFarmId })), /Code="ServerFarmNotFound"/);
        cloud.create("azure-native:web:AppServicePlan", site("plan"));
        cloud.create(APP, site("shop", { serverFarmId }));
        cloud.create(GROUP, { resourceGroupName: "rg2" });
        refused(
            () => cloud.create(APP, { ...site("SHOP"), resourceGroupName: "rg2" }),
            /Website with given name SHOP already exists/,
        );
    });
});
