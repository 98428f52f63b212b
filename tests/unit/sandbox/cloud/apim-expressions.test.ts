import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { Refusal } from "../../../../sandbox/cloud";
import { endOfCode } from "../../../../sandbox/cloud/azure/apim/csharp";
import { escapeExpressions } from "../../../../sandbox/cloud/azure/apim/expressions";
import { readPolicyDocument } from "../../../../sandbox/cloud/azure/apim/policy-document";
import { inSection } from "./apim-support";
import { refused } from "./support";

/** Code that ends with its last character. */
const WHOLE: readonly string[] = [
    "(a && b < c)",
    "(f(g(1), (2)))",
    '(a == ")")',
    '("\\")")',
    '("\\\\")',
    '(@""")"" \\")',
    "('(' + '\\'' + '\\u0029' + '\"')",
    '($"{f(")")}")',
    '($"}} {{ )")',
    '($@"\\" + a + $@"x")',
    '(@$"a"")""{b}")',
    '($"{a.ToString("}")} {$"{b}"} )")',
    "(a /* ) */ + b)",
    "(a // )\n)",
    '{ if (a) { return "}"; } return new JObject(); }',
    "{ // it's }\n }",
    "{ new Dictionary<string, List<int>>(); }",
    "{{{named-value}} }",
    '{ return @"line\n}"; }',
];

const ENDLESS: readonly string[] = [
    "(a",
    '("a)',
    '(@"a)',
    "(/* a)",
    "(a // )",
    '($"{a)")',
    '($"a)',
    "{ { }",
    '("a\n")',
    '($"a\nb")',
];

describe("cloud: C# in a policy document", () => {
    for (const code of WHOLE) {
        it(`ends where its bracket closes: ${JSON.stringify(code)}`, () => {
            assert.equal(endOfCode(`${code}")}`, 0), code.length);
        });
    }

    for (const code of ENDLESS) {
        it(`has no end: ${JSON.stringify(code)}`, () => assert.equal(endOfCode(code, 0), undefined));
    }

    it("is passed over in any text, and ends in the text or not at all", () => {
        const pieces = fc.constantFrom(
            ...['"', "'", "(", ")", "{", "}", "@", "$", "\\", "/", "*", "\n", "a", "{{", '""', '$"', '@"'],
        );
        fc.assert(
            fc.property(fc.array(pieces, { maxLength: 60 }), fc.constantFrom("(", "{"), (parts, open) => {
                const text = open + parts.join("");
                const end = endOfCode(text, 0);
                if (end === undefined) return;
                assert.ok(end >= 2 && end <= text.length);
                assert.equal(text.charAt(end - 1), open === "(" ? ")" : "}");
                // What follows code does not move its end.
                assert.equal(endOfCode(text.slice(0, end), 0), end);
            }),
            { numRuns: 3000 },
        );
    });

    it("holds any text in a string literal of any kind", () => {
        const literals: readonly ((text: string) => string)[] = [
            (text) => JSON.stringify(text),
            (text) => `@"${text.replaceAll('"', '""')}"`,
            (text) => `$@"${text.replaceAll(/["{}]/g, "$&$&")}"`,
        ];
        fc.assert(
            fc.property(fc.string(), fc.constantFrom(...literals), (text, literal) => {
                const code = `(f(${literal(text)}) + 1)`;
                assert.equal(endOfCode(`${code})`, 0), code.length);
            }),
        );
    });
});

describe("cloud: policy expressions", () => {
    for (const [what, raw, escaped] of [
        ["an attribute's value", '<a b="@(x < "1")" c=\'@{ return "&"; }\' />', null],
        ["an element's text", '<a>\n  @(x < "1")</a>', "<a>\n  @(x &lt; &quot;1&quot;)</a>"],
        ["no text after an element", '<a><b /> @("x")</a>', '<a><b /> @("x")</a>'],
        ["no text in the middle", '<a b="x@(1)">x @(1 > 2)</a>', '<a b="x@(1)">x @(1 > 2)</a>'],
        ["no comment", '<!-- <a b="@("> --><a />', '<!-- <a b="@("> --><a />'],
        ["no CDATA section", "<a><![CDATA[@(x < 1]]></a>", "<a><![CDATA[@(x < 1]]></a>"],
        ["no text of an element that has none", "<a b='' /> @(x < 1)", "<a b='' /> @(x < 1)"],
    ] as const) {
        it(`are escaped where they begin ${what}`, () => {
            const expected = escaped ?? "<a b=\"@(x &lt; &quot;1&quot;)\" c='@{ return &quot;&amp;&quot;; }' />";
            assert.equal(escapeExpressions(raw), expected);
        });
    }

    for (const before of ["<!-- it's -->", '<!-- <a b="@(" -->', "<?a ' ?>"]) {
        it(`are escaped after ${before} too`, () => {
            assert.equal(escapeExpressions(`${before}<a b="@(1 < 2)" />`), `${before}<a b="@(1 &lt; 2)" />`);
        });
    }

    it("are escaped after a CDATA section too", () => {
        const data = "<a><![CDATA[it's <b c='@('>]]></a>";
        assert.equal(escapeExpressions(`${data}<a>@(1 < 2)</a>`), `${data}<a>@(1 &lt; 2)</a>`);
    });

    it("come back from the document as they were written", () => {
        fc.assert(
            fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
                const code = `@(f(${JSON.stringify(text)}) && a < b)`;
                const document = readPolicyDocument(inSection("inbound", `<set-variable name="x" value="${code}" />`), {
                    raw: true,
                    root: "policies",
                });
                assert.equal(document.getElementsByTagName("set-variable")[0]?.getAttribute("value"), code);
            }),
        );
    });

    it("are refused where they have no end, with the element and the line", () => {
        refused(
            () => escapeExpressions('<a>\n<b c="@(f(" />\n</a>'),
            /Error in element 'b' on line 2: The expression that begins with '@\(' has no end\./,
        );
    });

    it("and anything around them never hang and never fail other than by a refusal", () => {
        const pieces = fc.constantFrom(
            ...[
                "<",
                ">",
                "/>",
                "</",
                '"',
                "'",
                "=",
                "@(",
                "@{",
                ")",
                "}",
                "&",
                "&lt;",
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
            ],
            ...[
                "<?",
                "?>",
                "<!DOCTYPE a",
                "<policies>",
                "</policies>",
                "<inbound>",
                "</inbound>",
                "<choose>",
                "<retry",
            ],
            ...[
                ' a="',
                "\n",
                "x",
                '$"',
                '@"',
                "{{n}}",
                "<base />",
                "<fragment>",
                "</fragment>",
                "\u0000",
                "\ud800",
                "é",
            ],
        );
        fc.assert(
            fc.property(
                fc.oneof(
                    fc.string({ unit: "binary" }),
                    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
                ),
                fc.boolean(),
                fc.constantFrom("policies" as const, "fragment" as const),
                (text, raw, root) => {
                    for (const document of [text, inSection("inbound", text)]) {
                        try {
                            readPolicyDocument(document, { raw, root });
                        } catch (error) {
                            assert.ok(error instanceof Refusal, (error as Error).stack);
                        }
                    }
                },
            ),
            { numRuns: 2000 },
        );
    });

    for (const [what, text] of [
        ["strings in strings", '<a b="@{' + '$"{'.repeat(50_000)],
        ["comments without end", "<!--".repeat(50_000)],
        ["expressions without end", '<a b="@('.repeat(50_000)],
        ["elements in elements", "<retry>".repeat(20_000) + "</retry>".repeat(20_000)],
        ["text before a bracket", "<a>" + " ".repeat(100_000)],
    ] as const) {
        it(`are read in time where someone nests very many ${what}`, () => {
            try {
                readPolicyDocument(text, { raw: true, root: "policies" });
            } catch (error) {
                assert.ok(error instanceof Refusal, (error as Error).stack);
            }
        });
    }
});
