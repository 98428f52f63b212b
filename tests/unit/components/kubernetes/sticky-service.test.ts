import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { StickyService, type StickyServiceArgs } from "../../../../components/kubernetes";
import { refusesFaults } from "../../support/faults";
import {
    inTheClear,
    known,
    PROJECT,
    type Recorded,
    reference,
    run,
    runToThrow,
    STACK,
    UNKNOWN,
    urnOf,
} from "../../support/program";

const COMPONENT = "session-affinity:index:StickyService";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const SERVICE = "kubernetes:core/v1:Service";
const REASON = "Reads from the cache that all pods share.";
const SOURCE = "spec.sessionAffinity";
const CLIENT_IP = { kind: "client-ip", strength: "strong", ttlSeconds: 10800, source: SOURCE };
const NOBODY = { kind: "none", strength: "none", source: SOURCE };

const readinessProbe = { httpGet: { path: "/ready", port: 80 } };
const podSpec = { containers: [{ name: "api", image: "nginx", readinessProbe }] };
const minimal = (): StickyServiceArgs => ({ podSpec, port: 80 });
const selector = { "app.kubernetes.io/name": "web", "app.kubernetes.io/instance": `${PROJECT}.${STACK}.web` };

/** Inputs that {@link minimal} gives. */
const deploymentInputs = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { labels: selector },
    spec: {
        selector: { matchLabels: selector },
        template: { metadata: { labels: selector }, spec: podSpec },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0 } },
    },
};
const serviceInputs = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { labels: selector, annotations: {} },
    spec: {
        type: "ClusterIP",
        selector,
        ports: [{ port: 80 }],
        sessionAffinity: "ClientIP",
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } },
    },
};
const specWithoutAffinity = { type: "ClusterIP", selector, ports: [{ port: 80 }], sessionAffinity: "None" };

/** Asserts that the program made one component with a Deployment and a Service below it, and returns their inputs. */
function children({ resources }: Recorded, name = "web"): Record<"deployment" | "service", Record<string, unknown>> {
    const parent = urnOf(COMPONENT, name);
    const sorted = [...resources].sort((one, other) => (one.type < other.type ? -1 : 1));
    assert.deepEqual(
        sorted.map(({ type, name, parent, custom }) => ({ type, name, parent, custom })),
        [
            { type: DEPLOYMENT, name, parent, custom: true },
            { type: SERVICE, name, parent, custom: true },
            { type: COMPONENT, name, parent: "", custom: false },
        ],
    );
    return { deployment: sorted[0]?.inputs ?? {}, service: sorted[1]?.inputs ?? {} };
}

function outputsOf({ outputs }: Recorded): Record<string, unknown> {
    return outputs.get(urnOf(COMPONENT, "web")) ?? {};
}

const hop = (affinity: object, replicas: object = { min: 1, max: 1, source: "Kubernetes' default" }) => ({
    platform: "kubernetes",
    replicas,
    affinity,
    clientFacing: false,
});

describe("StickyService", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("registers one Deployment and one Service with ClientIP, from the fewest arguments", async () => {
                const recorded = await run(() => new StickyService("web", minimal()), { preview });
                assert.deepEqual(children(recorded), { deployment: deploymentInputs, service: serviceInputs });
                assert.deepEqual(outputsOf(recorded)["hop"], hop(CLIENT_IP));
            });

            it("hands every argument on", async () => {
                const args: StickyServiceArgs = {
                    ...minimal(),
                    port: 443,
                    targetPort: 8443,
                    replicas: 3,
                    podDisruptionBudget: false,
                    sessionAffinity: "ClientIP",
                    timeoutSeconds: 600,
                    loadBalancer: { internal: true },
                    namespace: "shop",
                    serviceName: "orders",
                    labels: { team: "shop" },
                };
                const recorded = await run(() => new StickyService("web", args), { preview });
                const labels = { team: "shop", ...selector };
                assert.deepEqual(children(recorded), {
                    deployment: {
                        ...deploymentInputs,
                        metadata: { namespace: "shop", labels },
                        spec: {
                            ...deploymentInputs.spec,
                            replicas: 3,
                            template: { metadata: { labels }, spec: podSpec },
                        },
                    },
                    service: {
                        ...serviceInputs,
                        metadata: {
                            name: "orders",
                            namespace: "shop",
                            labels,
                            annotations: { "service.beta.kubernetes.io/azure-load-balancer-internal": "true" },
                        },
                        spec: {
                            type: "LoadBalancer",
                            selector,
                            ports: [{ port: 443, targetPort: 8443 }],
                            sessionAffinity: "ClientIP",
                            sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } },
                        },
                    },
                });
                assert.deepEqual(outputsOf(recorded)["hop"], {
                    ...hop({ ...CLIENT_IP, ttlSeconds: 600 }, { min: 3, max: 3, source: "spec.replicas" }),
                    clientFacing: true,
                });
            });

            it("takes values that are known later", async () => {
                const args: StickyServiceArgs = {
                    podSpec: pulumi.output(podSpec),
                    port: pulumi.output(80),
                    replicas: Promise.resolve(2),
                    podDisruptionBudget: false,
                    sessionAffinity: pulumi.output("ClientIP" as const),
                    timeoutSeconds: pulumi.output(10800),
                };
                const recorded = await run(() => new StickyService("web", args), { preview });
                const { deployment, service } = children(recorded);
                assert.deepEqual(service, serviceInputs);
                assert.deepEqual(deployment, { ...deploymentInputs, spec: { ...deploymentInputs.spec, replicas: 2 } });
            });

            it("turns affinity off where asked", async () => {
                const args = { ...minimal(), sessionAffinity: "None" as const };
                const recorded = await run(() => new StickyService("web", args), { preview });
                assert.deepEqual(children(recorded), {
                    deployment: deploymentInputs,
                    service: { ...serviceInputs, spec: specWithoutAffinity },
                });
                assert.deepEqual(outputsOf(recorded)["affinity"], NOBODY);
                assert.deepEqual(outputsOf(recorded)["hop"], hop(NOBODY));
            });

            it("writes a declaration of statelessness to the annotations of both, and keeps nobody", async () => {
                const stateless = { reason: REASON, expiresOn: "2031-01-31" };
                const recorded = await run(() => new StickyService("web", { ...minimal(), stateless }), { preview });
                const annotations = {
                    "session-affinity-stateless": REASON,
                    "session-affinity-stateless-until": "2031-01-31",
                };
                assert.deepEqual(children(recorded), {
                    deployment: { ...deploymentInputs, metadata: { labels: selector, annotations } },
                    service: {
                        ...serviceInputs,
                        metadata: { labels: selector, annotations },
                        spec: specWithoutAffinity,
                    },
                });
                assert.deepEqual(outputsOf(recorded)["hop"], { ...hop(NOBODY), stateless });
            });

            it("keeps a secret of the pods secret", async () => {
                const canary = "canary-of-the-service";
                const container = {
                    ...podSpec.containers[0],
                    name: "api",
                    env: [{ name: "KEY", value: pulumi.secret(canary) }],
                };
                const recorded = await run(
                    () => new StickyService("web", { ...minimal(), podSpec: { containers: [container] } }),
                    { preview },
                );
                assert.ok(JSON.stringify(children(recorded).deployment).includes(canary), "the pods get it");
                for (const { inputs } of recorded.resources) assert.ok(!inTheClear(inputs).includes(canary));
            });
        });
    }

    it("answers with the Service's name inside the cluster where it has no load balancer", async () => {
        const args = { ...minimal(), port: 8080, namespace: "shop", serviceName: "orders" };
        const recorded = await run(() => new StickyService("web", args));
        const expected = {
            name: "orders",
            namespace: "shop",
            resourceId: "shop/orders",
            host: "orders.shop.svc",
            url: "http://orders.shop.svc:8080",
            reachableFromOutside: false,
            affinity: CLIENT_IP,
        };
        const { name, namespace, resourceId, host, url, reachableFromOutside, affinity } = recorded.result;
        assert.deepEqual(
            await known(pulumi.output({ name, namespace, resourceId, host, url, reachableFromOutside, affinity })),
            expected,
        );
        assert.deepEqual(outputsOf(recorded), {
            ...expected,
            workload: reference(urnOf(DEPLOYMENT, "web", COMPONENT)),
            deployment: reference(urnOf(DEPLOYMENT, "web", COMPONENT)),
            service: reference(urnOf(SERVICE, "web", COMPONENT)),
            hop: hop(CLIENT_IP),
        });
    });

    for (const [title, ingress, host] of [
        ["an address", [{ ip: "203.0.113.9" }], "203.0.113.9"],
        ["a host name", [{ hostname: "orders.example.com" }], "orders.example.com"],
    ] as const) {
        it(`answers with the load balancer's where it has ${title}`, async () => {
            const recorded = await run(() => new StickyService("web", { ...minimal(), loadBalancer: {} }), {
                answer: (type, state) =>
                    type === SERVICE ? { ...state, status: { loadBalancer: { ingress } } } : state,
            });
            const { host: answered, url, reachableFromOutside, hop: described } = outputsOf(recorded);
            assert.deepEqual(
                { answered, url, reachableFromOutside, described },
                {
                    answered: host,
                    url: `http://${host}:80`,
                    reachableFromOutside: true,
                    described: { ...hop(CLIENT_IP), clientFacing: true },
                },
            );
            assert.deepEqual((children(recorded).service["metadata"] as Record<string, unknown>)["annotations"], {});
        });
    }

    it("leaves the load balancer's address open in a preview", async () => {
        const recorded = await run(() => new StickyService("web", { ...minimal(), loadBalancer: {} }), {
            preview: true,
        });
        const { host, url } = outputsOf(recorded);
        assert.deepEqual({ host, url }, { host: UNKNOWN, url: UNKNOWN });
    });

    it("gives both objects the provider that it was given", async () => {
        const { resources } = await run(() => {
            const cluster = new kubernetes.Provider("cluster", { namespace: "shop" });
            return new StickyService("web", minimal(), { provider: cluster });
        });
        const used = resources.filter(({ type }) => type === SERVICE || type === DEPLOYMENT);
        assert.equal(used.length, 2);
        for (const { provider } of used) assert.match(provider, /^urn:.*pulumi:providers:kubernetes::cluster::/);
    });

    it("selects by a digest where project, stack and name are too long for a label", async () => {
        const name = "a".repeat(54);
        const recorded = await run(() => new StickyService(name, minimal()));
        const { selector: selected } = children(recorded, name).service["spec"] as { selector: unknown };
        const digest = createHash("sha256").update(`${PROJECT}.${STACK}.${name}`).digest("hex").slice(0, 40);
        assert.deepEqual(selected, { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": digest });
    });

    it("takes any component's name that is a label and leaves room for nine more characters, and no other", async () => {
        const names = fc.string({ unit: fc.constantFrom(..."abz09-_A.".split("")), minLength: 1, maxLength: 58 });
        await fc.assert(
            fc.asyncProperty(names, async (name) => {
                const { thrown } = await runToThrow(() => new StickyService(name, minimal()));
                const label = /^[a-z][a-z0-9-]*$/.test(name) && !name.endsWith("-") && name.length <= 54;
                assert.equal(thrown === undefined, label, `${name}: ${String(thrown)}`);
            }),
            { numRuns: 150, examples: [["a"], ["a".repeat(54)], ["a".repeat(55)], ["web-"], ["9a"]] },
        );
    });

    const containers = "it needs one container or more";
    refusesFaults<StickyServiceArgs>(
        {
            component: "StickyService",
            good: minimal,
            make: (name, args) => new StickyService(name, args),
            children: [DEPLOYMENT, SERVICE],
            without: (path) =>
                ["podSpec", "replicas"].includes(path) ? [SERVICE] : path.startsWith("stateless") ? [] : [DEPLOYMENT],
        },
        [
            { title: "no pods", args: { podSpec: undefined }, path: "podSpec", says: ["missing", "pods to run"] },
            { title: "pods of nothing", args: { podSpec: { containers: [] } }, path: "podSpec", says: [containers] },
            { title: "pods without containers", args: { podSpec: {} }, path: "podSpec", says: ["{}", containers] },
            { title: "no port", args: { port: undefined }, path: "port", says: ["missing", "Service's port"] },
            ...[0, 65536, 1.5, "80"].flatMap((port) =>
                ["port", "targetPort"].map((path) => ({
                    title: `${path} ${JSON.stringify(port)}`,
                    args: { [path]: port },
                    path,
                    says: [`is ${JSON.stringify(port)}:`, "whole number from 1 to 65535"],
                })),
            ),
            ...[-1, 10001, 1.5].map((replicas) => ({
                title: `${replicas} replicas`,
                args: { replicas },
                path: "replicas",
                says: [`is ${replicas}:`, "whole number from 0 to 10000"],
            })),
            ...["Clientip", "cookie", "none"].map((sessionAffinity) => ({
                title: `affinity ${sessionAffinity}`,
                args: { sessionAffinity },
                path: "sessionAffinity",
                says: [`"${sessionAffinity}"`, '"ClientIP", "None"'],
            })),
            {
                title: "a label that the component selects its pods by",
                args: { labels: { tier: "web", "app.kubernetes.io/name": "other" } },
                path: "labels",
                says: ['has "app.kubernetes.io/name", which the component sets. Leave it out.'],
            },
            ...[0, 86401, 0.5].map((timeoutSeconds) => ({
                title: `a timeout of ${timeoutSeconds}`,
                args: { timeoutSeconds },
                path: "timeoutSeconds",
                says: [`is ${timeoutSeconds}:`, "whole number from 1 to 86400 (seconds)"],
            })),
            {
                title: "a timeout while affinity is off",
                args: { sessionAffinity: "None", timeoutSeconds: 60 },
                path: "timeoutSeconds",
                says: ["is 60:", '"ClientIP" only'],
            },
            {
                title: "a timeout of a stateless workload",
                args: { stateless: { reason: REASON }, timeoutSeconds: 60 },
                path: "timeoutSeconds",
                says: ["is 60:", '"ClientIP" only'],
            },
            {
                title: "affinity of a stateless workload",
                args: { sessionAffinity: "ClientIP", stateless: { reason: REASON } },
                path: "sessionAffinity",
                says: ["cannot stand beside args.stateless", '"None"'],
            },
            ...["Orders", "1orders", "orders-", "a".repeat(64), "my_orders"].map((serviceName) => ({
                title: `the Service's name ${serviceName}`,
                args: { serviceName },
                path: "serviceName",
                says: [`"${serviceName.slice(0, 50)}`, "at most 63 small letters"],
            })),
            ...["a".repeat(55), "My_Shop", "web-"].map((name) => ({
                title: `the component's name ${name}`,
                args: {},
                name,
                path: "name",
                says: [`its name is "${name}"`, "at most 54 small letters"],
            })),
            {
                title: "a reason of 9 characters",
                args: { stateless: { reason: "because 9" } },
                path: "stateless.reason",
                says: ['"because 9"', "10 or more"],
            },
            {
                title: "an impossible day",
                args: { stateless: { reason: REASON, expiresOn: "2026-02-30" } },
                path: "stateless.expiresOn",
                says: ['"2026-02-30"', "YYYY-MM-DD"],
            },
        ],
    );
});
