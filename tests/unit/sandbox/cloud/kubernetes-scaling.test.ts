import * as assert from "node:assert/strict";
import { Cloud, UNKNOWN, type Properties } from "../../../../sandbox/cloud";
import { refused } from "./support";

const AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
const BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";

const autoscaler = (spec: Properties): Properties => ({
    metadata: { name: "web" },
    spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" }, maxReplicas: 3, ...spec },
});
const budget = (spec: Properties): Properties => ({ metadata: { name: "web" }, spec });
const specOf = (token: string, inputs: Properties) =>
    Cloud.inMemory().create(token, inputs).outputs["spec"] as Properties;

describe("cloud: autoscalers", () => {
    const cpu = (averageUtilization: number) => [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization } } },
    ];

    it("start from one pod, at 80 percent of CPU", () => {
        const { minReplicas, metrics } = specOf(AUTOSCALER, autoscaler({}));
        assert.deepEqual({ minReplicas, metrics }, { minReplicas: 1, metrics: cpu(80) });
        const preview = Cloud.inMemory().preview(AUTOSCALER, autoscaler({}))["spec"] as Properties;
        assert.deepEqual(preview["metrics"], cpu(80));
    });

    it("keep what they are given", () => {
        const given = {
            minReplicas: 2,
            metrics: cpu(50),
            behavior: { scaleDown: { stabilizationWindowSeconds: 3600 } },
        };
        assert.deepEqual(specOf(AUTOSCALER, autoscaler(given)), autoscaler(given)["spec"]);
    });

    it("may have one number of pods only", () => {
        assert.equal(specOf(AUTOSCALER, autoscaler({ minReplicas: 3 }))["minReplicas"], 3);
        assert.equal(specOf(AUTOSCALER, autoscaler({ maxReplicas: 1 }))["minReplicas"], 1);
    });

    it("have no metrics in version 1", () =>
        assert.equal("metrics" in specOf("kubernetes:autoscaling/v1:HorizontalPodAutoscaler", autoscaler({})), false));

    const window = (direction: string, stabilizationWindowSeconds: number) => ({
        behavior: { [direction]: { stabilizationWindowSeconds } },
    });
    const faults: [about: string, spec: Properties, message: RegExp][] = [
        [
            "no pod at least",
            { minReplicas: 0 },
            /spec\.minReplicas: Invalid value: 0: must be greater than or equal to 1$/,
        ],
        ["no pod at most", { maxReplicas: 0 }, /spec\.maxReplicas: Invalid value: 0: must be greater than 0$/],
        ["a minimum over the maximum", { minReplicas: 4 }, /spec\.maxReplicas: Invalid value: 3: .* `minReplicas`$/],
        ["a target without a kind", { scaleTargetRef: { name: "web" } }, /spec\.scaleTargetRef\.kind: Required value$/],
        ["a target without a name", { scaleTargetRef: { kind: "X" } }, /spec\.scaleTargetRef\.name: Required value$/],
        ["a metric of no type", { metrics: [{}] }, /spec\.metrics\[0\]\.type: Required value/],
        [
            "no use of CPU",
            { metrics: cpu(0) },
            /spec\.metrics\[0\].*averageUtilization: Invalid value: 0: must be greater/,
        ],
        ["3601 seconds", window("scaleDown", 3601), /scaleDown\.stabilizationWindowSeconds: Invalid value: 3601/],
        ["-1 seconds", window("scaleUp", -1), /scaleUp\.stabilizationWindowSeconds: Invalid value: -1/],
    ];
    for (const [about, spec, message] of faults) {
        it(`are refused with ${about}`, () => refused(() => specOf(AUTOSCALER, autoscaler(spec)), message));
    }

    it("wait for a target that is not known yet", () => {
        Cloud.inMemory().preview(AUTOSCALER, autoscaler({ scaleTargetRef: UNKNOWN }));
    });
});

describe("cloud: budgets for disruptions", () => {
    for (const value of [0, 1, "0%", "100%"]) {
        for (const field of ["minAvailable", "maxUnavailable"]) {
            it(`take ${field} ${value}`, () =>
                assert.deepEqual(specOf(BUDGET, budget({ [field]: value })), { [field]: value }));
        }
    }

    const faults: [about: string, spec: Properties, message: RegExp][] = [
        [
            "both bounds",
            { minAvailable: 1, maxUnavailable: 1 },
            /^PodDisruptionBudget\.policy "web" is invalid: spec: .*cannot be both set$/,
        ],
        ["less than none", { maxUnavailable: -1 }, /spec\.maxUnavailable: Invalid value: -1: must be greater/],
        ["a number as a text", { minAvailable: "2" }, /spec\.minAvailable: Invalid value: "2": a valid percent/],
        ["more than all", { minAvailable: "101%" }, /spec\.minAvailable: Invalid value: "101%": must not be greater/],
    ];
    for (const [about, spec, message] of faults) {
        it(`are refused with ${about}`, () => refused(() => specOf(BUDGET, budget(spec)), message));
    }

    it("judge nothing in a preview while a value is unknown", () => {
        Cloud.inMemory().preview(BUDGET, { metadata: { name: "web" }, spec: UNKNOWN });
    });
});
