import assert from "node:assert/strict";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { StickyWebApp, type StickyWebAppArgs } from "../../../../components/app-service";
import { refusesFaults } from "../../support/faults";
import { WEB_PLAN_ID, webAppId } from "../../support/furniture";
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

const COMPONENT = "session-affinity:index:StickyWebApp";
const APP = "azure-native:web:WebApp";
const SLOT = "azure-native:web:WebAppSlot";
const REASON = "Renders pages from the URL alone.";
const COOKIE = { kind: "cookie", strength: "strong", key: "ARRAffinity", source: "clientAffinityEnabled" };
const NOBODY = { kind: "none", strength: "none", source: "clientAffinityEnabled" };
const REPLICAS = { min: 1, max: 100, source: "the plan's: the component does not create it" };

const minimal = (): StickyWebAppArgs => ({ resourceGroupName: "rg", serverFarmId: WEB_PLAN_ID });

/** What azure-native itself adds to every site, and to every `siteConfig`. */
const sdkSite = { hyperV: false, isXenon: false, scmSiteAlsoStopped: false };
const sdkSiteConfig = { http20Enabled: true, localMySqlEnabled: false, netFrameworkVersion: "v4.6" };

const affinityOf = (enabled: boolean, proxied = false, partitioned = false) => ({
    clientAffinityEnabled: enabled,
    clientAffinityProxyEnabled: proxied,
    clientAffinityPartitioningEnabled: partitioned,
});

/** Inputs of the app that {@link minimal} gives. */
const minimalInputs = {
    ...sdkSite,
    ...affinityOf(true),
    resourceGroupName: "rg",
    serverFarmId: WEB_PLAN_ID,
    httpsOnly: true,
};

/** Asserts that the program made one component with an app and these slots below it, and returns their inputs. */
function children({ resources: registered }: Recorded, ...slots: string[]): Record<string, unknown>[] {
    const parent = urnOf(COMPONENT, "web");
    // Which of the slots comes first is not settled: they are registered side by side.
    const order = ["web", ...slots.map((slot) => `web-${slot}`)];
    const sorted = [...registered].sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
    assert.deepEqual(
        sorted.map(({ type, name, parent, custom }) => ({ type, name, parent, custom })),
        [
            { type: COMPONENT, name: "web", parent: "", custom: false },
            { type: APP, name: "web", parent, custom: true },
            ...slots.map((slot) => ({ type: SLOT, name: `web-${slot}`, parent, custom: true })),
        ],
    );
    return sorted.slice(1).map(({ inputs }) => inputs);
}

function hopOf({ outputs }: Recorded): unknown {
    return outputs.get(urnOf(COMPONENT, "web"))?.["hop"];
}

describe("StickyWebApp", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            const make = (args: StickyWebAppArgs) => run(() => new StickyWebApp("web", args), { preview });

            it("registers one app with affinity, from the fewest arguments", async () => {
                const recorded = await make(minimal());
                assert.deepEqual(children(recorded), [minimalInputs]);
                assert.deepEqual(hopOf(recorded), {
                    platform: "app-service",
                    replicas: REPLICAS,
                    affinity: COOKIE,
                    clientFacing: true,
                });
            });

            it("hands every argument on, to the app and to its slots", async () => {
                const recorded = await make({
                    ...minimal(),
                    webAppName: "shop",
                    location: "westeurope",
                    kind: "app,linux",
                    siteConfig: { alwaysOn: true, linuxFxVersion: "NODE|20-lts" },
                    httpsOnly: false,
                    identity: { type: "SystemAssigned" },
                    tags: { team: "shop" },
                    affinity: "cookie",
                    proxied: true,
                    partitioned: true,
                    slots: {
                        staging: {},
                        canary: { siteConfig: { alwaysOn: false }, affinity: "none", tags: { team: "canary" } },
                    },
                });
                const common = {
                    ...sdkSite,
                    resourceGroupName: "rg",
                    serverFarmId: WEB_PLAN_ID,
                    name: "shop",
                    location: "westeurope",
                    kind: "app,linux",
                    httpsOnly: false,
                    identity: { type: "SystemAssigned" },
                };
                const app = {
                    ...common,
                    ...affinityOf(true, true, true),
                    siteConfig: { ...sdkSiteConfig, alwaysOn: true, linuxFxVersion: "NODE|20-lts" },
                    tags: { team: "shop" },
                };
                const canary = {
                    ...common,
                    ...affinityOf(false),
                    slot: "canary",
                    siteConfig: { ...sdkSiteConfig, alwaysOn: false },
                    tags: { team: "canary" },
                };
                assert.deepEqual(children(recorded, "staging", "canary"), [app, { ...app, slot: "staging" }, canary]);
            });

            it("writes that affinity is off, and lets a slot have its own", async () => {
                const recorded = await make({
                    ...minimal(),
                    webAppName: "shop",
                    affinity: "none",
                    proxied: false,
                    slots: { staging: {}, canary: { affinity: pulumi.output("cookie" as const) } },
                });
                const app = { ...minimalInputs, ...affinityOf(false), name: "shop" };
                assert.deepEqual(children(recorded, "staging", "canary"), [
                    app,
                    { ...app, slot: "staging" },
                    { ...app, ...affinityOf(true), slot: "canary" },
                ]);
                assert.deepEqual(hopOf(recorded), {
                    platform: "app-service",
                    replicas: REPLICAS,
                    affinity: NOBODY,
                    clientFacing: true,
                });
            });

            for (const setting of ["proxied", "partitioned"] as const) {
                it(`writes ${setting} by itself, also where it becomes known later`, async () => {
                    for (const value of [true, pulumi.output(Promise.resolve(true))]) {
                        const recorded = await make({ ...minimal(), [setting]: value });
                        const proxied = setting === "proxied";
                        assert.deepEqual(children(recorded), [
                            { ...minimalInputs, ...affinityOf(true, proxied, !proxied) },
                        ]);
                    }
                });
            }

            it("writes a declaration of statelessness to the tags of app and slots, and keeps nobody", async () => {
                const recorded = await make({
                    ...minimal(),
                    webAppName: "shop",
                    tags: { team: "shop" },
                    stateless: { reason: REASON, expiresOn: "2031-01-31" },
                    slots: { staging: {}, canary: { tags: { team: "canary" }, affinity: "none" } },
                });
                const declared = {
                    "session-affinity-stateless": REASON,
                    "session-affinity-stateless-until": "2031-01-31",
                };
                const app = { ...minimalInputs, ...affinityOf(false), name: "shop" };
                assert.deepEqual(children(recorded, "staging", "canary"), [
                    { ...app, tags: { team: "shop", ...declared } },
                    { ...app, slot: "staging", tags: { team: "shop", ...declared } },
                    { ...app, slot: "canary", tags: { team: "canary", ...declared } },
                ]);
                assert.deepEqual(hopOf(recorded), {
                    platform: "app-service",
                    replicas: REPLICAS,
                    affinity: NOBODY,
                    clientFacing: true,
                    stateless: { reason: REASON, expiresOn: "2031-01-31" },
                });
            });

            const canary = "canary-of-the-web-app";
            const secretParts = {
                appSettings: [{ name: "KEY", value: canary }],
                connectionStrings: [{ name: "db", connectionString: canary }],
                azureStorageAccounts: { share: { accessKey: canary } },
            };
            for (const [part, value] of Object.entries(secretParts)) {
                for (const later of [false, true]) {
                    it(`keeps ${part} from being stored in the clear${later ? ", known later" : ""}`, async () => {
                        const siteConfig = { alwaysOn: true, [part]: value };
                        const given = later ? pulumi.output(Promise.resolve(siteConfig)) : siteConfig;
                        const recorded = await make({
                            ...minimal(),
                            siteConfig: given,
                            slots: { staging: {}, canary: { siteConfig: given, tags: { team: "shop" } } },
                        });
                        const [app, staging, other] = children(recorded, "staging", "canary");
                        const expected = secret({ ...sdkSiteConfig, ...siteConfig });
                        for (const site of [app, staging, other]) assert.deepEqual(site?.["siteConfig"], expected);
                        const { inputs } = recorded.resources[0] ?? {};
                        assert.deepEqual(inputs?.["siteConfig"], secret(siteConfig));
                        assert.deepEqual(inputs?.["slots"], {
                            staging: {},
                            canary: { siteConfig: secret(siteConfig), tags: { team: "shop" } },
                        });
                        assert.ok(!inTheClear(recorded.resources).includes(canary));
                        assert.ok(!inTheClear(Object.fromEntries(recorded.outputs)).includes(canary));
                    });
                }
            }
        });
    }

    it("answers with the app's name, id, host name, address and slots", async () => {
        const recorded = await run(
            () => new StickyWebApp("web", { ...minimal(), webAppName: "shop", slots: { staging: {} } }),
        );
        const expected = {
            name: "shop",
            resourceId: webAppId("shop"),
            hostName: "shop.azurewebsites.net",
            url: "https://shop.azurewebsites.net",
            affinity: COOKIE,
        };
        const { name, resourceId, hostName, url, affinity, slots } = recorded.result;
        assert.deepEqual(await known(pulumi.output({ name, resourceId, hostName, url, affinity })), expected);
        assert.deepEqual(Object.keys(slots), ["staging"]);
        assert.deepEqual(recorded.outputs.get(urnOf(COMPONENT, "web")), {
            ...expected,
            webApp: reference(urnOf(APP, "web", COMPONENT)),
            slots: { staging: reference(urnOf(SLOT, "web-staging", COMPONENT)) },
            hop: { platform: "app-service", replicas: REPLICAS, affinity: COOKIE, clientFacing: true },
        });
        assert.equal(await known(slots["staging"]?.id ?? pulumi.output("")), `${webAppId("shop")}/slots/staging`);
    });

    it("leaves in a preview what only the service knows, and knows the rest", async () => {
        const { outputs } = await run(
            () => {
                const group = new resources.ResourceGroup("group");
                return new StickyWebApp("web", { ...minimal(), resourceGroupName: group.name, serverFarmId: group.id });
            },
            { preview: true },
        );
        const { resourceId, url, affinity, hop } = outputs.get(urnOf(COMPONENT, "web")) ?? {};
        assert.deepEqual({ resourceId, url, affinity }, { resourceId: UNKNOWN, url: UNKNOWN, affinity: COOKIE });
        assert.deepEqual(hop, { platform: "app-service", replicas: REPLICAS, affinity: COOKIE, clientFacing: true });
    });

    it("takes a component's name of 52 characters, and any where the app's is given", async () => {
        const { resources: registered } = await run(() => [
            new StickyWebApp("a".repeat(52), minimal()),
            new StickyWebApp("My_Shop", { ...minimal(), webAppName: "shop" }),
        ]);
        assert.deepEqual(
            registered.filter(({ type }) => type === APP).map(({ inputs }) => inputs["name"]),
            [undefined, "shop"],
        );
    });

    it("refuses a slot's affinity that becomes known and contradicts, before the slot is made", async () => {
        const { errors, resources: registered } = await runToFailure(
            () =>
                new StickyWebApp("web", {
                    ...minimal(),
                    stateless: { reason: REASON },
                    slots: { staging: { affinity: pulumi.output(Promise.resolve("cookie" as const)) } },
                }),
        );
        const [first] = errors.filter((error) => pulumi.InputPropertyError.isInstance(error));
        assert.equal(first?.propertyPath, "slots.staging.affinity");
        assert.ok(!registered.some(({ type }) => type === SLOT));
    });

    refusesFaults<StickyWebAppArgs>(
        {
            component: "StickyWebApp",
            good: minimal,
            make: (name, args) => new StickyWebApp(name, args),
            children: [APP, SLOT],
        },
        [
            {
                title: "no resource group",
                args: { resourceGroupName: undefined },
                path: "resourceGroupName",
                says: ["missing", "resource group"],
            },
            {
                title: "an empty plan",
                args: { serverFarmId: "" },
                path: "serverFarmId",
                says: ["missing", "App Service plan"],
            },
            ...["functionapp", "functionapp,linux", "functionapp,workflowapp", "FunctionApp", "workflowapp"].map(
                (kind) => ({
                    title: `an app of kind ${kind}`,
                    args: { kind },
                    path: "kind",
                    says: [`"${kind}"`, "keep nothing between requests", "Use FunctionApp"],
                }),
            ),
            {
                title: "an unknown affinity",
                args: { affinity: "sticky" },
                path: "affinity",
                says: ['"sticky"', '"cookie", "none"'],
            },
            {
                title: "affinity of a stateless app",
                args: { affinity: "cookie", stateless: { reason: REASON } },
                path: "affinity",
                says: ["cannot stand beside args.stateless", '"none"'],
            },
            ...["proxied", "partitioned"].flatMap((setting) => [
                {
                    title: `${setting} without a cookie`,
                    args: { affinity: "none", [setting]: true },
                    path: setting,
                    says: ["is true:", 'without affinity "cookie"'],
                },
                {
                    title: `${setting} of a stateless app`,
                    args: { stateless: { reason: REASON }, [setting]: true },
                    path: setting,
                    says: ["is true:", 'without affinity "cookie"'],
                },
            ]),
            ...["a", "-shop", "shop-", "my_shop", "a".repeat(61)].map((webAppName) => ({
                title: `the app's name ${webAppName}`,
                args: { webAppName },
                path: "webAppName",
                says: [`"${webAppName.slice(0, 50)}`, "2 to 60 letters"],
            })),
            {
                title: "a component's name that leaves no room for eight more characters",
                args: {},
                name: "a".repeat(53),
                path: "webAppName",
                says: ["missing", "a".repeat(53), "at most 52", "give webAppName"],
            },
            ...["a", "-new", "new-", "my_slot", "production", "Production", "a".repeat(60)].map((slot) => ({
                title: `a slot with the name ${slot}`,
                args: { slots: { [slot]: {} } },
                path: `slots.${slot}`,
                says: [`"${slot.slice(0, 50)}`, "2 to 59 letters", '"production"'],
                plainOnly: true,
            })),
            {
                title: "an unknown affinity of a slot",
                args: { slots: { staging: { affinity: "sticky" } } },
                path: "slots.staging.affinity",
                says: ['"sticky"', '"cookie", "none"'],
                plainOnly: true,
            },
            {
                title: "affinity of a slot of a stateless app",
                args: { stateless: { reason: REASON }, slots: { staging: { affinity: "cookie" } } },
                path: "slots.staging.affinity",
                says: ["cannot stand beside args.stateless", '"none"'],
                plainOnly: true,
            },
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
