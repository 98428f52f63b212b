import assert from "node:assert/strict";

import { readTopology, type StackResource } from "../../../../../policy-pack/topology";
import { fact, notYet } from "../../../../../policy-pack/topology/values";
import {
    onlyHop,
    REASON,
    resource,
    scaler,
    service,
    SERVICE_TYPES,
    UNKNOWN,
    UNKNOWN_MARKS,
    urnOf,
    workload,
} from "../../stacks";

const NUMBER = UNKNOWN_MARKS.number;
const OBJECT = UNKNOWN_MARKS.object;
const NAMESPACE_TYPE = "kubernetes:core/v1:Namespace";
const PROVIDER_TYPE = "pulumi:providers:kubernetes";

/** Replicas of the only hop among the resources. */
const replicas = (...resources: StackResource[]) => onlyHop(...resources).replicas;
const hops = (...resources: StackResource[]) => readTopology(resources).hops;
const exactly = (count: number, what = "Deployment web") =>
    fact({ min: count, max: count, source: `spec.replicas of ${what} = ${count}` });

describe("Kubernetes Services", () => {
    for (const type of SERVICE_TYPES) {
        it(`are hops to the pods that they select, ${type}`, () => {
            const annotations = {
                "session-affinity-stateless": REASON,
                "session-affinity-stateless-until": "2030-01-31",
            };
            const stack = service({ type: "LoadBalancer" }, { type, metadata: { annotations } });
            assert.deepEqual(onlyHop(stack, workload("Deployment")), {
                urn: stack.urn,
                type,
                name: "web",
                platform: "kubernetes",
                replicas: exactly(3),
                affinity: fact({ kind: "none", strength: "none", source: "spec.sessionAffinity is not set" }),
                affinityPath: "spec.sessionAffinity",
                clientFacing: true,
                stateless: fact({ reason: REASON, expiresOn: "2030-01-31" }),
            });
        });
    }

    it("face clients by their type, which may not be known yet", () => {
        const facing = (type: unknown) => onlyHop(service({ type }), workload("Deployment")).clientFacing;
        assert.equal(facing("LoadBalancer"), true);
        assert.equal(facing("NodePort"), true);
        assert.equal(facing("ClusterIP"), false);
        assert.equal(facing(undefined), false);
        assert.equal(facing(UNKNOWN), undefined);
    });

    const noHops: [about: string, service: StackResource][] = [
        ["a headless one", service({ clusterIP: "None" })],
        ["an ExternalName", service({ type: "ExternalName", externalName: "example.com" })],
        ["one without a selector", service({ selector: undefined })],
        ["one with an empty selector", service({ selector: {} })],
        ["one whose selector is a text", service({ selector: "web" })],
        ["one whose pods are not in the stack", service({ selector: { app: "other" } })],
        ["a patch", service({}, { type: "kubernetes:core/v1:ServicePatch" })],
        ["another kind", service({}, { type: "kubernetes:core/v1:Endpoints" })],
        ["another group's Service", service({}, { type: "kubernetes:serving.knative.dev/v1:Service" })],
        ["another package's Service", service({}, { type: "azure-native:core/v1:Service" })],
    ];
    for (const [about, one] of noHops) {
        it(`are no hop: ${about}`, () => assert.deepEqual(hops(one, workload("Deployment")), []));
    }

    describe("keep clients", () => {
        const none = (source: string) => fact({ kind: "none", strength: "none", source });
        const clientIp = (lasts: { ttlSeconds: number } | { ttlWaitsFor: string }) =>
            fact({
                kind: "client-ip",
                strength: "strong",
                source: 'spec.sessionAffinity = "ClientIP"',
                ...lasts,
            });
        const config = (timeoutSeconds: unknown) => ({ sessionAffinityConfig: { clientIP: { timeoutSeconds } } });
        const cases: [about: string, spec: Record<string, unknown>, expected: unknown][] = [
            ["by ClientIP, for three hours", { sessionAffinity: "ClientIP" }, clientIp({ ttlSeconds: 10800 })],
            [
                "by ClientIP, as long as is said",
                { sessionAffinity: "ClientIP", ...config(60) },
                clientIp({ ttlSeconds: 60 }),
            ],
            [
                "by ClientIP, for a time not known yet",
                { sessionAffinity: "ClientIP", ...config(NUMBER) },
                clientIp({ ttlWaitsFor: "spec.sessionAffinityConfig.clientIP.timeoutSeconds" }),
            ],
            ["not by None", { sessionAffinity: "None" }, none('spec.sessionAffinity = "None"')],
            [
                "not by ClientIP in another case",
                { sessionAffinity: "clientIP" },
                none('spec.sessionAffinity = "clientIP"'),
            ],
            ["not by nothing", {}, none("spec.sessionAffinity is not set")],
            [
                "not by a configuration without ClientIP",
                config(60),
                none("spec.sessionAffinity is not set, so that spec.sessionAffinityConfig does nothing"),
            ],
            ["perhaps, where that is not known yet", { sessionAffinity: UNKNOWN }, notYet("spec.sessionAffinity")],
        ];
        for (const [about, spec, expected] of cases) {
            it(about, () => assert.deepEqual(onlyHop(service(spec), workload("Deployment")).affinity, expected));
        }
    });

    describe("select pods", () => {
        it("by the labels of the pod template, not of the workload", () => {
            const labelled = { metadata: { labels: { app: "web" } }, labels: { app: "other" } };
            assert.deepEqual(hops(service(), workload("Deployment", {}, labelled)), []);
            const other = { metadata: { labels: { app: "other" } }, labels: { app: "web", tier: "x" } };
            assert.deepEqual(replicas(service(), workload("Deployment", {}, other)), exactly(3));
        });

        it("by all labels of the selector", () => {
            const selector = { app: "web", tier: "front" };
            assert.deepEqual(hops(service({ selector }), workload("Deployment")), []);
            const both = workload("Deployment", {}, { labels: { ...selector, more: "x" } });
            assert.deepEqual(replicas(service({ selector }), both), exactly(3));
        });

        it("of their namespace only", () => {
            const inShop = { metadata: { namespace: "shop" } };
            const inDefault = { metadata: { namespace: "default" } };
            assert.deepEqual(hops(service({}, inShop), workload("Deployment")), []);
            assert.deepEqual(replicas(service({}, inShop), workload("Deployment", {}, inShop)), exactly(3));
            assert.deepEqual(replicas(service({}, inDefault), workload("Deployment")), exactly(3));
        });

        it("of their provider's namespace where they name none", () => {
            const provider = urnOf(PROVIDER_TYPE, "shop");
            const inShop = { metadata: { namespace: "shop" }, provider };
            const cluster = resource(PROVIDER_TYPE, "shop", { namespace: "shop" });
            const found = replicas(cluster, service({}, { provider }), workload("Deployment", {}, inShop));
            assert.deepEqual(found, exactly(3));
            const inDefault = { metadata: { namespace: "default" }, provider };
            assert.deepEqual(hops(cluster, service({}, { provider }), workload("Deployment", {}, inDefault)), []);
            const unknown = resource(PROVIDER_TYPE, "shop", { namespace: UNKNOWN });
            const waiting = replicas(unknown, service({}, { provider }), workload("Deployment", {}, inShop));
            assert.deepEqual(waiting, notYet("namespace of provider shop"));
        });

        it("of a namespace that is not known yet, where both are made from the same one", () => {
            const unknown = { metadata: { namespace: UNKNOWN } };
            const of = (name: string) => ({ ...unknown, dependencies: { metadata: [urnOf(NAMESPACE_TYPE, name)] } });
            const namespaces = ["shop", "bar"].map((name) => resource(NAMESPACE_TYPE, name, {}));
            const same = replicas(...namespaces, service({}, of("shop")), workload("Deployment", {}, of("shop")));
            assert.deepEqual(same, exactly(3));
            const waiting = notYet("metadata.namespace of Service web");
            assert.deepEqual(
                replicas(...namespaces, service({}, of("shop")), workload("Deployment", {}, of("bar"))),
                waiting,
            );
            assert.deepEqual(replicas(service({}, unknown), workload("Deployment", {}, unknown)), waiting);
            assert.deepEqual(
                replicas(service(), workload("Deployment", {}, unknown)),
                notYet("metadata.namespace of Deployment web"),
            );
            const unmatched = workload("Deployment", {}, { ...unknown, labels: { app: "other" } });
            assert.deepEqual(hops(service(), unmatched), []);
        });

        it("of their cluster only", () => {
            const provider = (name: string) => ({ provider: urnOf(PROVIDER_TYPE, name) });
            const deployment = workload("Deployment", {}, provider("east"));
            assert.deepEqual(hops(service({}, provider("west")), deployment), []);
            assert.deepEqual(replicas(service({}, provider("east")), deployment), exactly(3));
            assert.deepEqual(replicas(service(), deployment), exactly(3));
        });

        it("of the stack's own cluster by every version of the default provider", () => {
            const provider = (name: string) => ({ provider: urnOf(PROVIDER_TYPE, name) });
            const deployment = workload("Deployment", {}, provider("default_4_34_2"));
            assert.deepEqual(replicas(service({}, provider("default_4_33_0")), deployment), exactly(3));
            assert.deepEqual(replicas(service({}, provider("default")), deployment), exactly(3));
            assert.deepEqual(hops(service({}, provider("defaulted")), deployment), []);
        });

        const unknowns: [about: string, service: StackResource, workload: StackResource, path: string][] = [
            ["selector", service({ selector: OBJECT }), workload("Deployment"), "spec.selector"],
            [
                "value in the selector",
                service({ selector: { app: UNKNOWN } }),
                workload("Deployment"),
                "spec.selector.app",
            ],
            [
                "label",
                service(),
                workload("Deployment", {}, { labels: { app: UNKNOWN } }),
                "spec.template.metadata.labels.app of Deployment web",
            ],
            [
                "labels",
                service(),
                workload("Deployment", {}, { labels: OBJECT }),
                "spec.template.metadata.labels of Deployment web",
            ],
            ["template", service(), workload("Deployment", { template: OBJECT }), "spec.template of Deployment web"],
            [
                "number of replicas",
                service(),
                workload("Deployment", { replicas: NUMBER }),
                "spec.replicas of Deployment web",
            ],
        ];
        for (const [about, one, other, path] of unknowns) {
            it(`wait for an unknown ${about}`, () => assert.deepEqual(replicas(one, other), notYet(path)));
        }

        it("wait for an unknown selector without any workload in the stack", () =>
            assert.deepEqual(replicas(service({ selector: OBJECT })), notYet("spec.selector")));

        it("do not wait for unknowns that cannot matter", () => {
            assert.deepEqual(hops(service({ selector: { app: UNKNOWN, tier: "x" } }), workload("Deployment")), []);
            const labels = { app: UNKNOWN, tier: "back" };
            const selector = { app: "web", tier: "front" };
            assert.deepEqual(hops(service({ selector }), workload("Deployment", {}, { labels })), []);
        });

        it("of no patch", () =>
            assert.deepEqual(
                hops(service(), workload("Deployment", {}, { type: "kubernetes:apps/v1:DeploymentPatch" })),
                [],
            ));
    });

    describe("count pods", () => {
        for (const kind of ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"]) {
            it(`of a ${kind}, one where it does not say`, () => {
                assert.deepEqual(replicas(service(), workload(kind)), exactly(3, `${kind} web`));
                const source = `${kind} web: Kubernetes' default, as spec.replicas is not set`;
                const unsaid = workload(kind, { replicas: undefined });
                assert.deepEqual(replicas(service(), unsaid), fact({ min: 1, max: 1, source }));
            });
        }

        for (const type of ["kubernetes:apps/v1beta1:Deployment", "kubernetes:apps/v1beta2:Deployment"]) {
            it(`of a ${type}`, () =>
                assert.deepEqual(replicas(service(), workload("Deployment", {}, { type })), exactly(3)));
        }

        it("of a DaemonSet, as many as there are nodes", () => {
            const source = "DaemonSet web: one pod on each node";
            assert.deepEqual(replicas(service(), workload("DaemonSet")), fact({ min: 1, max: Infinity, source }));
        });

        describe("of a DaemonSet whose Service stays on each client's node", () => {
            const local = { internalTrafficPolicy: "Local" };
            const most = (...resources: StackResource[]) => {
                const found = replicas(...resources);
                return found.known && found.value.max;
            };

            it("one", () => {
                const source =
                    'DaemonSet web: one pod on each node, and spec.internalTrafficPolicy = "Local" leaves each client the one on its own';
                assert.deepEqual(replicas(service(local), workload("DaemonSet")), fact({ min: 1, max: 1, source }));
                assert.equal(most(service({ ...local, type: "ClusterIP" }), workload("DaemonSet")), 1);
            });

            it("all of them for who comes from outside, by an address or a route, or may come", () => {
                for (const type of ["LoadBalancer", "NodePort", UNKNOWN]) {
                    assert.equal(most(service({ ...local, type }), workload("DaemonSet")), Infinity);
                }
                const backend = { service: { name: "web", port: { number: 80 } } };
                const ingress = resource("kubernetes:networking.k8s.io/v1:Ingress", "web", {
                    metadata: { name: "web" },
                    spec: { defaultBackend: backend },
                });
                const named = service(local, { metadata: { name: "web" } });
                assert.equal(most(named, workload("DaemonSet"), ingress), Infinity);
            });

            it("all of them where the policy is another one, is not known yet, or other pods are on the node", () => {
                for (const internalTrafficPolicy of ["Cluster", UNKNOWN, undefined]) {
                    assert.equal(most(service({ internalTrafficPolicy }), workload("DaemonSet")), Infinity);
                }
                const two = [workload("DaemonSet"), workload("DaemonSet", {}, { name: "other" })] as const;
                assert.equal(most(service(local), ...two), Infinity);
                assert.equal(most(service(local), workload("Deployment")), 3);
            });
        });

        it("of several workloads together", () => {
            const blue = workload("Deployment", { replicas: 1 }, { name: "blue" });
            const green = workload("StatefulSet", { replicas: 2 }, { name: "green" });
            const source = "spec.replicas of Deployment blue = 1, and spec.replicas of StatefulSet green = 2";
            assert.deepEqual(replicas(service(), blue, green), fact({ min: 3, max: 3, source }));
            assert.deepEqual(replicas(green, service(), blue), fact({ min: 3, max: 3, source }));
        });

        it("of several workloads, where a number that Kubernetes refuses hides no pods", () => {
            const wrong = workload("Deployment", { replicas: -3 }, { name: "wrong" });
            const found = replicas(service(), wrong, workload("Deployment"));
            assert.deepEqual(found.known && [found.value.min, found.value.max], [3, 3]);
        });

        it("of several workloads, of which one is not known yet", () => {
            const one = workload("Deployment", { replicas: 1 }, { name: "blue" });
            const three = workload("Deployment", { replicas: 3 }, { name: "blue" });
            const later = workload("Deployment", { replicas: NUMBER }, { name: "green" });
            assert.deepEqual(replicas(service(), one, later), notYet("spec.replicas of Deployment green"));
            const source =
                "spec.replicas of Deployment blue = 3, and spec.replicas of Deployment green is not known yet";
            assert.deepEqual(replicas(service(), three, later), fact({ min: 3, max: Infinity, source }));
        });
    });

    describe("count the pods of an autoscaler", () => {
        const scaled = (min: number, max: number) =>
            fact({
                min,
                max,
                source: `spec.maxReplicas of HorizontalPodAutoscaler web, which scales Deployment web, = ${max}`,
            });
        const one = workload("Deployment", { replicas: 1 });

        for (const version of ["v1", "v2", "v2beta2"]) {
            it(`of ${version}, in place of the workload's own number`, () => {
                const type = `kubernetes:autoscaling/${version}:HorizontalPodAutoscaler`;
                assert.deepEqual(replicas(service(), one, scaler({ minReplicas: 2 }, { type })), scaled(2, 5));
                assert.deepEqual(replicas(service(), one, scaler({}, { type })), scaled(1, 5));
                const idle = workload("Deployment", { replicas: 9 });
                assert.deepEqual(replicas(service(), idle, scaler({ maxReplicas: 1 }, { type })), scaled(1, 1));
            });
        }

        it("that was made from the workload, whatever its name", () => {
            const ref = { kind: "Deployment", name: UNKNOWN };
            const dependencies = { spec: [urnOf("kubernetes:apps/v1:Deployment", "web")] };
            assert.deepEqual(replicas(service(), one, scaler({ scaleTargetRef: ref }, { dependencies })), scaled(1, 5));
            const unnamed = workload("Deployment", { replicas: 1 }, { metadata: { name: UNKNOWN } });
            assert.deepEqual(replicas(service(), unnamed, scaler({}, { dependencies })), scaled(1, 5));
        });

        const apart: [about: string, scaler: StackResource][] = [
            ["name", scaler({ scaleTargetRef: { kind: "Deployment", name: "other" } })],
            ["kind", scaler({ scaleTargetRef: { kind: "StatefulSet", name: "web" } })],
            ["namespace", scaler({}, { metadata: { namespace: "shop" } })],
            ["target", scaler({ scaleTargetRef: {} })],
            ["group", scaler({}, { type: "kubernetes:keda.sh/v1:HorizontalPodAutoscaler" })],
            ["object, as a patch", scaler({}, { type: "kubernetes:autoscaling/v2:HorizontalPodAutoscalerPatch" })],
        ];
        for (const [about, other] of apart) {
            it(`not of another ${about}`, () => assert.deepEqual(replicas(service(), one, other), exactly(1)));
        }

        it("not of another cluster", () => {
            const provider = (name: string) => ({ provider: urnOf(PROVIDER_TYPE, name) });
            const east = workload("Deployment", { replicas: 1 }, provider("east"));
            assert.deepEqual(replicas(service(), east, scaler({}, provider("west"))), exactly(1));
            assert.deepEqual(replicas(service(), east, scaler({}, provider("east"))), scaled(1, 5));
        });

        const unknowns: [about: string, workload: StackResource, scaler: StackResource, path: string][] = [
            ["maximum", one, scaler({ maxReplicas: NUMBER }), "spec.maxReplicas of HorizontalPodAutoscaler web"],
            [
                "target",
                one,
                scaler({ scaleTargetRef: { kind: "Deployment", name: UNKNOWN } }),
                "spec.scaleTargetRef.name of HorizontalPodAutoscaler web",
            ],
            [
                "reference",
                one,
                scaler({ scaleTargetRef: OBJECT }),
                "spec.scaleTargetRef of HorizontalPodAutoscaler web",
            ],
            [
                "workload's name",
                workload("Deployment", { replicas: 1 }, { metadata: { name: UNKNOWN } }),
                scaler(),
                "metadata.name of Deployment web",
            ],
            [
                "namespace",
                one,
                scaler({}, { metadata: { namespace: UNKNOWN } }),
                "metadata.namespace of HorizontalPodAutoscaler web",
            ],
        ];
        for (const [about, target, other, path] of unknowns) {
            it(`and wait for an unknown ${about}`, () =>
                assert.deepEqual(replicas(service(), target, other), notYet(path)));
        }

        it("but not for an unknown name that was made from another workload", () => {
            const other = workload("Deployment", {}, { name: "other", labels: { app: "other" } });
            const spec = { scaleTargetRef: { kind: "Deployment", name: UNKNOWN } };
            assert.deepEqual(
                replicas(service(), one, other, scaler(spec, { dependencies: { spec: [other.urn] } })),
                exactly(1),
            );
        });

        it("that names no maximum: nothing is certain", () =>
            assert.deepEqual(
                replicas(service(), one, scaler({ maxReplicas: undefined })),
                notYet("spec.maxReplicas of HorizontalPodAutoscaler web"),
            ));
    });

    describe("are declared stateless", () => {
        const says = (reason: unknown, until?: string) => ({
            metadata: {
                annotations: {
                    "session-affinity-stateless": reason,
                    ...(until === undefined ? {} : { "session-affinity-stateless-until": until }),
                },
            },
        });
        const declared = (...resources: StackResource[]) => onlyHop(...resources).stateless;

        it("by their own annotation, before their workloads'", () => {
            const found = declared(service({}, says("the Service's own")), workload("Deployment", {}, says(REASON)));
            assert.deepEqual(found, fact({ reason: "the Service's own" }));
            assert.equal(declared(service(), workload("Deployment")), undefined);
        });

        it("by their workload's annotation", () =>
            assert.deepEqual(declared(service(), workload("Deployment", {}, says(REASON))), fact({ reason: REASON })));

        it("by their workloads' annotations, where all have one, and as long as all hold", () => {
            const blue = (reason?: unknown, until?: string) =>
                workload("Deployment", {}, { name: "blue", ...(reason === undefined ? {} : says(reason, until)) });
            const green = (reason: unknown, until?: string) =>
                workload("Deployment", {}, { name: "green", ...says(reason, until) });
            assert.equal(declared(service(), blue(), green(REASON)), undefined);
            assert.deepEqual(
                declared(service(), blue(REASON, "2031-01-01"), green(REASON, "2030-01-01")),
                fact({ reason: REASON, expiresOn: "2030-01-01" }),
            );
            assert.deepEqual(
                declared(service(), blue(REASON), green(REASON, "2030-01-01")),
                fact({ reason: REASON, expiresOn: "2030-01-01" }),
            );
            assert.deepEqual(
                declared(service(), blue(REASON, "2030-01-01"), green("short")),
                fact({ reason: "short" }),
            );
            assert.deepEqual(
                declared(service(), blue(REASON), green(UNKNOWN)),
                notYet("metadata.annotations.session-affinity-stateless"),
            );
        });

        it("perhaps, where the annotations are not known yet", () =>
            assert.deepEqual(
                declared(service({}, { metadata: { annotations: OBJECT } }), workload("Deployment")),
                notYet("metadata.annotations"),
            ));
    });
});
