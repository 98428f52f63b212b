import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ApimBackend } from "../../../../components/apim";
import {
    type EntraAuthenticationArgs,
    FunctionApp,
    LogicApp,
    StickyWebApp,
    WebApp,
} from "../../../../components/app-service";
import { assertFault, type Fault, refusesFaults } from "../../support/faults";
import { STORAGE_ID, WEB_PLAN_ID, WORKFLOW_PLAN_ID } from "../../support/furniture";
import { childrenOf, inputsOf } from "../../support/registered";
import { known, run, runToThrow, UNKNOWN, urnOf } from "../../support/program";

const APP = "azure-native:web:WebApp";
const AUTH = "azure-native:web:WebAppAuthSettingsV2";
const SLOT_AUTH = "azure-native:web:WebAppAuthSettingsV2Slot";
/** The tenant of the sandbox. */
const TENANT = "11111111-1111-1111-1111-111111111111";
const OTHER_TENANT = "99999999-9999-9999-9999-999999999999";
const CLIENT = "33333333-3333-3333-3333-333333333333";
const CALLER = "44444444-4444-4444-4444-444444444444";
const CALLING_APP = "55555555-5555-5555-5555-555555555555";

const entra: EntraAuthenticationArgs = { clientId: CLIENT, allowedPrincipals: [CALLER] };
type Given = { authentication?: { entra?: EntraAuthenticationArgs } };
type Protected = FunctionApp | LogicApp | StickyWebApp | WebApp;

const MAKERS: Record<string, (args: Given) => Protected> = {
    FunctionApp: (args) =>
        new FunctionApp("web", {
            resourceGroupName: "rg",
            serverFarmId: WEB_PLAN_ID,
            storageAccountId: STORAGE_ID,
            dedicated: {},
            runtime: { name: "node", version: "20" },
            functionAppName: "shop",
            ...args,
        }),
    LogicApp: (args) =>
        new LogicApp("web", {
            resourceGroupName: "rg",
            serverFarmId: WORKFLOW_PLAN_ID,
            contentShare: { connectionString: "0", shareName: "flows" },
            logicAppName: "shop",
            ...args,
        }),
    StickyWebApp: (args) =>
        new StickyWebApp("web", { resourceGroupName: "rg", serverFarmId: WEB_PLAN_ID, webAppName: "shop", ...args }),
    WebApp: (args) =>
        new WebApp("web", { resourceGroupName: "rg", serverFarmId: WEB_PLAN_ID, webAppName: "shop", ...args }),
};

/** Inputs of the settings, beside the names of the site. */
const settings = (validation: object, globalValidation: object = {}, registration: object = {}) => ({
    platform: { enabled: true, runtimeVersion: "~1" },
    globalValidation: {
        requireAuthentication: true,
        unauthenticatedClientAction: "Return401",
        ...globalValidation,
    },
    httpSettings: { requireHttps: true },
    identityProviders: {
        azureActiveDirectory: {
            enabled: true,
            registration: {
                clientId: CLIENT,
                openIdIssuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
                ...registration,
            },
            validation,
        },
    },
});
const callers = { defaultAuthorizationPolicy: { allowedPrincipals: { identities: [CALLER] } } };
const audiences = { allowedAudiences: [CLIENT, `api://${CLIENT}`] };

for (const [component, make] of Object.entries(MAKERS)) {
    describe(`Entra authentication of a ${component}`, () => {
        const own = urnOf(`session-affinity:index:${component}`, "web");

        for (const preview of [false, true]) {
            it(`asks for tokens, and nothing else of the app${preview ? ", in a preview" : ""}`, async () => {
                const recorded = await run(() => make({ authentication: { entra } }), { preview });
                const open = await run(() => make({}), { preview });
                assert.deepEqual(inputsOf(recorded, APP), inputsOf(open, APP));
                assert.deepEqual(
                    childrenOf(recorded, own).filter((child) => !childrenOf(open, own).includes(child)),
                    ["WebAppAuthSettingsV2 web-auth"],
                );
                assert.deepEqual(inputsOf(recorded, AUTH), {
                    resourceGroupName: "rg",
                    name: "shop",
                    ...settings({ ...audiences, ...callers }),
                });
                assert.ok(recorded.dependencies.get(`${AUTH}::web-auth`)?.some((urn) => urn.endsWith("WebApp::web")));
                assert.equal(await known(recorded.result.authResource), CLIENT);
                assert.equal(recorded.outputs.get(own)?.["authResource"], CLIENT);
                assert.ok(!("authResource" in (open.outputs.get(own) ?? {})));
            });
        }

        it("agrees with API Management's managed identity about whom tokens are for", async () => {
            const recorded = await run(() => {
                const app = make({ authentication: { entra } });
                const target =
                    app instanceof FunctionApp
                        ? { functionApp: app }
                        : app instanceof LogicApp
                          ? { logicApp: { app, workflow: "order", trigger: "manual" } }
                          : { webApp: app };
                return new ApimBackend("to-web", {
                    resourceGroupName: "rg",
                    serviceName: "gw",
                    ...target,
                    auth: { managedIdentity: { resource: app.authResource } },
                });
            });
            const path =
                component === "FunctionApp"
                    ? "/api"
                    : component === "LogicApp"
                      ? "/api/order/triggers/manual/invoke"
                      : "";
            const backend = inputsOf(recorded, "azure-native:apimanagement:Backend");
            assert.equal(backend["url"], `https://shop.azurewebsites.net${path}`);
            assert.match(String(backend["resourceId"]), /^https:\/\/management\.azure\.com\/.*\/sites\/shop$/);
            const roles = await known(recorded.result.requiredRoles);
            assert.deepEqual(
                roles?.map(({ scope }) => scope),
                [CLIENT],
            );
        });

        it("has nobody to get a token for where it asks for none", async () => {
            await run(() => {
                const app = make({});
                assert.throws(
                    () => app.authResource,
                    (error: unknown) => {
                        const says = ["missing", "asks nobody for a token"];
                        assertFault(error, component, "web", { path: "authentication", says });
                        return true;
                    },
                );
            });
        });

        const mayPass = component === "LogicApp";
        it(`${mayPass ? "lets" : "does not let"} those without a token pass`, async () => {
            const args: Given = {
                authentication: { entra: { ...entra, unauthenticatedClientAction: "AllowAnonymous" } },
            };
            if (mayPass) {
                const recorded = await run(() => make(args));
                const { globalValidation } = inputsOf(recorded, AUTH) as { globalValidation: object };
                assert.deepEqual(globalValidation, {
                    requireAuthentication: true,
                    unauthenticatedClientAction: "AllowAnonymous",
                });
                return;
            }
            const { thrown } = await runToThrow(() => make(args));
            const path = "authentication.entra.unauthenticatedClientAction";
            assertFault(thrown, component, "web", { path, says: ['"AllowAnonymous"', "excludedPaths"] });
        });
    });
}

describe("Entra authentication", () => {
    const make = (given: EntraAuthenticationArgs) =>
        run(
            () =>
                new WebApp("web", {
                    resourceGroupName: "rg",
                    serverFarmId: WEB_PLAN_ID,
                    webAppName: "shop",
                    authentication: { entra: given },
                }),
        );
    const site = { resourceGroupName: "rg", name: "shop" };

    const CASES: [about: string, args: EntraAuthenticationArgs, expected: object][] = [
        [
            "all that can be said, of version 1",
            {
                clientId: CLIENT,
                tenantId: OTHER_TENANT,
                allowedAudiences: ["api://orders", CLIENT, "https://orders.example.com"],
                allowedPrincipals: [CALLER],
                allowedApplications: [CALLING_APP],
                tokenVersion: 1,
                excludedPaths: ["/health", "/docs/*"],
                unauthenticatedClientAction: "Return403",
            },
            settings(
                {
                    allowedAudiences: [CLIENT, "api://orders", "https://orders.example.com"],
                    defaultAuthorizationPolicy: {
                        allowedApplications: [CALLING_APP],
                        allowedPrincipals: { identities: [CALLER] },
                    },
                },
                { unauthenticatedClientAction: "Return403", excludedPaths: ["/health", "/docs/*"] },
                { openIdIssuer: `https://sts.windows.net/${OTHER_TENANT}/` },
            ),
        ],
        [
            "callers by their applications",
            { clientId: CLIENT, allowedApplications: [CALLING_APP], tokenVersion: 2 },
            settings({ ...audiences, defaultAuthorizationPolicy: { allowedApplications: [CALLING_APP] } }),
        ],
        ["any caller, said so", { clientId: CLIENT, anyCaller: true }, settings(audiences)],
        [
            "another tenant",
            { ...entra, tenantId: OTHER_TENANT },
            settings(
                { ...audiences, ...callers },
                {},
                { openIdIssuer: `https://login.microsoftonline.com/${OTHER_TENANT}/v2.0` },
            ),
        ],
        [
            "values that become known later",
            {
                clientId: pulumi.output(Promise.resolve(CLIENT)),
                allowedPrincipals: [pulumi.output(Promise.resolve(CALLER))],
                tokenVersion: pulumi.output(Promise.resolve(1 as const)),
            },
            settings({ ...audiences, ...callers }, {}, { openIdIssuer: `https://sts.windows.net/${TENANT}/` }),
        ],
    ];
    for (const [about, args, expected] of CASES) {
        it(`writes ${about}`, async () => {
            assert.deepEqual(inputsOf(await make(args), AUTH), { ...site, ...expected });
        });
    }

    for (const Component of [StickyWebApp, WebApp]) {
        it(`asks for tokens at each slot of a ${Component.name}, which does not take the app's settings`, async () => {
            const recorded = await run(
                () =>
                    new Component("web", {
                        resourceGroupName: "rg",
                        serverFarmId: WEB_PLAN_ID,
                        webAppName: "shop",
                        slots: { staging: {}, canary: {} },
                        authentication: { entra },
                    }),
            );
            for (const slot of ["staging", "canary"]) {
                assert.deepEqual(inputsOf(recorded, SLOT_AUTH, `web-${slot}-auth`), {
                    ...site,
                    slot,
                    ...settings({ ...audiences, ...callers }),
                });
            }
            assert.deepEqual(childrenOf(recorded, urnOf(`session-affinity:index:${Component.name}`, "web")), [
                "WebApp web",
                "WebAppAuthSettingsV2 web-auth",
                "WebAppAuthSettingsV2Slot web-canary-auth",
                "WebAppAuthSettingsV2Slot web-staging-auth",
                "WebAppSlot web-canary",
                "WebAppSlot web-staging",
            ]);
        });
    }

    it("asks for tokens at the slots only once the slots are there", async () => {
        const recorded = await run(
            () =>
                new WebApp("web", {
                    resourceGroupName: "rg",
                    serverFarmId: WEB_PLAN_ID,
                    slots: { staging: {} },
                    authentication: { entra },
                }),
        );
        const needed = recorded.dependencies.get(`${SLOT_AUTH}::web-staging-auth`) ?? [];
        assert.ok(
            needed.some((urn) => urn.endsWith("WebAppSlot::web-staging")),
            needed.join(),
        );
        assert.equal(inputsOf(recorded, SLOT_AUTH)["slot"], "staging");
        assert.notEqual(inputsOf(recorded, SLOT_AUTH)["name"], UNKNOWN);
    });

    const fault = (title: string, given: object, argument: string, ...says: string[]): Fault<Given> => ({
        title,
        args: { authentication: { entra: { ...entra, ...given } } },
        path: `authentication.entra.${argument}`,
        says,
    });
    refusesFaults<Given & { resourceGroupName: string; serverFarmId: string }>(
        {
            component: "WebApp",
            good: () => ({ resourceGroupName: "rg", serverFarmId: WEB_PLAN_ID }),
            make: (name, args) => new WebApp(name, args),
            children: [AUTH],
        },
        [
            {
                title: "no way at all",
                args: { authentication: {} },
                path: "authentication.entra",
                says: ["missing"],
                plainOnly: true,
            },
            fault("no client id", { clientId: "" }, "clientId", "missing", "client id"),
            fault("a name in place of a client id", { clientId: "orders" }, "clientId", '"orders"', "a GUID"),
            fault("a name in place of a tenant's id", { tenantId: "contoso" }, "tenantId", '"contoso"', "a GUID"),
            fault("another version", { tokenVersion: 3 }, "tokenVersion", "is 3:", "1 or 2"),
            ...["allowedAudiences", "allowedPrincipals", "allowedApplications", "excludedPaths"].map((argument) =>
                fault(`an empty list of ${argument}`, { [argument]: [] }, argument, "is []:", "one entry or more"),
            ),
            fault("an empty audience", { allowedAudiences: ["api://a", ""] }, "allowedAudiences", "an empty text"),
            ...["https://management.azure.com", "https://management.core.windows.net/"].map((audience) =>
                fault(
                    `Azure Resource Manager as the audience, ${audience}`,
                    { allowedAudiences: [audience] },
                    "allowedAudiences",
                    audience,
                    "has a token for Azure Resource Manager",
                ),
            ),
            fault(
                "a caller's name",
                { allowedPrincipals: [CALLER, "gw"] },
                "allowedPrincipals",
                '"gw"',
                "object id of a caller",
            ),
            fault(
                "an application's name",
                { allowedApplications: ["gw"] },
                "allowedApplications",
                '"gw"',
                "client id of an application",
            ),
            {
                ...fault("nobody named who may call", { allowedPrincipals: undefined }, "allowedPrincipals"),
                says: ["missing", "authentication.entra.allowedApplications", "authentication.entra.anyCaller: true"],
                plainOnly: true,
            },
            {
                ...fault("any caller beside some", { anyCaller: true }, "anyCaller"),
                says: ["cannot stand beside args.authentication.entra.allowedPrincipals"],
                plainOnly: true,
            },
            {
                ...fault(
                    "any caller beside some applications",
                    { anyCaller: true, allowedPrincipals: undefined, allowedApplications: [CALLING_APP] },
                    "anyCaller",
                ),
                says: ["cannot stand beside args.authentication.entra.allowedApplications"],
                plainOnly: true,
            },
            {
                ...fault("any caller, not", { anyCaller: false, allowedPrincipals: undefined }, "anyCaller"),
                says: ["is false:", "true only"],
                plainOnly: true,
            },
            fault("a path without a slash", { excludedPaths: ["/a", "b"] }, "excludedPaths", "begin with a slash"),
            ...["/", "/*", "/**"].map((path) =>
                fault(`the path ${path}`, { excludedPaths: [path] }, "excludedPaths", "that is every path"),
            ),
            fault(
                "another answer",
                { unauthenticatedClientAction: "RedirectToLoginPage" },
                "unauthenticatedClientAction",
                '"Return401", "Return403", "AllowAnonymous"',
            ),
        ],
    );
});
