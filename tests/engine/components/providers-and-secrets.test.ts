import assert from "node:assert/strict";

import * as azure from "@pulumi/azure-native";
import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import * as storage from "@pulumi/azure-native/storage";
import * as web from "@pulumi/azure-native/web";
import type * as pulumi from "@pulumi/pulumi";
import { type EngineEvent } from "@pulumi/pulumi/automation";

import { ApimBackend, ApimProvider, StickyBackendPool } from "../../../components/apim";
import { FunctionApp } from "../../../components/app-service";
import { StickyContainerApp } from "../../../components/container-apps";
import { type Engine } from "../../../sandbox/engine";
import { Observation } from "../../../sandbox/run/observation";
import { apimService } from "../support/apim";
import { engineFor, TestStack } from "../support/engine";

const CANARY = "canary-7f3a9c-never-in-the-clear";

function pool(opts?: pulumi.ComponentResourceOptions): void {
    const apim = apimService();
    const backends = ["one", "two"].map(
        (name) => new ApimBackend(name, { ...apim, url: `https://${name}.example.com` }),
    );
    for (const name of ["first", "second"]) {
        new StickyBackendPool(name, { ...apim, members: backends.map((backend) => ({ backend })) }, opts);
    }
}

function secrets(): void {
    const group = new resources.ResourceGroup("group", { location: "westeurope" });
    const environment = new app.ManagedEnvironment("env", { resourceGroupName: group.name });
    new StickyContainerApp("shop", {
        resourceGroupName: group.name,
        managedEnvironmentId: environment.id,
        template: { containers: [{ name: "main", image: "shop:1", env: [{ name: "KEY", secretRef: "key" }] }] },
        targetPort: 80,
        secrets: [{ name: "key", value: CANARY }],
    });
    const account = new storage.StorageAccount("store", {
        resourceGroupName: group.name,
        kind: "StorageV2",
        sku: { name: "Standard_LRS" },
    });
    const plan = new web.AppServicePlan("plan", {
        resourceGroupName: group.name,
        sku: { name: "FC1", tier: "FlexConsumption" },
    });
    new FunctionApp("jobs", {
        resourceGroupName: group.name,
        serverFarmId: plan.id,
        storageAccountId: account.id,
        flex: { deploymentContainerUrl: "https://store.blob.core.windows.net/packages" },
        runtime: { name: "node", version: "20" },
        appSettings: { API_KEY: CANARY },
    });
}

describe("components on the real engine", () => {
    let engine: Engine;
    let test: TestStack | undefined;

    before(async function () {
        engine = await engineFor(this);
    });
    afterEach(async () => {
        await test?.close();
        test = undefined;
    });

    const create = async (program: () => void) =>
        (test = await TestStack.create(engine, () => Promise.resolve(program()).then(() => undefined)));

    /** Providers of the pools, and the inputs of the providers for the preview API, as the state has them. */
    async function poolProviders(stack: TestStack) {
        const { deployment } = (await stack.stack.exportStack()) as unknown as {
            deployment: {
                resources: { urn: string; type: string; provider?: string; inputs?: Record<string, unknown> }[];
            };
        };
        const named = (urn = "") => urn.split("::").at(3);
        return {
            of: deployment.resources
                .filter(({ type }) => type.includes("v20241001preview:apimanagement"))
                .map(({ provider }) => named(provider)),
            made: deployment.resources
                .filter(({ type }) => type === "pulumi:providers:azure-native_apimanagement_v20241001preview")
                .map(({ urn, inputs }) => [named(urn), inputs?.["location"], inputs?.["subscriptionId"]]),
        };
    }

    it("makes one provider for all pools, from the stack's own configuration", async () => {
        const stack = await create(() => pool());
        await stack.stack.setConfig("azure-native:subscriptionId", { value: "11111111-2222-3333-4444-555555555555" });
        await stack.stack.up();
        assert.deepEqual(await poolProviders(stack), {
            of: ["session-affinity-apim-2024-10-01-preview", "session-affinity-apim-2024-10-01-preview"],
            made: [["session-affinity-apim-2024-10-01-preview", "westeurope", "11111111-2222-3333-4444-555555555555"]],
        });
    });

    it("refuses an explicit azure-native provider alone, and says how to pass both", async () => {
        const stack = await create(() => pool({ provider: new azure.Provider("other", { location: "northeurope" }) }));
        const observation = new Observation();
        await assert.rejects(stack.stack.preview({ onEvent: observation.take }));
        assert.match(
            observation.errors.join("\n"),
            /StickyBackendPool first: it was given an azure-native provider, and no ApimProvider.*providers: \[azure, new ApimProvider/s,
        );
    });

    it("uses the ApimProvider that it is given beside an azure-native provider", async () => {
        const stack = await create(() =>
            pool({
                providers: [
                    new azure.Provider("other", { location: "northeurope" }),
                    new ApimProvider("other-apim", { location: "northeurope" }),
                ],
            }),
        );
        await stack.stack.up();
        assert.deepEqual(await poolProviders(stack), {
            of: ["other-apim", "other-apim"],
            made: [["other-apim", "northeurope", undefined]],
        });
    });

    it("keeps secrets out of the state, the cloud and the log", async () => {
        const stack = await create(secrets);
        let log = "";
        // Debug messages are Pulumi's own, for its log file; nothing here shows or keeps them.
        const shown = (event: EngineEvent) => event.diagnosticEvent?.severity !== ("debug" as string);
        await stack.stack.up({
            onOutput: (text) => (log += text),
            onEvent: (event) => (log += shown(event) ? JSON.stringify(event) : ""),
        });
        assert.match(stack.stateText(), /ciphertext/);
        for (const text of [stack.stateText(), stack.cloudText(), log]) assert.equal(text.includes(CANARY), false);
    });
});
