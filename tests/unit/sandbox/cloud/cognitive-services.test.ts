import * as assert from "node:assert/strict";

import { type Cloud, type Properties, UNKNOWN } from "../../../../sandbox/cloud";
import { furnished, GROUP_ID, inRg, refused } from "./support";

const ACCOUNT = "azure-native:cognitiveservices:Account";
const DEPLOYMENT = "azure-native:cognitiveservices:Deployment";

const openAi = (more: Properties = {}) =>
    inRg({
        accountName: "ai",
        location: "swedencentral",
        kind: "OpenAI",
        sku: { name: "S0" },
        properties: { customSubDomainName: "ai-1" },
        ...more,
    });
const model = (more: Properties = {}) =>
    inRg({
        accountName: "ai",
        deploymentName: "mini",
        sku: { name: "GlobalStandard", capacity: 1 },
        properties: { model: { format: "OpenAI", name: "gpt-5-mini" } },
        ...more,
    });

function withAccount(): Cloud {
    const { cloud } = furnished();
    cloud.create(ACCOUNT, openAi());
    return cloud;
}

describe("cloud: Azure OpenAI", () => {
    it("answers at the account's own host", () => {
        const { id, outputs } = furnished().cloud.create(ACCOUNT, openAi({ identity: { type: "SystemAssigned" } }));
        assert.equal(id, `${GROUP_ID}/providers/Microsoft.CognitiveServices/accounts/ai`);
        assert.deepEqual(outputs["properties"], {
            customSubDomainName: "ai-1",
            endpoint: "https://ai-1.openai.azure.com/",
            provisioningState: "Succeeded",
        });
        assert.ok((outputs["identity"] as Properties)["principalId"]);
    });

    const hosts: [about: string, changed: Properties, endpoint: string][] = [
        ["its region's, without a subdomain", { properties: {} }, "https://swedencentral.api.cognitive.microsoft.com/"],
        ["one of another kind", { kind: "AIServices" }, "https://ai-1.cognitiveservices.azure.com/"],
    ];
    for (const [about, changed, endpoint] of hosts) {
        it(`answers at ${about}`, () => {
            const { outputs } = furnished().cloud.create(ACCOUNT, openAi(changed));
            assert.equal((outputs["properties"] as Properties)["endpoint"], endpoint);
        });
    }

    const refusals: [about: string, changed: Properties, message: RegExp][] = [
        ["no kind", { kind: null }, /"InvalidRequestContent".*The account has no kind\./],
        ["no SKU", { sku: null }, /The account has no sku\.name\./],
        ["a SKU of other kinds", { sku: { name: "F0" } }, /The SKU 'F0' is invalid for kind 'OpenAI'\./],
        [
            "a subdomain that no host can have",
            { properties: { customSubDomainName: "my_ai" } },
            /"InvalidCustomSubdomainName".*'my_ai'/,
        ],
        [
            "a network access that does not exist",
            { properties: { publicNetworkAccess: "On" } },
            /'On' of properties\.publicNetworkAccess/,
        ],
    ];
    for (const [about, changed, message] of refusals) {
        it(`refuses ${about}`, () => refused(() => furnished().cloud.create(ACCOUNT, openAi(changed)), message));
    }

    it("takes what is not known yet, and any SKU for another kind", () => {
        furnished().cloud.create(ACCOUNT, openAi({ sku: { name: UNKNOWN }, properties: UNKNOWN }));
        furnished().cloud.create(ACCOUNT, openAi({ kind: "SpeechServices", sku: { name: "F0" } }));
    });

    it("refuses another's subdomain, in whatever case, and keeps its own", () => {
        const cloud = withAccount();
        const other = (subdomain: string) => () =>
            cloud.create(ACCOUNT, openAi({ accountName: "other", properties: { customSubDomainName: subdomain } }));
        refused(other("AI-1"), /^Status=400 Code="CustomDomainInUse".*'ai-1' is not available/);
        other("ai-2")();
        const { id, inputs } = cloud.list().find(({ kind }) => kind === ACCOUNT) ?? assert.fail();
        cloud.update(ACCOUNT, id, { ...inputs, tags: { a: "b" } });
    });

    it("has deployments of models below accounts", () => {
        const { id, outputs } = withAccount().create(DEPLOYMENT, model());
        assert.equal(id, `${GROUP_ID}/providers/Microsoft.CognitiveServices/accounts/ai/deployments/mini`);
        assert.equal((outputs["properties"] as Properties)["provisioningState"], "Succeeded");
        refused(() => withAccount().create(DEPLOYMENT, model({ accountName: "none" })), /"ParentResourceNotFound"/);
    });

    const deployments: [about: string, changed: Properties, message: RegExp][] = [
        ["a deployment without a model", { properties: {} }, /The deployment has no properties\.model\.format\./],
        [
            "a deployment of a model without a name",
            { properties: { model: { format: "OpenAI" } } },
            /The deployment has no properties\.model\.name\./,
        ],
        ["a deployment without a SKU", { sku: null }, /The deployment has no sku\.name\./],
        ["a deployment of an unknown type", { sku: { name: "Global" } }, /'Global' of sku\.name/],
        [
            "a deployment without capacity",
            { sku: { name: "Standard", capacity: 0 } },
            /0 of sku\.capacity is out of range/,
        ],
    ];
    for (const [about, changed, message] of deployments) {
        it(`refuses ${about}`, () => refused(() => withAccount().create(DEPLOYMENT, model(changed)), message));
    }
});
