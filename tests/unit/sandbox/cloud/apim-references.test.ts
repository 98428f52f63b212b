import * as assert from "node:assert/strict";
import { Cloud, UNKNOWN, secret, type Properties } from "../../../../sandbox/cloud";
import {
    API,
    API_POLICY,
    CERTIFICATE,
    FRAGMENT,
    NAMED_VALUE,
    POLICY,
    inSection,
    saveFragment,
    savePolicy,
    stocked,
} from "./apim-support";
import { BACKEND, GATEWAY, inGateway, refused } from "./support";

describe("cloud: what policies name", () => {
    const save = (statement: string, cloud = stocked().cloud) =>
        savePolicy(inSection("inbound", statement), "rawxml", cloud);

    for (const statement of [
        '<set-backend-service backend-id="shop" />',
        '<set-backend-service backend-id="SHOP" />',
        '<set-backend-service backend-id="@("any")" />',
        '<set-header name="k"><value>{{key}}</value></set-header>',
        '<set-header name="k"><value>@("Bearer " + "{{key}}")</value></set-header>',
        '<set-backend-service base-url="https://{{key}}" />',
        '<include-fragment fragment-id="sign" />',
        '<authentication-certificate certificate-id="client" />',
        '<choose><when condition="a"><set-backend-service backend-id="shop" /></when></choose>',
        '<!-- {{none}} --><set-body template="liquid">{{body.none}}</set-body>',
        "<set-body>{{ none }} {{a b}} {none}</set-body>",
        '<log-to-eventhub backend-id="another thing" fragment-id="another thing" />',
    ]) {
        it(`is there: ${statement}`, () => save(statement));
    }

    for (const [statement, refusal] of [
        [
            '<set-backend-service backend-id="none" />',
            /^Status=400 Code="ValidationError" Message="One or more fields contain incorrect values: Error in element 'set-backend-service' on line 1: Backend with id 'none' could not be found\."$/,
        ],
        ['<include-fragment fragment-id="none" />', /'include-fragment' .*Policy fragment with id 'none'/],
        [
            '<authentication-certificate certificate-id="none" />',
            /'authentication-certificate' .*Certificate with id 'none'/,
        ],
        ['<set-header name="k"><value>{{none}}</value></set-header>', /'value' .*Cannot find the named value 'none'/],
        ['<set-header name="{{none}}" />', /'set-header' .*Cannot find the named value 'none'/],
        ['<set-header name="k"><value>{{the-key}}</value></set-header>', /Cannot find the named value 'the-key'/],
        ['<set-header name="k"><value>@("{{key}}" + $"{{none}}")</value></set-header>', /named value 'none'/],
        [
            '<choose><when condition="a"><set-backend-service backend-id="none" /></when></choose>',
            /Backend with id 'none'/,
        ],
    ] as const) {
        it(`is missed: ${statement}`, () => refused(() => save(statement), refusal));
    }

    it("is looked for in fragments and at every scope, and in the policy's own service only", () => {
        const { cloud } = stocked();
        refused(
            () => saveFragment('<fragment><set-backend-service backend-id="none" /></fragment>', "rawxml", cloud),
            /Backend with id 'none'/,
        );
        cloud.create(API, inGateway({ apiId: "a", path: "a" }));
        const value = inSection(
            "inbound",
            '<set-backend-service backend-id="shop" /><include-fragment fragment-id="sign" />',
        );
        cloud.create(API_POLICY, inGateway({ apiId: "a", policyId: "policy", format: "rawxml", value }));
        const elsewhere = { ...inGateway({ policyId: "policy", format: "rawxml" }), serviceName: "gw2" };
        refused(() => cloud.create(POLICY, { ...elsewhere, value }), /Backend with id 'shop'/);
        const key = inSection("inbound", '<set-header name="{{key}}" />');
        refused(() => cloud.create(POLICY, { ...elsewhere, value: key }), /named value 'key'/);
    });

    it("is not looked for where references are taken for good", () => {
        const value = inSection("inbound", '<set-backend-service backend-id="none" />');
        Cloud.inMemory({ checkReferences: false }).create(POLICY, inGateway({ policyId: "policy", value }));
    });
});

describe("cloud: what a backend's credentials name", () => {
    const backend = (credentials: Properties) =>
        inGateway({ backendId: "b", url: "https://x", protocol: "http", credentials });

    it("is there", () => {
        const { cloud, certificateId } = stocked();
        cloud.create(
            BACKEND,
            backend({
                header: { "x-key": ["{{key}}", "plain"] },
                query: { code: ["{{key}}"] },
                authorization: { scheme: "Bearer", parameter: "{{key}}" },
                certificateIds: [certificateId, "/certificates/client", "certificates/client", "client", UNKNOWN],
            }),
        );
    });

    for (const [credentials, refusal] of [
        [{ header: { k: ["a", "{{none}}"] } }, /credentials\.header\.k\[1\]: Cannot find the named value 'none'/],
        [{ query: { k: ["{{none}}"] } }, /credentials\.query\.k\[0\]: Cannot find the named value 'none'/],
        [{ query: { k: secret(["{{none}}"]) } }, /credentials\.query\.k\[0\]: Cannot find/],
        [{ authorization: { scheme: "a", parameter: "b{{none}}" } }, /authorization\.parameter: Cannot find/],
        [{ certificateIds: ["client", "none"] }, /certificates\/none' that credentials\.certificateIds\[1\] names/],
        [{ certificateIds: ["/backends/shop"] }, /backends\/shop' that credentials\.certificateIds\[0\] names/],
    ] as [Properties, RegExp][]) {
        it(`is missed: ${JSON.stringify(credentials)}`, () => {
            const { cloud } = stocked();
            refused(() => cloud.create(BACKEND, backend(credentials)), refusal);
        });
    }

    it("is not a certificate of another service", () => {
        const { cloud } = stocked();
        const elsewhere = { ...inGateway({ certificateId: "c", data: "AAAA" }), serviceName: "gw2" };
        const { id } = cloud.create(CERTIFICATE, elsewhere);
        refused(() => cloud.create(BACKEND, backend({ certificateIds: [id] })), /belongs to another service/);
    });
});

describe("cloud: a named value that something names", () => {
    const header = inSection("inbound", '<set-header name="{{key}}" />');
    const users: [string, string, Properties][] = [
        ["a policy", POLICY, { policyId: "policy", format: "rawxml", value: header }],
        [
            "a fragment",
            FRAGMENT,
            { id: "f", format: "xml", value: '<fragment><set-header name="{{key}}" /></fragment>' },
        ],
        [
            "a backend",
            BACKEND,
            { backendId: "b", url: "https://x", protocol: "http", credentials: { query: { code: ["{{key}}"] } } },
        ],
    ];

    for (const [what, token, properties] of users) {
        it(`cannot be deleted before ${what} that does`, () => {
            const { cloud, namedValueId } = stocked();
            const { id } = cloud.create(token, inGateway(properties));
            refused(
                () => cloud.delete(NAMED_VALUE, namedValueId),
                /^Status=409 Code="Conflict" Message="The named value 'key' \(.*namedValues\/the-key\) cannot be deleted while '.*' refers to it\."$/,
            );
            assert.notEqual(cloud.read(NAMED_VALUE, namedValueId), undefined);
            cloud.delete(token, id);
            cloud.delete(NAMED_VALUE, namedValueId);
            assert.equal(cloud.read(NAMED_VALUE, namedValueId), undefined);
        });
    }

    it("is deleted where others name it, or another service does", () => {
        const { cloud, namedValueId } = stocked();
        cloud.create(NAMED_VALUE, {
            ...inGateway({ namedValueId: "k", displayName: "key", value: "y" }),
            serviceName: "gw2",
        });
        cloud.create(POLICY, { ...inGateway({ policyId: "policy", value: header }), serviceName: "gw2" });
        cloud.delete(NAMED_VALUE, namedValueId);
    });

    it("goes with its service, and with references taken for good", () => {
        const { cloud, serviceId } = stocked();
        savePolicy(header, "rawxml", cloud);
        cloud.delete(GATEWAY, serviceId);
        assert.deepEqual(
            cloud.list().filter(({ kind }) => kind === NAMED_VALUE),
            [],
        );
        const trusting = Cloud.inMemory({ checkReferences: false });
        const { id } = trusting.create(NAMED_VALUE, inGateway({ namedValueId: "k", displayName: "key", value: "x" }));
        trusting.create(POLICY, inGateway({ policyId: "policy", value: header }));
        trusting.delete(NAMED_VALUE, id);
        assert.equal(trusting.read(NAMED_VALUE, id), undefined);
    });
});
