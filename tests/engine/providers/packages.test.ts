import * as assert from "node:assert/strict";
import * as apim from "@pulumi/azure-native/apimanagement";
import { Provider as AzureProvider } from "@pulumi/azure-native/provider";
import * as resources from "@pulumi/azure-native/resources";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Engine } from "../../../sandbox/engine";
import { Cloud } from "../../../sandbox/cloud";
import { engineFor, TestStack } from "../support/engine";

const PACKAGE = "azure-native_apimanagement_v20241001preview";
const TOKEN = `${PACKAGE}:apimanagement:Backend`;

function apimPackage() {
    const parameter = Buffer.from(JSON.stringify({ module: "apimanagement", version: "v20241001preview" }));
    return pulumi.runtime.registerPackage({
        baseProviderName: "azure-native",
        baseProviderVersion: "3.28.0",
        baseProviderDownloadUrl: "",
        packageName: PACKAGE,
        packageVersion: "3.28.0",
        base64Parameter: Buffer.from(parameter.toString("base64")).toString("base64"),
    });
}

/** A resource of any type token, as a hand-written class makes it. */
class AnyResource extends pulumi.CustomResource {}

/** Where a pool's affinity goes: through the parameterised package, or the default one. */
function pool(parameterised: boolean, name = "pool") {
    const group = new resources.ResourceGroup("group", { resourceGroupName: "rg" });
    const service = new apim.ApiManagementService("gateway", {
        resourceGroupName: group.name,
        serviceName: "gateway",
        publisherEmail: "a@example.com",
        publisherName: "a",
        sku: { name: "Developer", capacity: 1 },
    });
    const members = ["north", "south"].map(
        (region) =>
            new apim.Backend(region, {
                resourceGroupName: group.name,
                serviceName: service.name,
                backendId: region,
                url: `https://${region}.example.com`,
                protocol: "http",
            }),
    );
    const args = {
        resourceGroupName: group.name,
        serviceName: service.name,
        backendId: "pool",
        type: "Pool",
        pool: {
            services: members.map(({ id }) => ({ id })),
            sessionAffinity: { sessionId: { source: "cookie", name: "SessionId" } },
        },
    };
    const options = { version: "3.28.0", aliases: [{ type: "azure-native:apimanagement:Backend" }] };
    return parameterised
        ? new AnyResource(TOKEN, name, args, options, false, apimPackage())
        : new AnyResource("azure-native:apimanagement:Backend", name, args, { version: "3.28.0" });
}

function storedPool(test: TestStack) {
    const stored = Cloud.open(test.cloudFile).list();
    return stored.find(({ id }) => id.endsWith("/backends/pool"));
}

describe("packages and types under the real engine", () => {
    let engine: Engine;
    let test: TestStack;
    let program: () => unknown = () => undefined;

    before(async function () {
        engine = await engineFor(this);
        test = await TestStack.create(engine, () => Promise.resolve(program()).then(() => undefined));
    });
    after(() => test?.close());

    it("drops a pool's affinity without a word in the default API version", async () => {
        program = () => pool(false);
        await test.stack.up();
        assert.ok(!JSON.stringify(storedPool(test)).includes("sessionAffinity"));
        const refreshed = await test.stack.refresh();
        assert.deepEqual(refreshed.summary.resourceChanges, { same: 6 });
    });

    it("keeps it through the parameterised package", async () => {
        await test.stack.destroy();
        program = () => pool(true);
        await test.stack.up();
        assert.deepEqual((storedPool(test)?.outputs["pool"] as Record<string, unknown>)["sessionAffinity"], {
            sessionId: { source: "cookie", name: "SessionId" },
        });
        assert.equal(storedPool(test)?.outputs["azureApiVersion"], "2024-10-01-preview");
        const second = await test.stack.up();
        assert.deepEqual(second.summary.resourceChanges, { same: 6 });
    });

    it("takes over what exists already", async () => {
        await test.stack.destroy();
        await test.whileStopped(async () => {
            const cloud = Cloud.open(test.cloudFile);
            cloud.create("azure-native:resources:ResourceGroup", { resourceGroupName: "old", location: "westeurope" });
            await cloud.saved();
        });
        const id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/old";
        program = () =>
            new resources.ResourceGroup("group", { resourceGroupName: "old", location: "westeurope" }, { import: id });
        const { summary } = await test.stack.up();
        assert.equal(summary.resourceChanges?.import, 1);
    });

    it("stores a type that it does not know, and says so once", async () => {
        const messages: string[] = [];
        program = () => {
            for (const name of ["one", "two"]) {
                new AnyResource("azure-native:quantum:Workspace", name, { workspaceName: name, size: 3 });
            }
        };
        const onEvent = ({ diagnosticEvent: event }: { diagnosticEvent?: { severity: string; message: string } }) => {
            if (event?.severity === "warning") messages.push(event.message);
        };
        await test.stack.up({ onEvent });
        const said = messages.filter((message) => message.includes("does not know azure-native:quantum:Workspace"));
        assert.equal(said.length, 1, messages.join("\n"));
        assert.deepEqual(test.warnings(), [
            "the sandbox does not know azure-native:quantum:Workspace: it is stored as given, nothing is checked",
        ]);
    });

    it("names the function that it does not know", async () => {
        program = () => pulumi.runtime.invoke("azure-native:quantum:listEverything", {});
        await assert.rejects(
            test.stack.preview(),
            /the sandbox does not know the function azure-native:quantum:listEverything/,
        );
    });

    it("goes where an explicit provider says", async () => {
        await test.stack.destroy();
        program = () => {
            const south = new AzureProvider("south", { location: "uksouth" });
            const shop = new k8s.Provider("shop", { namespace: "kube-public" });
            const group = new resources.ResourceGroup("south", {}, { provider: south });
            new resources.ResourceGroup("default", {});
            new k8s.core.v1.ConfigMap("config", {}, { provider: shop });
            new k8s.core.v1.ServicePatch("patch", {
                metadata: { name: new k8s.core.v1.Service("web", {}).metadata.name },
                spec: { sessionAffinity: "ClientIP" },
            });
            return group;
        };
        await test.stack.up();
        const stored = Cloud.open(test.cloudFile).list();
        const locations = stored
            .filter(({ kind }) => kind.endsWith(":ResourceGroup"))
            .map(({ outputs }) => outputs["location"]);
        assert.deepEqual(locations.sort(), ["uksouth", "westeurope"]);
        assert.ok(stored.some(({ id }) => id.startsWith("kube-public/config-")));
        const again = await test.stack.up();
        assert.deepEqual(again.summary.resourceChanges, { same: 8 });
        await test.stack.destroy();
        assert.deepEqual(Cloud.open(test.cloudFile).list(), []);
    });
});
