import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    authenticationBasic,
    authenticationManagedIdentity,
    base,
    cacheLookup,
    cacheStore,
    choose,
    expression,
    forwardRequest,
    includeFragment,
    limitConcurrency,
    namedValue,
    part,
    type PolicyDocument,
    retry,
    returnResponse,
    type Section,
    sendRequest,
    setBackendService,
    setQueryParameter,
    setHeader,
    setMethod,
    setVariable,
    statement,
    type Statement,
    validateJwt,
} from "../../../../../components/apim/policies";
import {
    layOutFragment,
    layOutPolicies,
    mergePolicies,
    type PolicyLevel,
    type SectionKey,
} from "../../../../../components/apim/policies/document";
import { type Element } from "../../../../../components/apim/policies/statement";
import { check, refusal, written, writtenDocument } from "./written";

const KEYS: readonly (readonly [SectionKey, Section])[] = [
    ["inbound", "inbound"],
    ["backend", "backend"],
    ["outbound", "outbound"],
    ["onError", "on-error"],
];
const LISTS = KEYS.filter(([key]) => key !== "backend");

const mark = (name: string) => setVariable({ name, value: "1" });
const when = <S extends Section>(...then: Statement<S>[]) => choose([{ condition: expression`a`, then }]);
const again = { condition: expression`a`, count: 1, intervalSeconds: 1 };

/** The names of what stands in each section, in order. */
function outline(root: Element): Record<string, string[]> {
    return Object.fromEntries(root.children.map(({ name, children }) => [name, children.map((child) => child.name)]));
}

const laid = (document: PolicyDocument, level: PolicyLevel = "below") =>
    outline(layOutPolicies(check, "policy", document, level));

/** What is said of a document that is refused. */
function refused(document: object, level: PolicyLevel = "below"): [path: string, reason: string] {
    const [path, reason] = refusal(() => layOutPolicies(check, "policy", document, level));
    const start = `ApimPolicy web: args.${path} `;
    assert.ok(reason.startsWith(start), reason);
    return [path, reason.slice(start.length)];
}

const BASES = { inbound: ["base"], backend: ["base"], outbound: ["base"], "on-error": ["base"] };

describe("a policy document below others", () => {
    it("says in each section what the scopes above say, where it says nothing", async () => {
        assert.equal(
            await writtenDocument({}),
            `<policies>
    <inbound>
        <base />
    </inbound>
    <backend>
        <base />
    </backend>
    <outbound>
        <base />
    </outbound>
    <on-error>
        <base />
    </on-error>
</policies>`,
        );
    });

    it("puts base first, and its own statements behind it in their order", async () => {
        assert.equal(
            await writtenDocument({
                inbound: [mark("a"), mark("b")],
                outbound: [mark("c")],
                onError: [mark("d"), mark("e")],
            }),
            `<policies>
    <inbound>
        <base />
        <set-variable name="a" value="1" />
        <set-variable name="b" value="1" />
    </inbound>
    <backend>
        <base />
    </backend>
    <outbound>
        <base />
        <set-variable name="c" value="1" />
    </outbound>
    <on-error>
        <base />
        <set-variable name="d" value="1" />
        <set-variable name="e" value="1" />
    </on-error>
</policies>`,
        );
    });

    for (const [key, section] of KEYS) {
        it(`leaves base out of ${section} where it is turned off, and in the others where it is not`, () => {
            assert.deepEqual(laid({ base: { [key]: false } }), { ...BASES, [section]: [] });
            assert.deepEqual(laid({ base: { [key]: true } }), BASES);
            assert.deepEqual(laid({ base: { [key]: undefined } }), BASES);
        });
    }

    for (const [key, section] of LISTS) {
        it(`leaves the statements of ${section} alone where base is turned off there`, () => {
            assert.deepEqual(laid({ [key]: [mark("a")], base: { [key]: false } }), {
                ...BASES,
                [section]: ["set-variable"],
            });
        });

        it(`keeps base where it is put in ${section}`, () => {
            for (const asked of [undefined, true]) {
                const given = { [key]: [mark("a"), base(), mark("b")], base: { [key]: asked } };
                assert.deepEqual(laid(given)[section], ["set-variable", "base", "set-variable"]);
            }
        });

        it(`refuses base twice in ${section}`, () => {
            assert.deepEqual(refused({ [key]: [base(), mark("a"), base()] }), [
                `policy.${key}`,
                "holds base() more than once. Give it once.",
            ]);
        });

        it(`refuses base that is turned off and given in ${section}`, () => {
            assert.deepEqual(refused({ [key]: [base()], base: { [key]: false } }), [
                `policy.base.${key}`,
                `cannot stand beside args.policy.${key}: base() is turned off and given. Leave one of them out.`,
            ]);
        });

        for (const level of ["below", "service"] as const) {
            it(`refuses base within a statement of ${section}, at level ${level}`, () => {
                const rest = (name: string) => `is ${name}, which holds base(): it stands directly in a section only.`;
                assert.deepEqual(refused({ [key]: [mark("a"), when(base())] }, level), [
                    `policy.${key}[1]`,
                    rest("choose"),
                ]);
                assert.deepEqual(refused({ [key]: [retry(again, [when(mark("a"), base())])] }, level), [
                    `policy.${key}[0]`,
                    rest("retry"),
                ]);
            });
        }
    }

    describe("takes one statement in backend", () => {
        it("in place of base", () => {
            for (const asked of [undefined, false]) {
                assert.deepEqual(laid({ backend: forwardRequest(), base: { backend: asked } }), {
                    ...BASES,
                    backend: ["forward-request"],
                });
            }
        });

        it("which may be base itself", () => {
            assert.deepEqual(laid({ backend: base() }), BASES);
        });

        it("and refuses base beside it", () => {
            assert.deepEqual(refused({ backend: forwardRequest(), base: { backend: true } }), [
                "policy.base.backend",
                "cannot stand beside args.policy.backend: the backend section takes one statement. Leave one of them out.",
            ]);
            assert.deepEqual(refused({ backend: base(), base: { backend: false } }), [
                "policy.base.backend",
                "cannot stand beside args.policy.backend: base() is turned off and given. Leave one of them out.",
            ]);
        });

        it("and refuses base within it", () => {
            assert.deepEqual(refused({ backend: retry(again, [base()]) }), [
                "policy.backend",
                "is retry, which holds base(): it stands directly in a section only.",
            ]);
        });
    });
});

describe("the policy of the whole service", () => {
    const NOTHING = { inbound: [], backend: ["forward-request"], outbound: [], "on-error": [] };

    it("has no base, and sends requests", async () => {
        assert.equal(
            await writtenDocument({ inbound: [mark("a")] }, "service"),
            `<policies>
    <inbound>
        <set-variable name="a" value="1" />
    </inbound>
    <backend>
        <forward-request />
    </backend>
    <outbound />
    <on-error />
</policies>`,
        );
        assert.deepEqual(laid({}, "service"), NOTHING);
    });

    it("sends requests as it is told", () => {
        assert.deepEqual(laid({ backend: when(forwardRequest()) }, "service")["backend"], ["choose"]);
    });

    it("sends none where that is turned off", () => {
        assert.deepEqual(laid({ base: { backend: false } }, "service"), { ...NOTHING, backend: [] });
        assert.deepEqual(laid({ base: { inbound: false } }, "service"), NOTHING);
    });

    for (const [key] of KEYS) {
        it(`refuses base in ${key}`, () => {
            const rest = "has base(), and nothing stands above the whole service. Leave it out.";
            const given = key === "backend" ? base() : [mark("a"), base()];
            assert.deepEqual(refused({ [key]: given }, "service"), [`policy.${key}`, rest]);
            assert.deepEqual(refused({ base: { [key]: true } }, "service"), [`policy.${key}`, rest]);
        });
    }
});

describe("a statement that may not stand where it is put", () => {
    const jwt = validateJwt({ headerName: "X-Token", openIdConfigUrls: ["https://a"] });
    const cases: readonly (readonly [title: string, document: object, path: string, rest: string])[] = [
        [
            "is named with the section, and with where it may stand",
            { inbound: [mark("a"), forwardRequest()] },
            "policy.inbound[1]",
            "is forward-request: it may stand in backend, not in inbound.",
        ],
        [
            "is named with all of the sections that it may stand in",
            { outbound: [setBackendService({ backendId: "a" })] },
            "policy.outbound[0]",
            "is set-backend-service: it may stand in inbound, backend, not in outbound.",
        ],
        [
            "is refused in on-error, by the document's own word for it",
            { onError: [setQueryParameter({ name: "a", value: "b" }) as never] },
            "policy.onError[0]",
            "is set-query-parameter: it may stand in inbound, backend, not in on-error.",
        ],
        [
            "is refused in backend",
            { backend: authenticationManagedIdentity({ resource: "a" }) },
            "policy.backend",
            "is authentication-managed-identity: it may stand in inbound, not in backend.",
        ],
        [
            "is found within choose",
            { inbound: [when(mark("a") as Statement<"backend">, forwardRequest())] },
            "policy.inbound[0]",
            "is choose, which holds forward-request: it may stand in backend, not in inbound.",
        ],
        [
            "is found where nothing else holds",
            { outbound: [choose([{ condition: expression`a`, then: [] }], [jwt])] },
            "policy.outbound[0]",
            "is choose, which holds validate-jwt: it may stand in inbound, not in outbound.",
        ],
        [
            "is found within retry within choose",
            { outbound: [when(retry(again, [limitConcurrency({ key: "k", maxCount: 1 }, [setMethod("PUT")])]))] },
            "policy.outbound[0]",
            "is choose, which holds set-method: it may stand in inbound, on-error, not in outbound.",
        ],
        [
            "is found within an element of another statement",
            { outbound: [statement("a", ["inbound", "outbound"], {}, [part("b", {}, [jwt])])] },
            "policy.outbound[0]",
            "is a, which holds validate-jwt: it may stand in inbound, not in outbound.",
        ],
        [
            "is itself what may not stand there, whatever it holds",
            { outbound: [statement("a", ["inbound"], {}, [part("b", {}, [mark("c")])])] },
            "policy.outbound[0]",
            "is a: it may stand in inbound, not in outbound.",
        ],
        [
            "is found in a fragment",
            { inbound: [includeFragment({ fragmentId: "a", sections: ["outbound"] })] },
            "policy.inbound[0]",
            "is include-fragment: it may stand in outbound, not in inbound.",
        ],
    ];
    for (const [title, document, path, rest] of cases) {
        it(title, () => {
            for (const level of ["below", "service"] as const) {
                assert.deepEqual(refused(document, level), [path, rest]);
            }
        });
    }
});

describe("statements that another one makes useless", () => {
    const jwt = validateJwt({ headerName: "authorization", openIdConfigUrls: ["https://a"] });
    const identity = authenticationManagedIdentity({ resource: "a" });
    const SECOND = "holds a second cache-lookup: the service allows one in a section.";

    it("are a second cache-lookup", () => {
        assert.deepEqual(refused({ inbound: [cacheLookup(), mark("a"), cacheLookup()] }), [
            "policy.inbound[2]",
            SECOND,
        ]);
        assert.deepEqual(refused({ inbound: [when(cacheLookup()), cacheLookup()] }), ["policy.inbound[1]", SECOND]);
        assert.deepEqual(refused({ inbound: [mark("a"), when(cacheLookup(), cacheLookup())] }), [
            "policy.inbound[1]",
            SECOND,
        ]);
        assert.deepEqual(laid({ inbound: [cacheLookup()], outbound: [cacheStore({ durationSeconds: 1 })] }).inbound, [
            "base",
            "cache-lookup",
        ]);
    });

    const SIGNING: Record<string, Statement<"inbound">> = {
        "authentication-managed-identity": identity,
        "authentication-basic": authenticationBasic({ username: "a", password: namedValue("b") }),
        "the header that is set to API Management's own token": setHeader({
            name: "Authorization",
            value: expression`"Bearer " + (string)context.Variables[${"backend-token"}]`,
        }),
        "one of them within another statement": when(
            mark("a"),
            limitConcurrency({ key: "k", maxCount: 1 }, [identity]),
        ),
    };
    for (const [title, signs] of Object.entries(SIGNING)) {
        it(`are validate-jwt after ${title}`, () => {
            const rest = (signing: number) =>
                `is validate-jwt on Authorization, and policy.inbound[${signing}] has put API Management's own token there. Put validate-jwt first.`;
            assert.deepEqual(refused({ inbound: [mark("a"), signs, mark("b"), jwt] }), ["policy.inbound[3]", rest(1)]);
            assert.deepEqual(refused({ inbound: [signs, when(jwt)] }), ["policy.inbound[1]", rest(0)]);
            assert.deepEqual(refused({ inbound: [jwt, signs, jwt] }), ["policy.inbound[2]", rest(1)]);
            assert.deepEqual(laid({ inbound: [jwt, signs] }).inbound?.[1], "validate-jwt");
        });
    }

    const HARMLESS: Record<string, [signs: Statement<"inbound">, reads: Statement<"inbound">]> = {
        "a token that is put into a variable": [
            authenticationManagedIdentity({ resource: "a", outputTokenVariableName: "b" }),
            jwt,
        ],
        "the header that is set to the client's token, from a cookie": [
            setHeader({ name: "Authorization", value: expression`"Bearer " + (string)context.Variables["cookie"]` }),
            jwt,
        ],
        "the header that is set to a text": [setHeader({ name: "Authorization", value: "backend-token" }), jwt],
        "another header that is set": [setHeader({ name: "X-Token", value: "a" }), jwt],
        "another header that is read": [
            identity,
            validateJwt({ headerName: "X-Token", openIdConfigUrls: ["https://a"] }),
        ],
        "a query parameter that is read": [
            identity,
            validateJwt({ queryParameterName: "Authorization", openIdConfigUrls: ["https://a"] }),
        ],
        "a header whose name becomes known later": [
            setHeader({ name: pulumi.output("Authorization"), value: "a" }),
            jwt,
        ],
        "a request of its own that is signed": [
            sendRequest({ responseVariableName: "a", url: "https://a", authentication: identity }),
            jwt,
        ],
        "a request of its own with the header": [
            sendRequest({ responseVariableName: "a", url: "https://a", headers: { Authorization: "a" } }),
            jwt,
        ],
        "a token that other requests get": [mark("a"), choose([{ condition: expression`a`, then: [identity] }], [jwt])],
        "an answer with the header": [when(returnResponse({ headers: { Authorization: "a" } })), jwt],
    };
    for (const [title, [signs, reads]] of Object.entries(HARMLESS)) {
        it(`are none beside ${title}`, () => {
            assert.equal(laid({ inbound: [signs, reads] }).inbound?.length, 3);
        });
    }
});

describe("a fragment", () => {
    it("holds its statements, without base", async () => {
        assert.equal(
            await written(layOutFragment(check, "statements", [mark("a"), when(mark("b"))])),
            `<fragment>
    <set-variable name="a" value="1" />
    <choose>
        <when condition="@(a)">
            <set-variable name="b" value="1" />
        </when>
    </choose>
</fragment>`,
        );
    });

    it("refuses base, at any depth", () => {
        for (const holding of [base(), when(base()), retry(again, [when(mark("a"), base())])]) {
            assert.deepEqual(
                refusal(() => layOutFragment(check, "statements", [mark("a"), holding])),
                [
                    "statements[1]",
                    "ApimPolicy web: args.statements[1] holds base(), which stands directly in a section of a policy only.",
                ],
            );
        }
    });
});

describe("documents merged into one", () => {
    it("put the statements of the first before those of the next", async () => {
        const merged = mergePolicies(
            check,
            "policy",
            undefined,
            { inbound: [mark("a")], onError: [mark("b")], base: { inbound: false } },
            { backend: forwardRequest() },
            undefined,
            { inbound: [mark("c"), mark("d")], outbound: [mark("e")], onError: [mark("f")], base: { outbound: false } },
        );
        assert.equal(
            await writtenDocument(merged),
            `<policies>
    <inbound>
        <set-variable name="a" value="1" />
        <set-variable name="c" value="1" />
        <set-variable name="d" value="1" />
    </inbound>
    <backend>
        <forward-request />
    </backend>
    <outbound>
        <set-variable name="e" value="1" />
    </outbound>
    <on-error>
        <base />
        <set-variable name="b" value="1" />
        <set-variable name="f" value="1" />
    </on-error>
</policies>`,
        );
    });

    it("are an empty one where there is nothing to merge", () => {
        assert.deepEqual(laid(mergePolicies(check, "policy")), BASES);
        assert.deepEqual(laid(mergePolicies(check, "policy", undefined, {}, { inbound: undefined })), BASES);
    });

    it("take the last word on base, and hear none where it is left out", () => {
        const merged = (...bases: PolicyDocument["base"][]) =>
            laid(mergePolicies(check, "policy", ...bases.map((given) => ({ base: given })))).inbound;
        assert.deepEqual(merged({ inbound: false }, { inbound: true }), ["base"]);
        assert.deepEqual(merged({ inbound: true }, { inbound: false }), []);
        assert.deepEqual(merged({ inbound: false }, undefined, { backend: false }), []);
        assert.deepEqual(merged({ inbound: false }, { inbound: undefined }), []);
    });

    it("are refused with a second statement for backend", () => {
        const both = [{ backend: retry(again, [forwardRequest()]) }, {}, { backend: forwardRequest() }];
        assert.deepEqual(
            refusal(() => mergePolicies(check, "policy", ...both)),
            [
                "policy.backend",
                "ApimPolicy web: args.policy.backend is a second statement of the backend section, which has a retry: the service allows one.",
            ],
        );
    });
});
