import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import * as web from "@pulumi/azure-native/web";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type EngineEvent } from "@pulumi/pulumi/automation";

import { packageRoot } from "../../../sandbox/package-root";
import { Observation } from "../../../sandbox/run/observation";
import { engineFor, TestStack } from "../support/engine";

const PACK = path.join(packageRoot(), "policy-pack");
const RULES = ["container-app-needs-affinity", "web-app-needs-affinity", "kubernetes-service-needs-affinity"] as const;

/** What the stacks of all tests have: each of the three kinds once without affinity, and once where it is not to be set. */
function program(): Promise<void> {
    const group = new resources.ResourceGroup("group", { location: "westeurope" });
    const environment = new app.ManagedEnvironment("env", { resourceGroupName: group.name });
    const container = (name: string, tags?: Record<string, string>) =>
        new app.ContainerApp(name, {
            resourceGroupName: group.name,
            managedEnvironmentId: environment.id,
            configuration: { ingress: { targetPort: 80 } },
            template: { containers: [{ name: "main", image: "shop:1" }], scale: { maxReplicas: 5 } },
            ...(tags ? { tags } : {}),
        });
    container("shop");
    container("thumbnails", { "session-affinity-stateless": "renders from the request alone" });

    const plan = new web.AppServicePlan("plan", {
        resourceGroupName: group.name,
        sku: { name: "P1v3", tier: "PremiumV3", capacity: 3 },
    });
    new web.WebApp("site", { resourceGroupName: group.name, serverFarmId: plan.id, kind: "app,linux" });

    const labels = { app: "cart" };
    new kubernetes.apps.v1.Deployment("cart", {
        spec: {
            replicas: 3,
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers: [{ name: "main", image: "cart:1" }] } },
        },
    });
    new kubernetes.core.v1.Service("cart", {
        spec: { type: "LoadBalancer", selector: labels, ports: [{ port: 80 }] },
    });
    return Promise.resolve();
}

describe("the policy pack's remediation", function () {
    this.timeout(120_000);
    let test: TestStack | undefined;

    afterEach(async () => {
        await test?.close();
        test = undefined;
    });

    /** Runs an operation with the three rules at a level. */
    async function run(operation: "up" | "preview", level: string) {
        assert.ok(test);
        const observation = new Observation();
        const remediated: string[] = [];
        const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pack-config-"));
        const file = path.join(folder, "config.json");
        fs.writeFileSync(file, JSON.stringify(Object.fromEntries(RULES.map((rule) => [rule, level]))));
        const onEvent = (event: EngineEvent) => {
            observation.take(event);
            const told = (event as { policyRemediationEvent?: { resourceUrn?: string; policyName: string } })
                .policyRemediationEvent;
            if (told) remediated.push(`${told.policyName} ${told.resourceUrn?.split("::").at(-1)}`);
        };
        const lines: string[] = [];
        const options = {
            onEvent,
            onOutput: (text: string) => lines.push(text),
            policyPacks: [PACK],
            policyPackConfigs: [file],
        };
        let failed = false;
        try {
            await test.stack[operation](options);
        } catch {
            failed = true;
        } finally {
            fs.rmSync(folder, { recursive: true });
        }
        return { observation, failed, remediated: [...new Set(remediated)].sort(), output: lines.join("") };
    }

    /** What the state says of what the rules are about; undefined where it is all a secret. */
    async function inputs(): Promise<Record<string, unknown>> {
        const { deployment } = (await test?.stack.exportStack()) as {
            deployment: {
                resources: { urn: string; type: string; inputs?: Record<string, Record<string, unknown>> }[];
            };
        };
        const of = (type: string, name: string) =>
            deployment.resources.find((one) => one.type.endsWith(`:${type}`) && one.urn.endsWith(`::${name}`))?.inputs;
        const sticky = (name: string) =>
            (of("ContainerApp", name)?.["configuration"]?.["ingress"] as Record<string, unknown> | undefined)?.[
                "stickySessions"
            ];
        return {
            shop: sticky("shop"),
            thumbnails: sticky("thumbnails"),
            site: of("WebApp", "site")?.["clientAffinityEnabled"],
            cart: of("Service", "cart")?.["spec"]?.["sessionAffinity"],
        };
    }

    it("turns affinity on, says so, and finds nothing to change the second time", async function () {
        test = await TestStack.create(await engineFor(this), program);
        const first = await run("up", "remediate");
        assert.equal(first.failed, false, first.output);
        assert.deepEqual(first.remediated, [
            "container-app-needs-affinity shop",
            "kubernetes-service-needs-affinity cart",
            "web-app-needs-affinity site",
        ]);
        for (const rule of RULES)
            assert.match(first.output, new RegExp(`\\[remediate\\]\\s+${rule}\\s+\\(1 resource\\)`));
        assert.deepEqual(first.observation.findings, []);
        const sticky = { affinity: "sticky" };
        assert.deepEqual(await inputs(), { shop: sticky, thumbnails: undefined, site: true, cart: "ClientIP" });

        const second = await run("up", "remediate");
        assert.equal(second.failed, false, second.output);
        const { same, ...others } = second.observation.changes;
        assert.deepEqual(others, { create: 0, update: 0, delete: 0, replace: 0 });
        assert.ok(same > 0);
    });

    it("keeps what is secret so", async function () {
        const secret = () => {
            const group = new resources.ResourceGroup("group", { location: "westeurope" });
            const environment = new app.ManagedEnvironment("env", { resourceGroupName: group.name });
            const { configuration } = new app.ContainerApp("shop", {
                resourceGroupName: group.name,
                managedEnvironmentId: environment.id,
                configuration: {
                    ingress: { targetPort: 80 },
                    secrets: [{ name: "key", value: pulumi.secret("hidden-key-of-the-shop") }],
                },
                template: { containers: [{ name: "main", image: "shop:1" }], scale: { maxReplicas: 5 } },
            });
            const affinity = configuration.apply((value) => value?.ingress?.stickySessions?.affinity);
            return Promise.resolve({ affinity: pulumi.unsecret(affinity) });
        };
        test = await TestStack.create(await engineFor(this), secret);
        const { failed, remediated, output } = await run("up", "remediate");
        assert.equal(failed, false, output);
        assert.deepEqual(remediated, ["container-app-needs-affinity shop"]);
        assert.equal((await test.stack.outputs())["affinity"]?.value, "sticky");
        assert.equal(test.stateText().includes("hidden-key-of-the-shop"), false);
        assert.equal(output.includes("hidden-key-of-the-shop"), false);
    });

    it("changes nothing at the level mandatory, or advisory", async function () {
        test = await TestStack.create(await engineFor(this), program);
        const rejected = await run("preview", "mandatory");
        assert.equal(rejected.failed, true);
        assert.deepEqual(rejected.remediated, []);
        const advised = await run("up", "advisory");
        assert.equal(advised.failed, false, advised.output);
        assert.deepEqual(advised.remediated, []);
        assert.deepEqual(await inputs(), { shop: undefined, thumbnails: undefined, site: false, cart: undefined });
    });
});
