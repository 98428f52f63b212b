import assert from "node:assert/strict";

import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { manifestsOf } from "../../../live/support/kubernetes/manifests";
import { run } from "../../support/program";

const METADATA = { name: "cart", namespace: "shop" };

describe("The manifests of a program", () => {
    it("are its Kubernetes objects alone, in order, named after their resource where they have no name", async () => {
        const recorded = await run(() => {
            new pulumi.ComponentResource("kubernetes:shop:Cart", "cart");
            new kubernetes.Provider("cluster", { kubeconfig: "{}" });
            new kubernetes.core.v1.Namespace("new", {});
            new kubernetes.core.v1.ConfigMap("config", { metadata: { namespace: "shop" }, data: { a: "b" } });
        });
        assert.deepEqual(manifestsOf(recorded), [
            { manifest: { apiVersion: "v1", kind: "Namespace", metadata: { name: "new" } }, patch: false },
            {
                manifest: {
                    apiVersion: "v1",
                    kind: "ConfigMap",
                    metadata: { name: "config", namespace: "shop" },
                    data: { a: "b" },
                },
                patch: false,
            },
        ]);
    });

    it("have secrets in the clear, at any depth", async () => {
        const value = pulumi.secret("hidden");
        const recorded = await run(() => {
            new kubernetes.apiextensions.CustomResource("own", {
                apiVersion: "example.com/v1",
                kind: "Own",
                metadata: METADATA,
                spec: { list: [{ value }], all: pulumi.secret({ value }) },
            });
        });
        const [{ manifest } = assert.fail()] = manifestsOf(recorded);
        assert.deepEqual(manifest["spec"], { list: [{ value: "hidden" }], all: { value: "hidden" } });
    });

    it("tell patches from objects", async () => {
        const recorded = await run(() => {
            const spec = { ports: [{ port: 80 }] };
            const { metadata } = new kubernetes.core.v1.Service("cart", { metadata: METADATA, spec });
            new kubernetes.core.v1.ServicePatch("sticky", { metadata: { name: metadata.name, namespace: "shop" } });
        });
        assert.deepEqual(
            manifestsOf(recorded).map(({ manifest, patch }) => ({ ...manifest.metadata, kind: manifest.kind, patch })),
            [
                { ...METADATA, kind: "Service", patch: false },
                { ...METADATA, kind: "Service", patch: true },
            ],
        );
    });
});
