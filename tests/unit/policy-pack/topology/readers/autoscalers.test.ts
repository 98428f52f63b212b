import assert from "node:assert/strict";

import { type StackResource } from "../../../../../policy-pack/topology";
import { fact, notYet } from "../../../../../policy-pack/topology/values";
import { onlyHop, resource, scaler, service, UNKNOWN, UNKNOWN_MARKS, urnOf, workload } from "../../stacks";

const NUMBER = UNKNOWN_MARKS.number;
const one = workload("Deployment", { replicas: 1 });

const replicas = (...resources: StackResource[]) => onlyHop(service(), ...resources).replicas;

/** An object of KEDA that scales the workload named "web". */
function keda(
    type: string,
    spec: Record<string, unknown>,
    annotations: Record<string, unknown> = {},
    namespace?: string,
) {
    return resource(`kubernetes:${type}`, "k", {
        metadata: { name: "k", annotations, ...(namespace === undefined ? {} : { namespace }) },
        spec: { scaleTargetRef: { name: "web" }, ...spec },
    });
}

const KINDS = [
    {
        kind: "ScaledObject",
        type: "keda.sh/v1alpha1:ScaledObject",
        min: "spec.minReplicaCount",
        max: "spec.maxReplicaCount",
        spec: (min?: unknown, max?: unknown) => ({ minReplicaCount: min, maxReplicaCount: max }),
    },
    {
        kind: "HTTPScaledObject",
        type: "http.keda.sh/v1alpha1:HTTPScaledObject",
        min: "spec.replicas.min",
        max: "spec.replicas.max",
        spec: (min?: unknown, max?: unknown) => ({ replicas: { min, max } }),
    },
] as const;

for (const { kind, type, max, spec } of KINDS) {
    describe(`pods scaled by a ${kind}`, () => {
        const scaled = (least: number, most: number, of = "Deployment") =>
            fact({ min: least, max: most, source: `${max} of ${kind} k, which scales ${of} web, = ${most}` });

        it("are as many as it says, in place of the workload's own number", () => {
            assert.deepEqual(replicas(one, keda(type, spec(2, 6))), scaled(2, 6));
            assert.deepEqual(replicas(workload("Deployment"), keda(type, spec(1, 1))), scaled(1, 1));
        });

        it("are 0 to 100 where it says nothing", () => {
            const source = `KEDA's default, as ${max} of ${kind} k, which scales Deployment web, is not set`;
            assert.deepEqual(replicas(one, keda(type, {})), fact({ min: 0, max: 100, source }));
            assert.deepEqual(replicas(one, keda(type, spec(undefined, 6))), scaled(0, 6));
        });

        it("are of the kind that it names, and a Deployment's where it names none", () => {
            const set = workload("StatefulSet", { replicas: 1 });
            const own = fact({ min: 1, max: 1, source: "spec.replicas of StatefulSet web = 1" });
            assert.deepEqual(replicas(set, keda(type, spec(0, 6))), own);
            const scaleTargetRef = { kind: "StatefulSet", name: "web" };
            assert.deepEqual(replicas(set, keda(type, { ...spec(0, 6), scaleTargetRef })), scaled(0, 6, "StatefulSet"));
        });

        it("are in its namespace", () => {
            const own = fact({ min: 1, max: 1, source: "spec.replicas of Deployment web = 1" });
            assert.deepEqual(replicas(one, keda(type, spec(0, 6), {}, "other")), own);
        });

        it("are not known while its maximum is not", () => {
            assert.deepEqual(replicas(one, keda(type, spec(2, NUMBER))), notYet(`${max} of ${kind} k`));
            assert.deepEqual(
                replicas(one, keda(type, { ...spec(0, 6), scaleTargetRef: { name: UNKNOWN } })),
                notYet(`spec.scaleTargetRef.name of ${kind} k`),
            );
        });

        it("are the first one's where an autoscaler of Kubernetes is beside it", () => {
            const found = replicas(one, keda(type, spec(0, 6)), scaler());
            assert.equal(found.known && found.value.max, 5);
        });
    });
}

describe("pods that KEDA's pause holds", () => {
    const PATH = 'metadata.annotations["autoscaling.keda.sh/paused-replicas"] of ScaledObject k';
    const paused = (value: unknown, type: string = KINDS[0].type) =>
        replicas(one, keda(type, { maxReplicaCount: 6 }, { "autoscaling.keda.sh/paused-replicas": value }));

    it("are as many as it says", () => {
        assert.deepEqual(paused("1"), fact({ min: 1, max: 1, source: `${PATH} = 1` }));
        assert.deepEqual(paused("8"), fact({ min: 8, max: 8, source: `${PATH} = 8` }));
    });

    it("are not known while it is not, and what is no number pauses nothing", () => {
        assert.deepEqual(paused(UNKNOWN), notYet(PATH));
        for (const found of [paused("soon"), paused("1", KINDS[1].type)]) {
            assert.notDeepEqual(found, fact({ min: 1, max: 1, source: `${PATH} = 1` }));
            assert.equal(found.known && found.value.max > 1, true);
        }
    });

    it("may be up to the maximum where it says no number", () => {
        const annotations = { "autoscaling.keda.sh/paused": "true" };
        const found = replicas(one, keda(KINDS[0].type, { maxReplicaCount: 6 }, annotations));
        assert.equal(found.known && found.value.max, 6);
    });
});

describe("pods of workloads that are custom resources", () => {
    for (const type of ["argoproj.io/v1alpha1:Rollout", "apps.kruise.io/v1alpha1:CloneSet"]) {
        const kind = type.split(":").at(-1) ?? "";
        const custom = (spec: Record<string, unknown>) => workload(kind, spec, { type: `kubernetes:${type}` });

        it(`are those of a ${kind}, one where it does not say`, () => {
            const source = `spec.replicas of ${kind} web = 3`;
            assert.deepEqual(replicas(custom({})), fact({ min: 3, max: 3, source }));
            const unsaid = replicas(custom({ replicas: undefined }));
            assert.equal(unsaid.known && unsaid.value.max, 1);
        });

        it(`are scaled where an autoscaler names the ${kind}`, () => {
            const found = replicas(custom({}), scaler({ scaleTargetRef: { kind, name: "web" } }));
            assert.equal(found.known && found.value.max, 5);
        });
    }
});

describe("a patch over an object of the stack", () => {
    const patch = (type: string, spec: unknown, metadata: Record<string, unknown> = { name: "web" }, more = {}) =>
        resource(`kubernetes:${type}Patch`, "patch", { metadata, spec }, more);
    const known = (found: ReturnType<typeof replicas>) => found.known && [found.value.min, found.value.max];

    for (const kind of ["Deployment", "StatefulSet"]) {
        it(`takes the place of the replicas of a ${kind}`, () => {
            const [web, other] = [workload(kind, { replicas: 1 }), { name: "other" }];
            assert.deepEqual(known(replicas(web, patch(`apps/v1:${kind}`, { replicas: 4 }))), [4, 4]);
            assert.deepEqual(known(replicas(web, patch(`apps/v1:${kind}`, { replicas: 4 }, other))), [1, 1]);
            assert.deepEqual(known(replicas(web, patch(`apps/v1:${kind}`, { paused: true }))), [1, 1]);
            const elsewhere = { name: "web", namespace: "other" };
            assert.deepEqual(known(replicas(web, patch(`apps/v1:${kind}`, { replicas: 4 }, elsewhere))), [1, 1]);
            const wrong = kind === "Deployment" ? "StatefulSet" : "Deployment";
            assert.deepEqual(known(replicas(web, patch(`apps/v1:${wrong}`, { replicas: 4 }))), [1, 1]);
        });
    }

    it("takes the place of an autoscaler's bounds", () => {
        const of = (spec: unknown) => replicas(one, scaler(), patch("autoscaling/v2:HorizontalPodAutoscaler", spec));
        assert.deepEqual(known(of({ maxReplicas: 1 })), [1, 1]);
        assert.deepEqual(known(of({ minReplicas: 2, maxReplicas: 9 })), [2, 9]);
        assert.deepEqual(of({ maxReplicas: NUMBER }), notYet("spec.maxReplicas of HorizontalPodAutoscaler web"));
    });

    it("takes the place of a Service's affinity", () => {
        const of = (spec: unknown, own: Record<string, unknown> = {}) => {
            const { affinity } = onlyHop(service(own), workload("Deployment"), patch("core/v1:Service", spec));
            return affinity.known ? affinity.value : affinity.path;
        };
        assert.deepEqual(of({ sessionAffinity: "ClientIP" }), {
            kind: "client-ip",
            strength: "strong",
            source: 'spec.sessionAffinity = "ClientIP"',
            ttlSeconds: 10800,
        });
        const config = { clientIP: { timeoutSeconds: 60 } };
        const kept = of({ sessionAffinityConfig: config }, { sessionAffinity: "ClientIP" });
        assert.equal(typeof kept === "object" && kept.ttlSeconds, 60);
        const off = of({ sessionAffinity: "None" }, { sessionAffinity: "ClientIP" });
        assert.equal(typeof off === "object" && off.kind, "none");
        assert.equal(of({ sessionAffinity: UNKNOWN }), "spec.sessionAffinity");
        const facing = onlyHop(
            service(),
            workload("Deployment"),
            patch("core/v1:Service", { type: "LoadBalancer" }),
        ).clientFacing;
        assert.equal(facing, true);
    });

    it("is not known to be over what may be another", () => {
        const [type, spec] = ["apps/v1:Deployment", { replicas: 4 }];
        const waits = notYet("spec.replicas of Deployment web");
        assert.deepEqual(replicas(one, patch(type, spec, { name: UNKNOWN })), waits);
        const made = { propertyDependencies: { metadata: [urnOf("kubernetes:apps/v1:Deployment", "web")] } };
        assert.deepEqual(known(replicas(one, patch(type, spec, { name: UNKNOWN }, made))), [4, 4]);
    });

    it("is the one that is certain, where another may be over it too", () => {
        const sure = patch("apps/v1:Deployment", { replicas: 4 });
        const perhaps = {
            ...patch("apps/v1:Deployment", { replicas: 9 }, { name: UNKNOWN }),
            urn: urnOf("z", "perhaps"),
        };
        assert.deepEqual(known(replicas(one, sure, perhaps)), [4, 4]);
    });

    it("leaves what is not known as it is", () => {
        const unknown = resource("kubernetes:apps/v1:Deployment", "web", {
            metadata: { name: "web" },
            spec: UNKNOWN_MARKS.object,
        });
        assert.deepEqual(
            replicas(unknown, patch("apps/v1:Deployment", { replicas: 1 })),
            notYet("spec of Deployment web"),
        );
    });

    it("tells nothing of an object that is not in the stack", () => {
        assert.throws(() => replicas(patch("apps/v1:Deployment", { replicas: 4 })), /expected one hop, got 0/);
        assert.throws(() => onlyHop(patch("core/v1:Service", { sessionAffinity: "ClientIP" })), /got 0/);
        assert.throws(() => replicas(patch("autoscaling/v2:HorizontalPodAutoscaler", { maxReplicas: 4 })), /got 0/);
    });
});
