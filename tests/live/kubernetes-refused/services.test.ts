import assert from "node:assert/strict";

import { apply } from "../support/kubernetes/apply";
import { object, refuses, type Refused } from "../support/kubernetes/refused";
import { serverSuite } from "../support/kubernetes/suite";

const service = (spec: object, name?: string) => object("v1", "Service", { ports: [{ port: 80 }], ...spec }, name);
const timeout = (timeoutSeconds: unknown, name?: string) =>
    service({ sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds } } }, name);

/** A Deployment whose only container sleeps before it is told to stop. */
const draining = (seconds: number, terminationGracePeriodSeconds: number) => {
    const labels = { app: "draining" };
    const lifecycle = { preStop: { sleep: { seconds } } };
    return object("apps/v1", "Deployment", {
        selector: { matchLabels: labels },
        template: {
            metadata: { labels },
            spec: { terminationGracePeriodSeconds, containers: [{ name: "api", image: "nginx", lifecycle }] },
        },
    });
};

const CORE: readonly Refused[] = [
    {
        title: "a timeout of 0 seconds",
        manifest: timeout(0),
        says: /timeoutSeconds: Invalid value: 0: must be greater than 0 and less than 86400/,
    },
    {
        // The server's words leave 86400 out, and it takes it: see below.
        title: "a timeout of more than a day",
        manifest: timeout(86401),
        says: /timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400/,
    },
    { title: "a timeout as text", manifest: timeout("3600"), says: /timeoutSeconds: expected numeric/ },
    {
        title: "an affinity in another case",
        manifest: service({ sessionAffinity: "clientip" }),
        says: /spec.sessionAffinity: Unsupported value: "clientip": supported values: "ClientIP", "None"/,
    },
    {
        title: "an affinity to a cookie",
        manifest: service({ sessionAffinity: "Cookie" }),
        says: /spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"/,
    },
    {
        title: "a headless Service at every node",
        manifest: service({ type: "NodePort", clusterIP: "None", sessionAffinity: "ClientIP" }),
        says: /spec.clusterIPs\[0\]: Invalid value: "None": may not be set to 'None' for NodePort services/,
    },
    {
        title: "several ports without names",
        manifest: service({ ports: [{ port: 80 }, { port: 81 }] }),
        says: /spec.ports\[0\].name: Required value/,
    },
    {
        title: "a Service's name with a capital letter",
        manifest: service({}, "Orders"),
        says: /metadata.name: Invalid value: "Orders"/,
    },
    {
        title: "a Service's name of 64 characters",
        manifest: service({}, "a".repeat(64)),
        says: /metadata.name: Invalid value: .*must be no more than 63 characters/,
    },
    {
        title: "a port of 0",
        manifest: service({ ports: [{ port: 0 }] }),
        says: /spec.ports\[0\].port: Invalid value: 0/,
    },
    {
        title: "a sleep before the end that is longer than the pod's grace period",
        manifest: draining(31, 30),
        says: /preStop.sleep.seconds|preStop.sleep: Invalid value: 31: must be greater than 0 and less than terminationGracePeriodSeconds \(30\)/,
    },
    {
        title: "a disruption budget with both its bounds",
        manifest: object("policy/v1", "PodDisruptionBudget", { minAvailable: 1, maxUnavailable: 1 }),
        says: /minAvailable and maxUnavailable cannot be both set/,
    },
    {
        title: "an autoscaler whose least is more than its most",
        manifest: object("autoscaling/v2", "HorizontalPodAutoscaler", {
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "api" },
            minReplicas: 3,
            maxReplicas: 2,
        }),
        says: /spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`/,
    },
];

serverSuite("A real Kubernetes API server", [], (client) => {
    refuses(client, CORE);

    it("takes a timeout of a whole day, against its own words", async () => {
        const { status, body } = await apply(client(), timeout(86400, "whole-day"));
        assert.equal(status, 201);
        assert.deepEqual(body.spec.sessionAffinityConfig, { clientIP: { timeoutSeconds: 86400 } });
    });

    for (const given of [{}, { sessionAffinity: "None" }]) {
        it(`drops a timeout without a word beside ${JSON.stringify(given)}`, async () => {
            const { sessionAffinityConfig } = timeout(600)["spec"] as Record<string, unknown>;
            const name = `timeout-beside-${Object.keys(given).length}`;
            const { status, warnings, body } = await apply(
                client(),
                service({ ...given, sessionAffinityConfig }, name),
            );
            assert.deepEqual({ status, warnings }, { status: 201, warnings: [] });
            assert.equal(body.spec.sessionAffinity, "None");
            assert.equal(body.spec.sessionAffinityConfig, undefined);
        });
    }

    const unused = {
        headless: { clusterIP: "None" },
        external: { type: "ExternalName", externalName: "orders.example.com" },
    };
    for (const [name, spec] of Object.entries(unused)) {
        // Newer releases warn of the first. https://github.com/kubernetes/kubernetes/blob/master/pkg/api/service/warnings.go
        it(`takes affinity without a word for a Service that kube-proxy passes over: ${name}`, async () => {
            const manifest = service({ ...spec, sessionAffinity: "ClientIP" }, name);
            const { status, warnings, body } = await apply(client(), manifest);
            assert.deepEqual({ status, warnings }, { status: 201, warnings: [] });
            assert.equal(body.spec.sessionAffinity, "ClientIP");
        });
    }

    it("takes a sleep before the end that leaves the container no time", async () => {
        const { status } = await apply(client(), draining(30, 30));
        assert.equal(status, 201);
    });
});
