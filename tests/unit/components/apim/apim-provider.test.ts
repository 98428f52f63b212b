import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ApimProvider, type ApimProviderArgs, SESSION_AFFINITY_API_VERSIONS } from "../../../../components/apim";
import { refusesFaults } from "../../support/faults";
import { inTheClear, run, secret } from "../../support/program";

const PROVIDER = "pulumi:providers:azure-native_apimanagement_v20241001preview";

describe("ApimProvider", () => {
    for (const preview of [false, true]) {
        it(`registers one provider of the parameterised package${preview ? ", in a preview" : ""}`, async () => {
            const { resources, packages } = await run(() => new ApimProvider("apim"), { preview });
            assert.deepEqual(resources, [
                {
                    type: PROVIDER,
                    name: "apim",
                    custom: true,
                    parent: "",
                    inputs: {},
                    provider: "",
                    version: "",
                    packageRef: "package 1",
                    aliases: 0,
                },
            ]);
            assert.equal(packages.length, 1);
        });

        it(`hands its settings on, and keeps secret those that are${preview ? ", in a preview" : ""}`, async () => {
            const args: ApimProviderArgs = {
                subscriptionId: "sub",
                tenantId: pulumi.output("tenant"),
                environment: "public",
                useOidc: "true",
                clientId: "canary-1",
                clientSecret: "canary-2",
                clientCertificatePassword: "canary-3",
                oidcRequestToken: "canary-4",
                oidcToken: pulumi.output("canary-5"),
            };
            const { resources } = await run(() => new ApimProvider("apim", args), { preview });
            const inputs = resources[0]?.inputs;
            assert.deepEqual(inputs, {
                subscriptionId: "sub",
                tenantId: "tenant",
                environment: "public",
                useOidc: "true",
                clientId: secret("canary-1"),
                clientSecret: secret("canary-2"),
                clientCertificatePassword: secret("canary-3"),
                oidcRequestToken: secret("canary-4"),
                oidcToken: secret("canary-5"),
            });
            assert.ok(!inTheClear(inputs).includes("canary"));
        });
    }

    for (const apiVersion of SESSION_AFFINITY_API_VERSIONS) {
        it(`is of the package of API version ${apiVersion} where asked`, async () => {
            const { resources, packages } = await run(() => new ApimProvider("apim", { apiVersion }));
            const name = `azure-native_apimanagement_v${apiVersion.replaceAll("-", "")}`;
            assert.deepEqual(
                resources.map(({ type, inputs }) => ({ type, inputs })),
                [{ type: `pulumi:providers:${name}`, inputs: {} }],
            );
            assert.deepEqual(
                packages.map((each) => each.name),
                [name],
            );
        });
    }

    refusesFaults<ApimProviderArgs>(
        {
            component: "ApimProvider",
            good: () => ({}),
            make: (name, args) => new ApimProvider(name, args),
            children: [PROVIDER],
        },
        ["2024-05-01", "latest"].map((apiVersion) => ({
            title: `API version ${apiVersion}`,
            args: { apiVersion },
            path: "apiVersion",
            says: [`"${apiVersion}"`, '"2024-10-01-preview", "2025-03-01-preview", "2025-09-01-preview"'],
            plainOnly: true,
        })),
    );
});
