import assert from "node:assert/strict";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { StickyContainerApp, type StickyContainerAppArgs } from "../../../../components/container-apps";
import { containerAppId, environmentDomain, ENVIRONMENT_ID } from "../../support/furniture";
import { refusesFaults } from "../../support/faults";
import {
    inTheClear,
    known,
    type Recorded,
    reference,
    run,
    runToThrow,
    secret,
    UNKNOWN,
    urnOf,
} from "../../support/program";

const COMPONENT = "session-affinity:index:StickyContainerApp";
const APP = "azure-native:app:ContainerApp";
const REASON = "Renders pages from the URL alone.";

const minimal = (): StickyContainerAppArgs => ({
    resourceGroupName: "rg",
    managedEnvironmentId: ENVIRONMENT_ID,
    image: "nginx",
    targetPort: 8080,
});

/** Inputs of the app that {@link minimal} gives. */
const minimalInputs = {
    resourceGroupName: "rg",
    managedEnvironmentId: ENVIRONMENT_ID,
    configuration: {
        activeRevisionsMode: "Single",
        ingress: {
            allowInsecure: false,
            external: false,
            targetPort: 8080,
            transport: "auto",
            stickySessions: { affinity: "sticky" },
        },
    },
    template: { containers: [{ name: "web", image: "nginx" }], scale: { minReplicas: 1, maxReplicas: 10 } },
};

/** Asserts that the program made one component and one app below it, and returns the app's inputs. */
function onlyApp({ resources: registered }: Recorded, name = "web"): Record<string, unknown> {
    assert.deepEqual(
        registered.map(({ type, name, parent, custom }) => ({ type, name, parent, custom })),
        [
            { type: COMPONENT, name, parent: "", custom: false },
            { type: APP, name, parent: urnOf(COMPONENT, name), custom: true },
        ],
    );
    return registered[1]?.inputs ?? {};
}

function hopOf({ outputs }: Recorded): unknown {
    return outputs.get(urnOf(COMPONENT, "web"))?.["hop"];
}

const NOBODY = { kind: "none", strength: "none", source: "configuration.ingress.stickySessions.affinity" };
const COOKIE = { kind: "cookie", strength: "strong", source: "configuration.ingress.stickySessions.affinity" };

describe("StickyContainerApp", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            it("registers one app with sticky sessions, from the fewest arguments", async () => {
                const recorded = await run(() => new StickyContainerApp("web", minimal()), { preview });
                assert.deepEqual(onlyApp(recorded), minimalInputs);
                assert.deepEqual(hopOf(recorded), {
                    platform: "container-apps",
                    replicas: { min: 1, max: 10, source: "template.scale" },
                    affinity: COOKIE,
                    clientFacing: false,
                });
            });

            it("hands every argument on", async () => {
                const args: StickyContainerAppArgs = {
                    ...minimal(),
                    env: [{ name: "MODE", value: "shop" }],
                    external: true,
                    transport: "http2",
                    affinity: "sticky",
                    activeRevisionsMode: "Single",
                    minReplicas: 2,
                    maxReplicas: 5,
                    containerAppName: "shop",
                    identity: { type: "SystemAssigned" },
                    registries: [{ server: "shop.azurecr.io", identity: "system" }],
                    secrets: [{ name: "key", value: "open-sesame" }],
                    tags: { team: "shop" },
                };
                const recorded = await run(() => new StickyContainerApp("web", args), { preview });
                assert.deepEqual(onlyApp(recorded), {
                    resourceGroupName: "rg",
                    managedEnvironmentId: ENVIRONMENT_ID,
                    containerAppName: "shop",
                    identity: { type: "SystemAssigned" },
                    // azure-native completes the configuration as one value, which is secret where a part of it is.
                    configuration: secret({
                        activeRevisionsMode: "Single",
                        ingress: {
                            allowInsecure: false,
                            external: true,
                            targetPort: 8080,
                            transport: "http2",
                            stickySessions: { affinity: "sticky" },
                        },
                        registries: [{ server: "shop.azurecr.io", identity: "system" }],
                        secrets: [{ name: "key", value: "open-sesame" }],
                    }),
                    template: {
                        containers: [{ name: "shop", image: "nginx", env: [{ name: "MODE", value: "shop" }] }],
                        scale: { minReplicas: 2, maxReplicas: 5 },
                    },
                    tags: { team: "shop" },
                });
                assert.deepEqual(hopOf(recorded), {
                    platform: "container-apps",
                    replicas: { min: 2, max: 5, source: "template.scale" },
                    affinity: COOKIE,
                    clientFacing: true,
                });
            });

            it("takes the provider's own template and lays the replicas over its scale", async () => {
                const template = {
                    containers: [
                        { name: "app", image: "nginx" },
                        { name: "side", image: "envoy" },
                    ],
                    scale: { rules: [{ name: "http", http: { metadata: { concurrentRequests: "50" } } }] },
                };
                const args = { ...minimal(), image: undefined };
                for (const given of [
                    template,
                    pulumi.output(template),
                    { ...template, scale: pulumi.output(template.scale) },
                ]) {
                    const recorded = await run(
                        () => new StickyContainerApp("web", { ...args, template: given, maxReplicas: 3 }),
                        { preview },
                    );
                    assert.deepEqual(onlyApp(recorded)["template"], {
                        containers: template.containers,
                        scale: { ...template.scale, minReplicas: 1, maxReplicas: 3 },
                    });
                }
            });

            for (const activeRevisionsMode of ["Single", "Multiple", "Labels"] as const) {
                it(`turns affinity off where asked, in revision mode ${activeRevisionsMode}`, async () => {
                    const args = { ...minimal(), affinity: "none" as const, activeRevisionsMode };
                    const recorded = await run(() => new StickyContainerApp("web", args), { preview });
                    assert.deepEqual(onlyApp(recorded), {
                        ...minimalInputs,
                        configuration: {
                            activeRevisionsMode,
                            ingress: { ...minimalInputs.configuration.ingress, stickySessions: { affinity: "none" } },
                        },
                    });
                    assert.deepEqual(hopOf(recorded), {
                        platform: "container-apps",
                        replicas: { min: 1, max: 10, source: "template.scale" },
                        affinity: NOBODY,
                        clientFacing: false,
                    });
                });
            }

            it("writes a declaration of statelessness to the tags, keeps nobody and may scale to none", async () => {
                const args = {
                    ...minimal(),
                    tags: { team: "shop" },
                    stateless: { reason: REASON, expiresOn: "2031-01-31" },
                };
                const recorded = await run(() => new StickyContainerApp("web", args), { preview });
                assert.deepEqual(onlyApp(recorded), {
                    ...minimalInputs,
                    configuration: {
                        activeRevisionsMode: "Single",
                        ingress: { ...minimalInputs.configuration.ingress, stickySessions: { affinity: "none" } },
                    },
                    template: { ...minimalInputs.template, scale: { minReplicas: 0, maxReplicas: 10 } },
                    tags: {
                        team: "shop",
                        "session-affinity-stateless": REASON,
                        "session-affinity-stateless-until": "2031-01-31",
                    },
                });
                assert.deepEqual(hopOf(recorded), {
                    platform: "container-apps",
                    replicas: { min: 0, max: 10, source: "template.scale" },
                    affinity: NOBODY,
                    clientFacing: false,
                    stateless: { reason: REASON, expiresOn: "2031-01-31" },
                });
            });

            it("declares without an end where no day is given", async () => {
                const args = { ...minimal(), stateless: { reason: pulumi.output(REASON) } };
                const recorded = await run(() => new StickyContainerApp("web", args), { preview });
                assert.deepEqual(onlyApp(recorded)["tags"], { "session-affinity-stateless": REASON });
            });

            it("keeps its secrets from the component's inputs in the clear", async () => {
                const canary = "canary-of-the-container-app";
                const { resources: registered, outputs } = await run(
                    () => new StickyContainerApp("web", { ...minimal(), secrets: [{ name: "key", value: canary }] }),
                    { preview },
                );
                assert.deepEqual(registered[0]?.inputs["secrets"], secret([{ name: "key", value: canary }]));
                for (const { inputs } of registered) assert.ok(!inTheClear(inputs).includes(canary));
                assert.ok(!inTheClear(Object.fromEntries(outputs)).includes(canary));
            });
        });
    }

    it("answers with the app's name, id, host name and address", async () => {
        const { result, outputs, cloud } = await run(
            () => new StickyContainerApp("web", { ...minimal(), containerAppName: "shop", external: true }),
        );
        const fqdn = `shop.${environmentDomain(cloud)}`;
        const expected = {
            name: "shop",
            resourceId: containerAppId("shop"),
            fqdn,
            url: `https://${fqdn}`,
            affinity: COOKIE,
        };
        const { name, resourceId, url, affinity } = result;
        assert.deepEqual(await known(pulumi.output({ name, resourceId, fqdn: result.fqdn, url, affinity })), expected);
        assert.deepEqual(outputs.get(urnOf(COMPONENT, "web")), {
            ...expected,
            containerApp: reference(urnOf(APP, "web", COMPONENT)),
            hop: {
                platform: "container-apps",
                replicas: { min: 1, max: 10, source: "template.scale" },
                affinity: COOKIE,
                clientFacing: true,
            },
        });
    });

    it("tells its host name and its address in the clear although it has secrets", async () => {
        const args = { ...minimal(), containerAppName: "shop", secrets: [{ name: "key", value: "open-sesame" }] };
        const { outputs, cloud } = await run(() => new StickyContainerApp("web", args));
        const { fqdn, url } = outputs.get(urnOf(COMPONENT, "web")) ?? {};
        const expected = `shop.internal.${environmentDomain(cloud)}`;
        assert.deepEqual({ fqdn, url }, { fqdn: expected, url: `https://${expected}` });
    });

    it("leaves in a preview what only the service knows, and knows the rest", async () => {
        const { outputs } = await run(
            () => {
                const group = new resources.ResourceGroup("group");
                return new StickyContainerApp("web", {
                    ...minimal(),
                    resourceGroupName: group.name,
                    managedEnvironmentId: group.id,
                    maxReplicas: group.id.apply((id) => id.length),
                });
            },
            { preview: true },
        );
        const { fqdn, url, affinity, hop } = outputs.get(urnOf(COMPONENT, "web")) ?? {};
        assert.deepEqual({ fqdn, url, affinity, hop }, { fqdn: UNKNOWN, url: UNKNOWN, affinity: COOKIE, hop: UNKNOWN });
    });

    it("takes any component's name that leaves room for eight more characters, and no other", async () => {
        const letters = "abcxyz019-_AB. ".split("");
        const names = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 28 });
        await fc.assert(
            fc.asyncProperty(names, async (name) => {
                const { thrown } = await runToThrow(() => new StickyContainerApp(name, minimal()));
                const made = /^[a-z][a-z0-9-]*$/.test(name) && !name.endsWith("-") && name.length <= 24;
                assert.equal(thrown === undefined, made, `${name}: ${String(thrown)}`);
                if (!made) assert.ok(pulumi.InputPropertyError.isInstance(thrown));
            }),
            { numRuns: 150, examples: [["a"], ["a".repeat(24)], ["a".repeat(25)], ["web-"], ["1a"], ["wEb"]] },
        );
    });

    it("takes any component's name where the app's is given, and names the container by the app", async () => {
        const recorded = await run(
            () => new StickyContainerApp("Web_Of_Shops", { ...minimal(), containerAppName: "shop" }),
        );
        const inputs = onlyApp(recorded, "Web_Of_Shops");
        assert.deepEqual(
            [inputs["containerAppName"], inputs["template"]],
            ["shop", { containers: [{ name: "shop", image: "nginx" }], scale: { minReplicas: 1, maxReplicas: 10 } }],
        );
    });

    refusesFaults<StickyContainerAppArgs>(
        {
            component: "StickyContainerApp",
            good: minimal,
            make: (name, args) => new StickyContainerApp(name, args),
            children: [APP],
        },
        [
            {
                title: "no resource group",
                args: { resourceGroupName: undefined },
                path: "resourceGroupName",
                says: ["missing", "resource group"],
            },
            {
                title: "an empty environment id",
                args: { managedEnvironmentId: "" },
                path: "managedEnvironmentId",
                says: ["missing", "Container Apps environment"],
            },
            {
                title: "neither image nor template",
                args: { image: undefined },
                path: "image",
                says: ["args.image or args.template is missing", "exactly one"],
                plainOnly: true,
            },
            {
                title: "both image and template",
                args: { template: {} },
                path: "template",
                says: ["cannot stand beside args.image", "exactly one of image, template"],
                plainOnly: true,
            },
            { title: "an empty image", args: { image: "" }, path: "image", says: ["missing", "give an image"] },
            {
                title: "environment variables beside a template",
                args: { image: undefined, template: {}, env: [] },
                path: "env",
                says: ["cannot stand beside args.template", "inside the template"],
                plainOnly: true,
            },
            {
                title: "a template that sets the fewest replicas",
                args: { image: undefined, template: { scale: { minReplicas: 2 } } },
                path: "template.scale.minReplicas",
                says: ["is 2:", "args.minReplicas"],
            },
            {
                title: "a template that sets the most replicas",
                args: { image: undefined, template: { scale: { maxReplicas: 2 } } },
                path: "template.scale.maxReplicas",
                says: ["is 2:", "args.maxReplicas"],
            },
            {
                title: "no port, which is no ingress",
                args: { targetPort: undefined },
                path: "targetPort",
                says: ["missing", "HTTP ingress"],
            },
            ...[0, 65536, 80.5, -1, "80"].map((targetPort) => ({
                title: `port ${JSON.stringify(targetPort)}`,
                args: { targetPort },
                path: "targetPort",
                says: [`is ${JSON.stringify(targetPort)}:`, "whole number from 1 to 65535"],
            })),
            {
                title: "a TCP ingress",
                args: { transport: "tcp" },
                path: "transport",
                says: ['"tcp"', '"auto", "http" or "http2"'],
            },
            {
                title: "an unknown transport",
                args: { transport: "udp" },
                path: "transport",
                says: ['"udp"', '"auto", "http", "http2"'],
            },
            {
                title: "an unknown affinity",
                args: { affinity: "cookie" },
                path: "affinity",
                says: ['"cookie"', '"sticky", "none"'],
            },
            {
                title: "an unknown revision mode",
                args: { activeRevisionsMode: "single" },
                path: "activeRevisionsMode",
                says: ['"single"', '"Single", "Multiple", "Labels"'],
            },
            ...["Multiple", "Labels"].map((activeRevisionsMode) => ({
                title: `sticky sessions in revision mode ${activeRevisionsMode}`,
                args: { activeRevisionsMode },
                path: "activeRevisionsMode",
                says: [`"${activeRevisionsMode}"`, 'Use "Single"', "stateless"],
            })),
            {
                title: "sticky sessions of a stateless app",
                args: { affinity: "sticky", stateless: { reason: REASON } },
                path: "affinity",
                says: ["cannot stand beside args.stateless", '"none"'],
            },
            ...[-1, 1001, 1.5].map((minReplicas) => ({
                title: `${minReplicas} replicas at least`,
                args: { minReplicas },
                path: "minReplicas",
                says: [`is ${minReplicas}:`, "whole number from 0 to 1000"],
            })),
            ...[0, 1001, 2.5].map((maxReplicas) => ({
                title: `${maxReplicas} replicas at most`,
                args: { maxReplicas },
                path: "maxReplicas",
                says: [`is ${maxReplicas}:`, "whole number from 1 to 1000"],
            })),
            {
                title: "more replicas at least than at most",
                args: { minReplicas: 6, maxReplicas: 5 },
                path: "minReplicas",
                says: ["is 6:", "more than maxReplicas, which is 5"],
            },
            {
                title: "more replicas at least than the default at most",
                args: { minReplicas: 11 },
                path: "minReplicas",
                says: ["is 11:", "which is 10"],
            },
            ...["a", "Shop", "1shop", "shop-", "a".repeat(33), "my_shop"].map((containerAppName) => ({
                title: `the app's name ${containerAppName}`,
                args: { containerAppName },
                path: "containerAppName",
                says: [`"${containerAppName}"`, "2 to 32 small letters"],
            })),
            {
                title: "a component's name that leaves no room for eight more characters",
                args: {},
                name: "a".repeat(25),
                path: "containerAppName",
                says: [`"${"a".repeat(25)}"`, "at most 24"],
            },
            {
                title: "a component's name that is no name of an app",
                args: {},
                name: "My_Shop",
                path: "containerAppName",
                says: ['"My_Shop"', "small letters, digits and hyphens"],
            },
            {
                title: "no reason for being stateless",
                args: { stateless: { reason: undefined } },
                path: "stateless.reason",
                says: ["missing", "say why"],
            },
            {
                title: "a reason of 9 characters",
                args: { stateless: { reason: "because 9" } },
                path: "stateless.reason",
                says: ['"because 9"', "9 characters", "10 or more"],
            },
            {
                title: "a reason of 257 characters",
                args: { stateless: { reason: "r".repeat(257) } },
                path: "stateless.reason",
                says: ["257 characters", "256"],
            },
            ...["2026-02-30", "2026-13-01", "tomorrow", "2026-1-1", "31.01.2026"].map((expiresOn) => ({
                title: `the day ${expiresOn}`,
                args: { stateless: { reason: REASON, expiresOn } },
                path: "stateless.expiresOn",
                says: [`"${expiresOn}"`, "YYYY-MM-DD"],
            })),
        ],
    );
});
