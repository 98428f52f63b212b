import * as assert from "node:assert/strict";
import type * as apim from "@pulumi/azure-native/apimanagement";
import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cloudMocks } from "../../../../sandbox/cloud";

class Shop extends pulumi.ComponentResource {
    constructor(name: string) {
        super("shop:index:Shop", name);
        new resources.ResourceGroup(`${name}-group`, {}, { parent: this });
        this.registerOutputs({});
    }
}

/** The value of an output, or undefined where it is not known. */
function known<T>(output: pulumi.Output<T>): Promise<T | undefined> {
    return (output as unknown as { promise(withUnknowns: boolean): Promise<T | undefined> }).promise(false);
}

describe("cloud: the same model as mocks", () => {
    it("records what a program registers, in order, components too", async () => {
        const mocks = cloudMocks();
        await pulumi.runtime.setMocks(mocks, "project", "stack", false);
        const shop = new Shop("shop");
        await known(shop.urn);
        await pulumi.runtime.disconnect();
        assert.deepEqual(
            mocks.resources.map(({ type, name, custom }) => [type, name, custom]),
            [
                ["shop:index:Shop", "shop", false],
                ["azure-native:resources:ResourceGroup", "shop-group", true],
            ],
        );
        assert.match(mocks.resources[1]?.id ?? "", /\/resourceGroups\/shop-group[0-9a-f]{8}$/);
        assert.deepEqual(mocks.resources[1]?.inputs, {});
    });

    it("answers with ids and outputs, and functions find what was created", async () => {
        const mocks = cloudMocks();
        await pulumi.runtime.setMocks(mocks, "project", "stack", false);
        const group = new resources.ResourceGroup("group", { resourceGroupName: "rg" });
        const environment = new app.ManagedEnvironment("env", {
            resourceGroupName: group.name,
            environmentName: "env",
        });
        const shop = new app.ContainerApp("shop", {
            resourceGroupName: group.name,
            containerAppName: "shop",
            managedEnvironmentId: environment.id,
            configuration: { ingress: { external: true, targetPort: 80 } },
        });
        const domain = await known(environment.defaultDomain);
        assert.equal(await known(shop.configuration.apply((c) => c?.ingress?.fqdn)), `shop.${domain}`);
        const found = await app.getContainerApp({ resourceGroupName: "rg", containerAppName: "shop" });
        assert.equal(found.latestRevisionName, await known(shop.latestRevisionName));
    });

    it("leaves ids and host names unknown in a preview, and fails no check on them", async () => {
        const mocks = cloudMocks();
        await pulumi.runtime.setMocks(mocks, "project", "stack", true);
        const group = new resources.ResourceGroup("group", {});
        const environment = new app.ManagedEnvironment("env", { resourceGroupName: group.name });
        const shop = new app.ContainerApp("shop", {
            resourceGroupName: group.name,
            managedEnvironmentId: environment.id,
        });
        assert.equal(await known(environment.id), undefined);
        assert.equal(await known(shop.latestRevisionName), undefined);
        assert.equal(mocks.resources.at(-1)?.id, undefined);
        assert.deepEqual(mocks.cloud.list(), []);
    });

    it("rejects what a check or the service refuses", () => {
        const mocks = cloudMocks();
        const register = (type: string, name: string, inputs: object) => () =>
            mocks.newResource({ type, name, inputs, custom: true });
        assert.throws(
            register("azure-native:app:ContainerApp", "shop", { containerAppName: "shop" }),
            /^Error: azure-native:app:ContainerApp resource 'shop' has a problem: resourceGroupName: missing required property 'resourceGroupName'$/,
        );
        assert.throws(
            register("kubernetes:core/v1:Service", "web", { spec: { sessionAffinity: "x" } }),
            /spec\.sessionAffinity: Unsupported value: "x"/,
        );
    });

    it("keeps secrets secret", async () => {
        await pulumi.runtime.setMocks(cloudMocks(), "project", "stack", false);
        const key = new k8s.core.v1.Secret("key", { stringData: { key: pulumi.secret("open-sesame") } });
        assert.equal(await pulumi.isSecret(key.stringData), true);
        assert.deepEqual(await known(key.stringData), { key: "open-sesame" });
    });

    it("gives the same names in every run", async () => {
        const ids: (string | undefined)[] = [];
        for (let run = 0; run < 2; run++) {
            const mocks = cloudMocks();
            await pulumi.runtime.setMocks(mocks, "project", "stack", false);
            await known(new resources.ResourceGroup("group", {}).id);
            ids.push(mocks.resources[0]?.id);
        }
        assert.equal(ids[0], ids[1]);
    });

    it("is about the real model: a named value with a space is refused", () => {
        const mocks = cloudMocks();
        mocks.cloud.create("azure-native:resources:ResourceGroup", { resourceGroupName: "rg" });
        mocks.cloud.create("azure-native:apimanagement:ApiManagementService", {
            resourceGroupName: "rg",
            serviceName: "gw",
        });
        const inputs: apim.NamedValueArgs = {
            resourceGroupName: "rg",
            serviceName: "gw",
            displayName: "a b",
            namedValueId: "n",
        };
        const args = { type: "azure-native:apimanagement:NamedValue", name: "n", inputs, custom: true };
        assert.throws(() => mocks.newResource(args), /displayName 'a b'/);
    });
});
