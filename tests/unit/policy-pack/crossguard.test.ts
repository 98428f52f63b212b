import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import * as policy from "@pulumi/policy";
import {
    type PolicyProviderResource,
    type PolicyResource,
    type ResourceValidationArgs,
    type ResourceValidationPolicy,
    type StackValidationArgs,
    type StackValidationPolicy,
} from "@pulumi/policy";

import { toPolicy } from "../../../policy-pack/crossguard";
import { SeenInputs } from "../../../policy-pack/seen-inputs";
import { rules } from "../../../policy-pack/rules";
import { ConfigError } from "../../../policy-pack/rules/config";
import { type StackResource } from "../../../policy-pack/topology";
import { app, containerApp, REASON, resource, service, TODAY, UNKNOWN, UNKNOWN_MARKS, urnOf, workload } from "./stacks";

/** Exported for tests, without types. https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/index.ts */
const { unknownCheckingProxy } = policy as unknown as {
    unknownCheckingProxy: (properties: Record<string, unknown>) => Record<string, unknown>;
};

/** What CrossGuard's server is handed: a level of its own, or none for the policy's. */
interface Report {
    readonly message: string;
    readonly urn: string;
    readonly enforcementLevel?: string;
}

interface Outcome {
    /** At the policy's own level. */
    readonly reports: Report[];
    /** Reports at the advisory level: the message's first line and the name of the resource. */
    readonly undecided?: string[];
}

const OPTIONS = {
    protect: false,
    ignoreChanges: [],
    aliases: [],
    customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    additionalSecretOutputs: [],
};

function optionsOf({ ignoreChanges = [] }: StackResource) {
    return { ...OPTIONS, ignoreChanges: [...ignoreChanges] };
}

function providerOf({ provider }: StackResource): { provider?: PolicyProviderResource } {
    return provider === undefined
        ? {}
        : {
              provider: {
                  type: "pulumi:providers:kubernetes",
                  name: "p",
                  urn: provider,
                  props: unknownCheckingProxy({}),
              },
          };
}

function fail(): never {
    throw new Error("the policy is not meant to call this");
}

/** Runs a resource policy with the arguments that CrossGuard's server makes. */
function validate(
    name: string,
    given: StackResource,
    config: Record<string, unknown> = {},
    seen?: SeenInputs,
): Promise<Outcome> {
    const args: ResourceValidationArgs = {
        type: given.type,
        name: given.name,
        urn: given.urn,
        props: unknownCheckingProxy(structuredClone(given.properties)),
        opts: optionsOf(given),
        stackTags: new Map(),
        isType: fail,
        asType: fail,
        getConfig: <T extends object>() => config as T,
        notApplicable: fail,
        ...providerOf(given),
    };
    const { validateResource } = policyNamed(name, seen) as ResourceValidationPolicy;
    assert.ok(typeof validateResource === "function");
    return outcomeOf((report) => validateResource(args, report));
}

/** Runs a stack policy with the arguments that CrossGuard's server makes. */
function validateStack(
    name: string,
    given: StackResource[],
    config: Record<string, unknown> = {},
    seen?: SeenInputs,
): Promise<Outcome> {
    const resources: PolicyResource[] = given.map((one) => ({
        type: one.type,
        name: one.name,
        urn: one.urn,
        props: unknownCheckingProxy(structuredClone(one.properties)),
        opts: optionsOf(one),
        dependencies: [],
        propertyDependencies: {},
        isType: fail,
        asType: fail,
        ...providerOf(one),
    }));
    const byUrn = new Map(resources.map((one) => [one.urn, one]));
    for (const [index, { propertyDependencies }] of given.entries()) {
        for (const [key, urns] of Object.entries(propertyDependencies)) {
            const target = resources[index];
            if (target) target.propertyDependencies[key] = urns.flatMap((urn) => byUrn.get(urn) ?? []);
        }
    }
    const args: StackValidationArgs = {
        resources,
        stackTags: new Map(),
        getConfig: <T extends object>() => config as T,
        notApplicable: fail,
    };
    const { validateStack: run } = policyNamed(name, seen) as StackValidationPolicy;
    return outcomeOf((report) => run(args, report));
}

async function outcomeOf(run: (report: (message: string, urn?: string) => void) => unknown): Promise<Outcome> {
    const all: Report[] = [];
    await run((report) => all.push(report as unknown as Report));
    const undecided = all.filter(({ enforcementLevel }) => enforcementLevel === "advisory");
    return {
        reports: all.filter(({ enforcementLevel }) => enforcementLevel === undefined),
        ...(undecided.length === 0
            ? {}
            : {
                  undecided: undecided.map(
                      ({ urn, message }) => `${urn.split("::").at(-1)}, ${message.split("\n")[0]}`,
                  ),
              }),
    };
}

function policyNamed(name: string, seen?: SeenInputs) {
    const rule = rules.find((candidate) => candidate.name === name);
    assert.ok(rule);
    return toPolicy(rule, () => TODAY, seen);
}

describe("the CrossGuard policies", () => {
    it("carry what is said about the rules", () => {
        for (const rule of rules) {
            const {
                validateResource,
                validateStack: stack,
                remediateResource,
                configSchema,
                ...about
            } = toPolicy(rule) as ResourceValidationPolicy & StackValidationPolicy;
            assert.deepEqual(about, {
                name: rule.name,
                displayName: rule.displayName,
                description: rule.description,
                severity: rule.severity,
                remediationSteps: rule.remediation,
                url: `docs/rules/${rule.name}.md`,
                tags: [...rule.tags],
                ...(rule.enforcementLevel ? { enforcementLevel: rule.enforcementLevel } : {}),
            });
            assert.equal(typeof validateResource, rule.scope === "resource" ? "function" : "undefined");
            assert.equal(typeof stack, rule.scope === "stack" ? "function" : "undefined");
            assert.equal(typeof remediateResource, rule.remediate ? "function" : "undefined");
            assert.deepEqual(Object.keys(configSchema?.properties ?? {}), [
                "exempt",
                "allowExemptions",
                "onUnknown",
                "assume",
                "minimumStrength",
                ...Object.keys(rule.parameters ?? {}),
            ]);
        }
    });

    describe("of one resource", () => {
        const name = "container-app-needs-affinity";

        it("report a violation with its URN", async () => {
            const { reports, undecided } = await validate(name, app({}));
            assert.equal(undecided, undefined);
            assert.deepEqual(reports, [
                {
                    urn: app({}).urn,
                    message: [
                        "configuration.ingress.stickySessions: Up to 10 replicas (the service's default, as " +
                            "template.scale.maxReplicas is not set), and no affinity (configuration.ingress.stickySessions " +
                            "is not set): a client's next request reaches another one.",
                        'Set configuration.ingress.stickySessions.affinity to "sticky", or declare it stateless: tag ' +
                            'session-affinity-stateless = "<reason>".',
                        "docs/rules/container-app-needs-affinity.md",
                    ].join("\n"),
                },
            ]);
        });

        it("report nothing where all is well, whatever is unknown beside", async () => {
            const kept = app({ stickySessions: { affinity: "sticky" }, scale: UNKNOWN_MARKS.object });
            assert.deepEqual(await validate(name, kept), { reports: [] });
            assert.deepEqual(await validate(name, resource("pulumi:pulumi:Stack", "s", { a: UNKNOWN })), {
                reports: [],
            });
        });

        it("reject in spite of unknown values that do not matter", async () => {
            const { reports, undecided } = await validate(
                name,
                containerApp({
                    environmentId: UNKNOWN,
                    configuration: { secrets: UNKNOWN_MARKS.array, ingress: { targetPort: UNKNOWN_MARKS.number } },
                    template: { containers: [{ image: UNKNOWN }] },
                }),
            );
            assert.equal(reports.length, 1);
            assert.equal(undecided, undefined);
        });

        it("report what they cannot decide at the advisory level", async () => {
            const outcome = await validate(name, containerApp({ configuration: UNKNOWN_MARKS.object }));
            assert.deepEqual(outcome, {
                reports: [],
                undecided: ["web, configuration: cannot decide: configuration is not known yet"],
            });
        });

        it("report what they cannot decide as violations, or not at all, where that is wanted", async () => {
            const unknown = app({ stickySessions: UNKNOWN_MARKS.object });
            const mandatory = await validate(name, unknown, { onUnknown: "mandatory" });
            assert.deepEqual(mandatory, {
                reports: [
                    {
                        urn: unknown.urn,
                        message:
                            "configuration.ingress.stickySessions: cannot decide: configuration.ingress.stickySessions is " +
                            "not known yet\ndocs/rules/container-app-needs-affinity.md",
                    },
                ],
            });
            assert.deepEqual(await validate(name, unknown, { onUnknown: "disabled" }), { reports: [] });
            assert.equal((await validate(name, app({}), { onUnknown: "disabled" })).reports.length, 1);
        });

        it("take exemptions from the configuration, on the day that it is", async () => {
            const exempt = (expiresOn: string) => ({ exempt: [{ resource: "web", reason: REASON, expiresOn }] });
            assert.deepEqual(await validate(name, app({}), exempt(TODAY)), { reports: [] });
            assert.equal((await validate(name, app({}), exempt("2026-06-14"))).reports.length, 1);
        });

        it("fail on a wrong configuration", () =>
            assert.rejects(validate(name, app({}), { exempted: [] }), (error) => error instanceof ConfigError));

        it("judge by today where no day is given", () => {
            const rule = rules.find((one) => one.name === name);
            assert.ok(rule);
            const { validateResource } = toPolicy(rule) as ResourceValidationPolicy;
            assert.ok(typeof validateResource === "function");
            const reports = (expiresOn: string) => {
                let count = 0;
                const tags = { "session-affinity-stateless": REASON, "session-affinity-stateless-until": expiresOn };
                const given = app({ tags });
                const args = { ...given, props: unknownCheckingProxy({ ...given.properties }), opts: OPTIONS };
                const rest = {
                    getConfig: () => ({}),
                    stackTags: new Map(),
                    notApplicable: fail,
                    isType: fail,
                    asType: fail,
                };
                void validateResource({ ...args, ...rest } as unknown as ResourceValidationArgs, () => void count++);
                return count;
            };
            assert.equal(reports(new Date().toISOString().slice(0, 10)), 0);
            assert.equal(reports("2020-01-01"), 1);
        });
    });

    describe("of a stack", () => {
        const name = "kubernetes-service-needs-affinity";
        const stack = (suffix: string, replicas: unknown) => {
            const labels = { app: suffix };
            return [
                service({ selector: labels }, { name: `service-${suffix}` }),
                workload("Deployment", { replicas }, { name: `pods-${suffix}`, labels }),
            ];
        };

        it("report each violation, and each thing that they cannot decide, with its URN", async () => {
            const outcome = await validateStack(name, [
                resource("pulumi:pulumi:Stack", "s", { output: UNKNOWN }),
                ...stack("a", UNKNOWN_MARKS.number),
                ...stack("b", 3),
                ...stack("c", 1),
                ...stack("d", UNKNOWN_MARKS.number),
                ...stack("e", 2),
            ]);
            assert.deepEqual(
                outcome.reports.map(({ urn }) => urn),
                ["service-b", "service-e"].map((one) => urnOf("kubernetes:core/v1:Service", one)),
            );
            assert.match(
                outcome.reports[0]?.message ?? "",
                /^spec\.sessionAffinity: 3 pods \(spec\.replicas of Deployment pods-b = 3\)/,
            );
            assert.deepEqual(outcome.undecided, [
                "service-a, spec.replicas of Deployment pods-a: cannot decide: spec.replicas of Deployment pods-a is not known yet",
                "service-d, spec.replicas of Deployment pods-d: cannot decide: spec.replicas of Deployment pods-d is not known yet",
            ]);
        });

        it("report what they cannot decide beside violations, where that is mandatory", async () => {
            const given = [...stack("a", UNKNOWN_MARKS.number), ...stack("b", 3)];
            const { reports, undecided } = await validateStack(name, given, { onUnknown: "mandatory" });
            assert.deepEqual([reports.length, undecided], [2, undefined]);
            assert.equal((await validateStack(name, given, { onUnknown: "disabled" })).undecided, undefined);
        });

        it("join by providers and by dependencies", async () => {
            const [front, pods] = stack("a", 3);
            assert.ok(front && pods);
            const provider = (cluster: string) => ({ provider: urnOf("pulumi:providers:kubernetes", cluster) });
            const count = async (...given: StackResource[]) => (await validateStack(name, given)).reports.length;
            assert.equal(await count({ ...front, ...provider("x") }, { ...pods, ...provider("x") }), 1);
            assert.equal(await count({ ...front, ...provider("x") }, { ...pods, ...provider("y") }), 0);

            const [other, one] = stack("b", 1);
            assert.ok(other && one);
            const scaler: StackResource = {
                ...resource("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "s", {
                    spec: { scaleTargetRef: { kind: "Deployment", name: UNKNOWN }, maxReplicas: 4 },
                }),
                propertyDependencies: { spec: [one.urn] },
            };
            assert.equal(await count(other, one, scaler), 1);
            assert.equal(await count(other, one), 0);
        });
    });

    describe("of one pack", () => {
        it("tell which changes are ignored", async () => {
            const given = { ...app({ stickySessions: { affinity: "sticky" } }), ignoreChanges: ["configuration"] };
            const { reports } = await validateStack("affinity-survives-drift", [given]);
            assert.match(reports[0]?.message ?? "", /ignoreChanges has "configuration"/);
            assert.deepEqual((await validateStack("affinity-survives-drift", [app({})])).reports, []);
        });

        it("take settings of a rule's own", async () => {
            const given = [app({ stickySessions: { affinity: "sticky" } })];
            const name = "cookie-affinity-needs-cookie-client";
            assert.equal((await validateStack(name, given, { clientKeepsCookies: false })).reports.length, 1);
            await assert.rejects(validateStack(name, given, { clientKeepsCookies: 1 }), ConfigError);
        });

        it("show the last one what the others were given to exempt", async () => {
            const seen = new SeenInputs();
            const exempt = [{ resource: "gone", reason: REASON }];
            await validate("container-app-needs-affinity", app({}), { exempt }, seen);
            await validateStack("web-app-needs-affinity", [app({})], { exempt }, seen);
            const own = [{ resource: "lost", reason: REASON }];
            const { reports } = await validateStack("exemption-is-valid", [app({})], { exempt: own }, seen);
            assert.deepEqual(
                reports.map(({ message }) => /the exemption of (.*) matches/.exec(message)?.[1]),
                [
                    "lost in the configuration of exemption-is-valid",
                    "gone in the configuration of container-app-needs-affinity",
                    "gone in the configuration of web-app-needs-affinity",
                ],
            );
        });

        it("show stack policies what the program asked for, and the service dropped", async () => {
            const seen = new SeenInputs();
            const sessionAffinityConfig = { clientIP: { timeoutSeconds: 60 } };
            await validate("container-app-needs-affinity", service({ sessionAffinityConfig }), {}, seen);
            const stored = [service({ sessionAffinity: "None" })];
            const { reports } = await validateStack("affinity-has-effect", stored, {}, seen);
            assert.match(reports[0]?.message ?? "", /^spec\.sessionAffinityConfig: set, and without effect/);
            assert.deepEqual((await validateStack("affinity-has-effect", stored)).reports, []);
        });
    });

    it("load nothing of Pulumi's packages", () => {
        const file = path.resolve(__dirname, "../../../policy-pack/crossguard.js");
        const script =
            `require(${JSON.stringify(file)});` +
            `console.log(JSON.stringify(Object.keys(require.cache).map((one) => one.replaceAll("\\\\", "/"))));`;
        const loaded = JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })) as string[];
        assert.ok(loaded.some((one) => one.endsWith("policy-pack/crossguard.js")));
        assert.deepEqual(
            loaded.filter((one) => one.includes("node_modules")),
            [],
        );
    });
});
