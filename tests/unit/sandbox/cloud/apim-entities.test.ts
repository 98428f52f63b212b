import * as assert from "node:assert/strict";
import { UNKNOWN, secret, type Properties, type Value } from "../../../../sandbox/cloud";
import {
    API,
    CERTIFICATE,
    NAMED_VALUE,
    OPERATION,
    OPERATION_POLICY,
    PRODUCT,
    PRODUCT_API,
    VERSION_SET,
    stocked,
} from "./apim-support";
import { furnished, inGateway, refused } from "./support";

const create = (token: string, properties: Properties, cloud = furnished().cloud) =>
    cloud.create(token, inGateway(properties));

describe("cloud: named values", () => {
    const named = (more: Properties) => ({ namedValueId: "n", displayName: "n", ...more });

    it("take a value or a secret of a vault, and show no value", () => {
        const { outputs } = create(NAMED_VALUE, named({ value: secret("x".repeat(4096)), secret: true }));
        assert.ok(!("value" in outputs));
        assert.equal(outputs["secret"], true);
        const keyVault = { secretIdentifier: "https://v.vault.azure.net/secrets/s" };
        assert.equal(create(NAMED_VALUE, named({ keyVault })).outputs["secret"], false);
        create(NAMED_VALUE, named({ value: UNKNOWN }));
    });

    for (const [what, properties, refusal] of [
        ["no value at all", {}, /value: it or keyVault\.secretIdentifier has to be given/],
        ["a vault without a secret", { keyVault: { identityClientId: "a" } }, /keyVault\.secretIdentifier has to be/],
        ["a long value", { value: "x".repeat(4097) }, /value: it needs 1 to 4096 characters/],
        ["an empty value", { value: "" }, /value: it needs 1 to 4096 characters/],
        ["a value of spaces", { value: " \n" }, /not only space/],
        ["a long displayName", { value: "x", displayName: "d".repeat(257) }, /it can have 256 characters, not 257/],
        ["an empty displayName", { value: "x", displayName: "" }, /displayName ''/],
        ["a displayName with a space", { value: "x", displayName: "a b" }, /displayName 'a b'/],
        ["33 tags", { value: "x", tags: Array.from({ length: 33 }, String) }, /tags: there can be 32, not 33/],
    ] as [string, Properties, RegExp][]) {
        it(`refuse ${what}`, () => refused(() => create(NAMED_VALUE, named(properties)), refusal));
    }

    it("have a displayName that is free in their service", () => {
        const { cloud } = stocked();
        const again = { namedValueId: "again", displayName: "key", value: "x" };
        refused(
            () => create(NAMED_VALUE, again, cloud),
            /^Status=400 Code="ValidationError" .*displayName 'key': Property with the same name already exist: .*the-key\."$/,
        );
        cloud.create(NAMED_VALUE, { ...inGateway(again), serviceName: "gw2" });
        const { id } = create(NAMED_VALUE, { ...again, displayName: "Key" }, cloud);
        cloud.update(NAMED_VALUE, id, inGateway({ ...again, displayName: "Key", value: "y" }));
    });
});

describe("cloud: certificates", () => {
    it("take data or a secret of a vault, and show neither data nor password", () => {
        const { outputs } = create(CERTIFICATE, { certificateId: "c", data: "AAAA", password: secret("p") });
        assert.ok(!("data" in outputs) && !("password" in outputs));
        create(CERTIFICATE, { certificateId: "c", keyVault: { secretIdentifier: "https://v/secrets/s" } });
    });

    it("refuse to be empty", () => {
        refused(
            () => create(CERTIFICATE, { certificateId: "c", password: "p" }),
            /data: it or keyVault\.secretIdentifier/,
        );
    });
});

describe("cloud: products", () => {
    it("are not published and need a subscription, unless they say so", () => {
        const { outputs } = create(PRODUCT, { productId: "p", displayName: "p" });
        assert.deepEqual([outputs["state"], outputs["subscriptionRequired"]], ["notPublished", true]);
        const open = create(PRODUCT, {
            productId: "p",
            displayName: "p",
            state: "published",
            subscriptionRequired: false,
        });
        assert.deepEqual([open.outputs["state"], open.outputs["subscriptionRequired"]], ["published", false]);
    });

    it("refuse another state", () => {
        refused(
            () => create(PRODUCT, { productId: "p", displayName: "p", state: "Published" }),
            /state: 'Published' is not one of 'notPublished', 'published'/,
        );
    });

    it("hold APIs that are there", () => {
        const { cloud } = furnished();
        const link = () => create(PRODUCT_API, { productId: "p", apiId: "a" }, cloud);
        refused(link, /Code="ParentResourceNotFound".*products\/p'/);
        create(PRODUCT, { productId: "p", displayName: "p" }, cloud);
        refused(link, /apis\/a' that apiId names does not exist/);
        create(API, { apiId: "a", path: "a" }, cloud);
        link();
        create(PRODUCT_API, { productId: "p", apiId: "a;rev=2" }, cloud);
    });
});

describe("cloud: API version sets", () => {
    const set = (properties: Properties) => create(VERSION_SET, { versionSetId: "s", displayName: "s", ...properties });

    it("say where the version is", () => {
        set({ versioningScheme: "Segment" });
        set({ versioningScheme: "Header", versionHeaderName: "v" });
        set({ versioningScheme: "Query", versionQueryName: UNKNOWN });
        set({ versioningScheme: UNKNOWN });
        const { failures } = furnished().cloud.check(VERSION_SET, "s", inGateway({}));
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["displayName", "versioningScheme"],
        );
    });

    for (const [properties, refusal] of [
        [{ versioningScheme: "segment" }, /'segment' is not one of 'Segment', 'Header', 'Query'/],
        [
            { versioningScheme: "Header", versionQueryName: "v" },
            /versionHeaderName: the versioningScheme 'Header' needs it/,
        ],
        [{ versioningScheme: "Query" }, /versionQueryName: the versioningScheme 'Query' needs it/],
    ] as [Properties, RegExp][]) {
        it(`refuse ${JSON.stringify(properties)}`, () => refused(() => set(properties), refusal));
    }
});

describe("cloud: APIs", () => {
    it("have a path of their own, which only versions of one API share", () => {
        const { cloud } = furnished();
        const api = (apiId: string, more: Properties = {}) => create(API, { apiId, path: "shop", ...more }, cloud);
        const clash = /path: Cannot create API '.*' with the same Path 'shop' as API '.*apis\/a'/;
        const { id } = api("a");
        refused(() => api("b"), clash);
        refused(() => api("b", { path: "/SHOP/" }), clash);
        api("a;rev=2", { apiRevision: "2" });
        api("b", { path: "shop/b" });
        api("c", { path: UNKNOWN });
        cloud.update(API, id, inGateway({ apiId: "a", path: "shop", displayName: "Shop" }));
        cloud.create("azure-native:apimanagement:ApiManagementService", {
            resourceGroupName: "rg",
            serviceName: "gw2",
        });
        cloud.create(API, { ...inGateway({ apiId: "a", path: "shop" }), serviceName: "gw2" });
    });

    it("are versions of one API by their version set", () => {
        const { cloud } = furnished();
        const set = (versionSetId: string) =>
            create(VERSION_SET, { versionSetId, displayName: "s", versioningScheme: "Segment" }, cloud).id;
        const [one, other] = [set("one"), set("other")];
        const api = (apiId: string, apiVersion: Value, apiVersionSetId: Value) =>
            create(API, { apiId, path: "shop", apiVersion, apiVersionSetId }, cloud);
        api("v1", "v1", one);
        api("v2", "v2", "/apiVersionSets/one");
        refused(() => api("v2-again", "v2", one), /with the same Path 'shop'/);
        refused(() => api("v3", "v3", other), /with the same Path 'shop'/);
        api("v4", "v4", UNKNOWN);
        refused(() => api("v5", "v5", `${one}2`), /apiVersionSets\/one2' that apiVersionSetId names does not exist/);
    });

    it("need a version set for a version", () => {
        refused(
            () => create(API, { apiId: "a", path: "a", apiVersion: "v1" }),
            /apiVersionSetId: an API with an apiVersion/,
        );
        create(API, { apiId: "a", path: "a", apiVersion: "v1", apiVersionSet: { versioningScheme: "Segment" } });
    });

    const YAML = "openapi: 3.0.1\npaths:\n  /orders/{id}:\n    get: { operationId: Get Order! }\n    delete: {}\n";
    const JSON_TEXT = '{"swagger":"2.0","paths":{"/orders/{id}":{"get":{"operationId":"get-order"},"delete":{}}}}';

    for (const [format, value] of [
        ["openapi", YAML],
        ["openapi", JSON_TEXT],
        ["openapi+json", JSON_TEXT],
        ["swagger-json", JSON_TEXT],
    ] as const) {
        it(`have the operations of their ${format} document`, () => {
            const { cloud } = furnished();
            create(API, { apiId: "a", path: "a", format, value }, cloud);
            const policy = (operationId: string) =>
                create(OPERATION_POLICY, { apiId: "a", operationId, policyId: "policy", value: "<policies />" }, cloud);
            policy("get-order");
            policy("delete-orders-id");
            refused(() => policy("put-order"), /Code="ParentResourceNotFound".*operations\/put-order'/);
            const operation = { apiId: "a", displayName: "o", templateParameters: [{ name: "id" }] };
            refused(
                () =>
                    create(
                        OPERATION,
                        { ...operation, operationId: "get-order", method: "GET", urlTemplate: "/o/{id}" },
                        cloud,
                    ),
                /cannot create already existing resource/,
            );
            refused(
                () =>
                    create(
                        OPERATION,
                        { ...operation, operationId: "x", method: "get", urlTemplate: "/orders/{id}" },
                        cloud,
                    ),
                /Code="Conflict" Message="Operation with the same method 'get' and URL template '\/orders\/\{id\}' exists/,
            );
        });
    }

    it("may have any operation where their document was not read", () => {
        for (const given of [
            { format: "openapi-link", value: "https://example.com/openapi.json" },
            { format: "wsdl", value: "<definitions />" },
            { format: "openapi", value: UNKNOWN },
            { format: "openapi", value: secret(YAML) },
        ]) {
            const { cloud } = furnished();
            create(API, { apiId: "a", path: "a", ...given }, cloud);
            create(
                OPERATION_POLICY,
                { apiId: "a", operationId: "o", policyId: "policy", value: "<policies />" },
                cloud,
            );
        }
    });

    for (const [what, properties, refusal] of [
        [
            "YAML that is none",
            { format: "openapi", value: "a: [" },
            /Parsing error\(s\): the document is not of the format 'openapi'/,
        ],
        ["YAML as JSON", { format: "openapi+json", value: YAML }, /not of the format 'openapi\+json'/],
        ["JSON that is none", { format: "swagger-json", value: "{" }, /not of the format 'swagger-json'/],
        ["a document without paths", { format: "openapi", value: "openapi: 3.0.1" }, /the document has no 'paths'/],
        ["a text as a document", { format: "openapi", value: "https://example.com" }, /the document has no 'paths'/],
        ["a format without a document", { format: "openapi" }, /value: it has to be given with format/],
        ["a document without a format", { value: YAML }, /format: it has to be given with value/],
    ] as [string, Properties, RegExp][]) {
        it(`refuse ${what}`, () => refused(() => create(API, { apiId: "a", path: "a", ...properties }), refusal));
    }
});

describe("cloud: API operations", () => {
    function withApi() {
        const { cloud } = furnished();
        create(API, { apiId: "a", path: "a" }, cloud);
        create(API, { apiId: "ab", path: "ab" }, cloud);
        return (operationId: string, urlTemplate: Value, more: Properties = {}) =>
            create(
                OPERATION,
                { apiId: "a", operationId, displayName: "o", method: "GET", urlTemplate, ...more },
                cloud,
            );
    }
    const parameters = (...names: Value[]) => ({ templateParameters: names.map((name) => ({ name, type: "string" })) });

    it("declare the parameters of their template", () => {
        const operation = withApi();
        operation("o1", "/*");
        operation("o2", "/orders/{id}/{*rest}?day={day}", parameters("id", "rest", "day"));
        operation("o3", "/orders/{a}", { templateParameters: UNKNOWN });
        operation("o4", "/orders/{b}", parameters(UNKNOWN));
        operation("o5", UNKNOWN, parameters("c"));
    });

    it("refuse a parameter on one side only", () => {
        const operation = withApi();
        refused(
            () => operation("o", "/orders/{id}/{day}", parameters("id")),
            /Code="ValidationError".*templateParameters: All template parameters used in the UriTemplate must be defined in the Operation, please ensure that 'day' is/,
        );
        refused(() => operation("o", "/orders/{id}"), /please ensure that 'id' is/);
        refused(() => operation("o", "/orders", parameters("id")), /'id' is not used in the UriTemplate '\/orders'/);
    });

    it("differ in method or template in one API", () => {
        const operation = withApi();
        operation("o1", "/orders");
        refused(() => operation("o2", "/Orders", { method: "get" }), /Operation with the same method 'get'/);
        operation("o2", "/orders", { method: "POST" });
        operation("o3", "/orders/all");
        operation("o4", "/orders", { apiId: "ab" });
    });

    it("need their method", () => {
        const { failures } = furnished().cloud.check(OPERATION, "o", inGateway({ apiId: "a" }));
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["displayName", "method", "urlTemplate"],
        );
    });
});
