import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type PulumiFn } from "@pulumi/pulumi/automation";
import * as random from "@pulumi/random";

import { packageRoot } from "../../../sandbox/package-root";
import { Observation } from "../../../sandbox/run/observation";
import { apimService } from "../support/apim";
import { engineFor, TestStack } from "../support/engine";

const PACK = path.join(packageRoot(), "policy-pack");

/** A Container App as one writes it without this package. */
function containerApp(name: string, template: app.ContainerAppArgs["template"], tags?: Record<string, string>): void {
    const group = new resources.ResourceGroup(`${name}-group`, { location: "westeurope" });
    const environment = new app.ManagedEnvironment(`${name}-env`, { resourceGroupName: group.name });
    new app.ContainerApp(name, {
        resourceGroupName: group.name,
        managedEnvironmentId: environment.id,
        configuration: { ingress: { targetPort: 80 } },
        template,
        ...(tags ? { tags } : {}),
    });
}

const container = { containers: [{ name: "main", image: "shop:1" }] };

/** A Deployment, its Service, and an autoscaler where a maximum is given. */
function kubernetesService(name: string, spec: { replicas?: pulumi.Input<number>; maxReplicas?: number }): void {
    const labels = { app: name };
    const deployment = new kubernetes.apps.v1.Deployment(name, {
        spec: {
            ...(spec.replicas === undefined ? {} : { replicas: spec.replicas }),
            selector: { matchLabels: labels },
            template: { metadata: { labels }, spec: { containers: [{ name: "main", image: "cart:1" }] } },
        },
    });
    new kubernetes.core.v1.Service(name, { spec: { selector: labels, ports: [{ port: 80 }] } });
    if (spec.maxReplicas === undefined) return;
    new kubernetes.autoscaling.v2.HorizontalPodAutoscaler(name, {
        spec: {
            maxReplicas: spec.maxReplicas,
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: deployment.metadata.name },
        },
    });
}

/** A pool that asks for affinity at the default API version, past the types. */
function poolAtDefaultVersion(): void {
    const apim = apimService();
    const members = ["one", "two"].map(
        (name) =>
            new apimanagement.Backend(name, {
                ...apim,
                type: "Single",
                protocol: "http",
                url: `https://${name}.example.com`,
            }),
    );
    const pool = {
        services: members.map(({ id }) => ({ id })),
        sessionAffinity: { sessionId: { source: "cookie", name: "kept" } },
    };
    new apimanagement.Backend("pool", { ...apim, type: "Pool", pool });
}

describe("the policy pack on stacks that never heard of this package", () => {
    let test: TestStack | undefined;

    afterEach(async () => {
        await test?.close();
        test = undefined;
    });

    async function preview(context: Mocha.Context, program: () => void, config?: object) {
        const run: PulumiFn = () => Promise.resolve(program()).then(() => undefined);
        test = await TestStack.create(await engineFor(context), run);
        const observation = new Observation();
        const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pack-config-"));
        const file = path.join(folder, "config.json");
        fs.writeFileSync(file, JSON.stringify(config ?? {}));
        try {
            await test.stack.preview({ onEvent: observation.take, policyPacks: [PACK], policyPackConfigs: [file] });
        } catch (error) {
            return { observation, failed: true, text: String(error) };
        } finally {
            fs.rmSync(folder, { recursive: true });
        }
        return { observation, failed: false, text: "" };
    }

    const found = ({ findings }: Observation) =>
        findings.map(({ rule, level, urn, path: property }) => [rule, level, urn.split("::").at(-1), property]);

    it("counts a Container App without a scale block as up to ten replicas, and rejects it", async function () {
        const { observation, failed } = await preview(this, () => containerApp("shop", container));
        assert.equal(failed, true);
        assert.deepEqual(found(observation), [
            ["container-app-needs-affinity", "mandatory", "shop", "configuration.ingress.stickySessions"],
        ]);
        assert.match(observation.findings[0]?.message ?? "", /^Up to 10 replicas \(the service's default/);
    });

    it("lets one replica pass", async function () {
        const { observation, failed } = await preview(this, () =>
            containerApp("shop", { ...container, scale: { maxReplicas: 1 } }),
        );
        assert.equal(failed, false);
        assert.deepEqual(found(observation), []);
    });

    it("says that it cannot decide while the number is not known, and lets the preview go on", async function () {
        const program = () => {
            const count = new random.RandomInteger("count", { min: 1, max: 9 }).result;
            containerApp("shop", { ...container, scale: { maxReplicas: count } });
            kubernetesService("cart", { replicas: count });
        };
        const { observation, failed } = await preview(this, program);
        assert.equal(failed, false);
        assert.deepEqual(found(observation), [
            // azure-native's SDK makes all of `template` one Output, so that one unknown in it hides the rest.
            ["container-app-needs-affinity", "advisory", "shop", "template"],
            ["kubernetes-service-needs-affinity", "advisory", "cart", "spec.replicas of Deployment cart"],
        ]);
        assert.equal(observation.findings[0]?.message, "cannot decide: template is not known yet");
    });

    it("rejects what it cannot decide where it is told to, and is silent about it where it is told that", async function () {
        const program = () => {
            const count = new random.RandomInteger("count", { min: 1, max: 9 }).result;
            containerApp("shop", { ...container, scale: { maxReplicas: count } });
            kubernetesService("cart", { replicas: count });
        };
        const { observation, failed } = await preview(this, program, {
            "container-app-needs-affinity": { onUnknown: "mandatory" },
            "kubernetes-service-needs-affinity": { onUnknown: "disabled" },
        });
        assert.equal(failed, true);
        assert.deepEqual(found(observation), [["container-app-needs-affinity", "mandatory", "shop", "template"]]);
    });

    it("rejects a pool whose affinity the API version drops", async function () {
        const { observation, failed } = await preview(this, poolAtDefaultVersion);
        assert.equal(failed, true);
        assert.deepEqual(found(observation), [
            ["affinity-has-effect", "mandatory", "pool", "pool.sessionAffinity"],
            ["apim-pool-needs-affinity", "mandatory", "pool", "pool.sessionAffinity"],
        ]);
        for (const { message } of observation.findings) {
            assert.match(message, /drops it: it begins with 2024-10-01-preview/);
        }
    });

    it("joins a Service with the autoscaler of its Deployment", async function () {
        const { observation, failed } = await preview(this, () => kubernetesService("cart", { maxReplicas: 5 }));
        assert.equal(failed, true);
        assert.deepEqual(found(observation), [
            ["kubernetes-service-needs-affinity", "mandatory", "cart", "spec.sessionAffinity"],
        ]);
        assert.match(
            observation.findings[0]?.message ?? "",
            /spec\.maxReplicas of HorizontalPodAutoscaler cart, which scales Deployment cart, = 5/,
        );
    });

    it("takes an exemption with a reason, from a tag and from the configuration", async function () {
        const program = () => {
            containerApp("thumbnails", container, { "session-affinity-stateless": "renders from the request alone" });
            containerApp("reports", container);
            kubernetesService("cart", { replicas: 3 });
        };
        const exempt = [{ resource: "reports", reason: "reads from the database only" }];
        const { observation, failed } = await preview(this, program, {
            "container-app-needs-affinity": { exempt },
            "kubernetes-service-needs-affinity": {
                exempt: [{ resource: "cart", reason: "carts lie in the database", expiresOn: "2020-01-31" }],
            },
        });
        assert.equal(failed, true);
        assert.deepEqual(found(observation), [
            ["exemption-is-valid", "mandatory", "sandbox-test", "exempt"],
            ["kubernetes-service-needs-affinity", "mandatory", "cart", "spec.sessionAffinity"],
        ]);
        for (const { message } of observation.findings) assert.match(message, /it expired on 2020-01-31/);
    });

    it("refuses a configuration that it would have to ignore", async function () {
        const { failed, observation, text } = await preview(this, () => containerApp("shop", container), {
            "container-app-needs-affinity": { exemptions: [] },
        });
        assert.equal(failed, true);
        assert.match(
            [text, ...observation.errors].join("\n"),
            /exemptions is no setting; there are exempt, allowExemptions, onUnknown/,
        );
    });
});
