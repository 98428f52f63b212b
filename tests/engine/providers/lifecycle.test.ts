import * as assert from "node:assert/strict";
import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import * as k8s from "@pulumi/kubernetes";
import * as random from "@pulumi/random";
import * as pulumi from "@pulumi/pulumi";
import { type Engine } from "../../../sandbox/engine";
import { Cloud } from "../../../sandbox/cloud";
import { engineFor, TestStack } from "../support/engine";

interface Settings {
    affinity: string;
    appName?: string;
    environmentId?: string;
    timeoutSeconds: number;
}

/** A resource of each package, in the way that programs use them. */
function program(settings: Settings) {
    return () => {
        const group = new resources.ResourceGroup("group", { resourceGroupName: "rg" });
        const environment = new app.ManagedEnvironment("environment", { resourceGroupName: group.name });
        const containerApp = new app.ContainerApp("shop", {
            resourceGroupName: group.name,
            containerAppName: settings.appName,
            managedEnvironmentId: settings.environmentId ?? environment.id,
            configuration: {
                ingress: {
                    external: true,
                    targetPort: 8080,
                    stickySessions: { affinity: settings.affinity },
                },
            },
            template: { containers: [{ name: "main", image: "shop:1" }] },
        });
        const labels = { app: "cart" };
        new k8s.apps.v1.Deployment("cart", {
            spec: {
                selector: { matchLabels: labels },
                template: { metadata: { labels }, spec: { containers: [{ name: "main", image: "cart:1" }] } },
            },
        });
        const service = new k8s.core.v1.Service("cart", {
            metadata: { name: "cart" },
            spec: {
                selector: labels,
                ports: [{ port: 80 }],
                sessionAffinity: "ClientIP",
                sessionAffinityConfig: { clientIP: { timeoutSeconds: settings.timeoutSeconds } },
            },
        });
        new k8s.core.v1.Secret("key", { stringData: { key: pulumi.secret("open-sesame-input") } });
        const password = new random.RandomPassword("password", { length: 20 });
        return {
            fqdn: containerApp.configuration.apply((configuration) => configuration?.ingress?.fqdn),
            clusterIp: service.spec.clusterIP,
            password: password.result,
        };
    };
}

describe("stand-in providers under the real engine", () => {
    let engine: Engine;
    let test: TestStack;
    const settings: Settings = { affinity: "sticky", appName: "shop", timeoutSeconds: 600 };

    before(async function () {
        engine = await engineFor(this);
        test = await TestStack.create(engine, () => Promise.resolve(program(settings)()));
    });
    after(() => test?.close());

    it("previews and creates nothing", async () => {
        const { changeSummary } = await test.stack.preview();
        assert.deepEqual(changeSummary, { create: 8 });
        assert.equal(Cloud.open(test.cloudFile).list().length, 0);
    });

    it("creates everything, and a second run changes nothing", async () => {
        const first = await test.stack.up();
        assert.deepEqual(first.summary.resourceChanges, { create: 8 });
        assert.match(
            String(first.outputs["fqdn"]?.value),
            /^shop\.sandbox-[0-9a-f]{8}\.westeurope\.azurecontainerapps\.io$/,
        );
        assert.match(String(first.outputs["clusterIp"]?.value), /^10\.0\.\d+\.\d+$/);
        assert.equal(first.outputs["password"]?.secret, true);
        assert.equal(String(first.outputs["password"]?.value).length, 20);

        const second = await test.stack.up();
        assert.deepEqual(second.summary.resourceChanges, { same: 8 });
        assert.equal(second.outputs["password"]?.value, first.outputs["password"]?.value);
    });

    it("sees no change when it refreshes what nobody touched", async () => {
        const { summary } = await test.stack.refresh();
        assert.deepEqual(summary.resourceChanges, { same: 8 });
    });

    it("keeps secrets out of the cloud's file and, in the clear, out of the state", async () => {
        const password = String((await test.stack.outputs())["password"]?.value);
        for (const text of [test.cloudText(), test.stateText()]) {
            assert.ok(!text.includes("open-sesame-input"));
            assert.ok(!text.includes(password));
        }
        assert.match(test.cloudText(), /\[secret\]/);
    });

    it("puts back what was changed behind its back", async () => {
        const id = Cloud.open(test.cloudFile)
            .list()
            .find((resource) => resource.kind === "azure-native:app:ContainerApp")?.id;
        assert.ok(id);
        await test.whileStopped(async () => {
            const cloud = Cloud.open(test.cloudFile);
            cloud.edit(id, (inputs) => {
                const configuration = inputs["configuration"] as { ingress: { stickySessions: { affinity: string } } };
                configuration.ingress.stickySessions.affinity = "none";
                return inputs;
            });
            await cloud.saved();
        });
        const refreshed = await test.stack.refresh();
        assert.deepEqual(refreshed.summary.resourceChanges, { same: 7, update: 1 });
        const corrected = await test.stack.up();
        assert.deepEqual(corrected.summary.resourceChanges, { same: 7, update: 1 });
        assert.match(JSON.stringify(Cloud.open(test.cloudFile).read("azure-native:app:ContainerApp", id)), /"sticky"/);
    });

    it("creates again what was deleted behind its back", async () => {
        await test.whileStopped(async () => {
            const cloud = Cloud.open(test.cloudFile);
            cloud.delete("kubernetes:core/v1:Service", "default/cart");
            await cloud.saved();
        });
        const refreshed = await test.stack.refresh();
        assert.deepEqual(refreshed.summary.resourceChanges, { same: 7, delete: 1 });
        const again = await test.stack.up();
        assert.deepEqual(again.summary.resourceChanges, { same: 7, create: 1 });
    });

    it("updates in place, and names the property", async () => {
        settings.timeoutSeconds = 1200;
        const seen: string[] = [];
        await test.stack.preview({
            onEvent: ({ resourcePreEvent: event }) => {
                if (event?.metadata.op === "update") seen.push(...Object.keys(event.metadata.detailedDiff ?? {}));
            },
        });
        assert.deepEqual(seen, ["spec.sessionAffinityConfig.clientIP.timeoutSeconds"]);
        const { summary } = await test.stack.up();
        assert.deepEqual(summary.resourceChanges, { same: 7, update: 1 });
    });

    it("replaces where the name changes", async () => {
        settings.appName = "store";
        const { summary } = await test.stack.up();
        assert.deepEqual(summary.resourceChanges, { same: 7, replace: 1 });
        const apps = Cloud.open(test.cloudFile)
            .list()
            .filter((resource) => resource.kind === "azure-native:app:ContainerApp");
        assert.deepEqual(
            apps.map(({ outputs }) => outputs["name"]),
            ["store"],
        );
    });

    it("refuses an environment that does not exist, in one line", async () => {
        settings.environmentId =
            "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.App/managedEnvironments/none";
        await assert.rejects(
            test.stack.up(),
            /Status=404 Code="ManagedEnvironmentNotFound" Message="The resource '.*none' that managedEnvironmentId names does not exist\."/,
        );
        delete settings.environmentId;
        await test.stack.up();
    });

    it("refuses a Service whose affinity has the wrong case, in the preview", async () => {
        const { program: before } = test.stack.workspace;
        test.stack.workspace.program = () => {
            new k8s.core.v1.Service("web", { spec: { sessionAffinity: "clientip", ports: [{ port: 80 }] } });
            return Promise.resolve();
        };
        await assert.rejects(
            test.stack.preview(),
            /spec\.sessionAffinity: Unsupported value: "clientip": supported values: "ClientIP", "None"/,
        );
        test.stack.workspace.program = before;
    });

    it("leaves nothing behind", async () => {
        const { summary } = await test.stack.destroy();
        assert.deepEqual(summary.resourceChanges, { delete: 8 });
        assert.deepEqual(Cloud.open(test.cloudFile).list(), []);
    });
});
