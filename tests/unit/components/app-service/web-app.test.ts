import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { WebApp, type WebAppArgs } from "../../../../components/app-service";
import { refusesFaults } from "../../support/faults";
import { WEB_PLAN_ID, webAppId } from "../../support/furniture";
import { childrenOf, inputsOf } from "../../support/registered";
import { inTheClear, known, reference, run, secret, urnOf } from "../../support/program";

const COMPONENT = "session-affinity:index:WebApp";
const APP = "azure-native:web:WebApp";
const SLOT = "azure-native:web:WebAppSlot";
const REASON = "Renders pages from the URL alone.";
const NOBODY = { kind: "none", strength: "none", source: "clientAffinityEnabled" };
const REPLICAS = { min: 1, max: 100, source: "the plan's: the component does not create it" };
const HOP = { platform: "app-service", replicas: REPLICAS, affinity: NOBODY, clientFacing: true };

const minimal = (): WebAppArgs => ({ resourceGroupName: "rg", serverFarmId: WEB_PLAN_ID });

/** What azure-native itself adds to every `siteConfig`. */
const sdkSiteConfig = { http20Enabled: true, localMySqlEnabled: false, netFrameworkVersion: "v4.6" };

/** Inputs of the app that {@link minimal} gives. */
const minimalInputs = {
    hyperV: false,
    isXenon: false,
    scmSiteAlsoStopped: false,
    clientAffinityEnabled: false,
    clientAffinityProxyEnabled: false,
    clientAffinityPartitioningEnabled: false,
    resourceGroupName: "rg",
    serverFarmId: WEB_PLAN_ID,
    httpsOnly: true,
};

describe("WebApp", () => {
    for (const preview of [false, true]) {
        describe(preview ? "in a preview" : "in an update", () => {
            const make = (args: WebAppArgs) => run(() => new WebApp("web", args), { preview });

            it("registers one app that keeps nobody, from the fewest arguments", async () => {
                const recorded = await make(minimal());
                assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "web")), ["WebApp web"]);
                assert.deepEqual(inputsOf(recorded, APP), minimalInputs);
                assert.deepEqual(recorded.outputs.get(urnOf(COMPONENT, "web"))?.["hop"], HOP);
            });

            it("hands every argument on, to the app and to its slots", async () => {
                const recorded = await make({
                    ...minimal(),
                    webAppName: "shop",
                    location: "westeurope",
                    kind: "app,linux",
                    siteConfig: { alwaysOn: true },
                    httpsOnly: false,
                    identity: { type: "SystemAssigned" },
                    tags: { team: "shop" },
                    stateless: { reason: REASON, expiresOn: "2031-01-31" },
                    slots: { staging: {}, canary: { siteConfig: { alwaysOn: false }, tags: { team: "canary" } } },
                });
                const declared = {
                    "session-affinity-stateless": REASON,
                    "session-affinity-stateless-until": "2031-01-31",
                };
                const app = {
                    ...minimalInputs,
                    name: "shop",
                    location: "westeurope",
                    kind: "app,linux",
                    httpsOnly: false,
                    identity: { type: "SystemAssigned" },
                    siteConfig: { ...sdkSiteConfig, alwaysOn: true },
                    tags: { team: "shop", ...declared },
                };
                assert.deepEqual(childrenOf(recorded, urnOf(COMPONENT, "web")), [
                    "WebApp web",
                    "WebAppSlot web-canary",
                    "WebAppSlot web-staging",
                ]);
                assert.deepEqual(inputsOf(recorded, APP), app);
                assert.deepEqual(inputsOf(recorded, SLOT, "web-staging"), { ...app, slot: "staging" });
                assert.deepEqual(inputsOf(recorded, SLOT, "web-canary"), {
                    ...app,
                    slot: "canary",
                    siteConfig: { ...sdkSiteConfig, alwaysOn: false },
                    tags: { team: "canary", ...declared },
                });
                assert.deepEqual(recorded.outputs.get(urnOf(COMPONENT, "web"))?.["hop"], {
                    ...HOP,
                    stateless: { reason: REASON, expiresOn: "2031-01-31" },
                });
            });

            for (const later of [false, true]) {
                it(`keeps its settings from being stored in the clear${later ? ", known later" : ""}`, async () => {
                    const canary = "canary-of-the-plain-web-app";
                    const siteConfig = { appSettings: [{ name: "KEY", value: canary }] };
                    const given = later ? pulumi.output(Promise.resolve(siteConfig)) : siteConfig;
                    const recorded = await make({
                        ...minimal(),
                        siteConfig: given,
                        slots: { staging: { siteConfig: given } },
                    });
                    const expected = secret({ ...sdkSiteConfig, ...siteConfig });
                    assert.deepEqual(inputsOf(recorded, APP)["siteConfig"], expected);
                    assert.deepEqual(inputsOf(recorded, SLOT)["siteConfig"], expected);
                    const { siteConfig: kept, slots } = inputsOf(recorded, COMPONENT);
                    assert.deepEqual(kept, secret(siteConfig));
                    assert.deepEqual(slots, { staging: { siteConfig: secret(siteConfig) } });
                    assert.ok(!inTheClear(recorded.resources).includes(canary));
                    assert.ok(!inTheClear(Object.fromEntries(recorded.outputs)).includes(canary));
                });
            }
        });
    }

    it("answers with the app's name, id, host name, address and slots", async () => {
        const recorded = await run(
            () => new WebApp("web", { ...minimal(), webAppName: "shop", slots: { staging: {} } }),
        );
        const expected = {
            name: "shop",
            resourceId: webAppId("shop"),
            hostName: "shop.azurewebsites.net",
            url: "https://shop.azurewebsites.net",
            affinity: NOBODY,
        };
        const { name, resourceId, hostName, url, affinity, slots } = recorded.result;
        assert.deepEqual(await known(pulumi.output({ name, resourceId, hostName, url, affinity })), expected);
        assert.deepEqual(Object.keys(slots), ["staging"]);
        assert.deepEqual(recorded.outputs.get(urnOf(COMPONENT, "web")), {
            ...expected,
            webApp: reference(urnOf(APP, "web", COMPONENT)),
            slots: { staging: reference(urnOf(SLOT, "web-staging", COMPONENT)) },
            hop: HOP,
        });
    });

    refusesFaults<WebAppArgs>(
        { component: "WebApp", good: minimal, make: (name, args) => new WebApp(name, args), children: [APP, SLOT] },
        [
            {
                title: "no resource group",
                args: { resourceGroupName: undefined },
                path: "resourceGroupName",
                says: ["missing", "resource group"],
            },
            {
                title: "no plan",
                args: { serverFarmId: "" },
                path: "serverFarmId",
                says: ["missing", "App Service plan"],
            },
            ...["functionapp", "functionapp,workflowapp"].map((kind) => ({
                title: `an app of kind ${kind}`,
                args: { kind },
                path: "kind",
                says: [`"${kind}"`, "Use FunctionApp for Functions, and LogicApp for Logic Apps"],
            })),
            {
                title: "a bad name of the app",
                args: { webAppName: "my_shop" },
                path: "webAppName",
                says: ['"my_shop"', "2 to 60 letters"],
            },
            {
                title: "a bad name of a slot",
                args: { slots: { Production: {} } },
                path: "slots.Production",
                says: ['"Production"', "2 to 59 letters"],
                plainOnly: true,
            },
            {
                title: "a reason of 9 characters",
                args: { stateless: { reason: "because 9" } },
                path: "stateless.reason",
                says: ['"because 9"', "10 or more"],
            },
        ],
    );
});
