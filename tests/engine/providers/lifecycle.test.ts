import * as assert from "node:assert/strict";
import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import * as k8s from "@pulumi/kubernetes";
import * as random from "@pulumi/random";
import * as pulumi from "@pulumi/pulumi";
import { type PulumiCommand } from "@pulumi/pulumi/automation";
import { Cloud } from "../../../sandbox/cloud";
import { findTestEngine, TestStack } from "../support/engine";

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
                secrets: [{ name: "key", value: pulumi.secret("open-sesame-input") }],
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
        const password = new random.RandomPassword("password", { length: 20 });
        return {
            fqdn: containerApp.configuration.apply((configuration) => configuration?.ingress?.fqdn),
            clusterIp: service.spec.clusterIP,
            password: password.result,
        };
    };
}

describe("stand-in providers under the real engine", function () {
    this.timeout(120_000);
    let command: PulumiCommand;
    let test: TestStack;
    const settings: Settings = { affinity: "sticky", appName: "shop", timeoutSeconds: 600 };

    before(async function () {
        const found = await findTestEngine();
        if (found === undefined) return this.skip();
        command = found;
        test = await TestStack.create(command, () => Promise.resolve(program(settings)()));
    });
    after(() => test?.close());

    it("previews and creates nothing", async () => {
        const { changeSummary } = await test.stack.preview();
        assert.deepEqual(changeSummary, { create: 7 });
        assert.equal(Cloud.open(test.cloudFile).list().length, 0);
    });

    it("creates everything, and a second run changes nothing", async () => {
        const first = await test.stack.up();
        assert.deepEqual(first.summary.resourceChanges, { create: 7 });
        assert.match(
            String(first.outputs["fqdn"]?.value),
            /^shop\.sandbox-[0-9a-f]{8}\.westeurope\.azurecontainerapps\.io$/,
        );
        assert.match(String(first.outputs["clusterIp"]?.value), /^10\.0\.\d+\.\d+$/);
        assert.equal(first.outputs["password"]?.secret, true);
        assert.equal(String(first.outputs["password"]?.value).length, 20);

        const second = await test.stack.up();
        assert.deepEqual(second.summary.resourceChanges, { same: 7 });
        assert.equal(second.outputs["password"]?.value, first.outputs["password"]?.value);
    });
});
