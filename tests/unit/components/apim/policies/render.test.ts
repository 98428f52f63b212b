import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import {
    authenticationManagedIdentity,
    cacheLookupValue,
    choose,
    expression,
    forwardRequest,
    includeFragment,
    part,
    retry,
    returnResponse,
    sendRequest,
    setBackendService,
    setBody,
    setHeader,
    setVariable,
    statement,
    type Statement,
    trace,
    validateJwt,
} from "../../../../../components/apim/policies";
import { layOutFragment, layOutPolicies } from "../../../../../components/apim/policies/document";
import { renderPolicies } from "../../../../../components/apim/policies/render";
import { known, run } from "../../../support/program";
import { askedOf, assertLeftAlone, assertSame, madeOf, statements, texts } from "./asked";
import { readBack } from "./read-back";
import { check, laterRefusal, written, writtenDocument } from "./written";

describe("a policy document that is written", () => {
    it("reads back as what was asked for, and no more, whatever it holds", async () => {
        await fc.assert(
            fc.asyncProperty(statements, statements, async (inbound, outbound) => {
                const raw = await writtenDocument({ inbound: madeOf(inbound), outbound: madeOf(outbound) });
                const base = { name: "base", attributes: {} };
                const section = (name: string, children: Parameters<typeof assertSame>[1][]) => ({
                    name,
                    attributes: {},
                    children,
                });
                assertSame(
                    readBack(raw),
                    section("policies", [
                        section("inbound", [base, ...askedOf(inbound)]),
                        section("backend", [base]),
                        section("outbound", [base, ...askedOf(outbound)]),
                        section("on-error", [base]),
                    ]),
                );
            }),
            { numRuns: 300 },
        );
    });

    it("reads back as a fragment does", async () => {
        await fc.assert(
            fc.asyncProperty(statements, async (list) => {
                const raw = await written(layOutFragment(check, "statements", madeOf(list)));
                assertSame(readBack(raw), { name: "fragment", attributes: {}, children: askedOf(list) });
            }),
            { numRuns: 300 },
        );
    });

    it("keeps a text that means nothing to API Management as it is", async () => {
        for (const [text, attribute, content] of [
            ["", "", ""],
            ["a@b.c {d} (e) é 😀", "a@b.c {d} (e) é 😀", "a@b.c {d} (e) é 😀"],
            [`<a b="c" d='e'/>&`, "&lt;a b=&quot;c&quot; d='e'/&gt;&amp;", `&lt;a b="c" d='e'/&gt;&amp;`],
            ["a\n\tb", "a&#10;&#9;b", "a\n\tb"],
            ["}} @", "}} @", "}} @"],
        ] as const) {
            assert.equal(
                await written(statement("a", ["inbound"], { b: text }, text)),
                `<a b="${attribute}">${content}</a>`,
            );
        }
    });

    it("holds an expression in place of a text that API Management, or XML, would change", async () => {
        for (const [text, literal] of [
            ["@(a)", "\\u0040\\u0028a\\u0029"],
            ["a @{b", "a \\u0040\\u007Bb"],
            ["a{{b", "a\\u007B\\u007Bb"],
            [" a", " a"],
            ["a\n", "a\\u000A"],
            ["a\rb", "a\\u000Db"],
            ["a\0b", "a\\u0000b"],
            ["\uD800", "\\uD800"],
            ["a\u0085b", "a\\u0085b"],
            ["a\u2028b", "a\\u2028b"],
            ["a\u2029b", "a\\u2029b"],
            ["\uE0000\uE001", "\\uE0000\\uE001"],
            ["a\uF8FFb", "a\\uF8FFb"],
            ["a\uFDD0b", "a\\uFDD0b"],
            ["a\uFDEFb", "a\\uFDEFb"],
            ["a\uFFFEb", "a\\uFFFEb"],
            ["a\uFFFFb", "a\\uFFFFb"],
        ] as const) {
            assert.equal(
                await written(statement("a", ["inbound"], { b: text }, text)),
                `<a b="@("${literal}")">@("${literal}")</a>`,
            );
        }
    });

    it("holds what was put in place of another text, not what that text holds", async () => {
        const made = statement("a", ["inbound"], { b: expression`"\uE0001\uE001"`, c: expression`d` });
        assert.equal(await written(made), '<a b="@("\\uE0001\\uE001")" c="@(d)" />');
        const raw = Object.assign(['"\uE0001\uE001"'], { raw: ['"\uE0001\uE001"'] });
        assert.equal(
            await written(statement("a", ["inbound"], { b: expression(raw), c: expression`d` })),
            '<a b="@("\uE0001\uE001")" c="@(d)" />',
        );
    });

    it("is indented, and ends each empty element as API Management does", async () => {
        assert.equal(
            await written(statement("a", ["inbound"], {}, [part("b", { c: "d" }, [part("e")]), part("f", {}, "/>")])),
            `<a>
    <b c="d">
        <e />
    </b>
    <f>/&gt;</f>
</a>`,
        );
    });
});

describe("a text where API Management takes no expression", () => {
    const places: Record<string, (text: pulumi.Input<string>) => Statement<never>> = {
        "set-variable name": (name) => setVariable({ name, value: "a" }),
        "trace source": (source) => trace({ source, message: "a" }),
        "claim separator": (separator) =>
            validateJwt({
                headerName: "a",
                openIdConfigUrls: ["https://a"],
                requiredClaims: [{ name: "b", separator }],
            }),
        "include-fragment fragment-id": (fragmentId) => includeFragment({ fragmentId, sections: ["inbound"] }),
        "authentication-managed-identity client-id": (clientId) =>
            authenticationManagedIdentity({ resource: "a", clientId }),
    };
    const find = (place: string, raw: string): string | undefined => {
        const [name, attribute] = place.split(" ") as [string, string];
        const search = (node: ReturnType<typeof readBack>): string | undefined =>
            node.name === name
                ? node.attributes[attribute]
                : node.children.map(search).find((own) => own !== undefined);
        return search(readBack(raw));
    };

    for (const [place, make] of Object.entries(places)) {
        it(`comes back as ${place}, or is refused`, async () => {
            await fc.assert(
                fc.asyncProperty(texts, fc.boolean(), async (text, later) => {
                    const made = renderPolicies(check, "policy", make(later ? pulumi.output(text) : text));
                    const raw = await known(made).catch(() => undefined);
                    if (raw === undefined) {
                        const [path, reason] = await laterRefusal(made);
                        assert.equal(path, "policy");
                        assert.equal(
                            reason,
                            `ApimPolicy web: args.policy has ${JSON.stringify(text)} as ${place}, where API Management takes no expression ` +
                                "and no named value: it must hold neither, no control characters, and no blank at its ends.",
                        );
                        const isHarmless = /^[ -~]*$/.test(text) && text === text.trim() && !/@[({]|\{\{/.test(text);
                        assert.equal(isHarmless, false);
                    } else {
                        const read = find(place, raw) ?? assert.fail(raw);
                        assert.equal(read, text);
                        assertLeftAlone(read);
                    }
                }),
                {
                    numRuns: 300,
                    examples: [
                        ["a b", false],
                        ["a(b){c}", true],
                        ["@(a)", true],
                        ["{{a}}", false],
                    ],
                },
            );
        });
    }

    it("is left out where it turns out to be undefined", async () => {
        assert.equal(
            await written(
                cacheLookupValue({
                    key: "k",
                    variableName: "v",
                    cachingType: pulumi.output<"internal" | undefined>(undefined),
                }),
            ),
            '<cache-lookup-value key="k" variable-name="v" />',
        );
    });
});

describe("a Liquid template", () => {
    it("keeps its braces and its blanks, as a value that becomes known later too", async () => {
        const liquid = ' {{a}}\n\t{% if b < c %}"&"{% endif %} @ ';
        for (const given of [liquid, pulumi.output(liquid)]) {
            const raw = await written(setBody({ liquid: given }));
            assert.equal(
                raw,
                '<set-body template="liquid"> {{a}}\n\t{% if b &lt; c %}"&amp;"{% endif %} @ </set-body>',
            );
            assert.equal(readBack(raw).text, liquid);
        }
    });

    for (const liquid of ["a @(b)", "@{b}", "a\rb", "a\0", "\uD800", "\uE000"]) {
        it(`is refused with what API Management, or XML, would change: ${JSON.stringify(liquid)}`, async () => {
            assert.deepEqual(await laterRefusal(renderPolicies(check, "policy", setBody({ liquid }))), [
                "policy",
                "ApimPolicy web: args.policy has a Liquid template in set-body that holds an expression or a control character. Take it out.",
            ]);
        });
    }
});

/** Every kind of place that a value can have in a document. */
const PLACES: Record<string, (value: pulumi.Input<string>) => Statement<"inbound">> = {
    "an attribute": (value) => statement("a", ["inbound"], { b: value }),
    "a text": (value) => statement("a", ["inbound"], {}, value),
    "a header's value": (value) => setHeader({ name: "a", value }),
    "one of a header's values": (value) => setHeader({ name: "a", value: ["b", value] }),
    "a name that may be no expression": (value) => setVariable({ name: value, value: "a" }),
    "a Liquid template": (value) => setBody({ liquid: value }),
    "a literal of an expression": (value) => setVariable({ name: "a", value: expression`b == ${value}` }),
    "an expression within another one": (value) =>
        setVariable({ name: "a", value: expression`b && ${expression`c == ${value}`}` }),
    "a condition": (value) => choose([{ condition: expression`a == ${value}`, then: [] }]),
    "a statement within others": (value) =>
        retry({ condition: expression`a`, count: 1, intervalSeconds: 1 }, [
            choose([{ condition: expression`a`, then: [] }], [returnResponse({ headers: { b: value } })]),
        ]),
    "a part of a statement": (value) => statement("a", ["inbound"], {}, [part("b", {}, [part("c", { d: value })])]),
    "a name of a backend": (value) => setBackendService({ backend: { name: pulumi.output(value) } }),
    "what signs a request": (value) =>
        sendRequest({
            responseVariableName: "a",
            url: "https://a",
            authentication: authenticationManagedIdentity({ resource: value }),
        }),
};

describe("a value that becomes known later", () => {
    for (const [place, make] of Object.entries(PLACES)) {
        it(`stands as ${place} as one that is known does`, async () => {
            const plain = await writtenDocument({ inbound: [make("canary")] });
            assert.ok(plain.includes("canary"));
            for (const later of [pulumi.output("canary"), Promise.resolve("canary")]) {
                assert.equal(await writtenDocument({ inbound: [make(later)] }), plain);
            }
        });
    }

    it("may be a number or a boolean", async () => {
        assert.equal(
            await written(forwardRequest({ timeoutSeconds: pulumi.output(5), bufferResponse: pulumi.output(false) })),
            '<forward-request timeout="5" buffer-response="false" />',
        );
    });

    it("leaves the document unknown in a preview, until it is known", async () => {
        const { result } = await run(
            () => {
                const unknown = pulumi.output(new Promise<string>((resolve) => setImmediate(() => resolve("canary"))));
                const notYet = pulumi.output((pulumi as unknown as { unknown: string }).unknown);
                return [notYet, unknown].map((value) =>
                    renderPolicies(check, "policy", setHeader({ name: "a", value })),
                );
            },
            { preview: true },
        );
        assert.equal(await known(result[0] as pulumi.Output<string>), undefined);
        assert.match((await known(result[1] as pulumi.Output<string>)) ?? "", /canary/);
    });
});

describe("a secret", () => {
    const MESSAGE =
        "ApimPolicy web: args.policy holds a secret, which everyone who may read the policy would see. Keep it in an " +
        "ApimNamedValue, and give namedValue(…) in its place.";

    for (const [place, make] of Object.entries(PLACES)) {
        it(`is refused as ${place}, and not shown`, async () => {
            const root = layOutPolicies(check, "policy", { inbound: [make(pulumi.secret("canary"))] }, "below");
            assert.deepEqual(await laterRefusal(renderPolicies(check, "policy", root)), ["policy", MESSAGE]);
        });
    }

    it("is not shown where it could not be written either", async () => {
        for (const make of [PLACES["a name that may be no expression"], PLACES["a Liquid template"]]) {
            const made = renderPolicies(check, "policy", make?.(pulumi.secret("@(canary)")) ?? assert.fail());
            assert.deepEqual(await laterRefusal(made), ["policy", MESSAGE]);
        }
    });

    it("is refused at the path of the document", async () => {
        const made = renderPolicies(check, "operations[0].policy", setBody({ value: pulumi.secret("canary") }));
        const [path, reason] = await laterRefusal(made);
        assert.equal(path, "operations[0].policy");
        assert.doesNotMatch(reason, /canary/);
    });
});
