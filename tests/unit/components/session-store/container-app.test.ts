import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

import { StickyContainerApp, type StickyContainerAppArgs } from "../../../../components/container-apps";
import { SessionStore, type SessionStoreConnection } from "../../../../components/session-store";
import { refusesFaults } from "../../support/faults";
import { ENVIRONMENT_ID } from "../../support/furniture";
import {
    inTheClear,
    known,
    type Recorded,
    reference,
    run,
    runToFailure,
    secret,
    UNKNOWN,
    urnOf,
} from "../../support/program";
import { childrenOf, inputsOf } from "../../support/registered";
import { resource, UNKNOWN_MARKS } from "../../policy-pack/stacks";
import { findings, judged } from "./support";

const COMPONENT = "session-affinity:index:StickyContainerApp";
const STORE = "session-affinity:index:SessionStore";
const APP = "azure-native:app:ContainerApp";
const ASSIGNMENT = "azure-native:redisenterprise:AccessPolicyAssignment";
const PRINCIPAL = "0b1f2a3c-4d5e-6f70-8192-a3b4c5d6e7f8";
const CLIENT = "11112222-3333-4444-5555-666677778888";
const REASON = "Sessions are kept in Azure Managed Redis sessions.";
const HOST = "shop.westeurope.redis.azure.net";
const TODAY = "2026-06-15";

const minimal = (): StickyContainerAppArgs => ({
    resourceGroupName: "rg",
    managedEnvironmentId: ENVIRONMENT_ID,
    image: "nginx",
    targetPort: 8080,
});
const byIdentity = () =>
    new SessionStore("sessions", { resourceGroupName: "rg", sku: "Balanced_B1", clusterName: "shop" });
const byKey = () =>
    new SessionStore("sessions", {
        resourceGroupName: "rg",
        sku: "Balanced_B1",
        clusterName: "shop",
        access: "key",
    });
const forOne = () => byIdentity().forIdentity("web-identity", { principalId: PRINCIPAL, clientId: CLIENT });
const IDENTITY_ID =
    "/subscriptions/11111111-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/web";

/** A store as an application of one's own may write it, without any resources behind it. */
function written(access: "identity" | "key", hasIdentity = false): SessionStoreConnection {
    return {
        access,
        hasIdentity,
        stateless: { reason: "Sessions are kept in a store of our own." },
        environment: () => [
            { name: "REDIS_HOST", value: "store.example.com", secret: false },
            ...(access === "key" ? [{ name: "REDIS_KEY", value: pulumi.secret("open-sesame"), secret: true }] : []),
        ],
        grantAccess(name) {
            assert.ok(access === "identity" && !hasIdentity, "nobody is let in");
            return new pulumi.ComponentResource("test:index:Access", name);
        },
    };
}

function variables(host: string) {
    return [
        { name: "REDIS_HOST", value: host },
        { name: "REDIS_PORT", value: "10000" },
        { name: "REDIS_TLS", value: "true" },
    ];
}

interface AppInputs {
    readonly identity?: unknown;
    readonly tags?: unknown;
    readonly template: { readonly containers: { readonly env?: unknown }[]; readonly scale: unknown };
    readonly configuration: { readonly ingress: { readonly stickySessions: unknown }; readonly secrets?: unknown };
}

function appOf(recorded: Recorded): AppInputs {
    const { configuration, ...inputs } = inputsOf(recorded, APP) as { configuration: Record<string, unknown> };
    return { ...inputs, configuration: configuration["(secret)"] ?? configuration } as unknown as AppInputs;
}

describe("a StickyContainerApp with a session store", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("keeps nobody, is declared stateless, knows the store and is let in by the identity of its own", async () => {
                const recorded = await run(
                    () => new StickyContainerApp("web", { ...minimal(), sessionStore: byIdentity() }),
                    { preview },
                );
                const { identity, tags, template, configuration } = appOf(recorded);
                assert.deepEqual(identity, { type: "SystemAssigned" });
                assert.deepEqual(tags, { "session-affinity-stateless": REASON });
                // azure-native completes the template as one value, which is not known until the host is.
                assert.deepEqual(
                    template,
                    preview
                        ? UNKNOWN
                        : {
                              containers: [{ name: "web", image: "nginx", env: variables(HOST) }],
                              scale: { minReplicas: 0, maxReplicas: 10 },
                          },
                );
                assert.deepEqual(configuration.ingress.stickySessions, { affinity: "none" });
                assert.equal(configuration.secrets, undefined);
                assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "web")), ["ContainerApp web"]);
                assert.deepEqual(childrenOf(recorded, urnOf(STORE, "sessions")), [
                    "AccessPolicyAssignment sessions-web",
                    "Database sessions",
                    "RedisEnterprise sessions",
                ]);
                const { user, accessPolicyAssignmentName } = inputsOf(recorded, ASSIGNMENT);
                const { objectId } = user as { objectId: string };
                if (preview) assert.deepEqual([objectId, accessPolicyAssignmentName], [UNKNOWN, UNKNOWN]);
                else {
                    const own = recorded.cloud.list().find(({ type }) => type === APP)?.outputs["identity"];
                    assert.equal(objectId, (own as { principalId: string }).principalId);
                    assert.equal(accessPolicyAssignmentName, objectId.replaceAll("-", ""));
                }
                const outputs = recorded.outputs.get(urnOf(COMPONENT, "web"));
                assert.deepEqual(outputs?.["sessionStoreAccess"], reference(urnOf(ASSIGNMENT, "sessions-web", STORE)));
                assert.deepEqual((outputs["hop"] as { stateless: unknown }).stateless, { reason: REASON });
            });

            it("gets a key as one of the app's secrets, and never in the clear", async () => {
                const recorded = await run(
                    () => {
                        const store = byKey();
                        const args = {
                            ...minimal(),
                            env: [{ name: "MODE", value: "shop" }],
                            secrets: [{ name: "other", value: "swordfish" }],
                            sessionStore: store,
                        };
                        return { app: new StickyContainerApp("web", args), key: store.key };
                    },
                    { preview },
                );
                const { identity, template, configuration } = appOf(recorded);
                assert.equal(identity, undefined);
                assert.deepEqual(
                    recorded.resources.filter(({ type }) => type === ASSIGNMENT),
                    [],
                );
                assert.equal(recorded.result.app.sessionStoreAccess, undefined);
                const clear = inTheClear([recorded.resources, [...recorded.outputs.values()]]);
                assert.equal(clear.includes("swordfish"), false);
                if (preview) return;
                assert.deepEqual(template.containers[0]?.env, [
                    { name: "MODE", value: "shop" },
                    ...variables(HOST),
                    { name: "REDIS_KEY", secretRef: "redis-key" },
                ]);
                assert.ok(recorded.result.key);
                const key = String(await known(recorded.result.key));
                assert.equal(clear.includes(key), false);
                assert.deepEqual(configuration.secrets, [
                    { name: "other", value: "swordfish" },
                    { name: "redis-key", value: key },
                ]);
            });

            it("uses the one identity that the store was made for", async () => {
                const identity = { type: "UserAssigned", userAssignedIdentities: [IDENTITY_ID] };
                const recorded = await run(
                    () => {
                        const sessionStore = forOne();
                        return [
                            new StickyContainerApp("web", { ...minimal(), identity, sessionStore }),
                            new StickyContainerApp("mail", { ...minimal(), identity, sessionStore }),
                        ];
                    },
                    { preview },
                );
                assert.deepEqual(
                    recorded.resources.filter(({ type }) => type === ASSIGNMENT).map(({ name }) => name),
                    ["sessions-web-identity"],
                );
                for (const name of ["web", "mail"]) {
                    const { template, identity: given } = inputsOf(recorded, APP, name) as unknown as AppInputs;
                    assert.deepEqual(given, identity);
                    if (!preview) {
                        assert.deepEqual(template.containers[0]?.env, [
                            ...variables(HOST),
                            { name: "AZURE_CLIENT_ID", value: CLIENT },
                        ]);
                    }
                    const urn = urnOf(COMPONENT, name);
                    assert.equal(recorded.outputs.get(urn)?.["sessionStoreAccess"], undefined);
                }
            });

            it("gives the first container of a template the variables, and leaves the others alone", async () => {
                const template = {
                    containers: [
                        { name: "app", image: "nginx", env: [{ name: "MODE", value: "shop" }] },
                        { name: "side", image: "envoy", env: [{ name: "REDIS_HOST", value: "mine" }] },
                    ],
                    revisionSuffix: "a",
                };
                for (const given of [template, pulumi.output(template)]) {
                    const recorded = await run(
                        () =>
                            new StickyContainerApp("web", {
                                ...minimal(),
                                image: undefined,
                                template: given,
                                sessionStore: written("key"),
                            }),
                        { preview },
                    );
                    assert.deepEqual(appOf(recorded).template, {
                        containers: [
                            {
                                name: "app",
                                image: "nginx",
                                env: [
                                    { name: "MODE", value: "shop" },
                                    { name: "REDIS_HOST", value: "store.example.com" },
                                    { name: "REDIS_KEY", secretRef: "redis-key" },
                                ],
                            },
                            template.containers[1],
                        ],
                        revisionSuffix: "a",
                        scale: { minReplicas: 0, maxReplicas: 10 },
                    });
                }
            });

            it("takes what stands beside the store as an Output", async () => {
                const recorded = await run(
                    () =>
                        new StickyContainerApp("web", {
                            ...minimal(),
                            env: pulumi.output([{ name: "MODE", value: "shop" }]),
                            secrets: pulumi.output([{ name: "other", value: "swordfish" }]),
                            identity: pulumi.output({ type: "SystemAssigned" }),
                            sessionStore: written("key"),
                        }),
                    { preview },
                );
                const { template, configuration } = appOf(recorded);
                assert.deepEqual(template.containers[0]?.env, [
                    { name: "MODE", value: "shop" },
                    { name: "REDIS_HOST", value: "store.example.com" },
                    { name: "REDIS_KEY", secretRef: "redis-key" },
                ]);
                assert.deepEqual(configuration.secrets, [
                    { name: "other", value: "swordfish" },
                    { name: "redis-key", value: "open-sesame" },
                ]);
            });
        });
    }

    it("asks for a principal again where a preview has none yet", async () => {
        const answer = (type: string, state: Record<string, unknown>) =>
            type === APP ? { ...state, identity: { type: "SystemAssigned" } } : state;
        const recorded = await run(() => new StickyContainerApp("web", { ...minimal(), sessionStore: byIdentity() }), {
            preview: true,
            answer,
        });
        assert.deepEqual(inputsOf(recorded, ASSIGNMENT)["user"], { objectId: UNKNOWN });
    });

    it("is declared by a reason and a date of the user's own where there are any", async () => {
        const stateless = { reason: "Sessions moved to Redis for the sale.", expiresOn: "2026-12-31" };
        const recorded = await run(
            () => new StickyContainerApp("web", { ...minimal(), stateless, sessionStore: byIdentity() }),
        );
        assert.deepEqual(appOf(recorded).tags, {
            "session-affinity-stateless": stateless.reason,
            "session-affinity-stateless-until": "2026-12-31",
        });
    });

    it("tells the engine of no store among its arguments", async () => {
        const recorded = await run(() => new StickyContainerApp("web", { ...minimal(), sessionStore: written("key") }));
        assert.deepEqual(inputsOf(recorded, COMPONENT), {
            ...minimal(),
            secrets: secret([{ name: "redis-key", value: "open-sesame" }]),
        });
    });

    it("is passed by the policy pack, which rejects it without", async () => {
        const withStore = await run(() => new StickyContainerApp("web", { ...minimal(), sessionStore: byIdentity() }));
        assert.deepEqual(await findings(withStore, TODAY), []);
        const without = await run(() => new StickyContainerApp("web", { ...minimal(), affinity: "none" }));
        const violation = "container-app-needs-affinity: violation at configuration.ingress.stickySessions";
        assert.deepEqual(await findings(without, TODAY), [violation]);
        const expiring = await run(
            () =>
                new StickyContainerApp("web", {
                    ...minimal(),
                    stateless: { reason: REASON, expiresOn: "2026-06-14" },
                    sessionStore: byIdentity(),
                }),
        );
        assert.deepEqual(await findings(expiring, "2026-06-14"), []);
        assert.deepEqual(await findings(expiring, TODAY), [violation, "exemption-is-valid: violation at tags"]);
    });

    it("is passed by the policy pack in a preview, where its template is not known", async () => {
        const recorded = await run(() => new StickyContainerApp("web", { ...minimal(), sessionStore: byIdentity() }), {
            preview: true,
        });
        const inputs = inputsOf(recorded, APP);
        assert.equal(inputs["template"], UNKNOWN);
        const judge = (tags: unknown) =>
            judged([resource(APP, "web", { ...inputs, template: UNKNOWN_MARKS.object, tags })], TODAY);
        assert.deepEqual(judge(inputs["tags"]), []);
        assert.equal(judge({}).length, 1);
    });

    const duplicate = { name: "REDIS_HOST", value: "mine" };
    refusesFaults<StickyContainerAppArgs>(
        {
            component: "StickyContainerApp",
            good: () => ({ ...minimal(), sessionStore: written("key") }),
            make: (name, args) => new StickyContainerApp(name, args),
            children: [APP],
        },
        [
            {
                title: "affinity beside a store",
                args: { affinity: "sticky" },
                path: "affinity",
                says: ["cannot stand beside args.sessionStore", "Leave affinity out"],
            },
            {
                title: "a variable that the store sets",
                args: { env: [{ name: "MODE", value: "x" }, duplicate] },
                path: "env[1].name",
                says: ['"REDIS_HOST"', "variablePrefix"],
            },
            {
                title: "a secret that the store sets",
                args: { secrets: [{ name: "redis-key", value: "mine" }] },
                path: "secrets[0].name",
                says: ['"redis-key"', "variablePrefix"],
            },
            {
                title: "a variable of a template's first container that the store sets",
                args: { image: undefined, template: { containers: [{ name: "app", env: [duplicate] }] } },
                path: "template.containers[0].env[0].name",
                says: ['"REDIS_HOST"', "variablePrefix"],
            },
            {
                title: "a template without containers",
                args: { image: undefined, template: { containers: [] } },
                path: "template.containers",
                says: ["missing", "first one"],
            },
            {
                title: "a reason of 9 characters beside a store",
                args: { stateless: { reason: "because 9" } },
                path: "stateless.reason",
                says: ["9 characters"],
            },
            ...["UserAssigned", "None"].map((type) => ({
                title: `a ${type} identity where the store lets in the app's own`,
                args: { identity: { type }, sessionStore: written("identity") },
                path: "identity.type",
                says: [`"${type}"`, '"SystemAssigned"', "store.forIdentity"],
            })),
            ...["SystemAssigned", "None"].map((type) => ({
                title: `a ${type} identity where the store is for another`,
                args: { identity: { type }, sessionStore: written("identity", true) },
                path: "identity.type",
                says: [`"${type}"`, '"UserAssigned"', "for one user-assigned identity"],
            })),
            {
                title: "no identity where the store is for one",
                args: { identity: undefined, sessionStore: written("identity", true) },
                path: "identity",
                says: ["missing", "userAssignedIdentities"],
                plainOnly: true,
            },
        ],
    );

    it("refuses an identity that turns out to be none", async () => {
        const { errors } = await runToFailure(
            () =>
                new StickyContainerApp("web", {
                    ...minimal(),
                    identity: pulumi.output(Promise.resolve(undefined)),
                    sessionStore: written("identity", true),
                }),
        );
        assert.ok(errors.some((error) => String(error).includes('args.identity.type is "None"')));
    });
});
