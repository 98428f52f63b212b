import assert from "node:assert/strict";

import * as keyvault from "@pulumi/azure-native/keyvault";
import * as logic from "@pulumi/azure-native/logic";
import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";
import { type EngineEvent } from "@pulumi/pulumi/automation";

import {
    ApimApi,
    ApimBackend,
    ApimNamedValue,
    ApimPolicy,
    ApimPolicyFragment,
    ApimProduct,
    policies,
    StickyBackendPool,
} from "../../components/apim";
import { type Engine } from "../../sandbox/engine";
import { apimService } from "../engine/support/apim";
import { engineFor, TestStack } from "../engine/support/engine";

const CANARY = "canary-5be21d-never-in-the-clear";
const GUID = "33333333-3333-3333-3333-333333333333";
const { expression, namedValue, setHeader, validateJwt } = policies;

/** An argument that is secret, as a plain text: nothing but the component keeps it from being shown. */
const value = CANARY;

/** Backends of every kind of target and authentication. */
function backends(apim: { resourceGroupName: pulumi.Output<string>; serviceName: pulumi.Output<string> }) {
    const inGroup = { resourceGroupName: apim.resourceGroupName };
    const site = (name: string, kind: string) => new web.WebApp(name, { ...inGroup, kind });
    const flows = site("flows", "functionapp,workflowapp");
    const workflow = new logic.Workflow("invoices", {
        ...inGroup,
        definition: { triggers: { manual: { type: "Request", kind: "Http" } } },
    });
    const vault = new keyvault.Vault("keys", {
        ...inGroup,
        properties: { tenantId: GUID, sku: { family: "A", name: "standard" } },
    });
    const stored = new keyvault.Secret("stored", {
        ...inGroup,
        vaultName: vault.name,
        properties: { value: pulumi.secret(CANARY) },
    });
    const url = "https://shop.example.com";
    const keyVault = { secretId: stored.properties.secretUri, grant: { vaultId: vault.id, principalId: GUID } };
    return [
        new ApimBackend("key", {
            ...apim,
            functionApp: site("orders", "functionapp"),
            auth: { functionKey: { value } },
        }),
        new ApimBackend("vault", { ...apim, webApp: site("legacy", "app"), auth: { functionKey: { keyVault } } }),
        new ApimBackend("header", { ...apim, url, auth: { apiKey: { header: "X-Key", value } } }),
        new ApimBackend("query", { ...apim, url, auth: { apiKey: { query: "code", value } } }),
        new ApimBackend("headers", { ...apim, url, auth: { headers: { "X-Key": { value } } } }),
        new ApimBackend("identity", { ...apim, url, auth: { managedIdentity: { resource: "app" } } }),
        new ApimBackend("certificate", {
            ...apim,
            url,
            auth: { certificate: { data: Buffer.from(CANARY).toString("base64"), password: CANARY } },
        }),
        new ApimBackend("oauth2", {
            ...apim,
            url,
            auth: {
                oauth2: { tokenUrl: "https://login.example.com", clientId: "a", clientSecret: { value }, scope: "b" },
            },
        }),
        new ApimBackend("basic", {
            ...apim,
            url,
            proxy: { url: "http://proxy.example.com", username: "gateway", password: CANARY },
            auth: { basic: { username: "gateway", password: { value } } },
        }),
        new ApimBackend("flow", {
            ...apim,
            logicApp: { app: flows, workflow: "approve", trigger: "request" },
            auth: { signature: { value } },
        }),
        new ApimBackend("workflow", { ...apim, workflow: { workflow, ...inGroup, trigger: "manual" } }),
    ];
}

/** All of API Management that there are components for. */
function everything(): void {
    const apim = apimService();
    const all = backends(apim);
    const apis = all.map(
        (backend, index) =>
            new ApimApi(`api-${index}`, {
                ...apim,
                path: `api-${index}`,
                operations: [{ method: "GET", urlTemplate: "/{id}" }],
                backend,
            }),
    );
    const circuitBreaker = {
        failureCount: 3,
        intervalSeconds: 60,
        tripSeconds: 90,
        statusCodes: [{ min: 500, max: 599 }],
    };
    const pool = new StickyBackendPool("orders", {
        ...apim,
        members: ["one", "two"].map((name, priority) => ({
            backend: new ApimBackend(name, { ...apim, url: `https://${name}.example.com`, circuitBreaker }),
            priority,
        })),
        failureStatusCode: 503,
    });
    const key = new ApimNamedValue("partner", { ...apim, value });
    const fragment = new ApimPolicyFragment("signed", {
        ...apim,
        statements: [setHeader({ name: "X-Partner", value: namedValue(key) })],
    });
    const imported = new ApimApi("imported", {
        ...apim,
        path: "imported",
        openApi: "openapi: 3.0.1\npaths:\n  /{id}:\n    get:\n      operationId: getOrder\n",
        operationPolicies: {
            getOrder: {
                inbound: [
                    validateJwt({ headerName: "Authorization", openIdConfigUrls: ["https://login.example.com"] }),
                ],
            },
        },
        policy: {
            inbound: [policies.includeFragment(fragment)],
            ...policies.retryRequests({ count: 2, intervalSeconds: 1 }),
        },
    });
    const routed = ["a", "b"].map((name) => new ApimApi(name, { ...apim, path: name }));
    new ApimProduct("shop", {
        ...apim,
        apis: [...apis, imported, ...routed],
        routes: [{ apis: [imported, ...routed], backend: pool }],
    });
    new ApimPolicy("all", {
        ...apim,
        scope: { service: true },
        policy: {
            onError: [setHeader({ name: "X-Error", value: expression`context.LastError.Reason + " < " + ${"a & b"}` })],
        },
    });
}

describe("API Management on the real engine", () => {
    let engine: Engine;
    let test: TestStack | undefined;

    before(async function () {
        engine = await engineFor(this);
    });
    afterEach(async () => {
        await test?.close();
        test = undefined;
    });

    const create = async (program: () => unknown) =>
        (test = await TestStack.create(engine, () => Promise.resolve(program()).then(() => undefined)));

    it("comes up, stays as it is, goes, and keeps every secret out of the state, the cloud and the log", async () => {
        const { stack } = await create(everything);
        const shown: string[] = [];
        const listen = {
            onOutput: (text: string) => shown.push(text),
            // Debug messages are Pulumi's own, for its log file; nothing here shows or keeps them.
            onEvent: (event: EngineEvent) => {
                if (event.diagnosticEvent?.severity !== ("debug" as string)) shown.push(JSON.stringify(event));
            },
        };
        const preview = await stack.preview(listen);
        const up = await stack.up(listen);
        assert.deepEqual(up.summary.resourceChanges, preview.changeSummary);
        const again = await stack.up(listen);
        assert.deepEqual(again.summary.resourceChanges, { same: up.summary.resourceChanges?.create });
        const refreshed = await stack.refresh(listen);
        assert.deepEqual(refreshed.summary.resourceChanges, again.summary.resourceChanges);

        const state = test?.stateText() ?? "";
        const cloud = test?.cloudText() ?? "";
        assert.match(state, /ciphertext/);
        assert.match(cloud, /\{\{partner\}\}/);
        for (const [place, text] of Object.entries({ state, cloud, log: shown.join("\n") })) {
            for (const secret of [CANARY, Buffer.from(CANARY).toString("base64")]) {
                assert.equal(text.includes(secret), false, `${secret} in the ${place}`);
            }
        }

        await stack.destroy(listen);
        assert.deepEqual((await stack.exportStack()).deployment.resources ?? [], []);
    });
});
