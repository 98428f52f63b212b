import * as assert from "node:assert/strict";
import { HIDDEN, UNKNOWN, secret } from "../../../../sandbox/cloud";
import {
    API,
    API_POLICY,
    FRAGMENT,
    INVALID,
    OPERATION,
    OPERATION_POLICY,
    POLICY,
    PRODUCT,
    PRODUCT_POLICY,
    inSection,
    saveFragment,
    savePolicy,
} from "./apim-support";
import { furnished, inGateway, refused } from "./support";

const SECTION_NAMES = ["inbound", "backend", "outbound", "on-error"];
const HEADER = '<set-header name="a" exists-action="delete" />';
const BACKEND_SERVICE = '<set-backend-service base-url="https://x" />';

const EVERYTHING = `<policies>
    <inbound>
        <base />
        <choose>
            <when condition="@(context.Request.Headers.GetValueOrDefault("x", "") == "<" && true)">
                <set-backend-service base-url="@{ return "https://" + (new Dictionary<string, string>())["a"]; }" />
            </when>
            <otherwise><rewrite-uri template="/x" /></otherwise>
        </choose>
        <validate-jwt header-name="Authorization">
            <openid-config url="https://a" />
            <openid-config url="https://b" />
            <audiences><audience>a</audience></audiences>
            <issuers><issuer>b</issuer></issuers>
            <required-claims><claim name="c" /></required-claims>
        </validate-jwt>
        <send-request mode="new" response-variable-name="token">
            <set-url>https://login</set-url>
            <set-body>@("a=" + System.Net.WebUtility.UrlEncode("&"))</set-body>
            <authentication-certificate thumbprint="ab" />
        </send-request>
        <cors><allowed-origins><origin>*</origin></allowed-origins></cors>
    </inbound>
    <backend>
        <retry condition="@(context.Response.StatusCode >= 500)" count="3" interval="1">
            <choose><when condition="@(true)">${BACKEND_SERVICE}</when></choose>
            <forward-request buffer-request-body="true" />
        </retry>
    </backend>
    <outbound><base />${HEADER}</outbound>
    <on-error><base /><return-response><set-body>no</set-body></return-response></on-error>
</policies>`;

describe("cloud: policy documents", () => {
    it("are taken with all that the service allows", () => {
        savePolicy(EVERYTHING, "rawxml");
        savePolicy("<policies />", "rawxml");
        savePolicy('<?xml version="1.0"?><!-- why --><policies><inbound /></policies>', "xml");
    });

    it("that are not known yet, or lie behind a link, are not read", () => {
        savePolicy(UNKNOWN, "rawxml");
        savePolicy("<policies>", UNKNOWN);
        savePolicy("https://example.com/policy.xml", "xml-link");
        savePolicy("https://example.com/policy.xml", "rawxml-link");
        furnished().cloud.preview(POLICY, inGateway({ value: "<nothing" }));
    });

    it("that are secret are checked when written, and not once they are hidden", () => {
        const { cloud } = furnished();
        const write = (value: string) => ({ ...inGateway({ policyId: "policy" }), value: secret(value) });
        refused(() => cloud.create(POLICY, write("<x />")), /Error in element 'x'/);
        const { id } = cloud.create(POLICY, write("<policies />"));
        cloud.edit(id, (inputs) => {
            assert.deepEqual(inputs["value"], secret(HIDDEN));
            return inputs;
        });
    });

    for (const [format, refusal] of [
        ["json", /format: 'json' is not one of 'xml', 'xml-link', 'rawxml', 'rawxml-link'/],
        ["RawXml", /format: 'RawXml'/],
    ] as const) {
        it(`refuses the format ${format}`, () => refused(() => savePolicy("<policies />", format), refusal));
    }

    it("are XML as they stand where they say so, or say nothing", () => {
        const document = inSection("inbound", '<choose><when condition="@(a && b)" /></choose>');
        savePolicy(document, "rawxml");
        for (const format of ["xml", undefined]) {
            refused(
                () => savePolicy(document, format),
                /not well-formed XML \(line 1\): an & has to be written as &amp;/,
            );
        }
        savePolicy(document.replace("&&", "&amp;&amp;"), "xml");
    });

    for (const [what, document] of [
        ["nothing", ""],
        ["no XML", "policies"],
        ["an element without end", "<policies><inbound></policies>"],
        ["two roots", "<policies /><policies />"],
        ["an attribute without quotes", inSection("inbound", "<set-header name=a />")],
        ["an attribute twice", inSection("inbound", '<set-header name="a" name="b" />')],
        ["an entity that nobody knows", inSection("inbound", '<set-header name="&nbsp;" />')],
        ["a raw < in a value", inSection("inbound", '<set-header name="<" />')],
        ["a loose & in a text", inSection("inbound", "<set-body>a & b</set-body>")],
    ] as const) {
        it(`refuses ${what}`, () => {
            for (const format of ["xml", "rawxml"]) {
                refused(() => savePolicy(document, format), /Code="ValidationError" Message=".* not well-formed XML/);
            }
        });
    }

    it("takes an & in a comment and in a CDATA section", () => {
        savePolicy(inSection("inbound", "<!-- a & b --><set-body><![CDATA[a & b]]></set-body>"), "xml");
    });

    for (const [what, document, refusal] of [
        ["another root", "<policy />", "Error in element 'policy' on line 1: The root element has to be 'policies'."],
        [
            "an unknown section",
            "<policies>\n<outbounds /></policies>",
            "Error in element 'outbounds' on line 2: A section has to be one of inbound, backend, outbound, on-error.",
        ],
        [
            "a section twice",
            "<policies><inbound />\n<inbound /></policies>",
            "Error in element 'inbound' on line 2: The section stands in the document more than once.",
        ],
        [
            "text in a section",
            inSection("inbound", "undefined"),
            "Error in element 'inbound' on line 1: The element 'inbound' cannot contain text.",
        ],
        [
            "two statements in backend",
            inSection("backend", "<base /><forward-request />"),
            "Error in element 'backend' on line 1: backend section allows only one policy to be specified.",
        ],
        [
            "base below a statement",
            inSection("inbound", '<choose><when condition="true"><base /></when></choose>'),
            "Error in element 'base' on line 1: The element 'base' can stand directly in a section only.",
        ],
    ] as const) {
        it(`refuses ${what}, as the service words it`, () => {
            refused(
                () => savePolicy(document, "rawxml"),
                new RegExp(`^${(INVALID + refusal).replace(/[.*+?()[\]\\]/g, "\\$&")}"$`),
            );
        });
    }

    for (const [statement, sections] of [
        [BACKEND_SERVICE, ["inbound", "backend"]],
        ["<forward-request />", ["backend"]],
        ['<cache-store duration="1" />', ["outbound"]],
        ['<authentication-managed-identity resource="a" />', ["inbound"]],
        ['<set-query-parameter name="a" />', ["inbound", "backend"]],
        ["<set-method>GET</set-method>", ["inbound", "on-error"]],
        [HEADER, SECTION_NAMES],
        ["<a-new-statement><forward-request /></a-new-statement>", SECTION_NAMES],
        ["<constructor />", SECTION_NAMES],
    ] as const) {
        it(`lets ${statement} stand in ${sections.join(", ")} only, however deep`, () => {
            for (const section of SECTION_NAMES) {
                for (const placed of [
                    statement,
                    `<choose><when condition="true" /><otherwise>${statement}</otherwise></choose>`,
                    `<choose><when condition="true">${statement}</when></choose>`,
                    `<retry condition="true" count="1" interval="1">${statement}</retry>`,
                    `<limit-concurrency key="a" max-count="1">${statement}</limit-concurrency>`,
                    `<limit-concurrency><choose><when condition="a">${statement}</when></choose></limit-concurrency>`,
                ]) {
                    const save = () => savePolicy(inSection(section, placed), "rawxml");
                    if ((sections as readonly string[]).includes(section)) save();
                    else refused(save, /Policy is not allowed in the specified section: '[a-z-]+' is not one of/);
                }
            }
        });
    }

    it("lets a request be built in any section", () => {
        const request = '<authentication-certificate body="a" /><set-method>POST</set-method>';
        for (const section of SECTION_NAMES) {
            savePolicy(
                inSection(section, `<send-request response-variable-name="a">${request}</send-request>`),
                "rawxml",
            );
        }
    });

    for (const [statement, missing] of [
        ["<set-backend-service />", "base-url' or 'backend-id"],
        ["<authentication-managed-identity />", "resource"],
        ["<authentication-certificate password='a' />", "thumbprint' or 'certificate-id' or 'body"],
        ["<authentication-basic password='a' />", "username"],
        ["<authentication-basic username='a' />", "password"],
        ["<set-header />", "name"],
        ["<send-request />", "response-variable-name"],
        ["<send-request response-variable-name='a'><set-header /></send-request>", "name"],
        ["<rewrite-uri />", "template"],
        ["<cache-lookup vary-by-developer-groups='false' />", "vary-by-developer"],
        ["<cache-lookup vary-by-developer='false' />", "vary-by-developer-groups"],
        ["<retry count='1' interval='1' />", "condition"],
        ["<retry condition='a' interval='1' />", "count"],
        ["<retry condition='a' count='1' />", "interval"],
        ["<choose><when /></choose>", "condition"],
        ["<include-fragment />", "fragment-id"],
    ] as const) {
        it(`refuses ${statement} without ${missing}`, () => {
            refused(
                () => savePolicy(inSection("inbound", statement), "rawxml"),
                new RegExp(`Required attribute '${missing}' is missing`),
            );
        });
    }

    it("refuses cache-store without duration", () => {
        refused(() => savePolicy(inSection("outbound", "<cache-store />"), "xml"), /Required attribute 'duration'/);
    });

    for (const [choose, refusal] of [
        ["<choose />", /needs at least one 'when'/],
        ["<choose><otherwise /></choose>", /needs at least one 'when'/],
        ["<choose><when condition='a' /><otherwise /><otherwise /></choose>", /one 'otherwise' only/],
        ["<choose><when condition='a' /><set-status /></choose>", /'when' and 'otherwise' only, not 'set-status'/],
    ] as const) {
        it(`refuses ${choose}`, () => refused(() => savePolicy(inSection("inbound", choose), "xml"), refusal));
    }

    for (const [count, fine] of [
        ["1", true],
        ["50", true],
        ["@(context.Variables.Count)", true],
        ["{{retries}}", true],
        ["0", false],
        ["51", false],
        ["-1", false],
        ["2.5", false],
        ["many", false],
        ["", false],
    ] as const) {
        it(`${fine ? "takes" : "refuses"} ${count || "no number"} for retries`, () => {
            const { cloud } = furnished();
            const named = { namedValueId: "r", displayName: "retries", value: "3" };
            cloud.create("azure-native:apimanagement:NamedValue", inGateway(named));
            const document = inSection("backend", `<retry condition="a" count="${count}" interval="1" />`);
            const save = () => savePolicy(document, "rawxml", cloud);
            if (fine) save();
            else refused(save, /'count' has to be a number from 1 to 50/);
        });
    }

    it("refuses the elements of validate-jwt in another order", () => {
        const jwt = (elements: string) =>
            inSection("inbound", `<validate-jwt header-name="a">${elements}</validate-jwt>`);
        savePolicy(
            jwt("<openid-config /><x /><issuer-signing-keys /><decryption-keys /><audiences /><issuers />"),
            "xml",
        );
        refused(
            () => savePolicy(jwt("<issuers /><audiences />"), "xml"),
            /Error in element 'audiences' on line 1: It has to stand before 'issuers'/,
        );
        refused(() => savePolicy(jwt("<required-claims /><x /><openid-config />"), "xml"), /before 'required-claims'/);
    });
});

describe("cloud: policy fragments", () => {
    it("hold statements", () => {
        saveFragment(`<fragment>${HEADER}<set-body>@("<" + "&")</set-body></fragment>`);
        saveFragment("<fragment />", "xml");
        saveFragment("<fragment", UNKNOWN);
    });

    for (const [what, document, refusal] of [
        ["another root", "<policies />", /The root element has to be 'fragment'/],
        ["sections", "<fragment><inbound /></fragment>", /Error in element 'inbound'.*cannot hold a section/],
        ["base", "<fragment><base /></fragment>", /Error in element 'base'/],
        ["text", "<fragment>x</fragment>", /cannot contain text/],
        ["a statement without what it needs", "<fragment><set-header /></fragment>", /Required attribute 'name'/],
    ] as const) {
        it(`refuse ${what}`, () => refused(() => saveFragment(document), refusal));
    }

    for (const format of ["xml-link", "rawxml-link", "json"]) {
        it(`refuse the format ${format}`, () => {
            refused(() => saveFragment("<fragment />", format), /format: '.*' is not one of 'xml', 'rawxml'/);
        });
    }
});

describe("cloud: where policies stand", () => {
    const value = "<policies />";

    it("needs the API, the operation or the product", () => {
        const { cloud } = furnished();
        const save = (token: string, place: Record<string, string>) => () =>
            cloud.create(token, inGateway({ ...place, policyId: "policy", value }));
        const policies = [
            save(API_POLICY, { apiId: "a" }),
            save(OPERATION_POLICY, { apiId: "a", operationId: "o" }),
            save(PRODUCT_POLICY, { productId: "p" }),
        ];
        for (const policy of policies) refused(policy, /Code="ParentResourceNotFound"/);
        cloud.create(API, inGateway({ apiId: "a", path: "a" }));
        cloud.create(
            OPERATION,
            inGateway({ apiId: "a", operationId: "o", displayName: "o", method: "GET", urlTemplate: "/" }),
        );
        cloud.create(PRODUCT, inGateway({ productId: "p", displayName: "p" }));
        for (const policy of policies) policy();
    });

    it("is one document at a scope, and it is called policy", () => {
        const { failures } = furnished().cloud.check(POLICY, "p", inGateway({ policyId: "mine", value }));
        assert.deepEqual(
            failures.map(({ property }) => property),
            ["policyId"],
        );
        assert.deepEqual(furnished().cloud.check(FRAGMENT, "p", inGateway({ id: "mine", value })).failures, []);
    });
});
