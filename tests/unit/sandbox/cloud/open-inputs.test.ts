import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { Cloud, Refusal, UNKNOWN, secret, type Properties, type Value } from "../../../../sandbox/cloud";
import { BACKEND, CONTAINER_APP, DEPLOYMENT, ENVIRONMENT, GATEWAY, GROUP, SERVICE } from "./support";

const TOKENS = [
    GROUP,
    ENVIRONMENT,
    CONTAINER_APP,
    GATEWAY,
    BACKEND,
    SERVICE,
    DEPLOYMENT,
    "azure-native:apimanagement:Policy",
    "azure-native:apimanagement:PolicyFragment",
    "azure-native:apimanagement:NamedValue",
    "azure-native:apimanagement:Certificate",
    "azure-native:apimanagement:Api",
    "azure-native:apimanagement:ApiOperation",
    "azure-native:apimanagement:ApiVersionSet",
    "azure-native:apimanagement:ProductApi",
    "azure-native:logic:Workflow",
    "azure-native:web:WebApp",
    "azure-native:web:WebAppSlot",
    "azure-native:web:WebAppAuthSettingsV2",
    "azure-native:web:WebAppAuthSettingsV2Slot",
    "azure-native:web:WebAppApplicationSettings",
    "azure-native:web:AppServicePlan",
    "azure-native:storage:StorageAccount",
    "azure-native:authorization:RoleAssignment",
    "azure-native:network:LoadBalancer",
    "azure-native:network:ApplicationGateway",
    "azure-native:cdn:Profile",
    "azure-native:cdn:AFDEndpoint",
    "azure-native:cdn:AFDOriginGroup",
    "azure-native:cdn:AFDOrigin",
    "azure-native:cdn:Route",
    "azure-native:privatedns:PrivateRecordSet",
    "azure-native:containerservice:ManagedCluster",
    "azure-native:keyvault:Secret",
    "azure-native:quantum:Thing",
    "kubernetes:core/v1:ServicePatch",
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
    "kubernetes:helm.sh/v3:Release",
    "random:index/randomPassword:RandomPassword",
    "random:index/randomInteger:RandomInteger",
    "nonsense",
];

/** Names that the kinds look at, so that arbitrary values land where they are read. */
const KEYS = [
    "resourceGroupName",
    "serviceName",
    "backendId",
    "containerAppName",
    "name",
    "location",
    "type",
    "pool",
    "services",
    "id",
    "metadata",
    "annotations",
    "labels",
    "namespace",
    "spec",
    "selector",
    "matchLabels",
    "template",
    "ports",
    "sessionAffinity",
    "configuration",
    "ingress",
    "stickySessions",
    "affinity",
    "identity",
    "properties",
    "length",
    "min",
    "max",
    "scope",
    "format",
    "value",
    "displayName",
    "path",
    "urlTemplate",
    "templateParameters",
    "credentials",
    "header",
    "authorization",
    "certificateIds",
    "circuitBreaker",
    "rules",
    "failureCondition",
    "proxy",
    "sku",
    "serverFarmId",
    "siteConfig",
    "appSettings",
    "kind",
    "functionAppConfig",
    "globalValidation",
    "__proto__",
];

/** Any JSON, with unknowns and secrets anywhere. */
const values = fc.letrec<{ value: Value; properties: Properties }>((tie) => ({
    value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<Value>(UNKNOWN, null, true, "Pool", "ClientIP", "default", 0, 1, -1),
        fc.string(),
        fc.array(tie("value"), { maxLength: 3 }),
        tie("properties"),
        tie("value").map(secret),
    ),
    properties: fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string()), tie("value"), { maxKeys: 6 }),
}));

describe("cloud: any input at all", () => {
    it("is checked, compared and previewed without an exception, other than a refusal", () => {
        fc.assert(
            fc.property(fc.constantFrom(...TOKENS), values.properties, values.properties, (token, before, after) => {
                const cloud = Cloud.inMemory();
                const { inputs, failures } = cloud.check(token, "name", after, { previousInputs: before });
                assert.ok(Array.isArray(failures));
                cloud.diff(token, before, inputs, "name");
                try {
                    cloud.preview(token, inputs);
                    const { id } = cloud.create(token, inputs);
                    cloud.read(token, id);
                    cloud.delete(token, id);
                } catch (error) {
                    assert.ok(error instanceof Refusal, (error as Error).stack);
                }
            }),
            { numRuns: 1500 },
        );
    });

    it("differs from itself in nothing", () => {
        fc.assert(
            fc.property(values.properties, (properties) => {
                assert.deepEqual(Cloud.inMemory().diff(SERVICE, properties, properties).changed, []);
            }),
        );
    });

    it("differs from what is not known yet", () => {
        const known = { a: { b: 1 }, c: [1], d: "x" };
        const paths = Cloud.inMemory().diff(SERVICE, known, {
            a: UNKNOWN,
            c: [UNKNOWN],
            d: UNKNOWN,
            e: UNKNOWN,
        }).changed;
        assert.deepEqual(
            paths.map(({ path, kind }) => `${kind} ${path}`),
            ["update a", "update c[0]", "update d", "add e"],
        );
    });

    it("that is all unknown fails no check", () => {
        for (const token of TOKENS) {
            const inputs = Object.fromEntries(KEYS.map((key) => [key, UNKNOWN]));
            const failing = Cloud.inMemory()
                .check(token, "name", inputs)
                .failures.map(({ property }) => property.split(".")[0] ?? "");
            assert.deepEqual(
                failing.filter((property) => KEYS.includes(property)),
                [],
                token,
            );
        }
    });
});
