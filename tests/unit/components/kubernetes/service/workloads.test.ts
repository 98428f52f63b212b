import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { StickyService, type StickyServiceArgs } from "../../../../../components/kubernetes";
import { refusesFaults } from "../../../support/faults";
import { reference, run, runToThrow, urnOf } from "../../../support/program";
import { inputsOf } from "../../../support/registered";
import {
    allBut,
    AUTOSCALER,
    BUDGET,
    CHILDREN,
    childrenMade,
    COMPONENT,
    DEPLOYMENT,
    made,
    make,
    minimal,
    outputsOf,
    podSpec,
    replicasOf,
    selector,
    SERVICE,
    specOf,
    STATEFUL_SET,
} from "./support";

const STICKY = { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } };
const child = (type: string, name = "web") => reference(urnOf(type, name, COMPONENT));

describe("StickyService's StatefulSet", () => {
    for (const preview of [false, true]) {
        it(`is named by a headless Service, beside the sticky one${preview ? ", in a preview" : ""}`, async () => {
            const claims = [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"] } }];
            const args: StickyServiceArgs = {
                workload: "StatefulSet",
                volumeClaimTemplates: claims,
                namespace: "shop",
                labels: { team: "shop" },
                targetPort: 8080,
            };
            const recorded = await made(args, preview);
            assert.deepEqual(childrenMade(recorded), ["Service web", "Service web-pods", "StatefulSet web"]);
            const labels = { team: "shop", ...selector };
            const ports = [{ port: 80, targetPort: 8080 }];
            const { metadata, spec } = inputsOf(recorded, SERVICE, "web-pods");
            assert.deepEqual(metadata, { namespace: "shop", labels });
            assert.deepEqual(spec, { clusterIP: "None", selector, ports });
            const { serviceName, ...rest } = specOf(recorded, STATEFUL_SET);
            assert.match(serviceName as string, /^web-pods-[0-9a-f]{8}$/);
            assert.deepEqual(rest, {
                selector: { matchLabels: selector },
                template: { metadata: { labels }, spec: podSpec },
                volumeClaimTemplates: claims,
            });
            assert.deepEqual(inputsOf(recorded, STATEFUL_SET)["metadata"], { namespace: "shop", labels });
            assert.deepEqual(specOf(recorded, SERVICE, "web"), { type: "ClusterIP", selector, ports, ...STICKY });
        });
    }

    it("is answered as the workload", async () => {
        const recorded = await made({ workload: "StatefulSet" });
        const { workload, deployment, statefulSet, governingService, service } = outputsOf(recorded);
        assert.deepEqual(
            { workload, deployment, statefulSet, governingService, service },
            {
                workload: child(STATEFUL_SET),
                deployment: undefined,
                statefulSet: child(STATEFUL_SET),
                governingService: child(SERVICE, "web-pods"),
                service: child(SERVICE),
            },
        );
        assert.equal(recorded.result.workload, recorded.result.statefulSet);
        assert.equal(recorded.result.deployment, undefined);
    });

    it("is declared stateless by its own annotation", async () => {
        const reason = "Reads from the cache that all pods share.";
        const recorded = await made({ workload: "StatefulSet", stateless: { reason } });
        const { metadata } = inputsOf(recorded, STATEFUL_SET);
        assert.deepEqual(metadata, { labels: selector, annotations: { "session-affinity-stateless": reason } });
        assert.deepEqual(inputsOf(recorded, SERVICE, "web-pods")["metadata"], { labels: selector });
    });

    it("has a name that leaves room for its pods' labels", async () => {
        const named = (length: number) =>
            runToThrow(() => make("a".repeat(length), { ...minimal(), workload: "StatefulSet" }));
        assert.equal((await named(43)).thrown, undefined);
        const { thrown } = await named(44);
        assert.ok(pulumi.InputPropertyError.isInstance(thrown));
        assert.equal(thrown.propertyPath, "name");
        assert.match(thrown.reason, /at most 43 small letters/);
    });
});

describe("StickyService's Deployment", () => {
    it("is made where it is asked for by name, and is the workload", async () => {
        const recorded = await made({ workload: "Deployment" });
        assert.deepEqual(childrenMade(recorded), ["Deployment web", "Service web"]);
        const { workload, deployment, statefulSet } = outputsOf(recorded);
        assert.deepEqual([workload, deployment, statefulSet], [child(DEPLOYMENT), child(DEPLOYMENT), undefined]);
    });
});

describe("StickyService with podLabels", () => {
    const select = (args: StickyServiceArgs = {}) => ({ podLabels: { app: "cart" }, port: 80, ...args });

    for (const preview of [false, true]) {
        it(`makes a Service alone, in front of pods that run already${preview ? ", in a preview" : ""}`, async () => {
            const recorded = await run(() => make("web", select({ labels: { team: "shop" } })), { preview });
            assert.deepEqual(childrenMade(recorded), ["Service web"]);
            const { metadata, spec } = inputsOf(recorded, SERVICE);
            assert.deepEqual(metadata, { labels: { team: "shop", ...selector }, annotations: {} });
            assert.deepEqual(spec, { type: "ClusterIP", selector: { app: "cart" }, ports: [{ port: 80 }], ...STICKY });
            assert.deepEqual(replicasOf(recorded), { min: 0, max: Infinity, source: "pods that spec.selector finds" });
            assert.equal(outputsOf(recorded)["workload"], undefined);
        });
    }

    it("bounds disruptions of those pods where asked", async () => {
        const recorded = await run(() => make("web", select({ podDisruptionBudget: { minAvailable: "50%" } })));
        assert.deepEqual(childrenMade(recorded), ["PodDisruptionBudget web", "Service web"]);
        assert.deepEqual(specOf(recorded, BUDGET), {
            minAvailable: "50%",
            selector: { matchLabels: { app: "cart" } },
        });
    });

    it("takes labels that are known later, and empty ones", async () => {
        const podLabels = { app: pulumi.output("cart"), "example.com/canary": "" };
        const recorded = await run(() => make("web", select({ podLabels })));
        assert.deepEqual(specOf(recorded, SERVICE)["selector"], { app: "cart", "example.com/canary": "" });
    });

    it("declares the Service stateless", async () => {
        const stateless = { reason: "Reads from the cache that all pods share." };
        const recorded = await run(() => make("web", select({ stateless })));
        const { annotations } = inputsOf(recorded, SERVICE)["metadata"] as Record<string, unknown>;
        assert.deepEqual(annotations, { "session-affinity-stateless": stateless.reason });
    });

    const oneLabel = "it needs one label or more";
    const beside: [keyof StickyServiceArgs, unknown][] = [
        ["podSpec", podSpec],
        ["workload", "Deployment"],
        ["volumeClaimTemplates", []],
        ["replicas", 2],
        ["autoscale", { maxReplicas: 2 }],
        ["readiness", {}],
        ["drainSeconds", 5],
    ];
    refusesFaults<StickyServiceArgs>(
        {
            component: "StickyService",
            good: () => select({ podDisruptionBudget: { maxUnavailable: 1 } }),
            make,
            children: CHILDREN,
            without: () => allBut(SERVICE, BUDGET),
        },
        [
            ...beside.map(([path, value]) => ({
                title: `${path}, which is a workload's`,
                args: { [path]: value },
                path,
                says: ["cannot stand beside args.podLabels", "exists already"],
                plainOnly: true,
            })),
            { title: "no labels", args: { podLabels: {} }, path: "podLabels", says: ["is {}:", oneLabel] },
            { title: "a text", args: { podLabels: "cart" }, path: "podLabels", says: [oneLabel], plainOnly: true },
            { title: "a number", args: { podLabels: { app: 1 } }, path: "podLabels", says: [oneLabel] },
            { title: "a slash", args: { podLabels: { app: "a/b" } }, path: "podLabels", says: [oneLabel] },
            { title: "64 letters", args: { podLabels: { app: "a".repeat(64) } }, path: "podLabels", says: [oneLabel] },
        ],
    );
});

describe("StickyService's number of pods", () => {
    const cpu = {
        type: "Resource",
        resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } },
    };
    const memory = {
        type: "Resource",
        resource: { name: "memory", target: { type: "AverageValue", averageValue: "1Gi" } },
    };

    for (const preview of [false, true]) {
        it(`is an autoscaler's, from the fewest arguments${preview ? ", in a preview" : ""}`, async () => {
            const recorded = await made({ autoscale: { maxReplicas: 5 } }, preview);
            assert.deepEqual(childrenMade(recorded), [
                "Deployment web",
                "HorizontalPodAutoscaler web",
                "PodDisruptionBudget web",
                "Service web",
            ]);
            const { metadata, spec } = inputsOf(recorded, AUTOSCALER);
            const { scaleTargetRef, ...rest } = spec as { scaleTargetRef: Record<string, string> };
            assert.deepEqual(metadata, { labels: selector });
            assert.deepEqual(rest, { maxReplicas: 5 });
            assert.deepEqual({ ...scaleTargetRef, name: "" }, { apiVersion: "apps/v1", kind: "Deployment", name: "" });
            assert.match(scaleTargetRef["name"] ?? "", /^web-[0-9a-f]{8}$/);
            assert.equal("replicas" in specOf(recorded, DEPLOYMENT), false);
            assert.deepEqual(replicasOf(recorded), { min: 1, max: 5, source: "spec.maxReplicas" });
        });
    }

    it("is an autoscaler's of a StatefulSet, with all that it can be told", async () => {
        const recorded = await made({
            workload: "StatefulSet",
            namespace: "shop",
            autoscale: {
                minReplicas: pulumi.output(2),
                maxReplicas: Promise.resolve(8),
                averageCpuUtilization: 60,
                metrics: [memory],
                scaleDownStabilizationSeconds: 600,
            },
        });
        assert.deepEqual(inputsOf(recorded, AUTOSCALER)["metadata"], { namespace: "shop", labels: selector });
        const { scaleTargetRef, ...rest } = specOf(recorded, AUTOSCALER);
        assert.equal((scaleTargetRef as Record<string, string>)["kind"], "StatefulSet");
        assert.deepEqual(rest, {
            minReplicas: 2,
            maxReplicas: 8,
            metrics: [cpu, memory],
            behavior: { scaleDown: { stabilizationWindowSeconds: 600 } },
        });
        assert.equal("replicas" in specOf(recorded, STATEFUL_SET), false);
        assert.deepEqual(replicasOf(recorded), { min: 2, max: 8, source: "spec.maxReplicas" });
        const { autoscaler, podDisruptionBudget } = outputsOf(recorded);
        assert.deepEqual([autoscaler, podDisruptionBudget], [child(AUTOSCALER), child(BUDGET)]);
    });

    it("is scaled by CPU alone, or by other metrics alone", async () => {
        const metricsOf = async (autoscale: object) =>
            specOf(await made({ autoscale: { maxReplicas: 2, ...autoscale } }), AUTOSCALER)["metrics"];
        assert.deepEqual(await metricsOf({ averageCpuUtilization: 60 }), [cpu]);
        assert.deepEqual(await metricsOf({ metrics: [memory] }), [memory]);
    });

    const count = "whole number from 1 to 10000";
    const fault = (path: string, value: unknown, ...says: string[]) => ({
        title: `${path} ${JSON.stringify(value)}`,
        args: { autoscale: { maxReplicas: 4, [path]: value } },
        path: `autoscale.${path}`,
        says,
    });
    refusesFaults<StickyServiceArgs>(
        { component: "StickyService", good: minimal, make, children: CHILDREN, without: () => allBut(AUTOSCALER) },
        [
            {
                title: "replicas beside an autoscaler",
                args: { replicas: 2, autoscale: { maxReplicas: 4 } },
                path: "replicas",
                says: ["cannot stand beside args.autoscale", "Leave one of both out"],
                plainOnly: true,
            },
            fault("maxReplicas", undefined, "missing", "most pods"),
            ...[0, 10001, 1.5].flatMap((number) =>
                ["minReplicas", "maxReplicas"].map((path) => fault(path, number, `is ${number}:`, count)),
            ),
            fault("minReplicas", 5, "is 5:", "cannot be more than autoscale.maxReplicas, which is 4"),
            ...[0, 1001].map((number) => fault("averageCpuUtilization", number, "from 1 to 1000 (percent)")),
            ...[-1, 3601].map((number) => fault("scaleDownStabilizationSeconds", number, "from 0 to 3600 (seconds)")),
        ],
    );
    it("may be fixed by the bounds of an autoscaler", async () => {
        const recorded = await made({ autoscale: { minReplicas: 4, maxReplicas: 4 } });
        assert.deepEqual(replicasOf(recorded), { min: 4, max: 4, source: "spec.maxReplicas" });
    });
});

describe("StickyService's budget for disruptions", () => {
    const budgetOf = async (args: StickyServiceArgs) => {
        const recorded = await made(args);
        return childrenMade(recorded).includes("PodDisruptionBudget web") ? specOf(recorded, BUDGET) : undefined;
    };
    const matching = { selector: { matchLabels: selector } };
    const oneAtATime = { maxUnavailable: 1, ...matching };

    const cases: [about: string, args: StickyServiceArgs, expected: object | undefined][] = [
        ["is not made for one pod", {}, undefined],
        ["is not made for one pod that is asked for", { replicas: 1 }, undefined],
        ["is not made for no pod", { replicas: 0 }, undefined],
        ["is not made where an autoscaler has one pod", { autoscale: { maxReplicas: 1 } }, undefined],
        ["lets one of several pods go at a time", { replicas: 2 }, oneAtATime],
        ["lets one pod of an autoscaler go at a time", { autoscale: { maxReplicas: 2 } }, oneAtATime],
        ["is made where the number is known later", { replicas: pulumi.output(1) }, oneAtATime],
        ["is not made where it is turned off", { replicas: 2, podDisruptionBudget: false }, undefined],
        [
            "is made for one pod where asked",
            { podDisruptionBudget: { maxUnavailable: "0%" } },
            { maxUnavailable: "0%", ...matching },
        ],
        [
            "keeps as many as are asked for",
            { replicas: 3, podDisruptionBudget: { minAvailable: pulumi.output(2) } },
            { minAvailable: 2, ...matching },
        ],
        ["keeps none", { podDisruptionBudget: { minAvailable: 0 } }, { minAvailable: 0, ...matching }],
        [
            "may let all go",
            { podDisruptionBudget: { maxUnavailable: "100%" } },
            { maxUnavailable: "100%", ...matching },
        ],
    ];
    for (const [about, args, expected] of cases) {
        it(about, async () => assert.deepEqual(await budgetOf(args), expected));
    }

    it("has the component's labels, in its namespace", async () => {
        const recorded = await made({ replicas: 2, namespace: "shop", labels: { team: "shop" } });
        assert.deepEqual(inputsOf(recorded, BUDGET)["metadata"], {
            namespace: "shop",
            labels: { team: "shop", ...selector },
        });
    });

    const pods = "whole number of pods, 0 or more, or a percentage";
    refusesFaults<StickyServiceArgs>(
        { component: "StickyService", good: minimal, make, children: CHILDREN, without: () => allBut(BUDGET) },
        [
            {
                title: "both bounds",
                args: { podDisruptionBudget: { minAvailable: 1, maxUnavailable: 1 } },
                path: "podDisruptionBudget.maxUnavailable",
                says: ["cannot stand beside args.podDisruptionBudget.minAvailable", "exactly one"],
                plainOnly: true,
            },
            {
                title: "no bound",
                args: { podDisruptionBudget: {} },
                path: "podDisruptionBudget.minAvailable",
                says: ["or args.podDisruptionBudget.maxUnavailable is missing"],
                plainOnly: true,
            },
            {
                title: "true",
                args: { podDisruptionBudget: true },
                path: "podDisruptionBudget",
                says: ["is true:", "or false"],
                plainOnly: true,
            },
            ...[-1, 1.5, "1", "101%", "-1%", "1.5%"].flatMap((value) =>
                ["minAvailable", "maxUnavailable"].map((member) => ({
                    title: `${member} ${JSON.stringify(value)}`,
                    args: { podDisruptionBudget: { [member]: value } },
                    path: `podDisruptionBudget.${member}`,
                    says: [`is ${JSON.stringify(value)}:`, pods],
                })),
            ),
        ],
    );
});

describe("StickyService's workload", () => {
    refusesFaults<StickyServiceArgs>({ component: "StickyService", good: minimal, make, children: CHILDREN }, [
        {
            title: "another kind",
            args: { workload: "DaemonSet" },
            path: "workload",
            says: ['is "DaemonSet":', '"Deployment", "StatefulSet"'],
            plainOnly: true,
        },
        {
            title: "a kind that is known later",
            args: { workload: pulumi.output("StatefulSet") },
            path: "workload",
            says: ["known only later", "plain value"],
            plainOnly: true,
        },
        {
            title: "a kind that is promised",
            args: { workload: Promise.resolve("StatefulSet") },
            path: "workload",
            says: ["known only later"],
            plainOnly: true,
        },
        {
            title: "volumes of each pod of a Deployment",
            args: { volumeClaimTemplates: [] },
            path: "volumeClaimTemplates",
            says: ['workload: "StatefulSet"'],
            plainOnly: true,
        },
    ]);

    it("is what the class says it is", async () => {
        const { result } = await made({ replicas: 2 });
        assert.ok(result instanceof StickyService);
        assert.equal(result.workload, result.deployment);
        assert.ok(result.podDisruptionBudget);
        assert.equal(result.autoscaler, undefined);
        assert.equal(result.governingService, undefined);
    });
});
