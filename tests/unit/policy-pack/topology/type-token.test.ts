import assert from "node:assert/strict";
import fc from "fast-check";

import { isKind, parseTypeToken, type TypeToken } from "../../../../policy-pack/topology/type-token";

describe("type tokens", () => {
    const cases: [token: string, parts: TypeToken][] = [
        ["azure-native:app:ContainerApp", parts("azure-native", "app", "ContainerApp")],
        ["azure-native:app/v20230501:ContainerApp", parts("azure-native", "app", "ContainerApp", "v20230501")],
        [
            "azure-native:apimanagement/v20241001preview:Backend",
            parts("azure-native", "apimanagement", "Backend", "v20241001preview"),
        ],
        [
            "azure-native_apimanagement_v20241001preview:apimanagement:Backend",
            parts("azure-native", "apimanagement", "Backend", "v20241001preview"),
        ],
        [
            "azure-native_storage_v20240101:storage/v20240101:Blob",
            parts("azure-native", "storage", "Blob", "v20240101"),
        ],
        ["kubernetes:core/v1:Service", parts("kubernetes", "core", "Service", "v1")],
        ["kubernetes:core/v1:ServicePatch", { ...parts("kubernetes", "core", "Service", "v1"), patch: true }],
        ["kubernetes:apps/v1:DeploymentPatch", { ...parts("kubernetes", "apps", "Deployment", "v1"), patch: true }],
        [
            "kubernetes:autoscaling/v2beta2:HorizontalPodAutoscaler",
            parts("kubernetes", "autoscaling", "HorizontalPodAutoscaler", "v2beta2"),
        ],
        [
            "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
            parts("kubernetes", "gateway.networking.k8s.io", "HTTPRoute", "v1"),
        ],
        ["kubernetes:v1:Service", parts("kubernetes", "core", "Service", "v1")],
        ["kubernetes:example.com/v1:Patch", parts("kubernetes", "example.com", "Patch", "v1")],
        ["azure:containerapp/app:App", parts("azure", "containerapp", "App")],
        ["azure:apimanagement/backend:Backend", parts("azure", "apimanagement", "Backend")],
        ["other:module:ServicePatch", parts("other", "module", "ServicePatch")],
        ["pulumi:providers:kubernetes", parts("pulumi", "providers", "kubernetes")],
        ["pulumi:pulumi:Stack", parts("pulumi", "pulumi", "Stack")],
    ];
    for (const [token, expected] of cases) {
        it(`takes ${token} apart`, () => assert.deepEqual(parseTypeToken(token), expected));
    }

    for (const garbage of ["", ":", "::", "a", "a:b", "a:b:", ":b:c", "Service"]) {
        it(`finds no token in ${JSON.stringify(garbage)}`, () => assert.equal(parseTypeToken(garbage), undefined));
    }

    it("never throws", () => {
        fc.assert(
            fc.property(
                fc.oneof(
                    fc.string(),
                    fc.string({ unit: fc.constantFrom(..."azure-native_kubernetes:/v1Patch") }),
                    fc.array(fc.string()).map((pieces) => pieces.join(":")),
                ),
                (text) => {
                    parseTypeToken(text);
                    isKind(text, "kubernetes", "core", "Service");
                },
            ),
        );
    });

    it("gives back the parts that a token was built from, in every spelling", () => {
        const word = fc.stringMatching(/^[a-z][a-z0-9]{0,12}$/);
        const version = fc.stringMatching(/^v[0-9]{1,8}(preview)?$/);
        const kind = fc.stringMatching(/^[A-Z][A-Za-z]{0,12}$/).filter((name) => !name.endsWith("Patch"));
        fc.assert(
            fc.property(word, version, kind, (module, apiVersion, name) => {
                const azure = parts("azure-native", module, name, apiVersion);
                assert.deepEqual(parseTypeToken(`azure-native:${module}/${apiVersion}:${name}`), azure);
                assert.deepEqual(parseTypeToken(`azure-native_${module}_${apiVersion}:${module}:${name}`), azure);
                const object = parts("kubernetes", `${module}.example.com`, name, apiVersion);
                const token = `kubernetes:${module}.example.com/${apiVersion}:${name}`;
                assert.deepEqual(parseTypeToken(token), object);
                assert.deepEqual(parseTypeToken(`${token}Patch`), { ...object, patch: true });
                assert.ok(isKind(token, "kubernetes", `${module}.example.com`, name));
                assert.ok(!isKind(token, "azure-native", `${module}.example.com`, name));
            }),
        );
    });
});

function parts(family: string, module: string, kind: string, apiVersion?: string): TypeToken {
    return { family, module, ...(apiVersion === undefined ? {} : { apiVersion }), kind, patch: false };
}
