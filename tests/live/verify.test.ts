import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { ClusterClient } from "../../cli/kubernetes/client";
import { kubeConfigFor } from "../../cli/kubernetes/config";
import { type VerifyReport } from "../../cli/verify/model";
import { verify } from "../unit/cli/verify/support";
import { applyAll, discard } from "./support/kubernetes/apply";
import { gateways, httpRoutes } from "./support/kubernetes/definitions";
import { type Manifest } from "./support/kubernetes/manifests";
import { serverSuite } from "./support/kubernetes/suite";

const NAMESPACE = "verify";
const CANARY = "canary-of-a-pod";
const metadata = (name: string, more: object = {}) => ({ name, namespace: NAMESPACE, ...more });
const labels = { app: "shop" };

const deployment: Manifest = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: metadata("shop"),
    spec: {
        replicas: 3,
        selector: { matchLabels: labels },
        template: {
            metadata: { labels },
            spec: { containers: [{ name: "main", image: "shop", env: [{ name: "KEY", value: CANARY }] }] },
        },
    },
};
const scaler: Manifest = {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: metadata("shop"),
    spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop" },
        minReplicas: 2,
        maxReplicas: 8,
    },
};
const service = (name: string, spec: object): Manifest => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(name),
    spec: { selector: labels, ports: [{ port: 80 }], ...spec },
});
const kept = { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } } };
const ingress: Manifest = {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: metadata("shop", {
        annotations: {
            "nginx.ingress.kubernetes.io/affinity": "cookie",
            "nginx.ingress.kubernetes.io/session-cookie-name": "sid",
        },
    }),
    spec: {
        ingressClassName: "nginx",
        rules: [
            {
                http: {
                    paths: [
                        { path: "/", pathType: "Prefix", backend: { service: { name: "shop", port: { number: 80 } } } },
                    ],
                },
            },
        ],
    },
};
const route: Manifest = {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: metadata("shop"),
    spec: {
        rules: [
            {
                backendRefs: [{ name: "shop", port: 80 }],
                sessionPersistence: { sessionName: "route", type: "Cookie" },
            },
        ],
    },
};
const OBJECTS = [deployment, scaler, service("shop", {}), service("kept", kept), ingress, route];

serverSuite("session-affinity verify on a real API server", [httpRoutes("1.5"), gateways("1.5")], (client) => {
    let folder: string;
    let kubeconfig: string;

    before(async () => {
        folder = mkdtempSync(path.join(os.tmpdir(), "verify-live-"));
        kubeconfig = client().kubeconfig(path.join(folder, "config"));
        await applyAll(
            client(),
            OBJECTS.map((manifest) => ({ manifest, patch: false })),
        );
    });
    after(async () => {
        await discard(client(), OBJECTS);
        rmSync(folder, { recursive: true, force: true });
    });

    const onServer = (...args: string[]) => verify(["--context", "live", "--kubeconfig", kubeconfig, ...args]);

    it("reads the hops off Services, an Ingress and a route of the Gateway API", async () => {
        const { out, err, code } = await onServer("--namespace", NAMESPACE, "--json");
        assert.equal(err, "");
        const { hops, gaps, findings } = JSON.parse(out) as VerifyReport;
        const told = hops.map(({ urn, replicas, affinity, verdict }) => [
            urn.split("::").slice(-2).join(" "),
            "min" in replicas && [replicas.min, replicas.max],
            "kind" in affinity && [affinity.kind, affinity.key, affinity.ttlSeconds],
            verdict,
        ]);
        assert.deepEqual(told, [
            ["kubernetes:core/v1:Service verify/kept", [2, 8], ["client-ip", undefined, 600], "ok"],
            ["kubernetes:core/v1:Service verify/shop", [2, 8], ["none", undefined, undefined], "kept in front"],
            [
                "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute verify/shop",
                [2, 8],
                ["cookie", "route", undefined],
                "ok",
            ],
            ["kubernetes:networking.k8s.io/v1:Ingress verify/shop", [2, 8], ["cookie", "sid", undefined], "ok"],
        ]);
        assert.deepEqual([gaps, findings.filter(({ level }) => level === "mandatory"), code], [[], [], 0]);
        assert.ok(!out.includes(CANARY));
    });

    it("reads all namespaces, and of definitions their metadata alone", async () => {
        const { out, code } = await onServer("--json");
        const { resources, hops } = JSON.parse(out) as VerifyReport;
        assert.ok(hops.some(({ name }) => name === "verify/shop"));
        const definitions = resources.filter(({ type }) => type.endsWith(":CustomResourceDefinition"));
        const [one] = definitions.filter(({ name }) => name === "httproutes.gateway.networking.k8s.io");
        assert.deepEqual(Object.keys(one?.properties ?? {}).sort(), ["apiVersion", "kind", "metadata"]);
        const { annotations } = one?.properties["metadata"] as { annotations: Record<string, string> };
        assert.equal(annotations["gateway.networking.k8s.io/channel"], "experimental");
        assert.ok([0, 1].includes(code));
    });

    it("reads a list over the server's own pages", async () => {
        const config = await kubeConfigFor("live", kubeconfig);
        const paged = new ClusterClient(config, { signal: new AbortController().signal, pageSize: 1 });
        const listed = await paged.list(`/api/v1/namespaces/${NAMESPACE}/services`, "listing services");
        assert.deepEqual(
            listed.map((one) => (one["metadata"] as { name: string }).name),
            ["kept", "shop"],
        );
    });

    it("says that a login is not taken, that a namespace is not there, and that a server is not to be trusted", async () => {
        const config = readFileSync(kubeconfig, "utf8");
        const changed = async (change: (text: string) => string, ...args: string[]) => {
            const file = path.join(folder, "changed");
            writeFileSync(file, change(config));
            const { err, code } = await verify(["--context", "live", "--kubeconfig", file, ...args]);
            assert.equal(code, 3);
            return err;
        };
        const token = (text: string) => text.replace('"live-tests"', '"wrong"');
        assert.match(await changed(token), /the API server does not take its login \(Unauthorized\)/);
        const stranger = (text: string) =>
            text.replace(/"certificate-authority-data":"[^"]*"/, '"tls-server-name":"x"');
        assert.match(await changed(stranger), /is not reached: .*(certificate|altnames)/);
        assert.match(
            await changed((text) => text, "--namespace", "nope"),
            /no such namespace\. There is: default, .*verify/,
        );
    });
});
