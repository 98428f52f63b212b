import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import { StickyService, type StickyServiceArgs } from "../../../../components/kubernetes";
import { SessionStore, type SessionStoreArgs } from "../../../../components/session-store";
import { refusesFaults } from "../../support/faults";
import {
    inTheClear,
    known,
    type Recorded,
    reference,
    run,
    runToFailure,
    runToThrow,
    secret,
    UNKNOWN,
    urnOf,
} from "../../support/program";
import { childrenOf, inputsOf } from "../../support/registered";
import { findings } from "./support";

const COMPONENT = "session-affinity:index:StickyService";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const STATEFUL_SET = "kubernetes:apps/v1:StatefulSet";
const SECRET = "kubernetes:core/v1:Secret";
const SERVICE = "kubernetes:core/v1:Service";
const PRINCIPAL = "0b1f2a3c-4d5e-6f70-8192-a3b4c5d6e7f8";
const CLIENT = "11112222-3333-4444-5555-666677778888";
const REASON = "Sessions are kept in Azure Managed Redis sessions.";
const TODAY = "2026-06-15";

const containers = [
    {
        name: "app",
        image: "nginx",
        env: [{ name: "MODE", value: "shop" }],
        readinessProbe: { tcpSocket: { port: 80 } },
    },
    { name: "side", image: "envoy", env: [{ name: "REDIS_HOST", value: "mine" }] },
];
const podSpec = { serviceAccountName: "web", containers };
const minimal = (): StickyServiceArgs => ({ podSpec, port: 80, replicas: 3 });
const storeOf = (more: Partial<SessionStoreArgs> = {}) =>
    new SessionStore("sessions", { resourceGroupName: "rg", sku: "Balanced_B1", clusterName: "shop", ...more });
const byKey = () => storeOf({ access: "key" });
const forPods = () => storeOf().forIdentity("pods", { principalId: PRINCIPAL, clientId: CLIENT });

function variables(preview: boolean) {
    return [
        { name: "REDIS_HOST", value: preview ? UNKNOWN : "shop.westeurope.redis.azure.net" },
        { name: "REDIS_PORT", value: "10000" },
        { name: "REDIS_TLS", value: "true" },
    ];
}

interface WorkloadInputs {
    readonly metadata: { readonly annotations: unknown };
    readonly spec: {
        readonly selector: { readonly matchLabels: Record<string, string> };
        readonly template: {
            readonly metadata: { readonly labels: Record<string, string> };
            readonly spec: { readonly containers: { readonly env: unknown }[] };
        };
    };
}

const workloadOf = (recorded: Recorded, type = DEPLOYMENT) => inputsOf(recorded, type) as unknown as WorkloadInputs;
const USE = "azure.workload.identity/use";

describe("a StickyService with a session store", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("keeps nobody, is declared stateless, and its pods know the store by their identity", async () => {
                const recorded = await run(() => new StickyService("web", { ...minimal(), sessionStore: forPods() }), {
                    preview,
                });
                assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "web")), [
                    "Deployment web",
                    "PodDisruptionBudget web",
                    "Service web",
                ]);
                const { metadata, spec } = workloadOf(recorded);
                const declaration = { "session-affinity-stateless": REASON };
                assert.deepEqual(metadata.annotations, declaration);
                const service = inputsOf(recorded, SERVICE) as {
                    metadata: { annotations: unknown };
                    spec: { sessionAffinity: string; selector: unknown };
                };
                assert.deepEqual(service.metadata.annotations, declaration);
                assert.equal(service.spec.sessionAffinity, "None");
                assert.deepEqual(spec.template.spec, {
                    serviceAccountName: "web",
                    containers: [
                        {
                            ...containers[0],
                            env: [
                                { name: "MODE", value: "shop" },
                                ...variables(preview),
                                { name: "AZURE_CLIENT_ID", value: CLIENT },
                            ],
                        },
                        containers[1],
                    ],
                });
                assert.equal(spec.template.metadata.labels[USE], "true");
                assert.equal(USE in spec.selector.matchLabels, false);
                assert.deepEqual(service.spec.selector, spec.selector.matchLabels);
                const outputs = recorded.outputs.get(urnOf(COMPONENT, "web"));
                assert.equal(outputs?.["sessionStoreSecret"], undefined);
                assert.deepEqual((outputs?.["hop"] as { stateless: unknown }).stateless, { reason: REASON });
            });

            for (const [workload, type] of [
                ["Deployment", DEPLOYMENT],
                ["StatefulSet", STATEFUL_SET],
            ] as const) {
                it(`brings a key to the pods of a ${workload} by a Secret, and never in the clear`, async () => {
                    const recorded = await run(
                        () => {
                            const store = byKey();
                            const args = { ...minimal(), workload, namespace: "shop", sessionStore: store };
                            return { service: new StickyService("web", args), key: store.key };
                        },
                        { preview },
                    );
                    const clear = inTheClear([recorded.resources, [...recorded.outputs.values()]]);
                    const { metadata, stringData, immutable, ...others } = inputsOf(recorded, SECRET) as {
                        metadata: { namespace: string; labels: unknown };
                        stringData: unknown;
                        immutable: boolean;
                    };
                    assert.equal(immutable, true);
                    assert.equal(metadata.namespace, "shop");
                    assert.deepEqual(others, { apiVersion: "v1", kind: "Secret" });
                    const key = recorded.result.key && (await known(recorded.result.key));
                    if (!preview) {
                        assert.equal(clear.includes(String(key)), false);
                        assert.deepEqual(stringData, secret({ REDIS_KEY: key }));
                    }
                    const env = workloadOf(recorded, type).spec.template.spec.containers[0]?.env as {
                        name: string;
                        valueFrom?: { secretKeyRef: { name: string; key: string } };
                    }[];
                    const last = env.at(-1);
                    assert.deepEqual(env.slice(0, -1), [{ name: "MODE", value: "shop" }, ...variables(preview)]);
                    assert.equal(last?.name, "REDIS_KEY");
                    assert.equal(last.valueFrom?.secretKeyRef.key, "REDIS_KEY");
                    assert.match(last.valueFrom.secretKeyRef.name, preview ? /./ : /^web-sessions-[0-9a-z]+$/);
                    assert.equal(USE in workloadOf(recorded, type).spec.template.metadata.labels, false);
                    assert.deepEqual(
                        recorded.outputs.get(urnOf(COMPONENT, "web"))?.["sessionStoreSecret"],
                        reference(urnOf(SECRET, "web-sessions", COMPONENT)),
                    );
                    assert.ok(recorded.result.service.sessionStoreSecret);
                });
            }

            it("takes pods as an Output, and lets them drain", async () => {
                const recorded = await run(
                    () =>
                        new StickyService("web", {
                            ...minimal(),
                            podSpec: pulumi.output(podSpec),
                            drainSeconds: 10,
                            sessionStore: forPods(),
                        }),
                    { preview },
                );
                const [first] = workloadOf(recorded).spec.template.spec.containers as {
                    env: unknown[];
                    lifecycle: unknown;
                }[];
                assert.equal(first?.env.length, 5);
                assert.deepEqual(first.lifecycle, { preStop: { sleep: { seconds: 10 } } });
            });
        });
    }

    it("gives a container without an environment one", async () => {
        const recorded = await run(
            () =>
                new StickyService("web", {
                    ...minimal(),
                    podSpec: { containers: [{ name: "app", readinessProbe: { tcpSocket: { port: 80 } } }] },
                    sessionStore: byKey(),
                }),
        );
        const [first] = workloadOf(recorded).spec.template.spec.containers;
        assert.equal((first?.env as unknown[]).length, 4);
    });

    it("tells the engine of no store among its arguments", async () => {
        const recorded = await run(() => new StickyService("web", { ...minimal(), sessionStore: forPods() }));
        assert.deepEqual(inputsOf(recorded, COMPONENT), minimal());
    });

    it("is declared by a reason of the user's own where there is one", async () => {
        const stateless = { reason: "Sessions moved to Redis for the sale." };
        const recorded = await run(
            () => new StickyService("web", { ...minimal(), stateless, sessionStore: forPods() }),
        );
        assert.deepEqual(workloadOf(recorded).metadata.annotations, { "session-affinity-stateless": stateless.reason });
    });

    it("is passed by the policy pack, which rejects it without", async () => {
        const declared = (expiresOn?: string) =>
            run(
                () =>
                    new StickyService("web", {
                        ...minimal(),
                        ...(expiresOn === undefined ? {} : { stateless: { reason: REASON, expiresOn } }),
                        sessionStore: forPods(),
                    }),
            );
        assert.deepEqual(await findings(await declared(), TODAY), []);
        const violation = "kubernetes-service-needs-affinity: violation at spec.sessionAffinity";
        const without = await run(() => new StickyService("web", { ...minimal(), sessionAffinity: "None" }));
        assert.deepEqual(await findings(without, TODAY), [violation]);
        assert.deepEqual(await findings(await declared("2026-06-15"), TODAY), []);
        // The Service and its workload both carry the declaration.
        const over = "exemption-is-valid: violation at metadata.annotations";
        assert.deepEqual(await findings(await declared("2026-06-14"), TODAY), [violation, over, over]);
    });

    it("declares pods of another's by the store's own reason", async () => {
        const recorded = await run(() => {
            const { stateless } = storeOf();
            return new StickyService("web", { podLabels: { app: "cart" }, port: 80, stateless });
        });
        const { metadata } = inputsOf(recorded, SERVICE) as { metadata: { annotations: unknown } };
        assert.deepEqual(metadata.annotations, { "session-affinity-stateless": REASON });
    });

    refusesFaults<StickyServiceArgs>(
        {
            component: "StickyService",
            good: () => ({ ...minimal(), sessionStore: forPods() }),
            make: (name, args) => new StickyService(name, args),
            children: [DEPLOYMENT, SERVICE],
            without: (path) => (path.startsWith("podSpec") ? [SERVICE] : [DEPLOYMENT]),
        },
        [
            {
                title: "affinity beside a store",
                args: { sessionAffinity: "ClientIP" },
                path: "sessionAffinity",
                says: ["cannot stand beside args.sessionStore", "Leave sessionAffinity out"],
            },
            {
                title: "a variable that the store sets",
                args: {
                    podSpec: { ...podSpec, containers: [{ name: "app", env: [{ name: "A" }, { name: "REDIS_TLS" }] }] },
                },
                path: "podSpec.containers[0].env[1].name",
                says: ['"REDIS_TLS"', "variablePrefix"],
            },
            {
                title: "pods without a service account",
                args: { podSpec: { containers } },
                path: "podSpec.serviceAccountName",
                says: ["missing", "federated"],
                plainOnly: true,
            },
            {
                title: "a store for pods that another workload runs",
                args: { podSpec: undefined, replicas: undefined, podLabels: { app: "cart" } },
                path: "sessionStore",
                says: ["cannot stand beside args.podLabels"],
                plainOnly: true,
            },
        ],
    );

    it("refuses a store that lets in identities which pods have not got", async () => {
        const { thrown, resources } = await runToThrow(
            () => new StickyService("web", { ...minimal(), sessionStore: storeOf() }),
        );
        assert.match(String(thrown), /args\.sessionStore lets identities in.*store\.forIdentity/);
        assert.deepEqual(
            resources.filter(({ type }) => type.startsWith("kubernetes:")),
            [],
        );
    });

    it("refuses pods without a service account, when they become known", async () => {
        const { errors, resources } = await runToFailure(
            () =>
                new StickyService("web", {
                    ...minimal(),
                    podSpec: pulumi.output(Promise.resolve({ containers })),
                    sessionStore: forPods(),
                }),
        );
        assert.ok(errors.some((error) => String(error).includes("args.podSpec.serviceAccountName is missing")));
        assert.deepEqual(
            resources.filter(({ type }) => type === DEPLOYMENT),
            [],
        );
    });
});
